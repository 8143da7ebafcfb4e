use std::{cmp::Ordering, time::Duration};

use remote_rendering_protocol::RegionName;

use super::{Attempt, Race, RegionReport, State, Verdict, order::put_in_order};

/// The outcome of a race: which region to take, and all regions in the order in which to take them.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Which region is nearest, and how sure that is.
    pub verdict: Verdict,
    /// How long the verdict took, without the time for which the tab was hidden or the shell was busy or asleep.
    pub took: Duration,
    /// Every region: the chosen one first, then by what a packet typically takes, then by distance; unreachable ones
    /// last.
    pub reports: Vec<RegionReport>,
    /// Every probe, in the order of sending.
    pub attempts: Vec<Attempt>,
    /// The regions' names as `Attempt::entrant` counts them.
    pub entrants: Vec<RegionName>,
}

impl Ranking {
    /// What a race came to.
    pub fn of(race: &Race, verdict: Verdict, took: Duration) -> Self {
        let mut reports = race.reports();
        let entrants = reports.iter().map(|it| it.name.clone()).collect();
        rank(&mut reports, verdict.choice().map(|choice| &choice.region));
        Self {
            verdict,
            took,
            reports,
            attempts: race.attempts().to_vec(),
            entrants,
        }
    }

    /// The regions that answer, in the order in which to take them.
    pub fn order(&self) -> impl Iterator<Item = &RegionName> {
        let reachable = |it: &&RegionReport| !matches!(it.state, State::Unreachable(_));
        self.reports.iter().filter(reachable).map(|it| &it.name)
    }
}

/// Puts reports into the order in which to take the regions.
pub fn rank(reports: &mut [RegionReport], chosen: Option<&RegionName>) {
    put_in_order(reports, |one, other| {
        let places = place(one, chosen).partial_cmp(&place(other, chosen));
        let places = places.unwrap_or(Ordering::Equal);
        places.then_with(|| one.name.cmp(&other.name)).is_lt()
    });
}

/// Chosen or not, reachable or not, answered or not, by how much, and how far.
fn place(
    report: &RegionReport,
    chosen: Option<&RegionName>,
) -> (bool, bool, bool, Option<Duration>, f64) {
    let typical = report.typical();
    (
        chosen != Some(&report.name),
        matches!(report.state, State::Unreachable(_)),
        typical.is_none(),
        typical,
        report.distance.map_or(f64::INFINITY, |it| it.kilometres),
    )
}
