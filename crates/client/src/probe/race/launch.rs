//! What is sent and what is given up.

use super::{Moves, Race};
use crate::probe::{
    Attempt, Connection, Outcome, Probe, ProbeFailure, ProbeId, State, milliseconds,
    track::{Flight, Track},
};

impl Race {
    /// Gives up what is of no use any more: probes of a region that answered another one, and those that are lost.
    pub(super) fn give_up(&mut self, moves: &mut Moves) {
        let (now, patience) = (self.now_ms, self.patience_ms());
        for track in &mut self.tracks {
            let flights = std::mem::take(&mut track.flights);
            for flight in flights {
                // Another one of the region's first probes has answered.
                let is_needless = flight.cold && !track.is_cold();
                let is_late = now >= flight.sent_ms + track.lost_after_ms(&flight, patience);
                if !is_needless && !is_late {
                    track.flights.push(flight);
                    continue;
                }
                moves.abandon.push(flight.id);
                if let Some(attempt) = self.attempts.get_mut(flight.id.place()) {
                    attempt.outcome = if is_needless {
                        Outcome::Abandoned
                    } else {
                        Outcome::Failed(ProbeFailure::Lost)
                    };
                }
                if !is_needless {
                    track.failed(ProbeFailure::Lost);
                }
            }
        }
    }

    /// When the next probe counts as lost.
    pub(super) fn next_loss_ms(&self) -> f64 {
        let patience = self.patience_ms();
        let losses = self.tracks.iter().flat_map(|track| {
            let flights = track.flights.iter();
            flights.map(move |it| it.sent_ms + track.lost_after_ms(it, patience))
        });
        losses.fold(f64::INFINITY, f64::min)
    }

    /// Lets further regions take part: those that the leader has not ruled out by their distance, or everybody while
    /// nobody answers.
    pub(super) fn open_next_wave(&mut self) -> bool {
        let waiting = self.tracks.get(self.opened..).unwrap_or_default();
        let more = match self.lead() {
            Some(lead) if self.is_place_right() => {
                let within = lead.bound + lead.zone;
                let in_reach = |track: &&Track| track.least_ms() <= within;
                let in_reach = waiting.iter().take_while(in_reach);
                in_reach.take(self.policy.wave).count()
            }
            Some(_) => waiting.len(),
            None => {
                let waited = self.now_ms >= self.next_wave_ms();
                let mut racing = self.tracks.iter().take(self.opened);
                let failed = racing.all(|track| !track.is_reachable());
                if waited || failed { waiting.len() } else { 0 }
            }
        };
        self.opened += more;
        more > 0
    }

    /// Whether the regions' supposed distances are possible: none answers sooner than light could.
    fn is_place_right(&self) -> bool {
        let mut measured = self.tracks.iter().filter(|track| track.is_measured());
        measured.all(|track| track.mean >= track.least_ms())
    }

    /// When more regions take part because nobody has answered.
    pub(super) fn next_wave_ms(&self) -> f64 {
        let all_race = self.opened == self.tracks.len();
        if all_race || self.leader.is_some() {
            f64::INFINITY
        } else {
            self.patience_ms() + self.stalled_ms
        }
    }

    /// Sends the first probe to who has none, and the next to who is wanted.
    pub(super) fn launch(&mut self, hedges: &[usize], moves: &mut Moves) {
        let (now, most) = (self.now_ms, self.policy.most_samples);
        for (position, track) in self.tracks.iter_mut().enumerate().take(self.opened) {
            let hedged = hedges.contains(&position);
            let unknown = track.samples.is_empty() && track.state == State::Racing;
            let again = track.wanted && track.samples.len() < most;
            let next = track.flights.is_empty() && (unknown || again);
            if !track.is_reachable() || !(hedged || next) {
                continue;
            }
            let connection = if hedged {
                Connection::Own
            } else {
                track.connection
            };
            let (id, cold) = (ProbeId::of(self.attempts.len()), track.is_cold());
            track.sent += 1;
            track.flights.push(Flight {
                id,
                sent_ms: now,
                cold,
            });
            self.attempts.push(Attempt {
                entrant: track.place,
                connection,
                cold,
                sent_at: milliseconds(now),
                outcome: Outcome::Pending,
            });
            moves.send.push(Probe {
                id,
                entrant: track.place,
                connection,
            });
        }
    }
}
