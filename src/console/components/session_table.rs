//! The sessions of all regions.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    failure_notice::failure_notice, money::money, region_words::display_name,
    session_filter::session_filter, session_row::SessionRow,
};
use crate::console::{
    hooks::{State, use_value},
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

/// How many rows are drawn at first, and with each wish for more: a table of thousands stays quick.
const PAGE: usize = 100;

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
    let most = use_value(|| PAGE);
    let change = {
        let (view, most) = (props.view.setter(), most.setter());
        Callback::from(move |wanted| {
            view.set(wanted);
            most.set(PAGE);
        })
    };
    let body = if sessions.rows.is_empty() {
        empty(texts.text(if loading {
            "sessions-loading"
        } else {
            "sessions-empty"
        }))
    } else {
        let view = &props.view;
        let name = |row: &Row| display_name(&props.regions, &row.key.region);
        let shown = view.apply(&sessions.rows, name);
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
                    { table(&texts, shown.iter().take(*most).map(|row| table_row(props, row, name(row)))) }
                }
                if shown.len() > *most {
                    { more(&texts, shown.len() - *most, &most) }
                }
            </>
        }
    };
    html! {
        <section class="card sessions" aria-labelledby="sessions-title">
            <header>
                <h2 id="sessions-title" tabindex="-1">{ texts.text("sessions-title") }</h2>
                <button type="button" class="secondary outline" onclick={refresh}>
                    { texts.text("sessions-refresh") }
                </button>
            </header>
            <p class="quiet" role="status">{ live_text(&texts, sessions, &props.prices) }</p>
            { failed_listings(&texts, props) }
            { body }
        </section>
    }
}

fn table_row(props: &Props, row: &Rc<Row>, region: String) -> Html {
    html! {
        <SessionRow
            key={Route::Session(row.key.clone()).to_string()}
            row={Rc::clone(row)}
            region={AttrValue::from(region)}
            price={props.prices.of(&row.properties.size)}
            operations={props.operations.clone()}
        />
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
    html! { <button type="button" class="danger outline" {onclick}>{ label }</button> }
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
                <button type="button" class="secondary outline" {onclick}>{ texts.text("sessions-show-all") }</button>
            }
        </>
    }
}

fn table(texts: &Texts, rows: impl Iterator<Item = Html>) -> Html {
    html! {
        <table role="table">
            <thead role="rowgroup">
                <tr role="row">
                    { for COLUMNS.map(|column| html! {
                        <th role="columnheader" scope="col">{ texts.text(column) }</th>
                    }) }
                </tr>
            </thead>
            <tbody role="rowgroup">{ for rows }</tbody>
        </table>
    }
}

/// The button that shows the next rows.
fn more(texts: &Texts, left: usize, most: &State<usize>) -> Html {
    let onclick = {
        let most = most.clone();
        Callback::from(move |_: MouseEvent| most.set(*most + PAGE))
    };
    let count = left.min(PAGE);
    html! {
        <button type="button" class="secondary outline more" {onclick}>
            { texts.format("sessions-more", &[("count", count.into())]) }
        </button>
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
