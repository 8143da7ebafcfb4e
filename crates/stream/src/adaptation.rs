//! Which pictures renderer, encoder and link can follow.

use std::time::{Duration, Instant};

use crate::{BitRate, Picture};

/// Chooses the size and the frame rate of moving pictures, so that renderer, encoder and link keep up.
///
/// A picture becomes smaller at once when it must, and larger when for some seconds there was room for it with something to
/// spare: a change of size costs a key frame. A still picture has all the time that it needs, so it has the wanted size.
#[derive(Debug, Default)]
pub struct Adaptation {
    /// How far the picture is made smaller: an index of [`SCALES`].
    step: usize,
    /// Since when there is room for a larger one.
    room_since: Option<Instant>,
    /// How long a picture takes, per pixel.
    pixel: Option<f64>,
}

/// What is wanted, and what there is for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions {
    /// The width that is wanted, in the device's pixels.
    pub width: u16,
    /// The height that is wanted.
    pub height: u16,
    /// The frame rate that is wanted at most.
    pub frames_per_second: f32,
    /// What frames may take.
    pub allowed: BitRate,
    /// Whether anything moves.
    pub moving: bool,
    /// How the last picture went.
    pub last: Option<Effort>,
}

/// How long a picture took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// The time in which no other could be made: rendering and encoding one after the other, or the longer of both where they
    /// go on at the same time.
    pub time: Duration,
    /// The picture's width.
    pub width: u16,
    /// Its height.
    pub height: u16,
}

/// The pictures to make.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// In pixels, even.
    pub width: u16,
    /// In pixels, even.
    pub height: u16,
    /// How many pictures a second.
    pub frames_per_second: f32,
    /// What they may take.
    pub bit_rate: BitRate,
}

/// What a picture's sides are multiplied with.
const SCALES: [f64; 5] = [1.0, 0.75, 0.5, 0.375, 0.25];

/// The frame rates. Even ones are smoother on a screen of 60 Hz than what comes out just so.
const RATES: [f32; 8] = [60.0, 30.0, 20.0, 15.0, 10.0, 6.0, 4.0, 2.0];

/// A picture becomes smaller before it comes less often than this.
const FLUENT: f32 = 20.0;

/// The share of the time that pictures may take; the rest is for everything else.
const BUSY: f64 = 0.9;

/// How many bits a pixel needs for a moving picture that one likes to look at.
const BITS_PER_PIXEL: f64 = 0.04;

/// With more than this a pixel does not become any better.
const ENOUGH_BITS_PER_PIXEL: f64 = 0.35;

/// How much more than it needs there must be before a picture becomes larger.
const SPARE: f64 = 1.4;

/// For how long there must be room before a picture becomes larger.
const ROOM: Duration = Duration::from_secs(3);

/// The weight of a new picture in the time that pictures take: one that took long is no reason, three are.
const WEIGHT: f64 = 0.2;

impl Adaptation {
    /// The pictures to make from now on. To be asked before each.
    pub fn plan(&mut self, conditions: &Conditions, now: Instant) -> Plan {
        if let Some(last) = conditions.last {
            self.learn(last);
        }
        while self.step + 1 < SCALES.len() && !self.fits(conditions, self.step, 1.0) {
            self.step += 1;
            self.room_since = None;
        }
        if self.step == 0 || !self.fits(conditions, self.step - 1, SPARE) {
            self.room_since = None;
        } else if now.saturating_duration_since(*self.room_since.get_or_insert(now)) >= ROOM {
            self.step -= 1;
            self.room_since = None;
        }
        let step = if conditions.moving { self.step } else { 0 };
        let (width, height) = size(conditions, step);
        let frames_per_second = self.frame_rate(conditions, step);
        let enough = pixels(width, height) * f64::from(frames_per_second) * ENOUGH_BITS_PER_PIXEL;
        Plan {
            width,
            height,
            frames_per_second,
            bit_rate: conditions.allowed.min(BitRate::from_f64(enough)),
        }
    }

    fn learn(&mut self, last: Effort) {
        let pixel = last.time.as_secs_f64() / pixels(last.width, last.height).max(1.0);
        self.pixel = Some(match self.pixel {
            Some(before) => before + WEIGHT * (pixel - before),
            None => pixel,
        });
    }

    /// Whether pictures of that size come often enough, with `spare` times of what they need.
    fn fits(&self, conditions: &Conditions, step: usize, spare: f64) -> bool {
        let fluent = conditions.frames_per_second.min(FLUENT);
        let (width, height) = size(conditions, step);
        let needed = pixels(width, height) * f64::from(fluent) * BITS_PER_PIXEL * spare;
        let enough_bits = f64::from(conditions.allowed.bits()) >= needed;
        enough_bits && self.possible(conditions, step) >= f64::from(fluent) * spare
    }

    /// How many pictures of that size can be made in a second.
    fn possible(&self, conditions: &Conditions, step: usize) -> f64 {
        let (width, height) = size(conditions, step);
        let time = self.pixel.map(|pixel| pixel * pixels(width, height));
        time.filter(|time| *time > 0.0)
            .map_or(f64::INFINITY, |time| BUSY / time)
    }

    /// The highest rate that can be followed.
    fn frame_rate(&self, conditions: &Conditions, step: usize) -> f32 {
        let (width, height) = size(conditions, step);
        let by_bits =
            f64::from(conditions.allowed.bits()) / (pixels(width, height) * BITS_PER_PIXEL);
        let possible = self.possible(conditions, step).min(by_bits);
        let wanted = conditions.frames_per_second;
        let rates = RATES.into_iter().filter(|rate| *rate < wanted);
        [wanted]
            .into_iter()
            .chain(rates)
            .find(|rate| f64::from(*rate) <= possible)
            .unwrap_or(RATES[RATES.len() - 1].min(wanted))
    }
}

/// The wanted size made smaller by a step, within what can be encoded, with even sides.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides are within what can be encoded"
)]
fn size(conditions: &Conditions, step: usize) -> (u16, u16) {
    let (width, height) = (f64::from(conditions.width), f64::from(conditions.height));
    let (long, short) = (width.max(height).max(1.0), width.min(height).max(1.0));
    let most = (f64::from(Picture::LONGEST) / long).min(f64::from(Picture::LONGEST_SHORT) / short);
    let scale = most.min(1.0) * SCALES[step];
    let side = |side: f64| {
        let even = (side * scale / 2.0 + 1e-9).floor() as u16 * 2;
        even.clamp(Picture::SHORTEST, Picture::LONGEST)
    };
    (side(width), side(height))
}

fn pixels(width: u16, height: u16) -> f64 {
    f64::from(width) * f64::from(height)
}
