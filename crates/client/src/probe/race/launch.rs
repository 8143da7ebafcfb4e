//! What is sent and what is given up.

use std::time::Duration;

use super::{Moves, Race};
use crate::probe::{
    Attempt, Connection, Outcome, Probe, ProbeFailure, ProbeId, State, track::Flight,
};

impl Race {
    /// Gives up what is of no use any more: probes of a region that answered another one, and those that are lost.
    pub(super) fn give_up(&mut self, moves: &mut Moves) {
        let (now, patience) = (self.now_ms, self.patience_ms());
        for track in &mut self.tracks {
            let answered = !track.is_cold();
            // Four times its round trip, where that is longer than anybody's patience.
            let lost_after = patience.max(4.0 * track.mean);
            let mut lost = 0;
            track.flights.retain(|flight| {
                let late = !flight.cold && now >= flight.sent_ms + lost_after;
                let needless = flight.cold && answered;
                if !late && !needless {
                    return true;
                }
                lost += u32::from(late);
                moves.abandon.push(flight.id);
                if let Some(attempt) = self.attempts.get_mut(flight.id.place()) {
                    attempt.outcome = if late {
                        Outcome::Failed(ProbeFailure::Lost)
                    } else {
                        Outcome::Abandoned
                    };
                }
                false
            });
            (0..lost).for_each(|_| track.failed(ProbeFailure::Lost));
        }
    }

    /// When the next warm probe counts as lost.
    pub(super) fn next_loss_ms(&self) -> f64 {
        let patience = self.patience_ms();
        let losses = self.tracks.iter().flat_map(|track| {
            let after = patience.max(4.0 * track.mean);
            let warm = track.flights.iter().filter(|flight| !flight.cold);
            warm.map(move |flight| flight.sent_ms + after)
        });
        losses.fold(f64::INFINITY, f64::min)
    }

    /// Lets further regions take part: those that the leader has not ruled out by their distance, or anybody while
    /// nobody answers.
    pub(super) fn open_next_wave(&mut self) -> bool {
        let waiting = self.order.get(self.opened..).unwrap_or_default();
        let within = if let Some(lead) = self.lead() {
            lead.bound + lead.zone
        } else {
            let waited = self.now_ms >= self.next_wave_ms();
            let mut racing = self.order.iter().take(self.opened);
            let silent = racing.all(|it| self.track(*it).is_none_or(|it| !it.is_reachable()));
            if !waited && !silent {
                return false;
            }
            f64::INFINITY
        };
        let least = |place: &usize| {
            let distance = self.track(*place)?.entrant.distance;
            Some(distance.map_or(0.0, |distance| distance.least_ms()))
        };
        let reachable = |place: &&usize| least(place).is_some_and(|least| least <= within);
        let more = waiting.iter().take_while(reachable).take(self.policy.wave);
        let more = more.count();
        self.opened += more;
        more > 0
    }

    /// When more regions take part because nobody has answered.
    pub(super) fn next_wave_ms(&self) -> f64 {
        let all_race = self.opened == self.order.len();
        if all_race || self.leader.is_some() {
            f64::INFINITY
        } else {
            self.patience_ms() + self.stalled_ms
        }
    }

    /// Sends the first probe to who has none, and the next to who is wanted.
    pub(super) fn launch(&mut self, hedges: &[usize], moves: &mut Moves) {
        for place in self.order.get(..self.opened).unwrap_or_default() {
            let Some(track) = self.tracks.get_mut(*place).filter(|it| it.is_reachable()) else {
                continue;
            };
            let hedged = hedges.contains(place);
            let unknown = track.samples.is_empty() && track.state == State::Racing;
            let again = track.wanted && track.samples.len() < self.policy.most_samples;
            if !hedged && !(track.flights.is_empty() && (unknown || again)) {
                continue;
            }
            let connection = if hedged {
                Connection::Own
            } else {
                track.connection
            };
            let id = ProbeId::of(self.attempts.len());
            track.sent += 1;
            track.flights.push(Flight {
                id,
                sent_ms: self.now_ms,
                cold: track.is_cold(),
            });
            self.attempts.push(Attempt {
                entrant: *place,
                connection,
                cold: track.is_cold(),
                sent_at: Duration::try_from_secs_f64(self.now_ms / 1000.0).unwrap_or_default(),
                outcome: Outcome::Pending,
            });
            moves.send.push(Probe {
                id,
                entrant: *place,
                connection,
            });
        }
    }
}
