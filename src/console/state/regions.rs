//! The regions, the ways to them, and which one is nearest.

use std::{rc::Rc, time::Duration};

use remote_rendering_client::{
    fallback::{Candidate, FallbackPlan, FallbackRules},
    probe::{Choice, Ranking, RegionReport, Verdict},
};
use remote_rendering_protocol::{Region, RegionCatalogue, RegionName, SessionSize, Timestamp};
use yew::Reducible;

/// Where the catalogue comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The service's own list.
    Service,
    /// The documented regions: the service has no list.
    Documented,
}

/// A region and what is known of the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionRow {
    /// The region.
    pub region: Region,
    /// The way to it; `None` before it was measured.
    pub report: Option<RegionReport>,
}

/// What a race came to, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The verdict, and every sample that it rests on.
    pub ranking: Rc<Ranking>,
    /// When the race ended.
    pub at: Timestamp,
}

/// How far the measuring is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// Nothing was measured yet.
    #[default]
    Unmeasured,
    /// A race is under way.
    Racing {
        /// Who looks nearest so far.
        leader: Option<RegionName>,
        /// Who was nearest by the race before: it counts until there is another verdict.
        before: Option<RegionName>,
    },
    /// There is a verdict.
    Decided(Decision),
    /// The person stopped the race.
    Stopped {
        /// Who looked nearest until then.
        leader: Option<RegionName>,
    },
}

/// The regions, and how far their measuring is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regions {
    /// The rows: as the service lists them, and in the order of the ranking once there is one. During a race they stay
    /// where they are.
    pub rows: Vec<RegionRow>,
    /// Where the catalogue comes from.
    pub source: Option<Source>,
    /// How far the measuring is.
    pub phase: Phase,
}

/// What happens to the regions.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The catalogue is there.
    Listed(RegionCatalogue, Source),
    /// A race began.
    Began,
    /// The race as it stands.
    Seen {
        /// What is known of each region.
        reports: Vec<RegionReport>,
        /// Who looks nearest so far.
        leader: Option<RegionName>,
    },
    /// There is a verdict; answers to far regions may still come in.
    Decided(Decision),
    /// All is known that will be: the rows are put into the ranking's order.
    Ranked(Decision),
    /// The person stopped the race.
    Stopped,
    /// Somebody signed out.
    Cleared,
}

impl Regions {
    /// The region to take as far as is known: by the last verdict, or who leads the first race.
    pub fn nearest(&self) -> Option<&RegionRow> {
        let name = match &self.phase {
            Phase::Unmeasured => None,
            Phase::Racing { leader, before } => before.as_ref().or(leader.as_ref()),
            Phase::Decided(decision) => decision.choice().map(|choice| &choice.region),
            Phase::Stopped { leader } => leader.as_ref(),
        };
        self.find(name?)
    }

    /// The row of a region.
    pub fn find(&self, name: &RegionName) -> Option<&RegionRow> {
        self.rows.iter().find(|row| row.region.name == *name)
    }

    /// Whether a race is under way.
    pub fn is_racing(&self) -> bool {
        matches!(self.phase, Phase::Racing { .. })
    }

    /// What the last race came to.
    pub fn decision(&self) -> Option<&Decision> {
        match &self.phase {
            Phase::Decided(decision) => Some(decision),
            _ => None,
        }
    }

    /// Where a create goes: to the region that the person chose and nowhere else, or to the nearest and then down the
    /// ranking. `None` while nobody is known to be near.
    pub fn plan(&self, chosen: Option<&RegionName>, size: &SessionSize) -> Option<FallbackPlan> {
        // Nothing comes after it, so that there is nothing to wait for.
        const ALONE: FallbackRules = FallbackRules {
            watch: Duration::ZERO,
            ..FallbackRules::NONE
        };
        let one = match (chosen, self.decision()) {
            (None, Some(decision)) => {
                return FallbackPlan::from_ranking(&decision.ranking, size).ok();
            }
            (Some(chosen), _) => chosen,
            (None, None) => &self.nearest()?.region.name,
        };
        let candidate = Candidate {
            region: one.clone(),
            class: None,
        };
        FallbackPlan::new([candidate], size, &ALONE).ok()
    }

    /// Takes over what is known of each region; the rows stay where they are.
    fn report(&mut self, reports: &[RegionReport]) {
        for row in &mut self.rows {
            let name = &row.region.name;
            row.report = reports.iter().find(|it| it.name == *name).cloned();
        }
    }

    /// Puts the rows into an order; what it does not name stays behind, as it was.
    fn arrange(&mut self, order: &[RegionReport]) {
        let mut rows = std::mem::take(&mut self.rows);
        for report in order {
            if let Some(place) = rows.iter().position(|it| it.region.name == report.name) {
                self.rows.push(rows.remove(place));
            }
        }
        self.rows.append(&mut rows);
    }
}

impl Decision {
    /// The region to take; `None` where no region answered.
    pub fn choice(&self) -> Option<&Choice> {
        self.ranking.verdict.choice()
    }

    /// Whether a region is as near as the chosen one, as far as could be measured.
    pub fn is_rival(&self, name: &RegionName) -> bool {
        match &self.ranking.verdict {
            Verdict::Close(choice) => choice.rivals.contains(name),
            _ => false,
        }
    }
}

impl Reducible for Regions {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match (action, &self.phase) {
            (Action::Listed(catalogue, source), _) => {
                let row = |region| RegionRow {
                    region,
                    report: None,
                };
                next.rows = catalogue.into_iter().map(row).collect();
                next.source = Some(source);
                next.phase = Phase::Unmeasured;
            }
            (Action::Began, _) => {
                next.phase = Phase::Racing {
                    leader: None,
                    before: self.nearest().map(|row| row.region.name.clone()),
                };
            }
            (Action::Seen { reports, leader }, Phase::Racing { before, .. }) => {
                next.report(&reports);
                next.phase = Phase::Racing {
                    leader,
                    before: before.clone(),
                };
            }
            // An answer to a far region, after the verdict.
            (Action::Seen { reports, .. }, Phase::Decided(_)) => next.report(&reports),
            (Action::Decided(decision), Phase::Racing { .. }) => {
                next.report(&decision.ranking.reports);
                next.phase = Phase::Decided(decision);
            }
            (Action::Ranked(decision), _) => {
                next.report(&decision.ranking.reports);
                next.arrange(&decision.ranking.reports);
                next.phase = Phase::Decided(decision);
            }
            (Action::Stopped, Phase::Racing { leader, before }) => {
                next.phase = Phase::Stopped {
                    leader: leader.clone().or_else(|| before.clone()),
                };
            }
            (Action::Cleared, _) => next = Self::default(),
            // Of a race that was stopped meanwhile.
            (Action::Seen { .. } | Action::Decided(_) | Action::Stopped, _) => return self,
        }
        Rc::new(next)
    }
}

#[cfg(test)]
#[path = "regions_tests.rs"]
mod tests;
