mod finish;
mod judge;
mod launch;

use std::time::Duration;

use super::{
    Attempt, Connection, Entrant, Outcome, Policy, Probe, ProbeFailure, ProbeId, Reading,
    RegionReport, Verdict, milliseconds,
    order::put_in_order,
    policy::STALL,
    track::{Flight, Track},
};

/// An alarm rings so much after its time, in milliseconds, that rounding cannot make it ring before.
const SOON_MS: f64 = 0.001;

/// What to do until something happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The race goes on.
    Race(Moves),
    /// It is over: nothing under way is needed any more.
    Decided(Verdict),
}

/// What to do until something happens: an answer, a failure, or the time `wake_at`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moves {
    /// Send these.
    pub send: Vec<Probe>,
    /// Give these up: an answer would come too late to be of use.
    pub abandon: Vec<ProbeId>,
    /// Ask again at this time at the latest, counted from the race's begin.
    pub wake_at: Duration,
}

/// A race of regions for the shortest round trip.
///
/// Every region is probed at once; then only those that could still be the nearest are probed again, and the race ends
/// when choosing the leader is expected to cost next to nothing. A region's silence counts as evidence, so that the race
/// never waits for far regions, or for dead ones.
///
/// Pure: whoever drives it sends what [`Race::step`] says, tells what came of it, and gives the time, as the time since
/// the race began. [`run`](super::run) drives it with a shell's requests and clock.
#[derive(Clone, Debug)]
pub struct Race {
    policy: Policy,
    timer_step_ms: f64,
    /// The regions in the order of their distances and names, however they were listed: who is probed first, and who
    /// wins a tie.
    tracks: Vec<Track>,
    /// How many of them take part so far.
    opened: usize,
    attempts: Vec<Attempt>,
    now_ms: f64,
    /// When `step` was to be called again, as it said.
    expected_ms: f64,
    /// How long the shell heard nothing, being busy or asleep.
    stalled_ms: f64,
    leader: Option<usize>,
    /// What choosing the leader is expected to cost, in milliseconds.
    loss: f64,
}

impl Race {
    /// A race that has not begun. `timer_step` is by how much the shell's clock goes forward at least.
    pub fn new(entrants: Vec<Entrant>, policy: Policy, timer_step: Duration) -> Self {
        let numbered = entrants.into_iter().enumerate();
        let mut tracks: Vec<_> = numbered.map(|(place, it)| Track::new(place, it)).collect();
        let kilometres = |track: &Track| {
            let distance = track.entrant.distance;
            distance.map_or(f64::INFINITY, |distance| distance.kilometres)
        };
        put_in_order(&mut tracks, |one, other| {
            let distances = kilometres(one).total_cmp(&kilometres(other));
            let order = distances.then_with(|| one.entrant.name.cmp(&other.entrant.name));
            order.is_lt()
        });
        let known = tracks.iter().all(|it| it.entrant.distance.is_some());
        let opened = if known { policy.wave } else { usize::MAX }.min(tracks.len());
        Self {
            policy,
            timer_step_ms: timer_step.as_secs_f64() * 1000.0,
            tracks,
            opened,
            attempts: Vec::new(),
            now_ms: 0.0,
            expected_ms: f64::INFINITY,
            stalled_ms: 0.0,
            leader: None,
            loss: f64::INFINITY,
        }
    }

    /// Tells what a probe gave. What was given up already is ignored.
    pub fn answered(&mut self, id: ProbeId, reading: Reading) {
        if let Some((track, flight, connection)) = self.land(id, Outcome::Answered(reading)) {
            track.answered(flight, connection, reading);
        }
    }

    /// Tells that a probe failed. What was given up already is ignored.
    pub fn failed(&mut self, id: ProbeId, failure: ProbeFailure) {
        if let Some((track, ..)) = self.land(id, Outcome::Failed(failure)) {
            track.failed(failure);
        }
    }

    fn land(&mut self, id: ProbeId, outcome: Outcome) -> Option<(&mut Track, Flight, Connection)> {
        let attempt = self.attempts.get_mut(id.place())?;
        let place = attempt.entrant;
        let track = self.tracks.iter_mut().find(|it| it.place == place)?;
        let position = track.flights.iter().position(|flight| flight.id == id)?;
        attempt.outcome = outcome;
        let flight = track.flights.remove(position);
        Some((track, flight, attempt.connection))
    }

    /// What to do at the time `now`, after what has been told.
    pub fn step(&mut self, now: Duration) -> Step {
        self.move_clock(now);
        let mut moves = Moves::default();
        self.give_up(&mut moves);
        self.find_leader();
        let mut look = self.look();
        let mut over = self.is_over(&look);
        if (over || self.leader.is_none()) && self.open_next_wave() {
            look = self.look();
            over = false;
        }
        if over || self.now_ms >= self.deadline_ms() || !self.is_anybody_left() {
            return Step::Decided(self.verdict(over));
        }
        self.launch(&look.hedges, &mut moves);
        self.expected_ms = look.alarm_ms.min(self.next_loss_ms()) + SOON_MS;
        moves.wake_at = if self.expected_ms.is_finite() {
            milliseconds(self.expected_ms)
        } else {
            now
        };
        Step::Race(moves)
    }

    /// Who is taken if the race had to end now, by its place in the list that the race was given: the leader, or the
    /// first to answer while nobody has a sample.
    pub fn provisional(&self) -> Option<usize> {
        self.provisional_track().map(|track| track.place)
    }

    fn provisional_track(&self) -> Option<&Track> {
        let cold = |track: &Track| track.cold_ms.filter(|_| track.is_reachable());
        let first = || {
            let heard = self.tracks.iter().filter_map(|it| Some((cold(it)?, it)));
            let first = heard.min_by(|(one, _), (other, _)| one.total_cmp(other));
            first.map(|(_, track)| track)
        };
        self.leader
            .and_then(|it| self.tracks.get(it))
            .or_else(first)
    }

    /// What is known of each region, in the order in which the race was given them.
    pub fn reports(&self) -> Vec<RegionReport> {
        let mut tracks: Vec<_> = self.tracks.iter().collect();
        tracks.sort_by_key(|track| track.place);
        let report = |track: &Track| RegionReport::of(track, &self.policy, self.timer_step_ms);
        tracks.into_iter().map(report).collect()
    }

    /// Every probe so far, in the order of sending.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// A shell that was busy or asleep heard nothing meanwhile: that says nothing about who was silent.
    fn move_clock(&mut self, now: Duration) {
        let now_ms = now.as_secs_f64() * 1000.0;
        let late = now_ms - self.expected_ms.max(self.now_ms);
        if late > STALL.as_secs_f64() * 1000.0 {
            self.stalled_ms += late;
            let flights = self.tracks.iter_mut().flat_map(|track| &mut track.flights);
            flights.for_each(|flight| flight.sent_ms += late);
        }
        self.now_ms = now_ms.max(self.now_ms);
    }

    fn deadline_ms(&self) -> f64 {
        self.policy.deadline.as_secs_f64() * 1000.0 + self.stalled_ms
    }

    fn patience_ms(&self) -> f64 {
        self.policy.patience.as_secs_f64() * 1000.0
    }

    fn is_anybody_left(&self) -> bool {
        self.tracks.iter().any(Track::is_reachable)
    }
}
