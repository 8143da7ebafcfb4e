//! Who leads, who may still win, and whether the race is over.

use super::Race;
use crate::probe::{
    Policy, RuledOut, State,
    estimate::{combined, unit_loss},
    track::{Track, pooled_spread},
};

/// What the others are measured against. Times are in milliseconds.
pub(super) struct Lead {
    pub(super) mean: f64,
    pub(super) error: f64,
    pub(super) samples: usize,
    /// The most that the leader's round trip may well be.
    pub(super) bound: f64,
    /// By how much a region must be slower to be far.
    pub(super) zone: f64,
    /// The expected loss at which the race ends.
    pub(super) loss: f64,
}

/// What one look at all regions comes to.
pub(super) struct Look {
    /// How many regions the race still waits for.
    pub(super) open: usize,
    /// When to look again if nothing happens.
    pub(super) alarm_ms: f64,
    /// The regions that are to have a second witness.
    pub(super) hedges: Vec<usize>,
}

/// What a region says that has no sample yet.
enum Silence {
    OpenUntil(f64),
    /// A second witness on another connection is due, and has so long to answer.
    Hedge {
        wait_ms: f64,
    },
    Out(RuledOut),
}

/// Silence is evidence: a near region would have answered.
fn silence(track: &Track, lead: &Lead, policy: &Policy, now: f64) -> Silence {
    let (Some(first), Some(last)) = (track.flights.first(), track.flights.last()) else {
        // It is about to be probed.
        return Silence::OpenUntil(f64::INFINITY);
    };
    let until = |due: f64, reason| {
        if now < due {
            Silence::OpenUntil(due)
        } else {
            Silence::Out(reason)
        }
    };
    let Some(cold) = track.cold_ms else {
        let wait_ms = policy.cold_most * lead.bound + policy.cold_extra_ms;
        let due = first.sent_ms + wait_ms;
        return match track.flights.len() {
            1 if now < due => Silence::OpenUntil(due),
            1 if lead.samples >= 2 => Silence::Hedge { wait_ms },
            1 => Silence::OpenUntil(f64::INFINITY),
            _ => until(due.max(last.sent_ms + wait_ms), RuledOut::Silent),
        };
    };
    let is_far = (cold - policy.cold_extra_ms) / policy.cold_most > lead.bound + lead.zone;
    let due = if is_far {
        last.sent_ms + 2.0 * lead.bound
    } else {
        // Its first answer says that it may win.
        first.sent_ms + policy.patience.as_secs_f64() * 1000.0
    };
    until(due, RuledOut::SlowStart)
}

impl Race {
    pub(super) fn find_leader(&mut self) {
        let pooled = pooled_spread(&self.policy, &mut self.tracks);
        for track in &mut self.tracks {
            track.locate(&self.policy, pooled, self.timer_step_ms);
        }
        // `min_by` takes the first of equals.
        let numbered = self.tracks.iter().enumerate();
        let measured = numbered.filter(|(_, track)| track.is_measured());
        let least = measured.min_by(|(_, one), (_, other)| one.mean.total_cmp(&other.mean));
        self.leader = least.map(|(position, _)| position);
    }

    /// The leader's mean, its standard error, and the number of its samples.
    pub(super) fn lead(&self) -> Option<Lead> {
        let track = self.tracks.get(self.leader?)?;
        let policy = &self.policy;
        Some(Lead {
            mean: track.mean,
            error: track.error,
            samples: track.samples.len(),
            bound: track.mean + track.error,
            zone: policy.zone_ms.max(policy.zone_share * track.mean),
            loss: policy.loss_bound(track.mean),
        })
    }

    /// Looks at every region once: who may still win, who is out, and how long the race waits for whom.
    pub(super) fn look(&mut self) -> Look {
        let mut look = Look {
            open: 0,
            alarm_ms: self.deadline_ms().min(self.next_wave_ms()),
            hedges: Vec::new(),
        };
        let lead = self.lead();
        let (now, policy) = (self.now_ms, self.policy);
        self.loss = 0.0;
        for (position, track) in self.tracks.iter_mut().enumerate().take(self.opened) {
            if !track.is_reachable() {
                continue;
            }
            track.wanted = false;
            track.loss = 0.0;
            track.state = State::Racing;
            let Some(lead) = &lead else {
                look.open += 1;
                continue;
            };
            if Some(position) == self.leader {
                continue;
            }
            if track.is_measured() {
                let error = combined(track.error, lead.error);
                track.loss = error * unit_loss((track.mean - lead.mean) / error);
                self.loss += track.loss;
                track.wanted = track.loss > lead.loss / policy.shares;
                if !track.wanted {
                    track.state = State::RuledOut(RuledOut::Slower);
                }
                continue;
            }
            match silence(track, lead, &policy, now) {
                Silence::OpenUntil(alarm) => {
                    look.open += 1;
                    look.alarm_ms = look.alarm_ms.min(alarm);
                }
                Silence::Hedge { wait_ms } => {
                    look.open += 1;
                    look.hedges.push(position);
                    look.alarm_ms = look.alarm_ms.min(now + wait_ms);
                }
                Silence::Out(reason) => track.state = State::RuledOut(reason),
            }
        }
        let leader = self
            .leader
            .and_then(|position| self.tracks.get_mut(position));
        if let (Some(lead), Some(track)) = (&lead, leader) {
            track.wanted = lead.samples < policy.least_samples || self.loss > lead.loss;
        }
        look
    }

    pub(super) fn is_over(&self, look: &Look) -> bool {
        let Some(lead) = self.lead() else {
            return false;
        };
        let rivals = || {
            let others = self.tracks.iter().enumerate();
            let wanted = others.filter(|(place, it)| Some(*place) != self.leader && it.wanted);
            wanted.map(|(_, track)| track)
        };
        let enough = lead.samples >= self.policy.most_samples
            && rivals().all(|it| it.samples.len() >= self.policy.fair_samples);
        // Two standard errors on each side: the most by which a rival may well be nearer.
        let equal = rivals().next().is_some()
            && rivals().all(|it| {
                let most = lead.mean + 2.0 * lead.error;
                most - (it.mean - 2.0 * it.error) <= self.policy.equal_ms
            });
        look.open == 0
            && lead.samples >= self.policy.least_samples
            && (self.loss <= lead.loss || enough || equal)
    }
}
