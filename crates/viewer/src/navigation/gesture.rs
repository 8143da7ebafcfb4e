//! What pointers mean: mouse, pen, and up to two fingers.

use glam::DVec2;

/// What a pointer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointerKind {
    /// A mouse, or a pen, which is worked as one.
    Mouse,
    Touch,
}

/// What of a mouse is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Button {
    Main,
    /// Every other.
    Other,
}

/// A pointer that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pointer {
    pub(crate) id: i32,
    pub(crate) kind: PointerKind,
    pub(crate) button: Button,
    pub(crate) at: DVec2,
}

/// What pointers did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Gesture {
    /// Dragged to turn, by so many pixels.
    Turn(DVec2),
    /// Dragged to move aside.
    Pan(DVec2),
    /// The way to what is between two fingers becomes that much longer.
    Pinch { factor: f64, at: DVec2 },
    /// The way to what is at that point, by a wheel.
    Zoom { factor: f64, at: DVec2 },
}

/// How many pixels a line of a wheel is.
const LINE: f64 = 18.0;

/// How much of a wheel counts at once, in pixels: some mice send thousands.
const MOST: f64 = 240.0;

/// How much a pixel of a wheel zooms, as the logarithm; a notch has about 100.
const WHEEL: f64 = 0.0018;

/// Browsers tell of a pinch on a touchpad as a wheel with Ctrl, in much smaller numbers.
const PINCH: f64 = 0.01;

/// The pointers that are down, at most two.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gestures {
    down: Vec<Pointer>,
}

impl Gestures {
    /// A pointer went down. Whether it counts: a third finger does not, nor a mouse beside fingers.
    pub(crate) fn press(&mut self, pointer: Pointer) -> bool {
        // A pointer that was never told to have gone up.
        self.release(pointer.id);
        let fits = match self.down.as_slice() {
            [] => true,
            [first] => first.kind == PointerKind::Touch && pointer.kind == PointerKind::Touch,
            _ => false,
        };
        if fits && pointer.at.is_finite() {
            self.down.push(pointer);
        }
        fits
    }

    /// A pointer went up, or is lost.
    pub(crate) fn release(&mut self, id: i32) {
        self.down.retain(|pointer| pointer.id != id);
    }

    /// A pointer that is down has moved. Two fingers give both a pan and a pinch.
    pub(crate) fn drag(&mut self, id: i32, to: DVec2, shift: bool) -> [Option<Gesture>; 2] {
        let Some(place) = self.down.iter().position(|pointer| pointer.id == id) else {
            return [None, None];
        };
        if !to.is_finite() {
            return [None, None];
        }
        let from = std::mem::replace(&mut self.down[place].at, to);
        let moved = to - from;
        match self.down.as_slice() {
            [one] if shift || one.button == Button::Other => [Some(Gesture::Pan(moved)), None],
            [_] => [Some(Gesture::Turn(moved)), None],
            [one, two] => {
                let still = if place == 0 { two.at } else { one.at };
                let (before, after) = ((from - still).length(), (to - still).length());
                let factor = (before.max(1.0) / after.max(1.0)).clamp(0.5, 2.0);
                let at = (to + still) / 2.0;
                [
                    Some(Gesture::Pan(moved / 2.0)),
                    Some(Gesture::Pinch { factor, at }),
                ]
            }
            _ => [None, None],
        }
    }

    /// A wheel was turned. `mode` is the event's: pixels, lines or pages; `height` is a page's.
    pub(crate) fn wheel(
        delta: f64,
        mode: u32,
        height: f64,
        pinched: bool,
        at: DVec2,
    ) -> Option<Gesture> {
        let pixels = match mode {
            0 => delta,
            1 => delta * LINE,
            _ => delta * height,
        };
        if !pixels.is_finite() || !at.is_finite() {
            return None;
        }
        let rate = if pinched { PINCH } else { WHEEL };
        let factor = (pixels.clamp(-MOST, MOST) * rate).exp();
        Some(Gesture::Zoom {
            factor: factor.clamp(0.5, 2.0),
            at,
        })
    }
}
