//! The sessions of all regions.

use yew::prelude::*;

use super::{failure_notice::failure_notice, region_words::display_name, session_row::session_row};
use crate::console::{
    operations::Operations,
    state::{
        failure::Failure,
        regions::Regions,
        sessions::{Listing, Sessions},
    },
    texts::{FluentValue, Texts, use_texts},
};

/// The table's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The sessions.
    pub sessions: UseReducerHandle<Sessions>,
    /// The regions, for their names.
    pub regions: UseReducerHandle<Regions>,
}

/// The columns' messages.
const COLUMNS: [&str; 5] = [
    "column-session",
    "column-status",
    "column-lease",
    "column-host",
    "column-actions",
];

/// The sessions of all regions in one table.
#[component]
pub fn SessionTable(props: &Props) -> Html {
    let texts = use_texts();
    let Some(operations) = use_context::<Operations>() else {
        return html! {};
    };
    let sessions = &*props.sessions;
    let loading = sessions
        .listings
        .iter()
        .any(|(_, listing)| *listing == Listing::Loading);
    let refresh = {
        let operations = operations.clone();
        Callback::from(move |_: MouseEvent| operations.refresh_all())
    };
    let body = if sessions.rows.is_empty() {
        html! {
            <div class="empty">
                <p>{ texts.text(if loading { "sessions-loading" } else { "sessions-empty" }) }</p>
            </div>
        }
    } else {
        let rows = sessions.rows.iter().map(|row| {
            let region = display_name(&props.regions, &row.key.region);
            session_row(&texts, &operations, row, &region)
        });
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
    };
    html! {
        <section class="card sessions" aria-labelledby="sessions-title">
            <header>
                <h2 id="sessions-title">{ texts.text("sessions-title") }</h2>
                <button type="button" class="secondary outline" onclick={refresh}>
                    { texts.text("sessions-refresh") }
                </button>
            </header>
            <p class="quiet" role="status">
                { texts.format("sessions-live", &[("count", FluentValue::from(sessions.live()))]) }
            </p>
            { failed_listings(&texts, props) }
            { body }
        </section>
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
