//! Which region is nearest: decided by few probes, soon, and with a figure for how sure that is.
//!
//! Every region is probed at once; then only those that could still be the nearest are probed again, and the race ends
//! when choosing the leader is expected to cost next to nothing ([`Race`]). What is pure is apart from what does things:
//!
//! | in | what |
//! | --- | --- |
//! | samples and times | [`Race`]: a state machine without clock and I/O, so that a page, a program and a simulator run the same |
//! | requests and a clock | [`Prober`]: what a shell gives; [`run`] drives a race with it |
//! | a verdict and reports | [`Verdict`], [`RegionReport`]: which region, how sure, and why; each region's round trip |
//! | a ranking and times | [`CachedRanking`], [`staleness`]: how long a verdict holds |
//!
//! Nothing here is about sessions: [`Ranking::order`] is the order in which a create falls back.

mod attempt;
mod cached;
mod class;
mod csv;
mod drive;
mod estimate;
mod freshness;
mod order;
mod policy;
mod race;
mod ranking;
mod reach;
mod reading;
mod report;
mod time_zone;
mod track;
mod verdict;

pub use attempt::{Attempt, Outcome};
pub use cached::{CachedRanking, CachedRankingError};
pub use class::LatencyClass;
pub use drive::{Course, Prober, run};
pub use freshness::{CatalogueFingerprint, GOOD_FOR, Stale, staleness};
pub use policy::Policy;
pub use race::{Moves, Race, Step};
pub use ranking::{Ranking, rank};
pub use reach::{Distance, Position};
pub use reading::{Clock, Connection, Probe, ProbeFailure, ProbeId, Reading};
pub use report::{RegionReport, RoundTrip, milliseconds};
pub use time_zone::{TimeZoneError, TimeZonePlaces};
pub use track::{Entrant, RuledOut, State};
pub use verdict::{Choice, NoAnswer, RunnerUp, Verdict};
