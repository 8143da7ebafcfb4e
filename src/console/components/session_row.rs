//! One session in the table.

use remote_rendering_protocol::{SessionStatus, session::SessionProperties};
use yew::prelude::*;

use super::{
    extend_dialog::ExtendDialog, failure_notice::failure_notice, lease_meter::LeaseMeter,
    stop_dialog::stop_dialog,
};
use crate::console::{
    operations::Operations,
    state::sessions::{Busy, SessionRow as Row},
    texts::{FluentValue, Texts, use_texts},
};

/// The row's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub row: Row,
    /// Its region's name for people.
    pub region: String,
}

/// Which dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    Extend,
    Stop,
}

/// One session: what it is, how it is, and what can be done with it.
#[component]
pub fn SessionRow(props: &Props) -> Html {
    let texts = use_texts();
    let operations = use_context::<Operations>();
    let open = use_state_eq(|| Open::Nothing);
    let row = &props.row;
    let properties = &row.properties;
    let Some(operations) = operations else {
        return html! {};
    };
    let buttons = if properties.status.is_final() {
        let (key, operations) = (row.key.clone(), operations.clone());
        dismiss_button(
            &texts,
            row,
            Callback::from(move |_| operations.dismiss(key.clone())),
        )
    } else {
        let open = open.setter();
        buttons(&texts, row, &Callback::from(move |next| open.set(next)))
    };
    let dialog = {
        let (key, on_close) = (row.key.clone(), open.setter());
        let on_close = Callback::from(move |()| on_close.set(Open::Nothing));
        match *open {
            Open::Nothing => html! {},
            Open::Extend => {
                let on_extend = Callback::from(move |total| operations.extend(key.clone(), total));
                html! { <ExtendDialog row={row.clone()} {on_extend} {on_close} /> }
            }
            Open::Stop => {
                let on_stop = Callback::from(move |()| operations.stop(key.clone()));
                stop_dialog(&texts, &row.key, on_stop, &on_close)
            }
        }
    };
    html! {
        <tr role="row" class={classes!(properties.status.is_final().then_some("ended"))}>
            <td role="cell" data-label={texts.text("column-session")}>
                <code class="id">{ row.key.id.as_str() }</code>
                <small>{ &props.region }{ " · " }{ properties.size.as_str() }</small>
            </td>
            <td role="cell" data-label={texts.text("column-status")}>
                { status(&texts, properties) }
            </td>
            <td role="cell" data-label={texts.text("column-lease")}>
                if properties.status.is_final() {
                    <span class="quiet">{ "–" }</span>
                } else {
                    <LeaseMeter row={row.clone()} />
                }
            </td>
            <td role="cell" data-label={texts.text("column-host")}>{ host(&texts, properties) }</td>
            <td role="cell" class="actions">
                { buttons }
                { dialog }
                if let Some(failure) = &row.failure {
                    { failure_notice(&texts, failure) }
                }
            </td>
        </tr>
    }
}

/// The status in words and a colour, and why a session failed.
fn status(texts: &Texts, properties: &SessionProperties) -> Html {
    let (class, word) = match &properties.status {
        SessionStatus::Starting => ("starting", texts.text("status-starting")),
        SessionStatus::Ready => ("ready", texts.text("status-ready")),
        SessionStatus::Error => ("error", texts.text("status-error")),
        SessionStatus::Expired => ("over", texts.text("status-expired")),
        SessionStatus::Stopped => ("over", texts.text("status-stopped")),
        SessionStatus::Other(text) => ("over", AttrValue::from(text.clone())),
    };
    html! {
        <>
            <span class={classes!("status", class)} role="status">{ word }</span>
            if let Some(error) = &properties.error {
                <small class="problem">{ format!("{}: {}", error.code, error.message) }</small>
            }
        </>
    }
}

fn host(texts: &Texts, properties: &SessionProperties) -> Html {
    let Some(hostname) = &properties.hostname else {
        return html! { <span class="quiet">{ "–" }</span> };
    };
    // As texts: a port is a name, not a quantity, and has no thousands to be grouped.
    let port = |port: Option<u16>| port.map_or_else(|| "–".to_owned(), |port| port.to_string());
    html! {
        <>
            <code class="host">{ hostname }</code>
            <small>
                { texts.format("host-ports", &[
                    ("handshake", FluentValue::from(port(properties.handshake_port))),
                    ("inspector", FluentValue::from(port(properties.arr_inspector_port))),
                ]) }
            </small>
        </>
    }
}

/// The button of a session that has ended.
fn dismiss_button(texts: &Texts, row: &Row, onclick: Callback<MouseEvent>) -> Html {
    let label = texts.format(
        "action-dismiss-session",
        &[("id", FluentValue::from(row.key.id.as_str()))],
    );
    html! {
        <button type="button" class="secondary outline" {onclick} aria-label={label}>
            { texts.text("action-dismiss") }
        </button>
    }
}

/// The buttons of a session that lives.
fn buttons(texts: &Texts, row: &Row, on_open: &Callback<Open>) -> Html {
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
