//! Where the person is, and where on the way.

use glam::{DQuat, DVec2, DVec3};
use remote_rendering_protocol::device::{Camera, ModelInfo};

use super::{
    Gesture,
    keys::Held,
    pose::{FARTHEST, Lens, NEAREST, Pose},
};
use crate::state::Navigation;

/// In which time two thirds of the way to where a wheel or a key leads are made: enough to take the jerks out of them, and
/// little beside the time that a picture takes to come.
const DAMPING: f64 = 40.0;

/// How long the way to a new view of everything takes.
const FLIGHT: f64 = 400.0;

/// The longest step of time that is made at once: after a pause nothing jumps.
const LONGEST_STEP: f64 = 100.0;

/// From the lowest to the highest row: 50 degrees.
const FIELD_OF_VIEW: f64 = 0.872_664_6;

/// From where everything is seen first: a little from the right and from above.
const FIRST: (f64, f64) = (0.6, -0.35);

/// How much larger the picture is than what is fitted into it.
const MARGIN: f64 = 1.15;

/// How fast held keys turn, in radians per second.
const TURN: f64 = 1.6;

/// How much of what can be seen at once held keys move or walk through in a second.
const STRIDE: f64 = 0.6;

/// How much nearer held keys come in a second, as the logarithm.
const ZOOM: f64 = 1.2;

/// How much faster one walks with Shift.
const FASTER: f64 = 4.0;

/// What one key, touched for a moment, does at least: as if it was held for so many milliseconds.
const TOUCH: f64 = 40.0;

/// A box around something, by its lowest and its highest corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Box3 {
    low: DVec3,
    high: DVec3,
}

impl Box3 {
    /// Around all of the models; none where there is nothing to see.
    pub(crate) fn around(models: &[ModelInfo]) -> Option<Self> {
        let boxes = models.iter().filter_map(|model| {
            let corner = |corner: Option<[f32; 3]>| {
                corner
                    .map(|at| DVec3::from(at.map(f64::from)))
                    .filter(|at| at.is_finite())
            };
            Some(Self {
                low: corner(model.low)?,
                high: corner(model.high)?,
            })
        });
        boxes.reduce(|one, other| Self {
            low: one.low.min(other.low),
            high: one.high.max(other.high),
        })
    }

    fn middle(&self) -> DVec3 {
        (self.low + self.high) / 2.0
    }

    /// From the middle, in the directions of an eye that is turned so.
    fn corners(&self, rotation: DQuat) -> impl Iterator<Item = DVec3> {
        let half = (self.high - self.low) / 2.0;
        (0..8).map(move |bits| {
            let side = |bit: i32| if bits & bit == 0 { -1.0 } else { 1.0 };
            rotation.inverse() * (half * DVec3::new(side(1), side(2), side(4)))
        })
    }

    fn radius(&self) -> f64 {
        ((self.high - self.low).length() / 2.0).clamp(NEAREST * 10.0, FARTHEST / 100.0)
    }
}

/// The way to another view, which takes its time.
#[derive(Clone, Copy, Debug)]
struct Flight {
    from: Pose,
    passed: f64,
}

/// Where the person is.
#[derive(Clone, Debug)]
pub(crate) struct Navigator {
    current: Pose,
    goal: Pose,
    flight: Option<Flight>,
    lens: Lens,
    mode: Navigation,
    bounds: Option<Box3>,
    /// How far the pivot was when walking began.
    ahead: f64,
    /// Everything moves at once.
    still: bool,
}

impl Navigator {
    pub(crate) fn new() -> Self {
        let start = Pose {
            pivot: DVec3::ZERO,
            distance: 4.0,
            yaw: FIRST.0,
            pitch: FIRST.1,
        };
        Self {
            current: start,
            goal: start,
            flight: None,
            lens: Lens {
                field_of_view: FIELD_OF_VIEW,
                size: DVec2::new(16.0, 9.0),
            },
            mode: Navigation::Orbit,
            bounds: None,
            ahead: start.distance,
            still: false,
        }
    }

    /// Whether the person asks for less motion: then nothing flies and nothing glides.
    pub(crate) fn set_still(&mut self, still: bool) {
        self.still = still;
    }

    pub(crate) fn set_size(&mut self, width: f64, height: f64) {
        self.lens.size = DVec2::new(width, height).max(DVec2::ONE);
    }

    pub(crate) fn set_bounds(&mut self, bounds: Option<Box3>) {
        self.bounds = bounds;
    }

    pub(crate) fn mode(&self) -> Navigation {
        self.mode
    }

    /// Changes how the person moves; the view stays.
    pub(crate) fn set_mode(&mut self, mode: Navigation) {
        if mode == self.mode {
            return;
        }
        self.mode = mode;
        self.flight = None;
        if mode == Navigation::Walk {
            self.ahead = self.goal.distance;
            self.goal = self.goal.at_eye();
            self.current = self.current.at_eye();
        } else {
            let ahead = self.ahead.clamp(self.distances().0, self.distances().1);
            self.goal = self.goal.around(ahead);
            self.current = self.current.around(ahead);
        }
    }

    /// Takes in what pointers did. What a hand drags follows it at once: the picture takes its time to come anyway.
    pub(crate) fn take(&mut self, gesture: Gesture) {
        self.land();
        let before = self.goal;
        match (gesture, self.mode) {
            (Gesture::Turn(by), Navigation::Orbit) => self.turn(-by * self.turn_of_pixel()),
            (Gesture::Turn(by), Navigation::Walk) => self.turn(-by * self.lens.pixel_at(1.0)),
            (Gesture::Pan(by), _) => self.pan(by),
            (Gesture::Pinch { factor, at } | Gesture::Zoom { factor, at }, mode) => match mode {
                Navigation::Orbit => self.zoom(factor, at),
                Navigation::Walk => self.advance(factor, at),
            },
        }
        if !matches!(gesture, Gesture::Zoom { .. }) {
            let moved = self.current.moved(&before, &self.goal);
            self.current = self.current.bounded(&moved, self.distances());
        }
    }

    /// The whole height is half a turn.
    fn turn_of_pixel(&self) -> f64 {
        std::f64::consts::PI / self.lens.size.y
    }

    /// To the left and upwards, in radians.
    fn turn(&mut self, by: DVec2) {
        let wanted = Pose {
            yaw: self.goal.yaw + by.x,
            pitch: self.goal.pitch + by.y,
            ..self.goal
        };
        self.aim(wanted);
    }

    /// What is under the pointer follows it.
    fn pan(&mut self, by: DVec2) {
        let length = self.lens.pixel_at(self.reach());
        self.shift(DVec3::new(-by.x, by.y, 0.0) * length);
    }

    /// By that much in the eye's own directions.
    fn shift(&mut self, by: DVec3) {
        let pivot = self.goal.pivot + self.goal.rotation() * by;
        self.aim(Pose { pivot, ..self.goal });
    }

    /// So much nearer to what is under the pointer, which stays there.
    fn zoom(&mut self, factor: f64, at: DVec2) {
        let from = self.goal.distance;
        let (nearest, farthest) = self.distances();
        let distance = (from * factor).clamp(nearest, farthest);
        let under = self.lens.ray(at) * from + DVec3::new(0.0, 0.0, from);
        let aside = self.goal.rotation() * (under * (1.0 - distance / from));
        self.aim(Pose {
            pivot: self.goal.pivot + aside,
            distance,
            ..self.goal
        });
    }

    /// Walks towards what is under the pointer.
    fn advance(&mut self, factor: f64, at: DVec2) {
        let length = self.reach() * (1.0 - factor.clamp(0.2, 5.0));
        self.shift(self.lens.ray(at).normalize_or_zero() * length);
    }

    /// What keys do that are held for that long.
    fn hold(&mut self, keys: &Held, milliseconds: f64) {
        self.land();
        let seconds = milliseconds / 1000.0;
        let stride = self.reach() * STRIDE * seconds;
        match self.mode {
            Navigation::Orbit => {
                if keys.shift {
                    self.shift(DVec3::new(keys.turn.x, keys.turn.y, 0.0) * stride);
                } else {
                    // The arrow says where the eye goes: to the right of what it looks at.
                    self.turn(DVec2::new(keys.turn.x, -keys.turn.y) * TURN * seconds);
                }
                if keys.zoom != 0.0 {
                    self.zoom((-keys.zoom * ZOOM * seconds).exp(), self.lens.size / 2.0);
                }
            }
            Navigation::Walk => {
                let faster = if keys.shift { FASTER } else { 1.0 };
                self.shift(keys.walk * stride * faster);
            }
        }
    }

    /// A key was touched.
    pub(crate) fn touch(&mut self, keys: &Held) {
        self.hold(keys, TOUCH);
    }

    /// Everything into the picture, from the same side.
    pub(crate) fn fit(&mut self) {
        let (yaw, pitch) = (self.goal.yaw, self.goal.pitch);
        self.fly(yaw, pitch);
    }

    /// The view of the beginning.
    pub(crate) fn reset(&mut self) {
        self.fly(FIRST.0 + self.goal.turns(), FIRST.1);
    }

    fn fly(&mut self, yaw: f64, pitch: f64) {
        let bounds = self.bounds.unwrap_or(Box3 {
            low: -DVec3::ONE,
            high: DVec3::ONE,
        });
        let mut view = Pose {
            pivot: bounds.middle(),
            distance: 0.0,
            yaw,
            pitch,
        };
        let distance = self
            .lens
            .distance_of(bounds.corners(view.rotation()), MARGIN);
        view.distance = distance.max(bounds.radius() * MARGIN);
        self.ahead = view.distance;
        let from = self.current;
        self.aim(if self.mode == Navigation::Walk {
            view.at_eye()
        } else {
            view
        });
        if self.still {
            self.current = self.goal;
        } else {
            self.flight = Some(Flight { from, passed: 0.0 });
        }
    }

    /// At once, not by a flight.
    pub(crate) fn jump(&mut self) {
        self.current = self.goal;
        self.flight = None;
    }

    /// Whoever moves ends a flight where it is.
    fn land(&mut self) {
        if self.flight.take().is_some() {
            self.goal = self.current;
        }
    }

    fn aim(&mut self, wanted: Pose) {
        self.goal = self.goal.bounded(&wanted, self.distances());
    }

    /// How far one sees about: what panning and walking go by.
    fn reach(&self) -> f64 {
        match self.mode {
            Navigation::Orbit => self.goal.distance,
            Navigation::Walk => self.bounds.map_or(1.0, |bounds| bounds.radius()),
        }
    }

    /// The distance of what is looked at, to take the picture for flat.
    pub(crate) fn depth(&self) -> f64 {
        self.current.depth(self.reach())
    }

    /// The shortest and the longest way to the pivot.
    pub(crate) fn distances(&self) -> (f64, f64) {
        let radius = self.bounds.map_or(1.0, |bounds| bounds.radius());
        ((radius * 1e-3).max(NEAREST), (radius * 40.0).min(FARTHEST))
    }

    /// Goes on for that many milliseconds. Whether it has not come to rest.
    pub(crate) fn step(&mut self, passed: f64, keys: &Held) -> bool {
        let passed = if passed.is_finite() {
            passed.clamp(0.0, LONGEST_STEP)
        } else {
            0.0
        };
        if keys.any() {
            self.hold(keys, passed);
        }
        if let Some(flight) = &mut self.flight {
            flight.passed += passed;
            let part = (flight.passed / FLIGHT).min(1.0);
            // Slow, fast, slow.
            let part = part * part * (3.0 - 2.0 * part);
            self.current = flight.from.towards(&self.goal, part);
            if part < 1.0 {
                return true;
            }
            self.flight = None;
        }
        let part = if self.still {
            1.0
        } else {
            1.0 - (-passed / DAMPING).exp()
        };
        self.current = self.current.towards(&self.goal, part);
        if !self.current.is_near(&self.goal, self.depth()) {
            return true;
        }
        self.current = self.goal;
        keys.any()
    }

    /// What is seen now, with that number.
    pub(crate) fn camera(&self, sequence: u32) -> Camera {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "bounded; the wire has 32 bits"
        )]
        let narrow = |number: f64| number as f32;
        Camera {
            sequence,
            position: self.current.eye().to_array().map(narrow),
            rotation: self.current.rotation().to_array().map(narrow),
            field_of_view: narrow(self.lens.field_of_view),
        }
    }
}
