//! The time that what moves by itself shows.

use std::time::{Duration, Instant};

/// A clock that runs while something plays. It stands still between two pictures: what was shown last is the time at which it
/// is held.
#[derive(Debug, Default)]
pub(super) struct Playback {
    shown: Duration,
    /// When that was, while it runs.
    since: Option<Instant>,
}

impl Playback {
    /// Runs from now on, or is held.
    pub(super) fn set(&mut self, is_running: bool, now: Instant) {
        self.since = is_running.then(|| self.since.unwrap_or(now));
    }

    pub(super) fn is_running(&self) -> bool {
        self.since.is_some()
    }

    /// The time of a picture that is made now.
    pub(super) fn show(&mut self, now: Instant) -> Duration {
        if let Some(since) = &mut self.since {
            self.shown += now.saturating_duration_since(*since);
            *since = now;
        }
        self.shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_millis(250);

    #[test]
    fn time_goes_by_only_while_it_plays() {
        let (mut playback, now) = (Playback::default(), Instant::now());
        let mut show = |playing: Option<bool>, steps: u32| {
            let now = now + STEP * steps;
            if let Some(playing) = playing {
                playback.set(playing, now);
            }
            playback.show(now)
        };
        let shown = [
            show(None, 1),
            show(Some(true), 2),
            show(None, 3),
            show(Some(true), 5),
            // Held, it shows what it showed last.
            show(Some(false), 5),
            show(None, 9),
            show(Some(true), 20),
            show(None, 22),
        ];
        assert_eq!(shown, [0, 0, 1, 3, 3, 3, 3, 5].map(|steps| STEP * steps));
    }

    #[test]
    fn it_is_held_at_the_picture_that_was_shown() {
        let (mut playback, now) = (Playback::default(), Instant::now());
        playback.set(true, now);
        let shown = playback.show(now + STEP);
        playback.set(false, now + STEP * 2);
        assert_eq!(playback.show(now + STEP * 3), shown);
        assert!(!playback.is_running());
    }
}
