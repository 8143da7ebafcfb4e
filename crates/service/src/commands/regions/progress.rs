use remote_rendering_client::probe::{Race, State};

use crate::commands::status_line::StatusLine;

/// How the race stands, on a terminal.
#[derive(Debug)]
pub(super) struct Progress(StatusLine);

impl Progress {
    pub(super) fn new() -> Self {
        Self(StatusLine::new())
    }

    pub(super) fn show(&mut self, race: &Race) {
        self.0.show(|| line(race));
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
