//! Counting tests.

use anyhow::{Result, bail};
use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Passed tests.
    pub(crate) passed: u64,
    /// Failed tests.
    pub(crate) failed: u64,
}

impl Counts {
    /// A check that is no suite counts for one test.
    pub(crate) fn check(result: Result<()>) -> Result<Self> {
        result.map(|()| Self {
            passed: 1,
            failed: 0,
        })
    }

    /// Whether nothing failed.
    pub(crate) fn is_good(&self) -> bool {
        self.failed == 0
    }

    /// Adds what a line of a test harness says, `test result: ok. 3 passed; 0 failed; …`; other
    /// lines say nothing.
    pub(super) fn add_line(&mut self, line: &str) {
        let Some((_, result)) = line.split_once("test result: ") else {
            return;
        };

        let mut number = 0;
        for word in result.split_whitespace() {
            match word.trim_end_matches(';') {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                other => number = other.parse().unwrap_or(0),
            }
        }
    }

    /// The counts of a suite that ended: a bad status without a failed test is a failure too (a
    /// suite that did not compile), and so is a suite without tests (it proves nothing).
    pub(super) fn conclude(mut self, suite: &str, status_is_good: bool) -> Result<Self> {
        if !status_is_good && self.is_good() {
            println!("{suite} ended badly, though no test failed");
            self.failed += 1;
        }
        if self == Self::default() {
            bail!("{suite} ran no test");
        }
        Ok(self)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_all_suites_add_up() {
        let mut counts = Counts::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "test session::passed ... ok",
        ] {
            counts.add_line(line);
        }
        assert_eq!(
            counts,
            Counts {
                passed: 13,
                failed: 2
            }
        );
    }

    #[test]
    fn a_suite_that_breaks_or_is_empty_fails() {
        let good = Counts {
            passed: 2,
            failed: 0,
        };
        assert_eq!(good.conclude("it", true).unwrap(), good);
        assert_eq!(good.conclude("it", false).unwrap().failed, 1);
        assert!(Counts::default().conclude("it", true).is_err());
    }
}
