//! What becomes of a picture that does not move.

use std::time::{Duration, Instant};

use remote_rendering_stream::{Sharpening, Sharpness};

/// How long nothing must move.
const STILL: Duration = Duration::from_millis(120);

/// What becomes of a picture that does not move: after a moment it is made in its best form, refined frame by frame, and
/// then left alone.
#[derive(Debug, Default)]
pub(super) struct Rest {
    state: State,
    sharpening: Sharpening,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Something has moved, at this time.
    Moved(Instant),
    /// It is being refined.
    Refined,
    /// It will not become any better, or there is none.
    #[default]
    Sharp,
}

impl Rest {
    /// When the next frame is due; none if none is.
    pub(super) fn due(&self, now: Instant) -> Option<Instant> {
        match self.state {
            State::Moved(at) => Some(at + STILL),
            State::Refined => Some(now),
            State::Sharp => None,
        }
    }

    /// Whether no frame follows unless something changes.
    pub(super) fn is_sharp(&self) -> bool {
        self.state == State::Sharp
    }

    /// A frame of what moves was encoded, with this quantizer.
    pub(super) fn moved(&mut self, quantizer: u8, now: Instant) {
        self.sharpening.next(quantizer, true, false);
        self.state = State::Moved(now);
    }

    /// A frame of the still picture was encoded; whether another would show the same picture.
    pub(super) fn refined(&mut self, quantizer: u8, whole: bool) {
        self.state = match self.sharpening.next(quantizer, false, whole) {
            Sharpness::Again => State::Refined,
            Sharpness::Sharp => State::Sharp,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_to_rest() {
        let (mut rest, now) = (Rest::default(), Instant::now());
        assert!(rest.is_sharp() && rest.due(now).is_none(), "there is none");
        rest.moved(40, now);
        assert_eq!(rest.due(now), Some(now + STILL));
        rest.refined(Sharpening::SHARP, false);
        rest.refined(30, true);
        assert_eq!(rest.due(now + STILL), Some(now + STILL));
        assert!(!rest.is_sharp());
        rest.refined(Sharpening::SHARP, true);
        assert!(rest.is_sharp() && rest.due(now).is_none());
        // Another device asks for a frame, and it is coarse.
        rest.moved(40, now);
        assert!(!rest.is_sharp());
    }

    #[test]
    fn refining_has_an_end_even_where_it_is_of_no_use() {
        let (mut rest, now) = (Rest::default(), Instant::now());
        rest.moved(51, now);
        let frames = (0..).take_while(|_| {
            rest.refined(51, true);
            !rest.is_sharp()
        });
        assert!(frames.count() < 60);
    }
}
