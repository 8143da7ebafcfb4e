use std::{fmt, iter, time::Duration};

use remote_rendering_protocol::{RegionName, SessionSize};

use crate::probe::{LatencyClass, Ranking, RegionReport, State};

/// A region that may take a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The region.
    pub region: RegionName,
    /// The class of its round trip; `None` where nothing is known of it. That counts as poor: it did not answer while
    /// others did.
    pub class: Option<LatencyClass>,
}

impl Candidate {
    /// The regions of a ranking that answer or may answer, the one to take first in front.
    pub fn of_ranking(ranking: &Ranking) -> impl Iterator<Item = Self> {
        let reachable = |it: &&RegionReport| !matches!(it.state, State::Unreachable(_));
        ranking.reports.iter().filter(reachable).map(|it| Self {
            region: it.name.clone(),
            class: it.typical().map(LatencyClass::of),
        })
    }

    /// The same with another region in front: one that a person chose. It stays in front even if it did not answer.
    pub fn of_ranking_from(ranking: &Ranking, first: &RegionName) -> impl Iterator<Item = Self> {
        let report = ranking.reports.iter().find(|it| it.name == *first);
        let front = Self {
            region: first.clone(),
            class: report.and_then(RegionReport::typical).map(LatencyClass::of),
        };
        iter::once(front).chain(Self::of_ranking(ranking).filter(move |it| it.region != *first))
    }

    fn is_poor(&self) -> bool {
        match self.class {
            Some(LatencyClass::Recommended | LatencyClass::Acceptable) => false,
            Some(LatencyClass::Poor) | None => true,
        }
    }
}

/// How far a create may fall back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FallbackRules {
    /// In how many regions at most. Each one is further away than the one before, and rendering there is worse.
    pub most_regions: usize,
    /// Whether Premium may stand in for Standard. It costs more.
    pub premium_for_standard: bool,
    /// How long a session is watched for the news that it gets no server, before the plan takes it for begun.
    pub watch: Duration,
}

impl FallbackRules {
    /// What the service's documents advise.
    pub const DEFAULT: Self = Self {
        // When three regions are full in both sizes the service is in trouble, and a fourth would not help; and people
        // have been waiting for half a minute by then.
        most_regions: 3,
        premium_for_standard: true,
        // Finding a free server is a look into a list; booting it takes minutes. Who is still starting after this time
        // has one.
        watch: Duration::from_secs(10),
    };

    /// One region and the size that was asked for: no fallback at all.
    pub const NONE: Self = Self {
        most_regions: 1,
        premium_for_standard: false,
        ..Self::DEFAULT
    };
}

impl Default for FallbackRules {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// One try: a server of this size in this region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FallbackStep {
    /// The region.
    pub region: RegionName,
    /// The size.
    pub size: SessionSize,
}

impl fmt::Display for FallbackStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.size, self.region)
    }
}

/// There is no region to create a session in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no region can be reached: check the network and probe again, or name a region")]
pub struct NoRegion;

/// The order in which a create tries regions and sizes. Has one step at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FallbackPlan {
    steps: Vec<FallbackStep>,
    watch: Duration,
}

impl FallbackPlan {
    /// The steps for regions in the order in which to take them.
    ///
    /// In each region first the size that was asked for, then Premium where that was Standard: a pool of Standard
    /// servers may be empty where one of Premium servers is not, and the same region is nearer than the next one.
    ///
    /// A region of class [`Poor`](LatencyClass::Poor) is left out unless the first one is poor itself: where rendering
    /// lags a session is of no use, and an error says so sooner. Who has nothing better at all may want it all the same.
    pub fn new(
        order: impl IntoIterator<Item = Candidate>,
        size: &SessionSize,
        rules: &FallbackRules,
    ) -> Result<Self, NoRegion> {
        let mut sizes = vec![size.clone()];
        if rules.premium_for_standard && *size == SessionSize::Standard {
            sizes.push(SessionSize::Premium);
        }
        let mut regions: Vec<RegionName> = Vec::new();
        let mut all_are_poor = false;
        for candidate in order {
            if regions.is_empty() {
                all_are_poor = candidate.is_poor();
            }
            let good_enough = all_are_poor || !candidate.is_poor();
            if good_enough && !regions.contains(&candidate.region) {
                regions.push(candidate.region);
            }
            // The nearest is tried whatever the rules say.
            if regions.len() >= rules.most_regions.max(1) {
                break;
            }
        }
        if regions.is_empty() {
            return Err(NoRegion);
        }
        let in_region = |region: RegionName| {
            sizes.iter().map(move |size| FallbackStep {
                region: region.clone(),
                size: size.clone(),
            })
        };
        Ok(Self {
            steps: regions.into_iter().flat_map(in_region).collect(),
            watch: rules.watch,
        })
    }

    /// The steps for what a probe came to, by the usual rules.
    pub fn from_ranking(ranking: &Ranking, size: &SessionSize) -> Result<Self, NoRegion> {
        Self::new(
            Candidate::of_ranking(ranking),
            size,
            &FallbackRules::DEFAULT,
        )
    }

    /// The steps, the first to try in front. Those of one region stand together.
    pub fn steps(&self) -> &[FallbackStep] {
        &self.steps
    }

    pub(super) fn watch(&self) -> Duration {
        self.watch
    }
}
