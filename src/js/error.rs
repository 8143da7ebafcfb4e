//! Failures as JavaScript sees them: all of one class, `RestError`, with a kind out of a closed list.

use std::fmt;

use wasm_bindgen::prelude::*;

use super::object;

#[wasm_bindgen(module = "/src/js/package/rest-error.js")]
extern "C" {
    type RestError;

    #[wasm_bindgen(constructor)]
    fn new(message: &str, members: JsValue) -> RestError;
}

/// A kind of failure that is not told of a single call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnKind {
    /// An argument is wrong.
    InvalidArgument,
    /// No region can be chosen.
    NoRegion,
    /// No region has a server free.
    NoServer,
    /// A session may be there, and nobody knows.
    InDoubt,
    /// The session's id is taken.
    Conflict,
}

impl OwnKind {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::InvalidArgument,
        Self::NoRegion,
        Self::NoServer,
        Self::InDoubt,
        Self::Conflict,
    ];

    /// As JavaScript knows it: one of `ErrorKind` in `package/index.d.ts`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid-argument",
            Self::NoRegion => "no-region",
            Self::NoServer => "no-server",
            Self::InDoubt => "in-doubt",
            Self::Conflict => "conflict",
        }
    }
}

/// A wrong argument, which the message names.
pub(super) fn argument_error<E: fmt::Display>(argument: &'static str) -> impl FnOnce(E) -> JsValue {
    move |error| wrong(argument, &error)
}

/// Not generic: there once, and not for each kind of error.
fn wrong(argument: &str, error: &dyn fmt::Display) -> JsValue {
    failure_of_kind(OwnKind::InvalidArgument, &format!("{argument}: {error}"))
}

/// A failure of such a kind.
pub(super) fn failure_of_kind(kind: OwnKind, message: &str) -> JsValue {
    rest_error(message, object([("kind", Some(kind.name().into()))]))
}

/// A failure with these members.
pub(super) fn rest_error(message: &str, members: JsValue) -> JsValue {
    RestError::new(message, members).into()
}
