//! What can be done with a session: the way to what its server renders, its buttons, and the dialog that extends it.

use std::rc::Rc;

use remote_rendering_protocol::{MaxLeaseTime, SessionStatus};
use yew::prelude::*;

use super::extend_dialog::ExtendDialog;
use crate::console::{
    hooks::use_value,
    route::Route,
    state::sessions::{Busy, SessionRow},
    texts::{FluentValue, Texts, use_texts},
};

/// What a person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// This lease in total.
    Extend(MaxLeaseTime),
    /// Its end, soon.
    Stop,
    /// No end after all.
    Keep,
    /// Not to see it any more, since it has ended.
    Dismiss,
}

/// The actions' properties.
#[derive(Clone, Debug, Properties)]
pub struct Props {
    /// The session.
    pub row: Rc<SessionRow>,
    /// Told what the person asks for.
    pub act: Callback<Ask>,
    /// Whether what its server renders is in sight already.
    #[prop_or_default]
    pub is_connected: bool,
}

/// Most answers of the service change nothing here. What is told is for the same session the same.
impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        let shown = |row: &SessionRow| {
            let lease = row.properties.max_lease_time_minutes;
            let is_ready = row.properties.status == SessionStatus::Ready;
            (
                row.is_live(),
                is_ready,
                row.busy,
                lease,
                row.lease_ends_at(),
            )
        };
        self.row.key == other.row.key && shown(&self.row) == shown(&other.row)
    }
}

/// The link that connects to a session, and the buttons that extend and stop it.
#[component]
pub fn SessionActions(props: &Props) -> Html {
    let texts = use_texts();
    let extending = use_value(|| false);
    let row = &props.row;
    let open = {
        let extending = extending.setter();
        Callback::from(move |open| extending.set(open))
    };
    html! {
        <>
            <div class="buttons">
                if row.properties.status == SessionStatus::Ready && !props.is_connected {
                    <a class="connect" href={Route::View(row.key.clone()).to_string()}
                        aria-label={naming(&texts, "action-connect-session", row)}>
                        { texts.text("action-connect") }
                    </a>
                }
                if row.is_live() {
                    { extend_button(&texts, row, &open) }
                }
                { end_button(&texts, row, &props.act) }
            </div>
            if *extending {
                <ExtendDialog row={Rc::clone(row)} on_extend={props.act.reform(Ask::Extend)} on_close={open.reform(|()| false)} />
            }
        </>
    }
}

fn extend_button(texts: &Texts, row: &SessionRow, open: &Callback<bool>) -> Html {
    let onclick = open.reform(|_: MouseEvent| true);
    let is_running = row.busy == Some(Busy::Extending);
    html! {
        <button type="button" class="outline secondary" {onclick} disabled={row.busy.is_some()}
            aria-busy={is_running.to_string()} aria-label={naming(texts, "action-extend-session", row)}>
            { texts.text(if is_running { "action-extending" } else { "action-extend" }) }
        </button>
    }
}

/// The button that stops a session, for some seconds takes that back, and at last dismisses it: always the same element, so
/// that who uses the keyboard is on it already.
fn end_button(texts: &Texts, row: &SessionRow, act: &Callback<Ask>) -> Html {
    let (ask, label, full) = match row.busy {
        _ if !row.is_live() => (Ask::Dismiss, "action-dismiss", "action-dismiss-session"),
        Some(Busy::AboutToStop(_)) => (Ask::Keep, "action-undo", "action-undo-session"),
        Some(Busy::Stopping) => (Ask::Stop, "action-stopping", "action-stop-session"),
        _ => (Ask::Stop, "action-stop", "action-stop-session"),
    };
    let act = act.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        // The second half of a double click does not take back what the first has asked for.
        if ask != Ask::Keep || event.detail() < 2 {
            act.emit(ask);
        }
    });
    let class = match ask {
        Ask::Stop => Some("danger"),
        Ask::Dismiss => Some("secondary"),
        _ => None,
    };
    let is_running = row.busy == Some(Busy::Stopping);
    let disabled = is_running || row.busy == Some(Busy::Extending);
    html! {
        <button type="button" class={classes!("outline", class)} {onclick} {disabled}
            aria-busy={is_running.to_string()} aria-label={naming(texts, full, row)}>
            { texts.text(label) }
        </button>
    }
}

fn naming(texts: &Texts, message: &str, row: &SessionRow) -> AttrValue {
    texts.format(message, &[("id", FluentValue::from(row.key.id.as_str()))])
}
