//! Reading a moment in time. `time` does it, too: every page that reads a session would load 3,500 bytes more (brotli).

const TICKS_PER_SECOND: i64 = 10_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// The ticks of 100 ns since 1970, before it negative, of a text such as `2021-05-14T16:25:13.5686988+00:00`. A leap
/// second is the last tick of the second before it.
pub(crate) fn ticks(text: &[u8]) -> Option<i64> {
    let mut rest = Rest(text);
    let year = rest.number(4)?;
    rest.one_of(b"-")?;
    let month = rest.number(2)?;
    rest.one_of(b"-")?;
    let day = rest.number(2)?;
    rest.one_of(b"Tt ")?;
    let hour = rest.number(2)?;
    rest.one_of(b":")?;
    let minute = rest.number(2)?;
    rest.one_of(b":")?;
    let second = rest.number(2)?;
    let fraction = rest.fraction()?;
    let offset = rest.offset()?;
    let is_day = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !is_day || hour > 23 || minute > 59 || second > 60 || !rest.0.is_empty() {
        return None;
    }
    let today = days(year, month, day) * SECONDS_PER_DAY;
    let seconds = today + (hour * 60 + minute - offset) * 60 + second;
    if second < 60 {
        return Some(seconds * TICKS_PER_SECOND + fraction);
    }
    // There are some at the end of months only, wherever they are told.
    let this_month = days(year, month, 1);
    let ends = [this_month, this_month + days_in(year, month)];
    let is_end = ends.iter().any(|end| end * SECONDS_PER_DAY == seconds);
    is_end.then(|| seconds * TICKS_PER_SECOND - 1)
}

/// Days from 1970-01-01, in the calendar that counts as if it had always been in use.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March: the day that some of them lack is their last one.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// What is not read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn one_of(&mut self, these: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        these.contains(first).then_some(*first)
    }

    fn digit(&mut self) -> Option<i64> {
        let (first, rest) = self.0.split_first()?;
        let digit = first.is_ascii_digit().then(|| i64::from(first - b'0'))?;
        self.0 = rest;
        Some(digit)
    }

    fn number(&mut self, digits: u32) -> Option<i64> {
        let mut number = 0;
        for _ in 0..digits {
            number = number * 10 + self.digit()?;
        }
        Some(number)
    }

    /// The ticks of a fraction, if there is one. What is finer is cut.
    fn fraction(&mut self) -> Option<i64> {
        if self.0.first() != Some(&b'.') {
            return Some(0);
        }
        self.one_of(b".")?;
        let mut unit = TICKS_PER_SECOND / 10;
        let mut ticks = self.digit()? * unit;
        while let Some(digit) = self.digit() {
            unit /= 10;
            ticks += digit * unit;
        }
        Some(ticks)
    }

    /// The minutes by which the text's clock is ahead.
    fn offset(&mut self) -> Option<i64> {
        let sign = self.one_of(b"Zz+-")?;
        if sign.eq_ignore_ascii_case(&b'Z') {
            return Some(0);
        }
        let hours = self.number(2)?;
        self.one_of(b":")?;
        let minutes = self.number(2)?;
        let offset = (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?;
        Some(if sign == b'-' { -offset } else { offset })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{OffsetDateTime, format_description::well_known::Rfc3339};

    use super::*;

    /// How `time` reads it.
    fn by_time(text: &str) -> Option<i64> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        Some(moment.unix_timestamp() * TICKS_PER_SECOND + i64::from(moment.nanosecond() / 100))
    }

    #[test]
    fn texts_are_read_as_time_reads_them() {
        for text in [
            "2021-05-14T16:25:13.5686988+00:00",
            "1970-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.99999999999z",
            "2000-02-29t23:59:59-23:59",
            "2021-05-14 16:25:13Z",
            "2016-12-31T23:59:60Z",
            "2017-01-01T00:59:60.5+01:00",
            "2016-12-31T22:59:60-01:00",
            "2016-02-29T23:59:60Z",
        ] {
            assert!(ticks(text.as_bytes()).is_some(), "{text}");
            assert_eq!(ticks(text.as_bytes()), by_time(text), "{text}");
        }
        for text in [
            "",
            "2021-05-14",
            "2021-05-14T16:25:13",
            "2021-05-14T16:25:13.Z",
            "2021-05-14T16:25Z",
            "2021-5-14T16:25:13Z",
            "2021-02-29T16:25:13Z",
            "1900-02-29T16:25:13Z",
            "2021-13-14T16:25:13Z",
            "2021-00-14T16:25:13Z",
            "2021-05-00T16:25:13Z",
            "2021-04-31T16:25:13Z",
            "2021-05-14T24:00:00Z",
            "2021-05-14T16:60:13Z",
            "2021-05-14T16:25:61Z",
            "2016-12-30T23:59:60Z",
            "2016-12-31T23:58:60Z",
            "2021-05-14T16:25:13+24:00",
            "2021-05-14T16:25:13+00:60",
            "2021-05-14T16:25:13+0000",
            "2021-05-14T16:25:13Z ",
            "2021-05-14T16:25:13\u{e9}",
        ] {
            assert_eq!(ticks(text.as_bytes()), None, "{text}");
            assert_eq!(by_time(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_such_text_is_read_as_time_reads_it(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,9})?(Z|z|[+-][0-2][0-9]:[0-6][0-9])"
        ) {
            prop_assert_eq!(ticks(text.as_bytes()), by_time(&text));
        }

        #[test]
        fn any_text_is_read_as_time_reads_it(text in ".{0,40}") {
            prop_assert_eq!(ticks(text.as_bytes()), by_time(&text));
        }

        /// Most days of months end at an hour that another clock calls the next day.
        #[test]
        fn leap_seconds_are_where_time_has_them(year in 1970..2100i64, month in 1..=12i64, day in 27..=31i64, offset in "[+-](00|01):(00|30)") {
            for clock in ["23:59", "00:59", "22:59", "00:29", "23:29"] {
                for day in [day, 1] {
                    let text = format!("{year}-{month:02}-{day:02}T{clock}:60{offset}");
                    prop_assert_eq!(ticks(text.as_bytes()), by_time(&text), "{}", text);
                }
            }
        }
    }
}
