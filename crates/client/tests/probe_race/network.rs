//! A network for races: every region answers its nth probe as its path says, on a clock that jumps.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use remote_rendering_client::probe::{
    Attempt, Clock, Connection, Distance, Entrant, Policy, Probe, ProbeFailure, ProbeId, Race,
    Reading, RegionReport, Step, Verdict,
};

/// The way to one region.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// What the nth probe takes on an open connection, in milliseconds; begins anew after the last.
    pub(crate) takes: Vec<f64>,
    /// How many round trips a first probe takes.
    pub(crate) cold: f64,
    /// Whether the exchange itself can be seen.
    pub(crate) allowed: bool,
    /// From this probe on nothing answers.
    pub(crate) silent_from: Option<usize>,
    /// From this probe on every one fails, after a millisecond.
    pub(crate) fails_from: Option<(usize, ProbeFailure)>,
    /// How far away it is supposed to be, in kilometres.
    pub(crate) kilometres: Option<f64>,
}

impl Path {
    pub(crate) fn steady(milliseconds: f64) -> Self {
        Self::noisy(&[milliseconds])
    }

    pub(crate) fn noisy(takes: &[f64]) -> Self {
        Self {
            takes: takes.to_vec(),
            cold: 3.2,
            allowed: false,
            silent_from: None,
            fails_from: None,
            kilometres: None,
        }
    }

    pub(crate) fn dead() -> Self {
        Self {
            silent_from: Some(0),
            ..Self::steady(1.0)
        }
    }

    pub(crate) fn refused(failure: ProbeFailure) -> Self {
        Self {
            fails_from: Some((0, failure)),
            ..Self::steady(1.0)
        }
    }

    fn take(&self, nth: usize) -> f64 {
        self.takes[nth % self.takes.len()]
    }
}

/// What a race over a network came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finish {
    pub(crate) verdict: Verdict,
    pub(crate) took: Duration,
    pub(crate) reports: BTreeMap<String, RegionReport>,
    pub(crate) attempts: Vec<Attempt>,
}

impl Finish {
    pub(crate) fn winner(&self) -> Option<&str> {
        self.verdict.choice().map(|choice| choice.region.as_str())
    }

    pub(crate) fn certainty(&self) -> f64 {
        self.verdict.choice().map_or(0.0, |choice| choice.certainty)
    }
}

pub(crate) fn ms(milliseconds: f64) -> Duration {
    Duration::from_secs_f64(milliseconds / 1000.0)
}

/// Races the regions in the order given.
pub(crate) fn race(paths: &[(&str, Path)], policy: Policy) -> Finish {
    race_seen(paths, policy, Duration::ZERO, |_, _| {})
}

/// The same; `seen` is shown the race after each step, with the time.
pub(crate) fn race_seen(
    paths: &[(&str, Path)],
    policy: Policy,
    timer_step: Duration,
    mut seen: impl FnMut(&Race, Duration),
) -> Finish {
    let entrants = paths.iter().map(|(name, path)| Entrant {
        name: name.parse().unwrap(),
        distance: path.kilometres.map(|kilometres| Distance {
            kilometres,
            slack_kilometres: 500.0,
        }),
    });
    let mut race = Race::new(entrants.collect(), policy, timer_step);
    let mut sent = vec![0; paths.len()];
    let mut opened = BTreeSet::new();
    let mut flights: Vec<(f64, &str, ProbeId, Result<Reading, ProbeFailure>)> = Vec::new();
    let mut now = 0.0;
    loop {
        let moves = match race.step(ms(now)) {
            Step::Decided(verdict) => {
                let reports = race.reports().into_iter();
                return Finish {
                    verdict,
                    took: ms(now),
                    reports: reports.map(|it| (it.name.to_string(), it)).collect(),
                    attempts: race.attempts().to_vec(),
                };
            }
            Step::Race(moves) => moves,
        };
        seen(&race, ms(now));
        flights.retain(|(_, _, id, _)| !moves.abandon.contains(id));
        for Probe {
            id,
            entrant,
            connection,
        } in moves.send
        {
            let (name, path) = &paths[entrant];
            let nth = sent[entrant];
            sent[entrant] += 1;
            let cold = opened.insert((entrant, connection == Connection::Own));
            if let Some(flight) = fly(path, nth, cold) {
                flights.push((now + flight.0, name, id, flight.1));
            }
        }
        let alarm = moves.wake_at.as_secs_f64() * 1000.0;
        flights.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(other.1)));
        match flights.first() {
            Some((lands, ..)) if *lands <= alarm => {
                let (lands, _, id, landing) = flights.remove(0);
                now = lands;
                match landing {
                    Ok(reading) => race.answered(id, reading),
                    Err(failure) => race.failed(id, failure),
                }
            }
            _ => {
                assert!(
                    alarm > now || !alarm.is_finite(),
                    "the race makes no progress"
                );
                now = alarm;
            }
        }
    }
}

/// How long a probe takes and what comes of it; `None` where nothing ever does.
fn fly(path: &Path, nth: usize, cold: bool) -> Option<(f64, Result<Reading, ProbeFailure>)> {
    if let Some((from, failure)) = path.fails_from.filter(|(from, _)| nth >= *from) {
        let _ = from;
        return Some((1.0, Err(failure)));
    }
    if path.silent_from.is_some_and(|from| nth >= from) {
        return None;
    }
    let takes = path.take(nth);
    let total = if cold { takes * path.cold } else { takes };
    let reading = Reading {
        total: ms(total),
        exchange: path.allowed.then(|| ms(takes)),
        handshake: None,
        clock: Clock::Recorded,
    };
    Some((total, Ok(reading)))
}
