use std::io::{IsTerminal as _, Write as _, stderr};

use remote_rendering_client::probe::{Race, State};

/// Goes to the begin of the line and wipes it.
const WIPE: &str = "\r\x1b[2K";

/// One line on a terminal that says how the race stands. Elsewhere it would only fill a log.
#[derive(Debug)]
pub(super) struct Progress {
    shown: bool,
    last: String,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            shown: stderr().is_terminal(),
            last: String::new(),
        }
    }

    pub(super) fn show(&mut self, race: &Race) {
        if self.shown {
            let line = line(race);
            if line != self.last {
                // A terminal that is gone needs no progress.
                let _ = write!(stderr(), "{WIPE}{line}");
                self.last = line;
            }
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if !self.last.is_empty() {
            let _ = write!(stderr(), "{WIPE}");
        }
    }
}

fn line(race: &Race) -> String {
    let reports = race.reports();
    let racing = reports
        .iter()
        .filter(|it| matches!(it.state, State::Racing));
    let counts = format!(
        "{} of {} regions in the race, {} requests",
        racing.count(),
        reports.len(),
        race.attempts().len()
    );
    let Some(leader) = race.provisional().and_then(|place| reports.get(place)) else {
        return format!("waiting for the first answer: {counts}");
    };
    match leader.round_trip {
        Some(round_trip) => format!(
            "{} leads at {}: {counts}",
            leader.name,
            super::words::milliseconds(round_trip.best)
        ),
        None => format!("{} has answered first: {counts}", leader.name),
    }
}
