//! What a race knows of one region.

use std::time::Duration;

use remote_rendering_protocol::RegionName;

use super::{
    Clock, Connection, Distance, Policy, ProbeFailure, ProbeId, Reading,
    estimate::{self, count},
    policy::{FAILURES, LEAST_MS},
};

/// A region that takes part.
#[derive(Clone, Debug, PartialEq)]
pub struct Entrant {
    /// The region.
    pub name: RegionName,
    /// How far away it is supposed to be, where that is known.
    pub distance: Option<Distance>,
}

/// A probe under way. Times are milliseconds since the race began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flight {
    pub(super) id: ProbeId,
    pub(super) sent_ms: f64,
    /// Sent before the region's first answer: it may have to open a connection.
    pub(super) cold: bool,
}

/// Why a region is out of the race.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuledOut {
    /// A near region would have answered by now.
    Silent,
    /// Its first answer took too long for a near region, and its second does as well.
    SlowStart,
    /// Its samples are too far behind the leader's.
    Slower,
    /// Not probed: light itself would need longer than the leader's packets.
    TooFar,
}

/// Where a region stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has not been probed yet.
    Waiting,
    /// It may still be the nearest.
    Racing,
    /// It cannot be the nearest any more, as far as is known. An answer may bring it back.
    RuledOut(RuledOut),
    /// It failed twice in a row.
    Unreachable(ProbeFailure),
}

#[derive(Clone, Debug)]
pub(super) struct Track {
    /// Its place in the list that the race was given.
    pub(super) place: usize,
    pub(super) entrant: Entrant,
    pub(super) state: State,
    /// What counts, in the order of arrival, in milliseconds.
    pub(super) samples: Vec<f64>,
    pub(super) sorted: Vec<f64>,
    /// The least time of a first request, the opening of its connection included.
    pub(super) cold_ms: Option<f64>,
    /// The last handshake that was too short to be of the same way as its exchange.
    short_handshake_ms: Option<f64>,
    answers: u32,
    pub(super) flights: Vec<Flight>,
    pub(super) sent: u32,
    pub(super) failed: u32,
    failed_in_a_row: u32,
    /// Where its last answer came from.
    pub(super) connection: Connection,
    /// Whether that connection may be gone: the next probe may have to open one.
    connection_gone: bool,
    pub(super) coarse: bool,
    pub(super) deviations: f64,
    /// What it is ranked by; 0 while there is no sample.
    pub(super) mean: f64,
    pub(super) error: f64,
    /// What this region adds to the expected loss, in milliseconds.
    pub(super) loss: f64,
    pub(super) wanted: bool,
}

impl Track {
    pub(super) fn new(place: usize, entrant: Entrant) -> Self {
        Self {
            place,
            entrant,
            state: State::Waiting,
            samples: Vec::new(),
            sorted: Vec::new(),
            cold_ms: None,
            short_handshake_ms: None,
            answers: 0,
            flights: Vec::new(),
            sent: 0,
            failed: 0,
            failed_in_a_row: 0,
            connection: Connection::Shared,
            connection_gone: false,
            coarse: false,
            deviations: 0.0,
            mean: 0.0,
            error: 0.0,
            loss: 0.0,
            wanted: false,
        }
    }

    pub(super) fn is_reachable(&self) -> bool {
        !matches!(self.state, State::Unreachable(_))
    }

    /// The least round trip that its supposed distance allows, in milliseconds.
    pub(super) fn least_ms(&self) -> f64 {
        let distance = self.entrant.distance;
        distance.map_or(0.0, |distance| distance.least_ms())
    }

    pub(super) fn is_measured(&self) -> bool {
        !self.samples.is_empty() && self.is_reachable()
    }

    /// Whether the next probe may have to open a connection.
    pub(super) fn is_cold(&self) -> bool {
        let has_answered = self.cold_ms.is_some() || !self.samples.is_empty();
        !has_answered || self.connection_gone
    }

    /// When a probe counts as lost, counted from its sending, in milliseconds; never while nothing is known of the
    /// region.
    pub(super) fn lost_after_ms(&self, flight: &Flight, patience_ms: f64) -> f64 {
        match self.cold_ms {
            Some(cold) if flight.cold => patience_ms.max(2.0 * cold),
            None if self.samples.is_empty() => f64::INFINITY,
            _ => patience_ms.max(4.0 * self.mean),
        }
    }

    /// Takes in an answer.
    pub(super) fn answered(&mut self, flight: Flight, connection: Connection, reading: Reading) {
        let milliseconds = |time: Duration| (time.as_secs_f64() * 1000.0).max(LEAST_MS);
        let total = milliseconds(reading.total);
        self.answers += 1;
        self.failed_in_a_row = 0;
        self.connection = connection;
        self.connection_gone = false;
        self.coarse |= reading.clock == Clock::Observed;
        // A connection that was open already, or that something near opened in the region's place, makes the first answer
        // a warm one, which must not pass as several round trips.
        let exchange = reading.exchange.map_or(0.0, milliseconds);
        let was_open = total < 1.5 * exchange;
        if flight.cold && !was_open {
            self.cold_ms = Some(self.cold_ms.map_or(total, |cold| cold.min(total)));
        }
        match reading.exchange.map(milliseconds) {
            Some(exchange) => {
                self.samples.push(exchange);
                if let Some(handshake) = reading.handshake.map(milliseconds) {
                    // Either something near answered the handshake in the region's place, or the exchange was slow.
                    if handshake < exchange / 2.0 {
                        self.short_handshake_ms = Some(handshake);
                    } else {
                        self.samples.push(handshake);
                    }
                }
            }
            None if !flight.cold => self.samples.push(total),
            None => {}
        }
        self.sorted = estimate::sorted(&self.samples);
    }

    /// Takes in a failure: two in a row put the region out.
    pub(super) fn failed(&mut self, failure: ProbeFailure) {
        self.failed += 1;
        self.failed_in_a_row += 1;
        self.connection_gone = true;
        if self.failed_in_a_row >= FAILURES {
            self.state = State::Unreachable(failure);
        }
    }

    /// Where the region's mean lies, by `pooled`, the spread of all regions.
    pub(super) fn locate(&mut self, policy: &Policy, pooled: f64, timer_step_ms: f64) {
        let Some(mean) = estimate::fast_mean(&self.sorted, policy.fast_share) else {
            return;
        };
        self.mean = mean;
        if self.answers == 1 || self.samples.len() == 1 {
            // What one answer says alone may be a spike. The first one took at least so many round trips, which says
            // more, and so does a handshake much shorter than the exchange.
            let cold = self.cold_ms.map(|cold| cold / policy.cold_least);
            let bounds = cold.into_iter().chain(self.short_handshake_ms);
            self.mean = bounds.fold(mean, f64::min);
        }
        self.error = estimate::standard_error(
            policy,
            self.mean,
            self.samples.len(),
            self.deviations,
            pooled,
            timer_step_ms,
        );
    }
}

/// The spread of all regions' samples about their medians: the variance of their logarithms, drawn to what is assumed
/// before there are any.
pub(super) fn pooled_spread(policy: &Policy, tracks: &mut [Track]) -> f64 {
    let mut sum = policy.spread_weight * policy.spread * policy.spread;
    let mut weight = policy.spread_weight;
    for track in tracks {
        track.deviations = estimate::deviations(&track.sorted, policy.clip);
        sum += track.deviations;
        weight += count(track.samples.len()) - f64::from(u8::from(!track.samples.is_empty()));
    }
    sum / weight
}
