//! What can be done with a session that lives: its buttons, and the dialogs that they open.

use remote_rendering_protocol::MaxLeaseTime;
use yew::prelude::*;

use super::{extend_dialog::ExtendDialog, stop_dialog::stop_dialog};
use crate::console::{
    state::sessions::{Busy, SessionRow},
    texts::{FluentValue, Texts, use_texts},
};

/// What a person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// This lease in total.
    Extend(MaxLeaseTime),
    /// Its end.
    Stop,
}

/// The actions' properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub row: SessionRow,
    /// Told what the person asks for.
    pub act: Callback<Ask>,
}

/// Which dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    Extend,
    Stop,
}

/// The buttons that extend and stop a session.
#[component]
pub fn SessionActions(props: &Props) -> Html {
    let texts = use_texts();
    let open = use_state_eq(|| Open::Nothing);
    let row = &props.row;
    let on_open = {
        let open = open.setter();
        Callback::from(move |next| open.set(next))
    };
    let on_close = on_open.reform(|()| Open::Nothing);
    let dialog = match *open {
        Open::Nothing => html! {},
        Open::Extend => {
            let on_extend = props.act.reform(Ask::Extend);
            html! { <ExtendDialog row={row.clone()} {on_extend} {on_close} /> }
        }
        Open::Stop => stop_dialog(
            &texts,
            &row.key,
            props.act.reform(|()| Ask::Stop),
            &on_close,
        ),
    };
    html! {
        <>
            { buttons(&texts, row, &on_open) }
            { dialog }
        </>
    }
}

fn buttons(texts: &Texts, row: &SessionRow, on_open: &Callback<Open>) -> Html {
    let button = |which: Open,
                  busy: Busy,
                  class: &'static str,
                  [label, running, full]: [&'static str; 3]| {
        let onclick = on_open.reform(move |_: MouseEvent| which);
        let is_running = row.busy == Some(busy);
        let full = texts.format(full, &[("id", FluentValue::from(row.key.id.as_str()))]);
        html! {
            <button type="button" class={classes!("outline", class)} {onclick} disabled={row.busy.is_some()}
                aria-busy={is_running.to_string()} aria-label={full}>
                { texts.text(if is_running { running } else { label }) }
            </button>
        }
    };
    html! {
        <div class="buttons">
            { button(Open::Extend, Busy::Extending, "secondary",
                ["action-extend", "action-extending", "action-extend-session"]) }
            { button(Open::Stop, Busy::Stopping, "danger",
                ["action-stop", "action-stopping", "action-stop-session"]) }
        </div>
    }
}
