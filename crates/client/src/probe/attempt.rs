use std::time::Duration;

use super::{Connection, ProbeFailure, Reading};

/// One probe of a race, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// The region, by its place in the list that the race was given.
    pub entrant: usize,
    /// On which connection it was sent.
    pub connection: Connection,
    /// Whether it may have had to open that connection.
    pub cold: bool,
    /// When it was sent, counted from the race's begin.
    pub sent_at: Duration,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a probe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// It is under way, or the race ended before its answer.
    Pending,
    /// It was answered.
    Answered(Reading),
    /// It failed.
    Failed(ProbeFailure),
    /// Its answer was of no use any more.
    Abandoned,
}
