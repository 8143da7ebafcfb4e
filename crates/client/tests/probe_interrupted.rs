//! A race that somebody ends before it is decided.
#![cfg(test)]

use std::time::Duration;

use remote_rendering_client::probe::{
    Clock, Entrant, NoAnswer, Policy, Race, Reading, Step, Verdict,
};

const MS: Duration = Duration::from_millis(1);

fn race() -> Race {
    let entrant = |name: &str| Entrant {
        name: name.parse().unwrap(),
        distance: None,
    };
    let entrants = ["far", "near"].map(entrant).into();
    Race::new(entrants, Policy::DEFAULT, Duration::ZERO)
}

fn reading(exchange: Duration) -> Reading {
    Reading {
        total: exchange * 3,
        exchange: Some(exchange),
        handshake: None,
        clock: Clock::Recorded,
    }
}

#[test]
fn without_an_answer_there_is_no_choice() {
    let mut race = race();
    assert!(matches!(race.step(Duration::ZERO), Step::Race(_)));
    assert_eq!(race.interrupt(), Verdict::NoAnswer(NoAnswer::Silent));
}

#[test]
fn who_leads_is_told_and_that_it_is_not_sure() {
    let mut race = race();
    let Step::Race(moves) = race.step(Duration::ZERO) else {
        panic!("{race:?}");
    };
    for (probe, exchange) in moves.send.iter().zip([50 * MS, 20 * MS]) {
        race.answered(probe.id, reading(exchange));
    }
    // The last answer counts, though the race was not stepped since.
    match race.interrupt() {
        Verdict::Unsure(choice) => assert_eq!(choice.region.as_str(), "near"),
        other => panic!("{other:?}"),
    }
}
