//! Our race, driven by a trial's draws.

use std::time::Duration;

use remote_rendering_client::probe::{
    Clock, Connection, Distance, Entrant, Policy, Position, ProbeId, Race, Reading, Step, Verdict,
};
use remote_rendering_protocol::RegionName;

use super::{plan::Outcome, trial::Trial};

/// What the page can see of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// The duration of the whole request.
    Duration,
    /// The exchange by itself, since the service sends `Timing-Allow-Origin`.
    Exchange,
    /// That, and the handshake's round trip.
    ExchangeAndHandshake,
}

/// Whether the device knows where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Known,
    Unknown,
}

struct Flight {
    id: ProbeId,
    lands: f64,
    reading: Reading,
}

/// The requests of one region.
#[derive(Clone, Default)]
struct Line {
    sent: usize,
    /// Until when each connection is busy with what was sent on it: answers queue behind a stalled one.
    busy: [f64; 2],
    open: [bool; 2],
}

/// Runs a race by our policy.
pub(super) fn race(trial: &Trial, sight: Sight, position: Where, names: &[RegionName]) -> Outcome {
    let entrants = names
        .iter()
        .zip(&trial.regions)
        .map(|(name, region)| Entrant {
            name: name.clone(),
            distance: region
                .kilometres
                .filter(|_| position == Where::Known)
                .map(|kilometres| Distance {
                    kilometres,
                    slack_kilometres: Position::TIME_ZONE_SLACK,
                }),
        });
    let step = milliseconds(trial.timer_step);
    let mut race = Race::new(entrants.collect(), Policy::DEFAULT, step);
    let mut lines = vec![Line::default(); trial.regions.len()];
    let mut flights: Vec<Flight> = Vec::new();
    let (mut now, mut requests) = (0.0, 0);
    loop {
        let moves = match race.step(milliseconds(now)) {
            Step::Decided(verdict) => return outcome(&verdict, names, requests, now),
            Step::Race(moves) => moves,
        };
        flights.retain(|flight| !moves.abandon.contains(&flight.id));
        for probe in &moves.send {
            requests += 1;
            if let Some(line) = lines.get_mut(probe.entrant) {
                let (takes, reading) =
                    line.send(trial, sight, probe.entrant, probe.connection, now);
                flights.push(Flight {
                    id: probe.id,
                    lands: now + takes,
                    reading,
                });
            }
        }
        let alarm = moves.wake_at.as_secs_f64() * 1000.0;
        let next = (0..flights.len()).min_by(|one, other| {
            let lands = |place: &usize| flights.get(*place).map_or(f64::INFINITY, |it| it.lands);
            lands(one).total_cmp(&lands(other))
        });
        match next {
            Some(place) if flights.get(place).is_some_and(|it| it.lands <= alarm) => {
                let flight = flights.swap_remove(place);
                now = flight.lands.max(now);
                race.answered(flight.id, flight.reading);
            }
            _ => now = alarm.max(now),
        }
    }
}

impl Line {
    fn send(
        &mut self,
        trial: &Trial,
        sight: Sight,
        region: usize,
        connection: Connection,
        now: f64,
    ) -> (f64, Reading) {
        let n = self.sent;
        self.sent += 1;
        let lane = usize::from(connection == Connection::Own);
        let is_open = self.open.get(lane).copied().unwrap_or_default();
        let cold = !is_open;
        let opening = if cold { trial.opening(region, n) } else { 0.0 };
        let mut takes = trial.takes(region, n, now, cold);
        if let (Some(busy), Some(open)) = (self.busy.get_mut(lane), self.open.get_mut(lane)) {
            takes = takes.max(*busy - now + 0.1);
            *busy = now + takes;
            *open = true;
        }
        let read = |time: f64| milliseconds(trial.read(region, n, time));
        let sees = sight != Sight::Duration;
        let handshake = sight == Sight::ExchangeAndHandshake && cold && opening > 0.0;
        let reading = Reading {
            total: read(takes),
            exchange: sees.then(|| read(takes - opening)),
            handshake: handshake.then(|| read(trial.handshake(region, n))),
            clock: Clock::Recorded,
        };
        (takes, reading)
    }
}

fn outcome(verdict: &Verdict, names: &[RegionName], requests: u32, took: f64) -> Outcome {
    let chosen = verdict.choice().map(|choice| &choice.region);
    Outcome {
        chosen: chosen.and_then(|name| names.iter().position(|it| it == name)),
        requests,
        took,
    }
}

fn milliseconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number / 1000.0).unwrap_or(Duration::MAX)
}
