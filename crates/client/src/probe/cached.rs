//! A ranking as a short text, for a tab's storage.

use std::time::Duration;

use remote_rendering_protocol::{RegionName, Timespan, Timestamp};
use serde::{Deserialize, Serialize, Serializer, ser::Error as _};

use super::{
    CatalogueFingerprint, Choice, ProbeFailure, Ranking, RegionReport, RoundTrip, RuledOut,
    RunnerUp, Stale, State, Verdict, staleness,
};
use crate::{Json, JsonError};

/// A ranking that outlives its page: its verdict and each region's figures, without the attempts.
///
/// As a text it holds the regions' names and times, and nothing secret. Times are kept in whole microseconds and the
/// certainty in thousandths, so that what is read is what was made.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Stored")]
pub struct CachedRanking {
    ranking: Ranking,
    measured_at: Timestamp,
    catalogue: CatalogueFingerprint,
}

impl CachedRanking {
    /// Keeps a ranking of these regions whose race began at `measured_at`; `None` if no region answered: that is no
    /// knowledge to keep.
    pub fn new(
        ranking: &Ranking,
        measured_at: Timestamp,
        catalogue: CatalogueFingerprint,
    ) -> Option<Self> {
        let stored = Stored::of(ranking, measured_at, catalogue)?;
        stored.try_into().ok()
    }

    /// Reads what [`CachedRanking::write`] wrote. Anything else is no cache: other versions' texts, and garbled ones.
    pub fn read<J: Json>(text: &str) -> Option<Self> {
        J::parse(text).ok()
    }

    /// The text to keep.
    pub fn write<J: Json>(&self) -> Result<String, JsonError> {
        J::write(self)
    }

    /// The ranking: without attempts and distances, and else as it was.
    pub fn ranking(&self) -> &Ranking {
        &self.ranking
    }

    /// When its race began.
    pub fn measured_at(&self) -> Timestamp {
        self.measured_at
    }

    /// Why it says nothing about the present any more: see [`staleness`].
    pub fn staleness(
        &self,
        now: Timestamp,
        present: CatalogueFingerprint,
        network_changed_at: Option<Timestamp>,
    ) -> Option<Stale> {
        staleness(
            (self.measured_at, self.catalogue),
            (now, present),
            network_changed_at,
        )
    }
}

/// The form of the text. Whoever changes it counts this up, and old texts are no cache any more.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    version: u32,
    measured_at: Timestamp,
    catalogue: u32,
    verdict: Kind,
    /// In thousandths.
    certainty: u16,
    loss: Micros,
    took: Micros,
    /// By its place in `regions`, like the rivals.
    runner_up: Option<(usize, Micros)>,
    rivals: Vec<usize>,
    /// The chosen one first.
    regions: Vec<StoredRegion>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Nearest,
    Close,
    Unsure,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredRegion {
    name: RegionName,
    state: StoredState,
    /// Best, low, high, typical.
    round_trip: Option<[Micros; 4]>,
    jitter: Option<Micros>,
    rough: Option<[Micros; 2]>,
    samples: Vec<Micros>,
    sent: u32,
    failed: u32,
    coarse: bool,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StoredState {
    Waiting,
    Racing,
    Silent,
    SlowStart,
    Slower,
    TooFar,
    Unreachable,
    Lost,
    Offline,
    Insecure,
    Redirected,
    Cached,
    Status(u16),
}

/// A time in whole microseconds; 71 minutes at most.
#[derive(Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
struct Micros(u32);

impl From<Duration> for Micros {
    fn from(time: Duration) -> Self {
        Self(u32::try_from(Timespan::from(time).ticks() / 10).unwrap_or(u32::MAX))
    }
}

impl From<Micros> for Duration {
    fn from(Micros(micros): Micros) -> Self {
        Self::from_micros(micros.into())
    }
}

/// A text that no ranking of this version made.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a ranking that this version keeps")]
struct NotOurs;

impl Stored {
    fn of(
        ranking: &Ranking,
        measured_at: Timestamp,
        catalogue: CatalogueFingerprint,
    ) -> Option<Self> {
        let (verdict, choice) = match &ranking.verdict {
            Verdict::Nearest(choice) => (Kind::Nearest, choice),
            Verdict::Close(choice) => (Kind::Close, choice),
            Verdict::Unsure(choice) => (Kind::Unsure, choice),
            Verdict::NoAnswer(_) => return None,
        };
        let place = |name: &RegionName| ranking.reports.iter().position(|it| it.name == *name);
        if place(&choice.region) != Some(0) {
            return None;
        }
        Some(Self {
            version: VERSION,
            measured_at,
            catalogue: catalogue.0,
            verdict,
            certainty: thousandths(choice.certainty),
            loss: choice.expected_loss.into(),
            took: ranking.took.into(),
            runner_up: choice
                .runner_up
                .as_ref()
                .and_then(|it| Some((place(&it.region)?, it.behind.into()))),
            rivals: choice.rivals.iter().filter_map(place).collect(),
            regions: ranking.reports.iter().map(StoredRegion::of).collect(),
        })
    }

    fn choice(&self) -> Option<Choice> {
        let name = |place: usize| self.regions.get(place).map(|it| it.name.clone());
        Some(Choice {
            region: name(0)?,
            certainty: f64::from(self.certainty) / 1000.0,
            expected_loss: self.loss.into(),
            runner_up: match self.runner_up {
                Some((place, behind)) => Some(RunnerUp {
                    region: name(place)?,
                    behind: behind.into(),
                }),
                None => None,
            },
            rivals: self
                .rivals
                .iter()
                .copied()
                .map(name)
                .collect::<Option<_>>()?,
        })
    }

    /// Whether a ranking can have made it.
    fn is_ours(&self) -> bool {
        let names = self.regions.iter().map(|it| &it.name);
        let unique = |(place, name)| !names.clone().take(place).any(|it| it == name);
        self.version == VERSION
            && self.certainty <= 1000
            && names.clone().enumerate().all(unique)
            && self.regions.iter().all(StoredRegion::is_in_order)
    }
}

/// Rounded down, as the certainty is one from below; what is a whole number of thousandths stays it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and 1000"
)]
fn thousandths(share: f64) -> u16 {
    (share.clamp(0.0, 1.0) * 1000.0 + 1e-6) as u16
}

impl TryFrom<Stored> for CachedRanking {
    type Error = NotOurs;

    fn try_from(stored: Stored) -> Result<Self, NotOurs> {
        let choice = stored
            .choice()
            .filter(|_| stored.is_ours())
            .ok_or(NotOurs)?;
        let reports: Vec<RegionReport> = stored
            .regions
            .into_iter()
            .map(StoredRegion::report)
            .collect();
        Ok(Self {
            ranking: Ranking {
                verdict: match stored.verdict {
                    Kind::Nearest => Verdict::Nearest(choice),
                    Kind::Close => Verdict::Close(choice),
                    Kind::Unsure => Verdict::Unsure(choice),
                },
                took: stored.took.into(),
                entrants: reports.iter().map(|it| it.name.clone()).collect(),
                reports,
                attempts: Vec::new(),
            },
            measured_at: stored.measured_at,
            catalogue: CatalogueFingerprint(stored.catalogue),
        })
    }
}

impl Serialize for CachedRanking {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Whatever made this value has seen to it that a region answered.
        Stored::of(&self.ranking, self.measured_at, self.catalogue)
            .ok_or(NotOurs)
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }
}

impl StoredRegion {
    fn of(report: &RegionReport) -> Self {
        Self {
            name: report.name.clone(),
            state: StoredState::of(report.state),
            round_trip: report
                .round_trip
                .map(|it| [it.best, it.low, it.high, it.typical].map(Micros::from)),
            jitter: report.round_trip.and_then(|it| it.jitter).map(Micros::from),
            rough: report.rough.map(|(low, high)| [low.into(), high.into()]),
            samples: report.samples.iter().copied().map(Micros::from).collect(),
            sent: report.sent,
            failed: report.failed,
            coarse: report.coarse,
        }
    }

    fn is_in_order(&self) -> bool {
        let exact = self
            .round_trip
            .is_none_or(|[best, low, high, _]| low <= best && best <= high);
        let rough = self.rough.is_none_or(|[low, high]| low <= high);
        exact && rough && self.failed <= self.sent
    }

    fn report(self) -> RegionReport {
        RegionReport {
            name: self.name,
            state: self.state.state(),
            round_trip: self.round_trip.map(|[best, low, high, typical]| RoundTrip {
                best: best.into(),
                low: low.into(),
                high: high.into(),
                typical: typical.into(),
                jitter: self.jitter.map(Duration::from),
            }),
            rough: self.rough.map(|[low, high]| (low.into(), high.into())),
            distance: None,
            samples: self.samples.into_iter().map(Duration::from).collect(),
            sent: self.sent,
            failed: self.failed,
            coarse: self.coarse,
        }
    }
}

impl StoredState {
    fn of(state: State) -> Self {
        match state {
            State::Waiting => Self::Waiting,
            State::Racing => Self::Racing,
            State::RuledOut(RuledOut::Silent) => Self::Silent,
            State::RuledOut(RuledOut::SlowStart) => Self::SlowStart,
            State::RuledOut(RuledOut::Slower) => Self::Slower,
            State::RuledOut(RuledOut::TooFar) => Self::TooFar,
            State::Unreachable(ProbeFailure::Unreachable) => Self::Unreachable,
            State::Unreachable(ProbeFailure::Lost) => Self::Lost,
            State::Unreachable(ProbeFailure::Offline) => Self::Offline,
            State::Unreachable(ProbeFailure::Insecure) => Self::Insecure,
            State::Unreachable(ProbeFailure::Redirected) => Self::Redirected,
            State::Unreachable(ProbeFailure::Cached) => Self::Cached,
            State::Unreachable(ProbeFailure::Status(status)) => Self::Status(status),
        }
    }

    fn state(self) -> State {
        match self {
            Self::Waiting => State::Waiting,
            Self::Racing => State::Racing,
            Self::Silent => State::RuledOut(RuledOut::Silent),
            Self::SlowStart => State::RuledOut(RuledOut::SlowStart),
            Self::Slower => State::RuledOut(RuledOut::Slower),
            Self::TooFar => State::RuledOut(RuledOut::TooFar),
            Self::Unreachable => State::Unreachable(ProbeFailure::Unreachable),
            Self::Lost => State::Unreachable(ProbeFailure::Lost),
            Self::Offline => State::Unreachable(ProbeFailure::Offline),
            Self::Insecure => State::Unreachable(ProbeFailure::Insecure),
            Self::Redirected => State::Unreachable(ProbeFailure::Redirected),
            Self::Cached => State::Unreachable(ProbeFailure::Cached),
            Self::Status(status) => State::Unreachable(ProbeFailure::Status(status)),
        }
    }
}
