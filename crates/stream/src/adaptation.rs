//! Which pictures renderer, encoder and link can follow.

use std::time::{Duration, Instant};

use crate::{BitRate, Picture};

/// Chooses the size and the frame rate of moving pictures, so that renderer, encoder and link keep up.
///
/// Of the sizes it takes the one that is best, by one measure of how large pictures are and how often they can come
/// ([`WORTH`] and [`fluency`]). So detail is kept as long as pictures come some 12 times a second, and more bits or less time
/// never make anything worse. A picture becomes smaller at once, and larger when for some seconds it would have been better
/// even with less of everything: a change of size costs a key frame. Where it turns out that smaller pictures take hardly
/// less time, as with a model of very many triangles, they are made larger again. What was measured of a larger size may hold
/// no more, as when a machine was busy only in the beginning: from time to time a larger one is tried. A still picture has all
/// the time that it needs, so it has the wanted size.
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
    /// Whether the next picture's time is the first one of its size, which room has to be made for.
    is_first: bool,
    /// When a larger picture is tried, though what was measured speaks against it.
    trial: Option<Instant>,
    /// How many were tried since what was measured last was all forgotten.
    trials: u32,
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
    /// The share of width and height that moving pictures have at least: with 1 they never become smaller.
    pub smallest_scale: f32,
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

/// What pictures of each scale are worth beside large ones that come as often.
///
/// With [`fluency`] this says when a person would rather see less: where a picture's time is that of its pixels, a full one
/// is given up below 13 a second, one of three quarters below 11, and one of half the side length, in which little can be
/// read already, below 8.
const WORTH: [f64; SCALES.len()] = [1.0, 0.81, 0.6, 0.435];

/// The frame rates. Even ones are smoother on a screen of 60 Hz than what comes out just so.
const RATES: [f32; 13] = [
    60.0, 30.0, 24.0, 20.0, 15.0, 12.0, 10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0,
];

/// No picture becomes smaller to come more often than this.
const FLUENT: f64 = 24.0;

/// The frame rate from which on more of it is worth less and less.
const SMOOTH: f64 = 10.0;

/// The share of the time that pictures may take; the rest is for everything else.
const BUSY: f64 = 0.9;

/// How many bits a pixel needs for a moving picture that one likes to look at.
const BITS_PER_PIXEL: f64 = 0.04;

/// With more than this a pixel does not become any better.
const ENOUGH_BITS_PER_PIXEL: f64 = 0.35;

/// A picture becomes larger only if it would be better with so many times fewer bits and longer times, too.
const SPARE: f64 = 1.4;

/// A smaller picture that takes more than this share of the time was of no use.
const HELPED: f64 = 0.85;

/// By which factor a picture's time changes when the scene has.
const CHANGED: f64 = 1.5;

/// For how long there must be room before a picture becomes larger.
const ROOM: Duration = Duration::from_secs(3);

/// After how long a larger picture is tried that was too slow before. Each further trial waits twice as long.
const TRIAL: Duration = Duration::from_secs(4);

/// As often the waiting is made longer.
const TRIALS: u32 = 4;

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
        let smallest = smallest_step(conditions.smallest_scale);
        if self.step > smallest {
            self.go(smallest);
        }
        self.shrink(conditions, smallest);
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

    fn shrink(&mut self, conditions: &Conditions, smallest: usize) {
        let mut step = self.step;
        while step < smallest && self.is_better(conditions, step + 1, step, 1.0) {
            // For bits at once. For time only from one whose time was measured: that smaller ones take less is a guess.
            let lacks_bits = carried(self.wanted, step, conditions) < self.possible(step);
            if !lacks_bits && self.times[step].is_none() {
                break;
            }
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
        if self.was_of_no_use() && self.is_better(conditions, larger, self.step, 1.0) {
            return self.go(larger);
        }
        if !self.is_better(conditions, larger, self.step, SPARE) {
            self.room_since = None;
            if self.may_try(conditions, larger, now) {
                self.go(larger);
                self.times[larger] = None;
            }
        } else if now.saturating_duration_since(*self.room_since.get_or_insert(now)) >= ROOM {
            self.go(larger);
        }
    }

    /// Whether it is time to try a larger picture, which only its time speaks against.
    fn may_try(&mut self, conditions: &Conditions, larger: usize, now: Instant) -> bool {
        let rate = self
            .possible(self.step)
            .min(carried(self.wanted, larger, conditions));
        let at_best = WORTH[larger] * fluency(rate.min(conditions.frames_per_second.into()));
        if at_best <= self.quality(conditions, self.step, 1.0) {
            return false;
        }
        let wait = TRIAL * (1 << self.trials.min(TRIALS));
        let is_due = now >= *self.trial.get_or_insert(now + wait);
        if is_due {
            self.trials += 1;
        }
        is_due
    }

    fn go(&mut self, step: usize) {
        self.step = step;
        self.room_since = None;
        self.reference = None;
        self.is_first = true;
        self.trial = None;
    }

    fn learn(&mut self, last: Effort) {
        let step =
            (0..SCALES.len()).find(|step| size(self.wanted, *step) == (last.width, last.height));
        let Some(step) = step else {
            return;
        };
        if step == self.step && std::mem::take(&mut self.is_first) {
            return;
        }
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
        self.trial = None;
        self.trials = 0;
    }

    /// How long a picture takes, in seconds: as measured, or as the nearest that was, by their pixels.
    fn time(&self, step: usize) -> Option<f64> {
        let nearest = (0..SCALES.len())
            .filter(|other| self.times[*other].is_some())
            .min_by_key(|other| other.abs_diff(step))?;
        let ratio = pixels(size(self.wanted, step)) / pixels(size(self.wanted, nearest));
        self.times[nearest].map(|time| time * ratio)
    }

    /// Whether pictures of this step take hardly less time than those of the one before, as measured.
    fn was_of_no_use(&self) -> bool {
        let larger = self
            .step
            .checked_sub(1)
            .and_then(|larger| self.times[larger]);
        match (self.times[self.step], larger) {
            (Some(time), Some(larger)) => time > HELPED * larger,
            _ => false,
        }
    }

    /// Whether pictures of one step are better than those of another, if everything was so many times scarcer.
    fn is_better(&self, conditions: &Conditions, step: usize, other: usize, scarcer: f64) -> bool {
        self.quality(conditions, step, scarcer) > self.quality(conditions, other, scarcer)
    }

    /// How good pictures of that size are, as often as they can come then. It grows with the bits, and falls with the time
    /// that they take.
    fn quality(&self, conditions: &Conditions, step: usize, scarcer: f64) -> f64 {
        let rate = self.followed(conditions, step) / scarcer;
        WORTH[step] * fluency(rate.min(conditions.frames_per_second.into()))
    }

    /// How many pictures of that size renderer, encoder and link can follow in a second.
    fn followed(&self, conditions: &Conditions, step: usize) -> f64 {
        let carried = carried(self.wanted, step, conditions);
        self.possible(step).min(carried)
    }

    /// How many pictures of that size can be made in a second.
    fn possible(&self, step: usize) -> f64 {
        let time = self.time(step).filter(|time| *time > 0.0);
        time.map_or(f64::INFINITY, |time| BUSY / time)
    }

    /// The highest rate that can be followed.
    fn frame_rate(&self, conditions: &Conditions, step: usize) -> f32 {
        let followed = self.followed(conditions, step);
        let wanted = conditions.frames_per_second;
        let lower = RATES.into_iter().filter(|rate| *rate < wanted);
        let mut rates = std::iter::once(wanted).chain(lower);
        let slowest = RATES[RATES.len() - 1].min(wanted);
        rates
            .find(|rate| f64::from(*rate) <= followed)
            .unwrap_or(slowest)
    }
}

/// The step of the smallest pictures that have at least that share of both sides.
fn smallest_step(scale: f32) -> usize {
    let is_large = |step: &f64| *step >= f64::from(scale);
    SCALES.iter().rposition(is_large).unwrap_or_default()
}

/// How well one sees that something moves, from 0 to 1, at a number of pictures per second. Its logarithm grows ever more
/// slowly with that of the rate, so that what there is more of goes into larger pictures, and never into smaller ones.
fn fluency(rate: f64) -> f64 {
    // Which is 1 - e^x, and right for the lowest rates, too.
    -(-rate.min(FLUENT) / SMOOTH).exp_m1()
}

/// How many pictures of that size the way carries in a second.
fn carried(wanted: (u16, u16), step: usize, conditions: &Conditions) -> f64 {
    // Where nothing is carried the smallest are still the best.
    let bits = f64::from(conditions.allowed.bits().max(1));
    bits / (pixels(size(wanted, step)) * BITS_PER_PIXEL)
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
