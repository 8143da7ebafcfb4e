//! What keys mean.

use glam::{DVec2, DVec3};

use crate::state::Navigation;

/// A key as the browser tells it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'a> {
    /// Where it is on the keyboard: `KeyW` is above `KeyS` in every layout.
    pub(crate) code: &'a str,
    /// What it writes.
    pub(crate) text: &'a str,
}

/// What a key does once, when it is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Fit,
    Reset,
    /// The other way to move.
    Toggle,
    /// It is held: [`Held`] knows what for.
    Hold,
}

/// What is held, as directions from -1 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Held {
    /// To the right and upwards.
    pub(super) turn: DVec2,
    /// Nearer.
    pub(super) zoom: f64,
    /// To the right, upwards, and -z forwards.
    pub(super) walk: DVec3,
    pub(super) shift: bool,
}

impl Held {
    pub(super) fn any(&self) -> bool {
        self.turn != DVec2::ZERO || self.zoom != 0.0 || self.walk != DVec3::ZERO
    }
}

/// The keys that are down.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    down: Vec<Direction>,
    shift: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Left,
    Right,
    Up,
    Down,
    Forwards,
    Backwards,
    Aside(bool),
    Rise,
    Sink,
    Nearer,
    Farther,
}

impl Keys {
    /// A key went down; what it does, if it does anything in this mode.
    pub(crate) fn press(&mut self, key: Key<'_>, shift: bool, mode: Navigation) -> Option<Command> {
        self.shift = shift;
        if let Some(direction) = direction(key, mode) {
            if !self.down.contains(&direction) {
                self.down.push(direction);
            }
            return Some(Command::Hold);
        }
        match (key.code, key.text) {
            ("KeyF", _) | (_, "f" | "F") => Some(Command::Fit),
            ("Home", _) => Some(Command::Reset),
            ("KeyM", _) | (_, "m" | "M") => Some(Command::Toggle),
            _ => None,
        }
    }

    /// A key went up.
    pub(crate) fn release(&mut self, key: Key<'_>, shift: bool) {
        self.shift = shift;
        for mode in [Navigation::Orbit, Navigation::Walk] {
            let up = direction(key, mode);
            self.down.retain(|direction| Some(*direction) != up);
        }
    }

    /// Nobody tells of keys any more.
    pub(crate) fn clear(&mut self) {
        self.down.clear();
        self.shift = false;
    }

    pub(crate) fn held(&self) -> Held {
        let mut held = Held {
            shift: self.shift,
            ..Held::default()
        };
        for direction in &self.down {
            match direction {
                Direction::Left => held.turn.x -= 1.0,
                Direction::Right => held.turn.x += 1.0,
                Direction::Up => held.turn.y += 1.0,
                Direction::Down => held.turn.y -= 1.0,
                Direction::Forwards => held.walk.z -= 1.0,
                Direction::Backwards => held.walk.z += 1.0,
                Direction::Aside(right) => held.walk.x += if *right { 1.0 } else { -1.0 },
                Direction::Rise => held.walk.y += 1.0,
                Direction::Sink => held.walk.y -= 1.0,
                Direction::Nearer => held.zoom += 1.0,
                Direction::Farther => held.zoom -= 1.0,
            }
        }
        held
    }
}

fn direction(key: Key<'_>, mode: Navigation) -> Option<Direction> {
    let walks = mode == Navigation::Walk;
    Some(match (key.code, key.text) {
        ("KeyW" | "ArrowUp", _) if walks => Direction::Forwards,
        ("KeyS" | "ArrowDown", _) if walks => Direction::Backwards,
        ("KeyA" | "ArrowLeft", _) if walks => Direction::Aside(false),
        ("KeyD" | "ArrowRight", _) if walks => Direction::Aside(true),
        ("KeyE", _) if walks => Direction::Rise,
        ("KeyQ", _) if walks => Direction::Sink,
        ("ArrowLeft", _) => Direction::Left,
        ("ArrowRight", _) => Direction::Right,
        ("ArrowUp", _) => Direction::Up,
        ("ArrowDown", _) => Direction::Down,
        (_, "+" | "=") | ("NumpadAdd", _) if !walks => Direction::Nearer,
        (_, "-" | "_") | ("NumpadSubtract", _) if !walks => Direction::Farther,
        _ => return None,
    })
}
