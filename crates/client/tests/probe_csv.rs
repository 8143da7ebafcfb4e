//! The probes of a race as a table.
#![cfg(test)]

use std::time::Duration;

use remote_rendering_client::{
    probe::{
        Attempt, Clock, Connection, Entrant, NoAnswer, Outcome, Policy, ProbeFailure, Race,
        Ranking, Reading, Step, Verdict,
    },
    protocol::RegionName,
};

const HEADER: &str = "region,attempt,sent_at_ms,connection,cold,outcome,total_ms,exchange_ms,handshake_ms,clock,failure";

fn names(names: &[&str]) -> Vec<RegionName> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn micros(micros: u64) -> Duration {
    Duration::from_micros(micros)
}

/// The line of one attempt.
fn line(attempt: Attempt) -> String {
    let ranking = Ranking {
        verdict: Verdict::NoAnswer(NoAnswer::Silent),
        took: Duration::ZERO,
        reports: Vec::new(),
        attempts: vec![attempt],
        entrants: names(&["eastus", "westeurope"]),
    };
    let csv = ranking.to_csv();
    let mut lines = csv.split("\r\n");
    assert_eq!(lines.next(), Some(HEADER));
    let line = lines.next().unwrap().to_owned();
    assert_eq!(lines.next(), Some(""), "the last line ends like the others");
    assert_eq!(lines.next(), None);
    line
}

#[test]
fn an_attempt_is_a_line() {
    let full = Reading {
        total: micros(61_234),
        exchange: Some(micros(20_000)),
        handshake: Some(Duration::from_nanos(19_999_500)),
        clock: Clock::Recorded,
    };
    let observed = Reading {
        clock: Clock::Observed,
        ..Reading::whole(Duration::from_secs(3))
    };
    let attempt = |outcome| Attempt {
        entrant: 1,
        connection: Connection::Shared,
        cold: true,
        sent_at: micros(1_050),
        outcome,
    };
    for (attempt, expected) in [
        (
            attempt(Outcome::Answered(full)),
            "westeurope,1,1.050,shared,true,answered,61.234,20.000,20.000,recorded,",
        ),
        (
            Attempt {
                entrant: 0,
                connection: Connection::Own,
                cold: false,
                sent_at: Duration::ZERO,
                outcome: Outcome::Answered(observed),
            },
            "eastus,1,0.000,own,false,answered,3000.000,,,observed,",
        ),
        (
            attempt(Outcome::Pending),
            "westeurope,1,1.050,shared,true,pending,,,,,",
        ),
        (
            attempt(Outcome::Abandoned),
            "westeurope,1,1.050,shared,true,abandoned,,,,,",
        ),
        (
            attempt(Outcome::Failed(ProbeFailure::Lost)),
            "westeurope,1,1.050,shared,true,failed,,,,,no answer in time",
        ),
        (
            attempt(Outcome::Failed(ProbeFailure::Redirected)),
            "westeurope,1,1.050,shared,true,failed,,,,,\"the probe's URL redirects, so that another host would be measured\"",
        ),
        (
            attempt(Outcome::Failed(ProbeFailure::Status(503))),
            "westeurope,1,1.050,shared,true,failed,,,,,the probe's URL answers with status 503",
        ),
    ] {
        assert_eq!(line(attempt), expected);
    }
}

#[test]
fn a_race_that_runs_has_its_table_too() {
    let entrants = names(&["eastus", "westeurope"])
        .into_iter()
        .map(|name| Entrant {
            name,
            distance: None,
        })
        .collect();
    let mut race = Race::new(entrants, Policy::DEFAULT, Duration::ZERO);
    assert_eq!(race.to_csv(), format!("{HEADER}\r\n"));
    let Step::Race(moves) = race.step(Duration::ZERO) else {
        panic!("it has hardly begun");
    };
    race.answered(moves.send[0].id, Reading::whole(Duration::from_millis(60)));
    let csv = race.to_csv();
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(
        lines,
        [
            HEADER,
            "eastus,1,0.000,shared,true,answered,60.000,,,recorded,",
            "westeurope,2,0.000,shared,true,pending,,,,,",
        ]
    );
}
