use std::io::{IsTerminal as _, Write as _, stderr};

/// Goes to the begin of the line and wipes it.
const WIPE: &str = "\r\x1b[2K";

/// One line on a terminal that says how something stands. Elsewhere it would only fill a log. Wiped when dropped.
#[derive(Debug)]
pub(crate) struct StatusLine {
    shown: bool,
    last: String,
}

impl StatusLine {
    /// A line on standard error, if that is a terminal.
    pub(crate) fn new() -> Self {
        Self {
            shown: stderr().is_terminal(),
            last: String::new(),
        }
    }

    /// A line that is never shown.
    pub(crate) fn hidden() -> Self {
        Self {
            shown: false,
            last: String::new(),
        }
    }

    pub(crate) fn show(&mut self, line: impl FnOnce() -> String) {
        if self.shown {
            let line = line();
            if line != self.last {
                // A terminal that is gone needs no progress.
                let _ = write!(stderr(), "{WIPE}{line}");
                self.last = line;
            }
        }
    }
}

impl Drop for StatusLine {
    fn drop(&mut self) {
        if !self.last.is_empty() {
            let _ = write!(stderr(), "{WIPE}");
        }
    }
}
