//! How much a frame may take, said to `OpenH264` in the only way that can be changed while it runs: the time.
//!
//! The safe interface of `openh264` takes a bit rate once. In its rate control by time stamps, though, what a frame may
//! take follows from the time since the frame before: a bucket holds half a second's bits, each frame fills it, time
//! empties it, and a frame gets half of what is free. So the encoder is told a time of our own, which goes by faster
//! where frames may take more. Every change of rate holds from the next frame on and costs no key frame.

use super::BitRate;

/// The frame rate that the encoder is told. With it the free part of an empty bucket is what a first key frame takes.
const NOMINAL_FRAMES_PER_SECOND: f32 = 3.0;

/// How many times the frame size with which an encoder began its later frames may have: `OpenH264` lets no frame take more
/// than its nominal bit rate has for one.
const HEADROOM: f64 = 4.0;

/// How many frames' bits a key frame may take.
const KEY_FRAMES: f64 = 4.0;

/// Over how many frames a key frame's excess is paid back.
const PAY_BACK_FRAMES: f64 = 12.0;

/// What a frame may take at least and at most, in bits. The most keeps the encoder's own numbers within 32 bits.
const FRAME_BITS: (f64, f64) = (800.0, 3e6);

/// The time that an encoder is told, and what it makes of it.
#[derive(Debug)]
pub(super) struct Budget {
    /// What a frame may take, in bits.
    frame: f64,
    /// What the encoder was started with.
    nominal: f64,
    /// The time of the encoder, in milliseconds; 0 before the first frame.
    clock: u64,
    /// What was granted and is not yet in the clock, in bits; below zero, what was granted too early.
    owed: f64,
    /// What key frames took beyond a frame's share and is not paid back yet, in bits.
    debt: f64,
    /// What is in the encoder's bucket, in bits.
    filled: f64,
}

impl Budget {
    pub(super) fn new(rate: BitRate, frames_per_second: f32) -> Self {
        let frame = frame_bits(rate, frames_per_second);
        Self {
            frame,
            nominal: frame,
            clock: 0,
            owed: 0.0,
            debt: 0.0,
            filled: 0.0,
        }
    }

    pub(super) fn set_rate(&mut self, rate: BitRate, frames_per_second: f32) {
        self.frame = frame_bits(rate, frames_per_second);
    }

    /// Whether an encoder must be started anew to follow the rate. A key frame is one anyway, so then it is done earlier:
    /// for a first key frame `OpenH264` looks at its nominal bit rate.
    pub(super) fn outgrown(&self, key: bool) -> bool {
        let growth = self.frame / self.nominal;
        growth > HEADROOM || (key && !(0.5..=2.0).contains(&growth))
    }

    /// The bit rate that an encoder is started with.
    pub(super) fn nominal_rate(&self) -> BitRate {
        BitRate::from_f64(self.bits_per_second())
    }

    /// The frame rate that an encoder is started with.
    pub(super) fn nominal_frames_per_second() -> f32 {
        NOMINAL_FRAMES_PER_SECOND
    }

    /// The time of the next frame, in milliseconds. The first frame of an encoder has the empty bucket for itself.
    pub(super) fn next(&mut self, key: bool) -> u64 {
        if self.clock == 0 {
            // The encoder takes 0 for "no frame before".
            self.clock = 1;
            return self.clock;
        }
        self.owed += self.frame;
        if key {
            let more = (KEY_FRAMES - 1.0) * self.frame;
            self.owed += more;
            self.debt += more;
        } else {
            let back = (self.frame * (KEY_FRAMES - 1.0) / PAY_BACK_FRAMES).min(self.debt);
            self.owed -= back;
            self.debt -= back;
        }
        self.advance()
    }

    /// The time after which the frame that the encoder has left out finds room.
    pub(super) fn again(&mut self) -> u64 {
        self.advance()
    }

    fn advance(&mut self) -> u64 {
        let per_millisecond = self.bits_per_second() / 1000.0;
        let mut milliseconds = (self.owed / per_millisecond).floor().max(0.0);
        // A full bucket would make the encoder leave the frame out. It is emptied as far as that needs, on account.
        let least = self.frame / 2.0;
        let lacking = self.filled + least - self.size();
        milliseconds = milliseconds.max((lacking / per_millisecond).ceil());
        // It takes a longer time for a jump of the clock, and falls back to the nominal rate.
        milliseconds = milliseconds.clamp(0.0, 1000.0);
        let granted = milliseconds * per_millisecond;
        self.owed -= granted;
        self.filled = (self.filled - granted).max(-self.bits_per_second() / 4.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 1000"
        )]
        let whole = milliseconds as u64;
        self.clock += whole;
        self.clock
    }

    /// What the frame has taken.
    pub(super) fn took(&mut self, bytes: usize) {
        #[expect(clippy::cast_precision_loss, reason = "a frame is far below 2^52 bits")]
        let bits = bytes as f64 * 8.0;
        self.filled += bits;
    }

    /// What the encoder's bucket holds, in bits: half a second.
    fn size(&self) -> f64 {
        self.bits_per_second() / 2.0
    }

    fn bits_per_second(&self) -> f64 {
        self.nominal * HEADROOM * f64::from(NOMINAL_FRAMES_PER_SECOND)
    }
}

fn frame_bits(rate: BitRate, frames_per_second: f32) -> f64 {
    // Neither zero nor what is no number gets through.
    let frames = f64::from(frames_per_second.clamp(1.0, 240.0)).max(1.0);
    (f64::from(rate.bits()) / frames).clamp(FRAME_BITS.0, FRAME_BITS.1)
}
