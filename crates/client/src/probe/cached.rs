//! A ranking as a short text, for a tab's storage.

use std::{fmt, str::FromStr, time::Duration};

use remote_rendering_protocol::{RegionName, Timespan, Timestamp};

use super::{
    CatalogueFingerprint, Choice, ProbeFailure, Ranking, RegionReport, RoundTrip, RuledOut,
    RunnerUp, Stale, State, Verdict, staleness,
};

/// A ranking that outlives its page: its verdict and each region's figures, without the attempts.
///
/// As a text it holds the regions' names and times, and nothing secret: a line for the verdict, one for each region, and a
/// last one that says that it is whole. In a line are words, most of them numbers. Times are kept in whole microseconds and
/// the certainty in thousandths, so that what is read is what was made.
#[derive(Clone, Debug, PartialEq)]
pub struct CachedRanking {
    ranking: Ranking,
    measured_at: Timestamp,
    catalogue: CatalogueFingerprint,
}

/// A text that no ranking of this version made: another version's, or a garbled one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a ranking that this version keeps")]
pub struct CachedRankingError;

impl CachedRanking {
    /// Keeps a ranking of these regions whose race began at `measured_at`; `None` if no region answered: that is no
    /// knowledge to keep.
    pub fn new(
        ranking: &Ranking,
        measured_at: Timestamp,
        catalogue: CatalogueFingerprint,
    ) -> Option<Self> {
        read(&write(ranking, measured_at, catalogue)?)
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

impl fmt::Display for CachedRanking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whatever made this value has seen to it that a region answered.
        let text = write(&self.ranking, self.measured_at, self.catalogue);
        f.write_str(&text.unwrap_or_default())
    }
}

impl FromStr for CachedRanking {
    type Err = CachedRankingError;

    fn from_str(text: &str) -> Result<Self, CachedRankingError> {
        read(text).ok_or(CachedRankingError)
    }
}

/// The form of the text. Whoever changes it counts this up, and old texts are no cache any more.
const VERSION: u64 = 2;

/// The last line.
const WHOLE: &str = "whole";

/// What stands for a number that is not there.
const NONE: &str = "-";

/// The states, by their numbers.
const STATES: [State; 12] = [
    State::Waiting,
    State::Racing,
    State::RuledOut(RuledOut::Silent),
    State::RuledOut(RuledOut::SlowStart),
    State::RuledOut(RuledOut::Slower),
    State::RuledOut(RuledOut::TooFar),
    State::Unreachable(ProbeFailure::Unreachable),
    State::Unreachable(ProbeFailure::Lost),
    State::Unreachable(ProbeFailure::Offline),
    State::Unreachable(ProbeFailure::Insecure),
    State::Unreachable(ProbeFailure::Redirected),
    State::Unreachable(ProbeFailure::Cached),
];

/// The number of a status of 0 as a state; others follow it.
const STATUS: u64 = 100;

/// A text that is being written, word by word.
struct Line(String);

impl Line {
    fn number(&mut self, number: u64) {
        self.word(&number.to_string());
    }

    fn time(&mut self, time: Option<Duration>) {
        match time {
            Some(time) => self.number(Timespan::from(time).ticks() / 10),
            None => self.word(NONE),
        }
    }

    fn word(&mut self, word: &str) {
        self.0.push_str(word);
        self.0.push(' ');
    }
}

fn write(
    ranking: &Ranking,
    measured_at: Timestamp,
    catalogue: CatalogueFingerprint,
) -> Option<String> {
    let (verdict, choice) = match &ranking.verdict {
        Verdict::Nearest(choice) => (0, choice),
        Verdict::Close(choice) => (1, choice),
        Verdict::Unsure(choice) => (2, choice),
        Verdict::NoAnswer(_) => return None,
    };
    let place = |name: &RegionName| {
        let place = ranking.reports.iter().position(|it| it.name == *name);
        u64::try_from(place?).ok()
    };
    if place(&choice.region) != Some(0) {
        return None;
    }
    let mut line = Line(String::new());
    let began = u64::try_from(measured_at.ticks()).unwrap_or_default();
    let certainty = thousandths(choice.certainty);
    for number in [VERSION, began, catalogue.0.into(), verdict, certainty] {
        line.number(number);
    }
    line.time(Some(choice.expected_loss));
    line.time(Some(ranking.took));
    let runner_up = choice.runner_up.as_ref();
    line.time(runner_up.map(|it| it.behind));
    let after = runner_up.map(|it| &it.region);
    for name in after.into_iter().chain(&choice.rivals) {
        line.number(place(name)?);
    }
    for report in &ranking.reports {
        line.0.push('\n');
        write_report(&mut line, report);
    }
    line.0.push('\n');
    line.0.push_str(WHOLE);
    Some(line.0)
}

fn write_report(line: &mut Line, report: &RegionReport) {
    line.word(report.name.as_str());
    line.number(match report.state {
        State::Unreachable(ProbeFailure::Status(status)) => STATUS + u64::from(status),
        state => (0..)
            .zip(STATES)
            .find(|(_, it)| *it == state)
            .map_or(0, |(number, _)| number),
    });
    for number in [report.sent, report.failed, report.coarse.into()] {
        line.number(number.into());
    }
    let (trip, rough) = (report.round_trip, report.rough);
    for time in [
        trip.map(|it| it.best),
        trip.map(|it| it.low),
        trip.map(|it| it.high),
        trip.map(|it| it.typical),
        trip.and_then(|it| it.jitter),
        rough.map(|(low, _)| low),
        rough.map(|(_, high)| high),
    ] {
        line.time(time);
    }
    for sample in &report.samples {
        line.time(Some(*sample));
    }
}

/// Rounded down, as the certainty is one from below; what is a whole number of thousandths stays it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held between 0 and 1000"
)]
fn thousandths(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * 1000.0 + 1e-6) as u64
}

/// The words of a line that are not read yet.
struct Words<'a>(std::str::SplitAsciiWhitespace<'a>);

impl<'a> Words<'a> {
    fn of(line: &'a str) -> Self {
        Self(line.split_ascii_whitespace())
    }

    fn number(&mut self) -> Option<u64> {
        self.0.next()?.parse().ok()
    }

    /// A number that is one of the small.
    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn time(&mut self) -> Option<Duration> {
        self.number().map(Duration::from_micros)
    }

    /// A time that need not be there.
    #[expect(
        clippy::option_option,
        reason = "no word that can be read, or the word for no time"
    )]
    fn time_if_any(&mut self) -> Option<Option<Duration>> {
        match self.0.next()? {
            NONE => Some(None),
            word => Some(Some(Duration::from_micros(word.parse().ok()?))),
        }
    }
}

fn read(text: &str) -> Option<CachedRanking> {
    let mut lines = text.strip_suffix(WHOLE)?.strip_suffix('\n')?.lines();
    let mut words = Words::of(lines.next()?);
    let reports = lines.map(read_report).collect::<Option<Vec<_>>>()?;
    let entrants: Vec<_> = reports.iter().map(|it| it.name.clone()).collect();
    let is_new = |(place, name)| !entrants[..place].contains(name);
    if words.number()? != VERSION || !entrants.iter().enumerate().all(is_new) {
        return None;
    }
    let measured_at = Timestamp::from_ticks(i64::try_from(words.number()?).ok()?);
    let catalogue = CatalogueFingerprint(words.small()?);
    let verdict = match words.number()? {
        0 => Verdict::Nearest,
        1 => Verdict::Close,
        2 => Verdict::Unsure,
        _ => return None,
    };
    let certainty = words.small().filter(|it| *it <= 1000)?;
    let (expected_loss, took) = (words.time()?, words.time()?);
    let behind = words.time_if_any()?;
    let mut named = Vec::new();
    for word in words.0 {
        named.push(entrants.get(word.parse::<usize>().ok()?)?.clone());
    }
    let runner_up = match behind {
        Some(_) if named.is_empty() => return None,
        Some(behind) => Some(RunnerUp {
            region: named.remove(0),
            behind,
        }),
        None => None,
    };
    let choice = Choice {
        region: entrants.first()?.clone(),
        certainty: f64::from(certainty) / 1000.0,
        expected_loss,
        runner_up,
        rivals: named,
    };
    Some(CachedRanking {
        ranking: Ranking {
            verdict: verdict(choice),
            took,
            entrants,
            reports,
            attempts: Vec::new(),
        },
        measured_at,
        catalogue,
    })
}

fn read_report(line: &str) -> Option<RegionReport> {
    let mut words = Words::of(line);
    let name = words.0.next()?.parse().ok()?;
    let state = words.number()?;
    let state = match state.checked_sub(STATUS) {
        Some(status) => State::Unreachable(ProbeFailure::Status(u16::try_from(status).ok()?)),
        None => *STATES.get(usize::try_from(state).ok()?)?,
    };
    let (sent, failed, coarse) = (words.small()?, words.small()?, words.small()?);
    let mut next = || words.time_if_any();
    let (best, low, high, typical, jitter) = (next()?, next()?, next()?, next()?, next()?);
    let round_trip = match (best, low, high, typical) {
        (Some(best), Some(low), Some(high), Some(typical)) => Some(RoundTrip {
            best,
            low,
            high,
            typical,
            jitter,
        }),
        (None, None, None, None) => None,
        _ => return None,
    };
    let rough = match (next()?, next()?) {
        (Some(low), Some(high)) => Some((low, high)),
        (None, None) => None,
        _ => return None,
    };
    let mut samples = Vec::new();
    for sample in words.0 {
        samples.push(Duration::from_micros(sample.parse().ok()?));
    }
    let is_exact = round_trip.is_none_or(|it| it.low <= it.best && it.best <= it.high);
    let is_rough = rough.is_none_or(|(low, high)| low <= high);
    (is_exact && is_rough && failed <= sent && coarse <= 1).then_some(RegionReport {
        name,
        state,
        round_trip,
        rough,
        distance: None,
        samples,
        sent,
        failed,
        coarse: coarse == 1,
    })
}
