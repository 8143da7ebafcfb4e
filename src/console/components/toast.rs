//! What the guard says on every page: what is about to end, and what is about to be stopped.

use yew::prelude::*;

use super::{button::button, money::costing};
use crate::console::{
    hooks::State,
    operations::Operations,
    pages::Want,
    state::{
        connection::Profile,
        guard::{EXTENSION, Outlook, Read, longer, own_keys},
        sessions::{SessionKey, SessionRow, Sessions},
        sign_in_form::SignInForm,
    },
    texts::{FluentValue, Texts},
    time::time_of_day,
};

/// A button: its words, and what it does.
type Button = (AttrValue, Callback<MouseEvent>);

/// A sentence, and the buttons that answer it. What cannot wait is read out at once.
fn toast(is_urgent: bool, words: AttrValue, buttons: Vec<Button>) -> Html {
    let (class, role) = if is_urgent {
        ("notice toast failure", Some("alert"))
    } else {
        ("notice toast", None)
    };
    html! {
        <div {class} {role}>
            <p>{ words }</p>
            <div class="buttons">{ for buttons.into_iter().map(|(label, onclick)| button(label, onclick)) }</div>
        </div>
    }
}

/// Which sessions end, and when: nothing that counts down, which would be read out again and again.
pub fn warning_text(texts: &Texts, ending: &[&SessionRow]) -> AttrValue {
    let ids: Vec<_> = ending.iter().map(|row| row.key.id.as_str()).collect();
    let first = ending.first().and_then(|row| row.lease_ends_at());
    let time = first.map(|end| time_of_day(texts, end)).unwrap_or_default();
    let values = [
        ("count", ids.len().into()),
        ("ids", ids.join(", ").into()),
        ("time", time.into()),
    ];
    texts.format("guard-warning", &values)
}

/// Which leases are about to end. `read` takes up what the person has read.
pub fn warning(
    texts: &Texts,
    operations: &Operations,
    ending: &[&SessionRow],
    read: &State<Vec<Read>>,
) -> Html {
    let of = |row: &&SessionRow| (row.key.clone(), row.properties.max_lease_time_minutes);
    let all: Vec<Read> = ending.iter().map(of).collect();
    let mut buttons = Vec::new();
    if all.iter().any(|(_, lease)| is_extendable(*lease)) {
        let (operations, all) = (operations.clone(), all.clone());
        let extend = Callback::from(move |_: MouseEvent| {
            for (key, lease) in &all {
                if is_extendable(*lease) {
                    operations.extend(key.clone(), longer(*lease, EXTENSION));
                }
            }
        });
        let label = texts.format("guard-extend", &[("minutes", EXTENSION.into())]);
        buttons.push((label, extend));
    }
    let read = read.clone();
    let dismiss = Callback::from(move |_: MouseEvent| read.set(all.clone()));
    buttons.push((texts.text("guard-dismiss"), dismiss));
    toast(true, warning_text(texts, ending), buttons)
}

fn is_extendable(lease: i64) -> bool {
    longer(lease, EXTENSION).whole_minutes() > lease
}

/// Which sessions are about to be stopped.
pub fn about_to_stop(texts: &Texts, operations: &Operations, stopping: Vec<SessionKey>) -> Html {
    let ids: Vec<_> = stopping.iter().map(|key| key.id.as_str()).collect();
    let values = [("count", ids.len().into()), ("ids", ids.join(", ").into())];
    let words = texts.format("stopping", &values);
    let (keeping, now) = (operations.clone(), operations.clone());
    let keep = Callback::from(move |_: MouseEvent| keeping.keep(stopping.clone()));
    let now = Callback::from(move |_: MouseEvent| now.stop_now());
    let buttons = vec![
        (texts.text("stopping-undo"), keep),
        (texts.text("stopping-now"), now),
    ];
    toast(false, words, buttons)
}

/// What goes on without the page.
pub fn left_behind(
    texts: &Texts,
    outlook: &Outlook,
    operations: &Operations,
    sessions: &State<Sessions>,
    leaving: &State<bool>,
) -> Html {
    let (operations, sessions, leaving) = (operations.clone(), sessions.clone(), leaving.clone());
    let stop = Callback::from(move |_: MouseEvent| operations.stop(own_keys(&sessions)));
    let dismiss = Callback::from(move |_: MouseEvent| leaving.set(false));
    let buttons = vec![
        (texts.text("leave-stop"), stop),
        (texts.text("guard-dismiss"), dismiss),
    ];
    toast(false, outlook_text(texts, outlook), buttons)
}

/// That there is no network.
pub fn offline(texts: &Texts) -> Html {
    toast(false, texts.text("offline"), Vec::new())
}

/// That a token expires for which no new one can be had.
pub fn token_expiring(texts: &Texts, profile: &Profile, want: &Callback<Want>) -> Html {
    let time = profile.token_expires_at.map(|at| time_of_day(texts, at));
    let words = texts.format(
        "token-expiring",
        &[("time", time.unwrap_or_default().into())],
    );
    let form = SignInForm::again(profile);
    let again = want.reform(move |_: MouseEvent| Want::SignInAgain(form.clone()));
    let buttons = vec![(texts.text("token-sign-in-again"), again)];
    toast(true, words, buttons)
}

/// What goes on without the page, until when, and what it may cost.
pub fn outlook_text(texts: &Texts, outlook: &Outlook) -> AttrValue {
    let count = ("count", FluentValue::from(outlook.count));
    let goes_on = match outlook.last_end {
        Some(end) => {
            let time = FluentValue::from(time_of_day(texts, end));
            texts.format("leave-until", &[count, ("time", time)])
        }
        None => texts.format("leave-goes-on", &[count]),
    };
    match &outlook.until_end {
        Some(cost) => AttrValue::from(format!("{goes_on} {}", costing(texts, "leave-cost", cost))),
        None => goes_on,
    }
}
