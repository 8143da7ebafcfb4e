//! Extending a lease: the service takes the total since the session became ready, people think in what is added.

use std::rc::Rc;

use remote_rendering_protocol::{MaxLeaseTime, Timespan};
use yew::prelude::*;

use super::{
    button::{button, button_of},
    dialog::Dialog,
    field::Field,
};
use crate::console::{
    hooks::use_value,
    state::{
        create_form::{lease_text, read_lease},
        guard::longer,
        sessions::SessionRow,
    },
    texts::{FluentValue, Texts, use_texts},
    time::moment_text,
};

/// What the buttons add, in minutes, with their messages.
const STEPS: [(i64, &str); 3] = [(15, "extend-15"), (30, "extend-30"), (60, "extend-60")];

/// The dialog's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub row: Rc<SessionRow>,
    /// Told the new total.
    pub on_extend: Callback<MaxLeaseTime>,
    /// Told when the dialog was closed.
    pub on_close: Callback<()>,
}

/// Asks for a new lease.
#[component]
pub fn ExtendDialog(props: &Props) -> Html {
    let texts = use_texts();
    let present = props.row.properties.max_lease_time_minutes;
    let proposed = use_value(|| lease_text(longer(present, 30)));
    let problem = use_value(|| None::<&'static str>);
    let on_input = {
        let (proposed, problem) = (proposed.setter(), problem.setter());
        Callback::from(move |text| {
            problem.set(None);
            proposed.set(text);
        })
    };
    let onsubmit = {
        let (proposed, problem) = (proposed.clone(), problem.setter());
        let (on_extend, on_close) = (props.on_extend.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match read_lease(&proposed.latest()) {
                Ok(lease) if lease.whole_minutes() <= present => {
                    problem.set(Some("extend-not-longer"));
                }
                Ok(lease) => {
                    on_extend.emit(lease);
                    on_close.emit(());
                }
                Err(message) => problem.set(Some(message)),
            }
        })
    };
    let steps = STEPS.map(|(minutes, label)| {
        let (proposed, problem) = (proposed.setter(), problem.setter());
        let onclick = Callback::from(move |_: MouseEvent| {
            problem.set(None);
            proposed.set(lease_text(longer(present, minutes)));
        });
        button(texts.text(label), onclick)
    });
    let field = Field {
        id: "extend-lease".into(),
        label: texts.text("extend-total"),
        value: AttrValue::from((*proposed).clone()),
        on_input,
        problem: problem.map(|message| texts.text(message)),
        hint: Some(texts.text("extend-hint")),
        ..Field::default()
    };
    let keep = props.on_close.reform(|_: MouseEvent| ());
    let now = MaxLeaseTime::from_minutes(present)
        .map(lease_text)
        .unwrap_or_default();
    html! {
        <Dialog title={texts.text("extend-title")} on_close={props.on_close.clone()}>
            <form {onsubmit} novalidate=true>
                <p>{ texts.format("extend-present", &[("lease", FluentValue::from(now))]) }</p>
                <div class="steps" role="group" aria-label={texts.text("extend-steps")}>{ for steps }</div>
                { field.view() }
                <p role="status">{ ends(&texts, &props.row, &proposed) }</p>
                <footer>
                    { button_of("secondary", texts.text("extend-cancel"), keep) }
                    <button type="submit">{ texts.text("extend-confirm") }</button>
                </footer>
            </form>
        </Dialog>
    }
}

/// When the lease ends, and when the one that is proposed would; none while it does not run, or where that is no longer lease.
fn ends(texts: &Texts, row: &SessionRow, proposed: &str) -> Option<AttrValue> {
    let present = row.properties.max_lease_time_minutes;
    let added = read_lease(proposed).ok()?.whole_minutes() - present;
    let added = u64::try_from(added).ok().filter(|added| *added > 0)?;
    let end = row.lease_ends_at()?;
    let moment = |at| FluentValue::from(moment_text(texts, at));
    let values = [
        ("from", moment(end)),
        ("to", moment(end.after(Timespan::from_minutes(added)))),
    ];
    Some(texts.format("extend-ends", &values))
}
