//! What becomes of a picture that does not move.

use std::time::{Duration, Instant};

/// How long nothing must move.
const STILL: Duration = Duration::from_millis(120);

/// At or below this quantizer a picture is as good as it is seen.
const SHARP: u8 = 20;

/// How many frames refine a picture at most.
const MOST: u32 = 10;

/// What becomes of a picture that does not move: it is made in its best form, refined frame by frame, and left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Something has moved, at this time.
    Moving(Instant),
    /// It is being refined, by so many frames so far.
    Refining(u32),
    /// It will not become any better.
    Sharp,
}

impl Rest {
    /// When the next frame is due; none if none is.
    pub(super) fn due(self, now: Instant) -> Option<Instant> {
        match self {
            Self::Moving(since) => Some(since + STILL),
            Self::Refining(_) => Some(now),
            Self::Sharp => None,
        }
    }

    /// A frame of the still picture was encoded with this quantizer.
    pub(super) fn encoded(&mut self, quantizer: u8) {
        let frames = match self {
            Self::Refining(frames) => *frames + 1,
            Self::Moving(_) | Self::Sharp => 1,
        };
        *self = if quantizer <= SHARP || frames >= MOST {
            Self::Sharp
        } else {
            Self::Refining(frames)
        };
    }
}
