//! The probes of a race as a table for spreadsheets and programs: RFC 4180, one line for each probe.

use std::{borrow::Cow, time::Duration};

use remote_rendering_protocol::{RegionName, Timespan};

use super::{Attempt, Clock, Connection, Outcome, ProbeFailure, Race, Ranking, Reading};

/// The names of the columns, in their order.
const COLUMNS: [&str; 11] = [
    "region",
    "attempt",
    "sent_at_ms",
    "connection",
    "cold",
    "outcome",
    "total_ms",
    "exchange_ms",
    "handshake_ms",
    "clock",
    "failure",
];

impl Ranking {
    /// Every probe as CSV, in the order of sending: see [`Race::to_csv`].
    pub fn to_csv(&self) -> String {
        table(&self.attempts, &self.entrants)
    }
}

impl Race {
    /// Every probe so far as CSV, in the order of sending.
    ///
    /// Times are milliseconds with three decimals and a point. `attempt` counts the race's probes from 1, `sent_at_ms`
    /// counts from the race's begin, and what a probe does not have is empty. Lines end in CR LF, and no text begins
    /// like a formula, so that a spreadsheet calculates nothing when it opens the file.
    pub fn to_csv(&self) -> String {
        let names: Vec<RegionName> = self.reports().into_iter().map(|it| it.name).collect();
        table(self.attempts(), &names)
    }
}

fn table(attempts: &[Attempt], names: &[RegionName]) -> String {
    let mut table = String::new();
    push_line(&mut table, &COLUMNS.map(Cow::Borrowed));
    for (place, attempt) in attempts.iter().enumerate() {
        let region = names.get(attempt.entrant).map(RegionName::as_str);
        push_line(
            &mut table,
            &cells(place + 1, region.unwrap_or_default(), attempt),
        );
    }
    table
}

fn cells<'a>(number: usize, region: &'a str, attempt: &Attempt) -> [Cow<'a, str>; COLUMNS.len()] {
    let (outcome, reading, failure) = taken_apart(attempt.outcome);
    let time = |time: Option<Duration>| Cow::Owned(time.map(milliseconds).unwrap_or_default());
    [
        Cow::Borrowed(region),
        Cow::Owned(number.to_string()),
        time(Some(attempt.sent_at)),
        Cow::Borrowed(match attempt.connection {
            Connection::Shared => "shared",
            Connection::Own => "own",
        }),
        Cow::Borrowed(if attempt.cold { "true" } else { "false" }),
        Cow::Borrowed(outcome),
        time(reading.map(|it| it.total)),
        time(reading.and_then(|it| it.exchange)),
        time(reading.and_then(|it| it.handshake)),
        Cow::Borrowed(match reading.map(|it| it.clock) {
            Some(Clock::Recorded) => "recorded",
            Some(Clock::Observed) => "observed",
            None => "",
        }),
        Cow::Owned(failure.map(|it| it.to_string()).unwrap_or_default()),
    ]
}

fn taken_apart(outcome: Outcome) -> (&'static str, Option<Reading>, Option<ProbeFailure>) {
    match outcome {
        Outcome::Pending => ("pending", None, None),
        Outcome::Answered(reading) => ("answered", Some(reading), None),
        Outcome::Failed(failure) => ("failed", None, Some(failure)),
        Outcome::Abandoned => ("abandoned", None, None),
    }
}

/// In whole numbers: exact, and small in a browser module.
fn milliseconds(time: Duration) -> String {
    let rounded = time.saturating_add(Duration::from_nanos(500));
    let whole = Timespan::from(rounded).whole_milliseconds();
    format!("{whole}.{:03}", rounded.subsec_micros() % 1000)
}

fn push_line(table: &mut String, cells: &[Cow<'_, str>; COLUMNS.len()]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            table.push(',');
        }
        push_cell(table, cell);
    }
    table.push_str("\r\n");
}

/// Writes a cell so that every reader takes it for a text: in quotes where RFC 4180 asks for them, and with an
/// apostrophe before what a spreadsheet would take for a formula.
fn push_cell(table: &mut String, cell: &str) {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = cell.contains([',', '"', '\r', '\n']);
    if quoted {
        table.push('"');
    }
    if formula {
        table.push('\'');
    }
    if quoted {
        table.push_str(&cell.replace('"', "\"\""));
        table.push('"');
    } else {
        table.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::push_cell;

    /// No region's name and no failure of today needs all of this; those of tomorrow may.
    #[test]
    fn every_text_becomes_one_harmless_cell() {
        for (text, cell) in [
            ("", ""),
            ("westeurope", "westeurope"),
            ("3.5", "3.5"),
            ("a, b", "\"a, b\""),
            ("the \"near\" one", "\"the \"\"near\"\" one\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            (
                "=HYPERLINK(\"https://x\",1)",
                "\"'=HYPERLINK(\"\"https://x\"\",1)\"",
            ),
            ("a=b", "a=b"),
        ] {
            let mut table = String::new();
            push_cell(&mut table, text);
            assert_eq!(table, cell, "{text:?}");
        }
    }
}
