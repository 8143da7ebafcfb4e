//! What a race came to.

use super::Race;
use crate::probe::{
    Choice, NoAnswer, RuledOut, RunnerUp, State, Verdict,
    estimate::{combined, exceeds},
    milliseconds,
    order::put_in_order,
    track::Track,
};

impl Race {
    /// Ends the race before it is decided, for somebody who does not want to wait any longer: the verdict by what has been
    /// told until now. It is never a sure one.
    pub fn interrupt(mut self) -> Verdict {
        self.find_leader();
        self.verdict(false)
    }

    /// The verdict; `over` says whether the race ended by itself, or the time was up.
    pub(super) fn verdict(&mut self, over: bool) -> Verdict {
        for track in self.tracks.iter_mut().skip(self.opened) {
            track.state = State::RuledOut(RuledOut::TooFar);
        }
        let Some(track) = self.provisional_track() else {
            return Verdict::NoAnswer(self.no_answer());
        };
        let choice = self.choice(track);
        match (over, self.lead()) {
            (true, Some(lead)) if self.loss <= lead.loss => Verdict::Nearest(choice),
            (true, Some(_)) => Verdict::Close(choice),
            _ => Verdict::Unsure(choice),
        }
    }

    fn choice(&self, chosen: &Track) -> Choice {
        let name = chosen.entrant.name.clone();
        if !chosen.is_measured() {
            // Only first answers are there, which say little.
            let cold = chosen.cold_ms.unwrap_or_default();
            return Choice {
                region: name,
                certainty: 0.0,
                expected_loss: milliseconds(cold / self.policy.cold_least),
                runner_up: None,
                rivals: Vec::new(),
            };
        }
        let mut others: Vec<&Track> = self
            .tracks
            .iter()
            .filter(|it| it.is_measured() && it.entrant.name != name)
            .collect();
        put_in_order(&mut others, |one, other| {
            let means = one.mean.total_cmp(&other.mean);
            let order = means.then_with(|| one.entrant.name.cmp(&other.entrant.name));
            order.is_lt()
        });
        let doubt = others.iter().map(|it| {
            let error = combined(it.error, chosen.error);
            exceeds((it.mean - chosen.mean) / error)
        });
        // One sample alone may be a spike, or the mean that is guessed in its place too small.
        let is_sound = chosen.samples.len() > 1;
        Choice {
            certainty: if is_sound {
                (1.0 - doubt.sum::<f64>()).max(0.0)
            } else {
                0.0
            },
            expected_loss: milliseconds(self.loss),
            runner_up: others.first().map(|it| RunnerUp {
                region: it.entrant.name.clone(),
                behind: milliseconds(it.mean - chosen.mean),
            }),
            rivals: others
                .iter()
                .filter(|it| it.wanted)
                .map(|it| it.entrant.name.clone())
                .collect(),
            region: name,
        }
    }

    fn no_answer(&self) -> NoAnswer {
        let failure = |track: &Track| match track.state {
            State::Unreachable(failure) => Some(failure),
            _ => None,
        };
        let failures: Option<Vec<_>> = self.tracks.iter().map(failure).collect();
        match failures.as_deref() {
            Some([first, ..]) => NoAnswer::Failed(*first),
            Some([]) => NoAnswer::NoRegions,
            None => NoAnswer::Silent,
        }
    }
}
