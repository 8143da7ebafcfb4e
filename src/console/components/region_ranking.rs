//! The regions in order of their round trips.

use std::time::Duration;

use remote_rendering_client::latency::LatencyClass;
use yew::prelude::*;

use crate::console::{
    operations::Operations,
    state::regions::{Measured, RegionRow, Regions, Source},
    texts::{FluentValue, Texts, use_texts},
};

/// The longest bar: above this a region is far, however far.
const LONGEST: Duration = Duration::from_millis(200);

/// The ranking's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The regions.
    pub regions: UseReducerHandle<Regions>,
}

/// The regions in order of their round trips, drawn as bars against the documented limits.
#[component]
pub fn RegionRanking(props: &Props) -> Html {
    let texts = use_texts();
    let operations = use_context::<Operations>();
    let regions = &*props.regions;
    let button = operations.map(|operations| {
        let (label, measuring) = if regions.measuring { ("regions-cancel", true) } else { ("regions-measure", false) };
        let onclick = Callback::from(move |_: MouseEvent| {
            if measuring { operations.cancel_measuring() } else { operations.measure_regions() }
        });
        html! { <button type="button" class="secondary outline" {onclick}>{ texts.text(label) }</button> }
    });
    html! {
        <section class="card regions" aria-labelledby="regions-title">
            <header>
                <h2 id="regions-title">{ texts.text("regions-title") }</h2>
                { button }
            </header>
            <p class="quiet" role="status">{ verdict(&texts, regions) }</p>
            <ol aria-busy={regions.measuring.to_string()}>
                { for regions.rows.iter().map(|row| region(&texts, row)) }
            </ol>
            if regions.source == Some(Source::Documented) {
                <p class="quiet">{ texts.text("regions-documented") }</p>
            }
        </section>
    }
}

fn verdict(texts: &Texts, regions: &Regions) -> AttrValue {
    if regions.measuring {
        return texts.text("regions-measuring");
    }
    match regions.nearest() {
        Some(row) => texts.format(
            "regions-nearest",
            &[("region", row.region.display_name.as_str().into())],
        ),
        None => texts.text("regions-none"),
    }
}

fn region(texts: &Texts, row: &RegionRow) -> Html {
    let name = &row.region.display_name;
    let key = row.region.name.to_string();
    let Some(round_trip) = row.round_trip() else {
        let state = match row.measured {
            Measured::RoundTrips(_) => "region-waiting",
            Measured::Unreachable => "region-unreachable",
        };
        return html! {
            <li {key}><span class="name">{ name }</span><span class="quiet">{ texts.text(state) }</span></li>
        };
    };
    let (class, word) = match LatencyClass::of(round_trip) {
        LatencyClass::Recommended => ("good", "latency-recommended"),
        LatencyClass::Acceptable => ("fair", "latency-acceptable"),
        LatencyClass::Poor => ("poor", "latency-poor"),
    };
    let milliseconds = round_trip.as_secs_f64() * 1000.0;
    let value = FluentValue::from(if milliseconds < 10.0 {
        (milliseconds * 10.0).round() / 10.0
    } else {
        milliseconds.round()
    });
    // A logarithm shows 5 against 10 ms as clearly as 50 against 100.
    let share = (milliseconds.max(1.0).ln() / (LONGEST.as_secs_f64() * 1000.0).ln())
        .clamp(0.04, 1.0)
        * 100.0;
    html! {
        <li {key}>
            <span class="name">{ name }</span>
            <span class="milliseconds">{ texts.format("region-round-trip", &[("milliseconds", value)]) }</span>
            <svg class={classes!("bar", class)} viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect class="track" width="100" height="4" rx="2" />
                <rect class="fill" width={format!("{share:.1}")} height="4" rx="2" />
            </svg>
            <span class={classes!("class", class)}>{ texts.text(word) }</span>
        </li>
    }
}
