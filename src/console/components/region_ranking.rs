//! The regions: the race between them as it is drawn, and what it came to in words.

use remote_rendering_client::probe::RegionReport;
use yew::prelude::*;

use super::{
    button::button,
    race_strip::{race_axis, race_strip},
    region_words::{class, milliseconds, outcome, provisional, round_trip, standing},
};
use crate::console::{
    state::regions::{RegionRow, Regions, Source},
    texts::{FluentValue, Texts},
};

/// What a person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Another race.
    Measure,
    /// The end of this one.
    Stop,
    /// Its samples, as a file.
    Download,
}

/// The regions: as a race while they are measured, in the order of the ranking afterwards. `act` does what the person
/// asks for.
pub fn region_ranking(texts: &Texts, regions: &Regions, act: &Callback<Ask>) -> Html {
    let racing = regions.is_racing();
    let asking = |label: &str, ask: Ask| {
        let act = act.clone();
        let onclick = Callback::from(move |_: MouseEvent| act.emit(ask));
        button(texts.text(label), onclick)
    };
    let can_download = regions
        .decision()
        .is_some_and(|it| !it.ranking.attempts.is_empty());
    html! {
        <section class="card regions" aria-labelledby="regions-title">
            <header>
                <h2 id="regions-title">{ texts.text("regions-title") }</h2>
                if racing {
                    { asking("regions-cancel", Ask::Stop) }
                } else {
                    { asking("regions-measure", Ask::Measure) }
                }
            </header>
            <p role="status">{ outcome(texts, regions) }</p>
            if let Some(words) = provisional(texts, regions) {
                <p class="quiet">{ words }</p>
            }
            { race_axis(texts) }
            <ol aria-busy={racing.to_string()}>
                { for regions.rows.iter().map(|row| region(texts, regions, row)) }
            </ol>
            <p><small>{ texts.text("regions-legend") }</small></p>
            if regions.source == Some(Source::Documented) {
                <p class="quiet">{ texts.text("regions-documented") }</p>
            }
            if can_download {
                { asking("regions-download", Ask::Download) }
            }
        </section>
    }
}

fn region(texts: &Texts, regions: &Regions, row: &RegionRow) -> Html {
    let report = row.report.as_ref();
    let (style, words) = standing(texts, regions, row);
    let class = report.and_then(class);
    let time = report.and_then(|it| {
        let message = if it.round_trip.is_some() {
            "region-round-trip"
        } else {
            "region-about"
        };
        Some(round_trip(texts, message, it.typical()?))
    });
    html! {
        <li key={row.region.name.to_string()} class={classes!(style, class.map(|(class, _)| class))}>
            <details>
                <summary>
                    <span class="name">{ &row.region.display_name }</span>
                    { " " }
                    <span class="milliseconds">{ time }</span>
                    { " " }
                    { race_strip(report) }
                    <small>
                        if let Some((class, word)) = class {
                            <span class={classes!("class", class)}>{ texts.text(word) }</span>{ " · " }
                        }
                        { words }
                    </small>
                </summary>
                { facts(texts, report) }
            </details>
        </li>
    }
}

/// Every figure of a region.
fn facts(texts: &Texts, report: Option<&RegionReport>) -> Html {
    let Some(report) = report else {
        return html! { <p class="quiet">{ texts.text("region-waiting") }</p> };
    };
    let mut facts = Vec::new();
    if let Some(it) = report.round_trip {
        let interval = texts.format(
            "region-interval",
            &[
                ("low", milliseconds(it.low)),
                ("high", milliseconds(it.high)),
            ],
        );
        let time = |time| round_trip(texts, "region-round-trip", time);
        facts.push(("fact-best", time(it.best)));
        facts.push(("fact-interval", interval));
        facts.push(("fact-typical", time(it.typical)));
        if let Some(jitter) = it.jitter {
            facts.push(("fact-jitter", time(jitter)));
        }
    }
    let loss = (report.loss() * 100.0).round();
    facts.push((
        "fact-loss",
        texts.format("region-loss", &[("percent", FluentValue::from(loss))]),
    ));
    // A verdict that was kept over a reload is kept without its samples.
    if !report.samples.is_empty() {
        facts.push((
            "fact-samples",
            AttrValue::from(report.samples.len().to_string()),
        ));
    }
    facts.push(("fact-requests", AttrValue::from(report.sent.to_string())));
    html! {
        <dl class="facts">
            { for facts.into_iter().map(|(label, value)| html! {
                <><dt>{ texts.text(label) }</dt><dd>{ value }</dd></>
            }) }
            if report.coarse {
                <dt>{ texts.text("fact-clock") }</dt><dd>{ texts.text("region-coarse") }</dd>
            }
        </dl>
    }
}
