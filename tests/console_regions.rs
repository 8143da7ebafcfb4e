//! The regions as a person meets them: the race as it is drawn, and what can be done about it.
#![cfg(target_arch = "wasm32")]

mod support;

use std::{cell::RefCell, rc::Rc, time::Duration};

use remote_rendering::console::{
    components::region_ranking::{Ask, region_ranking},
    state::regions::{Action, Decision, Regions, Source},
};
use remote_rendering_client::{
    probe::{
        Attempt, Choice, Connection, Outcome, Ranking, Reading, RegionReport, RoundTrip, RuledOut,
        RunnerUp, State, Verdict,
    },
    protocol::{Endpoint, RegionCatalogue, RegionName, Timestamp},
};
use support::page::{Page, english};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::{Callback, Html, Reducible as _};

wasm_bindgen_test_configure!(run_in_browser);

const STATUS: &str = "[role=status]";

fn name(text: &str) -> RegionName {
    text.parse().expect("a name")
}

fn listed() -> Rc<Regions> {
    let catalogue = RegionCatalogue::documented(Endpoint::of_azure_region).expect("a catalogue");
    Rc::new(Regions::default()).reduce(Action::Listed(catalogue, Source::Service))
}

fn report(text: &str, milliseconds: &[u64], state: State) -> RegionReport {
    let samples: Vec<_> = milliseconds
        .iter()
        .copied()
        .map(Duration::from_millis)
        .collect();
    RegionReport {
        name: name(text),
        state,
        round_trip: samples.first().map(|first| RoundTrip {
            best: *first,
            low: *first / 2,
            high: *first * 2,
            typical: *first,
            jitter: None,
        }),
        rough: None,
        distance: None,
        sent: 3,
        failed: 0,
        coarse: false,
        samples,
    }
}

fn racing() -> Rc<Regions> {
    listed().reduce(Action::Began).reduce(Action::Seen {
        reports: vec![
            report("uksouth", &[18, 19, 25], State::Racing),
            report("eastus", &[85], State::RuledOut(RuledOut::Slower)),
        ],
        leader: Some(name("uksouth")),
    })
}

fn decision(attempts: Vec<Attempt>) -> Decision {
    let reports = vec![
        report("uksouth", &[18, 19, 25], State::Racing),
        report("eastus", &[85], State::RuledOut(RuledOut::Slower)),
    ];
    Decision {
        ranking: Rc::new(Ranking {
            verdict: Verdict::Nearest(Choice {
                region: name("uksouth"),
                certainty: 0.99,
                expected_loss: Duration::ZERO,
                runner_up: Some(RunnerUp {
                    region: name("eastus"),
                    behind: Duration::from_millis(67),
                }),
                rivals: Vec::new(),
            }),
            took: Duration::from_millis(300),
            entrants: reports.iter().map(|it| it.name.clone()).collect(),
            reports,
            attempts,
        }),
        at: Timestamp::UNIX_EPOCH,
    }
}

fn attempt() -> Attempt {
    Attempt {
        entrant: 0,
        connection: Connection::Shared,
        cold: false,
        sent_at: Duration::ZERO,
        outcome: Outcome::Answered(Reading::whole(Duration::from_millis(18))),
    }
}

/// What the person asked for.
#[derive(Clone, Default)]
struct Asked(Rc<RefCell<Vec<Ask>>>);

impl Asked {
    fn card(&self, regions: &Regions) -> Html {
        let asked = Rc::clone(&self.0);
        let act = Callback::from(move |ask| asked.borrow_mut().push(ask));
        region_ranking(&english(), regions, &act)
    }

    async fn page(&self, regions: &Regions) -> Page {
        let page = Page::of(self.card(regions));
        page.settle().await;
        page
    }
}

#[wasm_bindgen_test]
async fn a_running_race_is_drawn_and_can_be_stopped() {
    let asked = Asked::default();
    let page = asked.page(&racing()).await;
    assert!(page.has("ol[aria-busy=true]"));
    assert!(page.text().contains("UK South looks nearest so far."));
    // One stroke for each sample.
    let ticks = page.find("li.first .ticks").get_attribute("d");
    assert_eq!(ticks.expect("strokes").matches('M').count(), 3);
    assert!(page.has("li.first .band") && page.has("li.out .best"));
    // What was not measured has no figure, and says so.
    assert!(
        page.text_of("li.waiting")
            .contains(&*english().text("region-waiting"))
    );
    page.click("header button");
    assert_eq!(*asked.0.borrow(), [Ask::Stop]);
    assert!(!page.text().contains(&*english().text("regions-download")));
}

#[wasm_bindgen_test]
async fn the_drawing_is_told_in_words_too() {
    let asked = Asked::default();
    let page = asked.page(&racing()).await;
    let row = page.text_of("li.first summary");
    for part in ["UK South", "18 ms", "Recommended", "nearest so far"] {
        assert!(row.contains(part), "no {part:?} in {row:?}");
    }
    let row = page.text_of("li.out summary");
    for part in ["East US", "85 ms", "Acceptable", "farther"] {
        assert!(row.contains(part), "no {part:?} in {row:?}");
    }
    assert!(!page.has("svg:not([aria-hidden=true])"));
}

#[wasm_bindgen_test]
async fn the_verdict_takes_the_status_and_the_first_row() {
    let asked = Asked::default();
    let mut page = asked.page(&racing()).await;
    let before = page.text_of(STATUS);
    let regions = racing().reduce(Action::Ranked(decision(vec![attempt()])));
    page.show(asked.card(&regions));
    page.settle().await;
    assert_ne!(page.text_of(STATUS), before);
    assert_eq!(
        page.text_of(STATUS),
        "UK South is nearest: 18 ms, 67 ms ahead of East US (99 % sure, 0.3 s, 6 requests)."
    );
    assert!(page.text_of("li").contains("UK South"));
    assert!(page.has("ol[aria-busy=false]"));
    page.click("header button");
    page.click("section > button");
    assert_eq!(*asked.0.borrow(), [Ask::Measure, Ask::Download]);
}

#[wasm_bindgen_test]
async fn details_stay_open_while_the_rows_change_places() {
    let asked = Asked::default();
    let mut page = asked.page(&racing()).await;
    page.click("li.first summary");
    assert!(page.has("li.first details[open]"));
    let regions = racing().reduce(Action::Ranked(decision(vec![attempt()])));
    page.show(asked.card(&regions));
    page.settle().await;
    assert!(page.has("li.first details[open]"));
    assert_eq!(
        page.find("li.first").parent_element(),
        page.find("ol").into()
    );
    assert!(page.text_of("li.first dl").contains("9 to 36 ms"));
}

#[wasm_bindgen_test]
async fn a_verdict_that_was_kept_has_no_samples_to_save() {
    let asked = Asked::default();
    let regions = listed().reduce(Action::Ranked(decision(Vec::new())));
    let page = asked.page(&regions).await;
    assert!(!page.has("section > button"));
}
