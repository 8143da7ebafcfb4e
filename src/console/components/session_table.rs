//! The sessions of all regions.

use yew::prelude::*;

use super::{failure_notice::failure_notice, session_row::SessionRow};
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
    let operations = use_context::<Operations>();
    let sessions = &*props.sessions;
    let loading = sessions
        .listings
        .iter()
        .any(|(_, listing)| *listing == Listing::Loading);
    let refresh = operations.map(|operations| {
        let onclick = Callback::from(move |_: MouseEvent| operations.refresh_all());
        html! {
            <button type="button" class="secondary outline" {onclick}>{ texts.text("sessions-refresh") }</button>
        }
    });
    let body = if sessions.rows.is_empty() {
        html! {
            <div class="empty">
                <p>{ texts.text(if loading { "sessions-loading" } else { "sessions-empty" }) }</p>
            </div>
        }
    } else {
        let rows = sessions.rows.iter().map(|row| {
            let region = props.regions.find(&row.key.region).map(|known| known.region.display_name.clone());
            let region = region.unwrap_or_else(|| row.key.region.to_string());
            html! { <SessionRow key={format!("{}/{}", row.key.region, row.key.id)} row={row.clone()} {region} /> }
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
                { refresh }
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
        let name = props
            .regions
            .find(region)
            .map_or_else(|| region.to_string(), |row| row.region.display_name.clone());
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
