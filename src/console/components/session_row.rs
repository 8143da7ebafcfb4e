//! One session in the table.

use std::rc::Rc;

use remote_rendering_protocol::{SessionStatus, session::SessionProperties};
use yew::prelude::*;

use super::{
    failure_notice::failure_notice,
    lease_meter::{LeaseMeter, ready_for},
    session_actions::{Ask, SessionActions},
};
use crate::console::{
    operations::Operations,
    route::Route,
    state::{
        prices::Price,
        sessions::{SessionKey, SessionRow as Row},
    },
    texts::{FluentValue, Texts, use_texts},
};

/// The row's properties.
#[derive(Clone, Debug, Properties)]
pub struct Props {
    /// The session.
    pub row: Rc<Row>,
    /// Which row of the table it is, its head included.
    pub number: usize,
    /// Its region's name for people.
    pub region: AttrValue,
    /// What its server costs an hour.
    pub price: Option<Price>,
    /// What can be done.
    pub operations: Operations,
}

/// Every answer of the service makes new rows; one that looks as before is not drawn anew.
impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.row.looks_like(&other.row)
            && self.number == other.number
            && self.region == other.region
            && self.price == other.price
    }
}

/// One session: what it is, how it is, and what can be done with it.
#[component]
pub fn SessionRow(props: &Props) -> Html {
    let texts = &use_texts();
    let Props {
        row,
        number,
        region,
        price,
        operations,
    } = props;
    let properties = &row.properties;
    let is_over = !row.is_live();
    let act = act(operations, &row.key);
    let page = Route::Session(row.key.clone()).to_string();
    html! {
        <tr role="row" aria-rowindex={number.to_string()} class={classes!(is_over.then_some("ended"))}>
            <td role="cell" data-label={texts.text("column-session")}>
                <a class="id" href={page}><code>{ row.key.id.as_str() }</code></a>
                <small>{ region }{ " · " }{ properties.size.as_str() }</small>
            </td>
            <td role="cell" data-label={texts.text("column-status")}>
                { status(texts, properties) }
            </td>
            <td role="cell" data-label={texts.text("column-lease")}>
                if is_over {
                    { ready_for(texts, row, price.as_ref(), row.seen_at) }
                } else {
                    <LeaseMeter row={Rc::clone(row)} price={price.clone()} />
                }
            </td>
            <td role="cell" data-label={texts.text("column-host")}>{ host(texts, properties) }</td>
            <td role="cell" class="actions">
                <SessionActions row={Rc::clone(row)} {act} />
                if let Some(failure) = &row.failure {
                    { failure_notice(texts, failure) }
                }
            </td>
        </tr>
    }
}

/// Does with a session what a person asks for.
pub fn act(operations: &Operations, session: &SessionKey) -> Callback<Ask> {
    let (operations, key) = (operations.clone(), session.clone());
    Callback::from(move |ask| match ask {
        Ask::Extend(total) => operations.extend(key.clone(), total),
        Ask::Stop => operations.stop(vec![key.clone()]),
        Ask::Keep => operations.keep(vec![key.clone()]),
        Ask::Dismiss => operations.dismiss(key.clone()),
    })
}

/// The status in words and a colour, and why a session failed.
pub fn status(texts: &Texts, properties: &SessionProperties) -> Html {
    let class = match properties.status {
        SessionStatus::Starting => "starting",
        SessionStatus::Ready => "ready",
        SessionStatus::Error => "error",
        SessionStatus::Expired | SessionStatus::Stopped | SessionStatus::Other(_) => "over",
    };
    html! {
        <>
            <span class={classes!("status", class)} role="status">
                { status_word(texts, &properties.status) }
            </span>
            if let Some(error) = &properties.error {
                <small class="problem">{ format!("{}: {}", error.code, error.message) }</small>
            }
        </>
    }
}

/// The status in a word. One that is not known yet is its own word.
pub fn status_word(texts: &Texts, status: &SessionStatus) -> AttrValue {
    let message = match status {
        SessionStatus::Starting => "status-starting",
        SessionStatus::Ready => "status-ready",
        SessionStatus::Error => "status-error",
        SessionStatus::Expired => "status-expired",
        SessionStatus::Stopped => "status-stopped",
        SessionStatus::Other(text) => return AttrValue::from(text.clone()),
    };
    texts.text(message)
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
            // v1 tells none.
            if properties.handshake_port.or(properties.arr_inspector_port).is_some() {
                <small>
                    { texts.format("host-ports", &[
                        ("handshake", FluentValue::from(port(properties.handshake_port))),
                        ("inspector", FluentValue::from(port(properties.arr_inspector_port))),
                    ]) }
                </small>
            }
        </>
    }
}
