//! What the guard says on every page: what is about to end, and what is about to be stopped.

use yew::prelude::*;

use super::money::costing;
use crate::console::{
    operations::Operations,
    state::{
        connection::Profile,
        guard::{EXTENSION, Outlook, Read, longer},
        profiles::SavedProfile,
        sessions::{SessionKey, SessionRow},
        sign_in_form::{SecretKind, SignInForm},
    },
    texts::{FluentValue, Texts},
    time::time_of_day,
};

/// A sentence, and the buttons that answer it. What cannot wait is read out at once.
fn toast(is_urgent: bool, words: AttrValue, buttons: Html) -> Html {
    let (class, role) = if is_urgent {
        ("notice toast failure", Some("alert"))
    } else {
        ("notice toast", None)
    };
    html! {
        <div {class} {role}>
            <p>{ words }</p>
            <div class="buttons">{ buttons }</div>
        </div>
    }
}

fn button(label: AttrValue, act: impl Fn() + 'static) -> Html {
    let onclick = Callback::from(move |_: MouseEvent| act());
    html! { <button type="button" class="secondary outline" {onclick}>{ label }</button> }
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
    read: &UseStateHandle<Vec<Read>>,
) -> Html {
    let reads = ending.iter().map(|row| {
        let lease = row.properties.max_lease_time_minutes;
        (row.key.clone(), lease)
    });
    let all: Vec<Read> = reads.collect();
    let longer: Vec<_> = all
        .iter()
        .map(|(key, lease)| (key.clone(), *lease, longer(*lease, EXTENSION)))
        .filter(|(_, lease, longer)| longer.whole_minutes() > *lease)
        .map(|(key, _, longer)| (key, longer))
        .collect();
    let operations = operations.clone();
    let is_extendable = !longer.is_empty();
    let extend = move || {
        for (key, total) in longer.clone() {
            operations.extend(key, total);
        }
    };
    let dismiss = {
        let read = read.clone();
        move || read.set(all.clone())
    };
    let buttons = html! {
        <>
            if is_extendable {
                { button(texts.format("guard-extend", &[("minutes", EXTENSION.into())]), extend) }
            }
            { button(texts.text("guard-dismiss"), dismiss) }
        </>
    };
    toast(true, warning_text(texts, ending), buttons)
}

/// Which sessions are about to be stopped.
pub fn about_to_stop(texts: &Texts, operations: &Operations, stopping: &[SessionKey]) -> Html {
    let ids: Vec<_> = stopping.iter().map(|key| key.id.as_str()).collect();
    let values = [("count", ids.len().into()), ("ids", ids.join(", ").into())];
    let keep = {
        let (operations, stopping) = (operations.clone(), stopping.to_vec());
        move || operations.keep(stopping.clone())
    };
    let now = {
        let operations = operations.clone();
        move || operations.stop_now()
    };
    let buttons = html! {
        <>
            { button(texts.text("stopping-undo"), keep) }
            { button(texts.text("stopping-now"), now) }
        </>
    };
    toast(false, texts.format("stopping", &values), buttons)
}

/// What goes on without the page.
pub fn left_behind(
    texts: &Texts,
    outlook: &Outlook,
    stop: impl Fn() + 'static,
    dismiss: impl Fn() + 'static,
) -> Html {
    let buttons = html! {
        <>
            { button(texts.text("leave-stop"), stop) }
            { button(texts.text("guard-dismiss"), dismiss) }
        </>
    };
    toast(false, outlook_text(texts, outlook), buttons)
}

/// That there is no network.
pub fn offline(texts: &Texts) -> Html {
    toast(false, texts.text("offline"), html! {})
}

/// That a token expires for which no new one can be had.
pub fn token_expiring(texts: &Texts, profile: &Profile, again: &Callback<SignInForm>) -> Html {
    let time = profile.token_expires_at.map(|at| time_of_day(texts, at));
    let time = FluentValue::from(time.unwrap_or_default());
    let saved = SavedProfile {
        endpoint: profile.endpoint.to_string(),
        account_id: profile.account.to_string(),
        account_domain: if profile.sts == profile.endpoint {
            String::new()
        } else {
            profile.sts.to_string()
        },
    };
    let again = again.clone();
    let sign_in = move || {
        again.emit(SignInForm {
            secret_kind: SecretKind::AccessToken,
            ..SignInForm::of_profile(&saved)
        });
    };
    let words = texts.format("token-expiring", &[("time", time)]);
    toast(
        true,
        words,
        button(texts.text("token-sign-in-again"), sign_in),
    )
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
