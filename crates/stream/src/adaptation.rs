//! Which pictures renderer, encoder and link can follow.

use std::time::{Duration, Instant};

use crate::{BitRate, Picture};

/// Chooses the size and the frame rate of moving pictures, so that renderer, encoder and link keep up.
///
/// A picture becomes smaller at once when it must, and larger when for some seconds there was room for it with something to
/// spare: a change of size costs a key frame. Where it turns out that smaller pictures take no less time, as with a model
/// of very many triangles, they are made larger again and come less often. A still picture has all the time that it needs,
/// so it has the wanted size.
#[derive(Debug, Default)]
pub struct Adaptation {
    /// The size that is wanted.
    wanted: (u16, u16),
    /// How far the picture is made smaller: an index of [`SCALES`].
    step: usize,
    /// Since when there is room for a larger one.
    room_since: Option<Instant>,
    /// How long pictures of each step take, in seconds, as far as there were any.
    times: [Option<f64>; SCALES.len()],
    /// What a picture of the current step took when the others' times were last good.
    reference: Option<f64>,
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
    /// How the last picture went; none where there was none since the last question.
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
    /// With more than this they would not be any better.
    pub enough: BitRate,
}

/// What a picture's sides are multiplied with. What is smaller still, nobody likes to look at: it comes less often instead.
const SCALES: [f64; 4] = [1.0, 0.75, 0.5, 0.375];

/// The frame rates. Even ones are smoother on a screen of 60 Hz than what comes out just so.
const RATES: [f32; 9] = [60.0, 30.0, 24.0, 20.0, 15.0, 10.0, 6.0, 4.0, 2.0];

/// A picture becomes smaller before it comes less often than this.
const FLUENT: f32 = 24.0;

/// The share of the time that pictures may take; the rest is for everything else.
const BUSY: f64 = 0.9;

/// How many bits a pixel needs for a moving picture that one likes to look at.
const BITS_PER_PIXEL: f64 = 0.04;

/// With more than this a pixel does not become any better.
const ENOUGH_BITS_PER_PIXEL: f64 = 0.35;

/// How much more than it needs there must be before a picture becomes larger.
const SPARE: f64 = 1.4;

/// A smaller picture that takes more than this share of the time is not worth its size.
const HELPED: f64 = 0.85;

/// By which factor a picture's time changes when the scene has.
const CHANGED: f64 = 1.5;

/// For how long there must be room before a picture becomes larger.
const ROOM: Duration = Duration::from_secs(3);

/// The weight of a new picture in the time that pictures take: one that took long is no reason, three are.
const WEIGHT: f64 = 0.2;

impl Adaptation {
    /// The pictures to make from now on. To be asked before each.
    pub fn plan(&mut self, conditions: &Conditions, now: Instant) -> Plan {
        let wanted = (conditions.width, conditions.height);
        if self.wanted != wanted {
            self.wanted = wanted;
            self.forget_times();
        }
        if let Some(last) = conditions.last {
            self.learn(last);
        }
        self.shrink(conditions);
        self.grow(conditions, now);
        let step = if conditions.moving { self.step } else { 0 };
        let (width, height) = size(wanted, step);
        let frames_per_second = self.frame_rate(conditions, step);
        let pixels_per_second = pixels((width, height)) * f64::from(frames_per_second);
        let enough = BitRate::from_f64(pixels_per_second * ENOUGH_BITS_PER_PIXEL);
        Plan {
            width,
            height,
            frames_per_second,
            bit_rate: conditions.allowed.min(enough),
            enough,
        }
    }

    fn shrink(&mut self, conditions: &Conditions) {
        let last = SCALES.len() - 1;
        let mut step = self.step;
        while step < last && !self.has_bits(conditions, step, 1.0) {
            step += 1;
        }
        // For the time by one step, and only from one whose time was measured: that smaller pictures take less is a guess.
        let slow = self.times[step].is_some() && !self.is_fluent(conditions, step, 1.0);
        if step < last && slow && self.helps(step + 1) {
            step += 1;
        }
        if step != self.step {
            self.go(step);
        }
    }

    fn grow(&mut self, conditions: &Conditions, now: Instant) {
        let Some(larger) = self.step.checked_sub(1) else {
            return;
        };
        let slow = self.times[self.step].is_some() && !self.is_fluent(conditions, self.step, 1.0);
        let was_of_no_use = slow && !self.helps(self.step);
        if was_of_no_use && self.has_bits(conditions, larger, 1.0) {
            return self.go(larger);
        }
        let has_room =
            self.has_bits(conditions, larger, SPARE) && self.is_fluent(conditions, larger, SPARE);
        if !has_room {
            self.room_since = None;
        } else if now.saturating_duration_since(*self.room_since.get_or_insert(now)) >= ROOM {
            self.go(larger);
        }
    }

    fn go(&mut self, step: usize) {
        self.step = step;
        self.room_since = None;
        self.reference = None;
    }

    fn learn(&mut self, last: Effort) {
        let step =
            (0..SCALES.len()).find(|step| size(self.wanted, *step) == (last.width, last.height));
        let Some(step) = step else {
            return;
        };
        let found = last.time.as_secs_f64();
        let time = self.times[step].map_or(found, |before| before + WEIGHT * (found - before));
        self.times[step] = Some(time);
        if step != self.step {
            return;
        }
        // Another scene: what was learned of other sizes holds no more.
        let reference = *self.reference.get_or_insert(time);
        if !(reference / CHANGED..=reference * CHANGED).contains(&time) {
            self.forget_times();
            self.times[step] = Some(time);
        }
    }

    fn forget_times(&mut self) {
        self.times = [None; SCALES.len()];
        self.reference = None;
    }

    /// How long a picture takes, in seconds: as measured, or as the nearest that was, by their pixels.
    fn time(&self, step: usize) -> Option<f64> {
        let nearest = (0..SCALES.len())
            .filter(|other| self.times[*other].is_some())
            .min_by_key(|other| other.abs_diff(step))?;
        let ratio = pixels(size(self.wanted, step)) / pixels(size(self.wanted, nearest));
        self.times[nearest].map(|time| time * ratio)
    }

    /// Whether pictures of this step take less time than those of the one before, as far as is known.
    fn helps(&self, step: usize) -> bool {
        match (self.time(step), self.time(step - 1)) {
            (Some(time), Some(before)) => time <= HELPED * before,
            _ => true,
        }
    }

    /// Whether the way carries pictures of that size, with `spare` times of what they need.
    fn has_bits(&self, conditions: &Conditions, step: usize, spare: f64) -> bool {
        let fluent = f64::from(conditions.frames_per_second.min(FLUENT));
        let needed = pixels(size(self.wanted, step)) * fluent * BITS_PER_PIXEL;
        f64::from(conditions.allowed.bits()) >= needed * spare
    }

    /// Whether pictures of that size can be made often enough, `spare` times as often as they must.
    fn is_fluent(&self, conditions: &Conditions, step: usize, spare: f64) -> bool {
        self.possible(step) >= f64::from(conditions.frames_per_second.min(FLUENT)) * spare
    }

    /// How many pictures of that size can be made in a second.
    fn possible(&self, step: usize) -> f64 {
        let time = self.time(step).filter(|time| *time > 0.0);
        time.map_or(f64::INFINITY, |time| BUSY / time)
    }

    /// The highest rate that can be followed.
    fn frame_rate(&self, conditions: &Conditions, step: usize) -> f32 {
        let bits = pixels(size(self.wanted, step)) * BITS_PER_PIXEL;
        let possible = self
            .possible(step)
            .min(f64::from(conditions.allowed.bits()) / bits);
        let wanted = conditions.frames_per_second;
        let lower = RATES.into_iter().filter(|rate| *rate < wanted);
        let mut rates = std::iter::once(wanted).chain(lower);
        let slowest = RATES[RATES.len() - 1].min(wanted);
        rates
            .find(|rate| f64::from(*rate) <= possible)
            .unwrap_or(slowest)
    }
}

/// The wanted size made smaller by a step, within what can be encoded, with even sides.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides are within what can be encoded"
)]
fn size((width, height): (u16, u16), step: usize) -> (u16, u16) {
    let (width, height) = (f64::from(width), f64::from(height));
    let (long, short) = (width.max(height).max(1.0), width.min(height).max(1.0));
    let most = (f64::from(Picture::LONGEST) / long).min(f64::from(Picture::LONGEST_SHORT) / short);
    let scale = most.min(1.0) * SCALES[step];
    let side = |side: f64| {
        let even = (side * scale / 2.0 + 1e-9).floor() as u16 * 2;
        even.clamp(Picture::SHORTEST, Picture::LONGEST)
    };
    (side(width), side(height))
}

fn pixels((width, height): (u16, u16)) -> f64 {
    f64::from(width) * f64::from(height)
}
