//! The sessions of all regions.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    button::{button, button_of},
    failure_notice::failure_notice,
    money::money,
    region_words::display_name,
    session_filter::session_filter,
    session_row::SessionRow,
};
use crate::console::{
    hooks::State,
    in_sight::use_bodies_in_sight,
    navigation::use_kept_focus,
    operations::Operations,
    route::Route,
    state::{
        failure::Failure,
        guard::{Outlook, outlook},
        prices::Prices,
        regions::Regions,
        session_view::View,
        sessions::{Listing, SessionRow as Row, Sessions},
    },
    texts::{FluentValue, Texts, use_texts},
    time::now,
};

/// The table's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The sessions.
    pub sessions: State<Sessions>,
    /// The regions, for their names.
    pub regions: State<Regions>,
    /// Which sessions the person wants to see.
    pub view: State<View>,
    /// What servers cost.
    pub prices: Prices,
    /// What can be done.
    pub operations: Operations,
}

/// The columns' messages.
const COLUMNS: [&str; 5] = [
    "column-session",
    "column-status",
    "column-lease",
    "column-host",
    "column-actions",
];

/// How many rows come and go together with what is in sight: a table of thousands stays quick.
const TOGETHER: usize = 10;

/// The sessions of all regions in one table.
#[component]
pub fn SessionTable(props: &Props) -> Html {
    let texts = use_texts();
    let operations = &props.operations;
    let sessions = &*props.sessions;
    let loading = sessions
        .listings
        .iter()
        .any(|(_, listing)| *listing == Listing::Loading);
    let refresh = {
        let operations = operations.clone();
        Callback::from(move |_: MouseEvent| operations.refresh_all())
    };
    use_kept_focus("sessions-title");
    let change = {
        let view = props.view.setter();
        Callback::from(move |wanted| view.set(wanted))
    };
    let view = &props.view;
    let name = |row: &Row| display_name(&props.regions, &row.key.region);
    let shown = view.apply(&sessions.rows, name);
    let table = use_node_ref();
    let count = shown.len().div_ceil(TOGETHER);
    let bodies = use_bodies_in_sight(&table, count);
    let body = if sessions.rows.is_empty() {
        empty(texts.text(if loading {
            "sessions-loading"
        } else {
            "sessions-empty"
        }))
    } else {
        html! {
            <>
                { session_filter(&texts, view, &change) }
                <p class="narrowed">
                    { narrowed(&texts, view, shown.len(), sessions.rows.len(), &change) }
                    { stop_all(&texts, operations, &shown) }
                </p>
                if shown.is_empty() {
                    { empty(texts.text("sessions-none-match")) }
                } else {
                    <table role="table" ref={table} aria-rowcount={(1 + shown.len()).to_string()}>
                        { head(&texts) }
                        { for shown.chunks(TOGETHER).enumerate().map(|(place, rows)| match bodies.away(place, count) {
                            Some(height) => away(place, height),
                            None => table_body(props, place, rows),
                        }) }
                    </table>
                }
            </>
        }
    };
    html! {
        <section class="card sessions" aria-labelledby="sessions-title">
            <header>
                <h2 id="sessions-title" tabindex="-1">{ texts.text("sessions-title") }</h2>
                { button(texts.text("sessions-refresh"), refresh) }
            </header>
            <p class="quiet" role="status">{ live_text(&texts, sessions, &props.prices) }</p>
            { failed_listings(&texts, props) }
            { body }
        </section>
    }
}

/// Rows that are in sight, or nearly.
fn table_body(props: &Props, place: usize, rows: &[&Rc<Row>]) -> Html {
    let row = |(number, row): (usize, &&Rc<Row>)| {
        html! {
            <SessionRow
                key={Route::Session(row.key.clone()).to_string()}
                row={Rc::clone(row)}
                number={place * TOGETHER + number + 2}
                region={AttrValue::from(display_name(&props.regions, &row.key.region))}
                price={props.prices.of(&row.properties.size)}
                operations={props.operations.clone()}
            />
        }
    };
    html! { <tbody role="rowgroup" key={place}>{ for rows.iter().enumerate().map(row) }</tbody> }
}

/// The place of rows that are not.
fn away(place: usize, height: u32) -> Html {
    html! {
        <tbody class="away" aria-hidden="true" key={place}>
            <tr><td colspan="5"><svg height={height.to_string()} /></td></tr>
        </tbody>
    }
}

/// How many sessions lease a server, and what that costs.
fn live_text(texts: &Texts, sessions: &Sessions, prices: &Prices) -> String {
    let count = FluentValue::from(sessions.live());
    let live = texts.format("sessions-live", &[("count", count)]);
    let outlook = outlook(sessions, &|_| true, prices, now());
    let Some(Outlook {
        an_hour: Some(an_hour),
        until_end: Some(until_end),
        ..
    }) = &outlook
    else {
        return live.to_string();
    };
    let values = [("price", money(an_hour)), ("cost", money(until_end))];
    format!("{live} {}", texts.format("sessions-cost", &values))
}

/// The button that stops every session in sight, where there are several.
fn stop_all(texts: &Texts, operations: &Operations, shown: &[&Rc<Row>]) -> Html {
    let stoppable = shown
        .iter()
        .filter(|row| row.is_live() && row.busy.is_none());
    let keys: Vec<_> = stoppable.map(|row| row.key.clone()).collect();
    if keys.len() < 2 {
        return html! {};
    }
    let label = texts.format("sessions-stop-all", &[("count", keys.len().into())]);
    let operations = operations.clone();
    let onclick = Callback::from(move |_: MouseEvent| operations.stop(keys.clone()));
    button_of("danger outline", label, onclick)
}

fn empty(words: AttrValue) -> Html {
    html! { <div class="empty"><p>{ words }</p></div> }
}

/// How many sessions the view leaves, and the way back to all of them. The sentence is always there: a live region that
/// comes with its words is not read out.
fn narrowed(texts: &Texts, view: &View, shown: usize, all: usize, change: &Callback<View>) -> Html {
    let words = if view.is_narrowed() {
        let values = [("shown", shown.into()), ("count", all.into())];
        texts.format("sessions-shown", &values)
    } else {
        AttrValue::default()
    };
    let order = view.order;
    let onclick = change.reform(move |_: MouseEvent| View {
        order,
        ..View::default()
    });
    html! {
        <>
            <small role="status">{ words }</small>
            if view.is_narrowed() {
                { button(texts.text("sessions-show-all"), onclick) }
            }
        </>
    }
}

fn head(texts: &Texts) -> Html {
    html! {
        <thead role="rowgroup">
            <tr role="row" aria-rowindex="1">
                { for COLUMNS.map(|column| html! {
                    <th role="columnheader" scope="col">{ texts.text(column) }</th>
                }) }
            </tr>
        </thead>
    }
}

/// The lists that could not be had. Regions that failed in the same way are told together.
fn failed_listings(texts: &Texts, props: &Props) -> Html {
    let mut failed: Vec<(Vec<String>, Failure)> = Vec::new();
    for (region, listing) in &props.sessions.listings {
        let Listing::Failed(failure) = listing else {
            continue;
        };
        let name = display_name(&props.regions, region);
        match failed
            .iter_mut()
            .find(|(_, known)| failure.kind == known.kind)
        {
            Some((names, _)) => names.push(name),
            None => failed.push((vec![name], failure.clone())),
        }
    }
    let notices = failed.into_iter().map(|(names, failure)| {
        let regions = FluentValue::from(names.join(", "));
        html! {
            <>
                <p>{ texts.format("sessions-not-listed", &[("regions", regions)]) }</p>
                { failure_notice(texts, &failure) }
            </>
        }
    });
    html! { <>{ for notices }</> }
}
