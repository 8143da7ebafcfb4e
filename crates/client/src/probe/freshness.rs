//! How long a verdict holds.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::Duration,
};

use remote_rendering_protocol::{Region, Timestamp};

use super::order::put_in_order;

/// How long a ranking is good for. Routes change over hours, not minutes; what changes sooner is the device's own
/// network, and that is told apart. A person who works for a day has it measured some fifty times, at next to no cost.
pub const GOOD_FOR: Duration = Duration::from_mins(10);

/// Which regions were raced, and where their probes went: two catalogues with the same fingerprint are the same.
///
/// Holds within one build of a program: enough for a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatalogueFingerprint(pub(super) u32);

impl CatalogueFingerprint {
    /// The fingerprint of these regions, in whichever order they are.
    pub fn of(regions: &[Region]) -> Self {
        let mut probed: Vec<_> = regions.iter().map(|it| (&it.name, &it.probe_url)).collect();
        put_in_order(&mut probed, |one, other| one < other);
        let mut hasher = DefaultHasher::new();
        probed.hash(&mut hasher);
        // Half of it tells two catalogues apart as well, and JavaScript's numbers hold no more than 53 bits.
        let [a, b, c, d, ..] = hasher.finish().to_be_bytes();
        Self(u32::from_be_bytes([a, b, c, d]))
    }
}

/// Why a ranking says nothing about the present any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// It was measured more than [`GOOD_FOR`] ago.
    Old,
    /// The device has another network than then.
    NetworkChanged,
    /// Other regions were raced, or the same ones elsewhere.
    OtherCatalogue,
    /// It was measured in the future: the clock was set back, and nobody knows how old it is.
    ClockSetBack,
}

/// Why a ranking whose race began at `measured_at` says nothing about `now`; `None` if it is still good. The network
/// changed at `network_changed_at`, if it did since the program began.
pub fn staleness(
    (measured_at, raced): (Timestamp, CatalogueFingerprint),
    (now, present): (Timestamp, CatalogueFingerprint),
    network_changed_at: Option<Timestamp>,
) -> Option<Stale> {
    if raced != present {
        return Some(Stale::OtherCatalogue);
    }
    // A change at the very time came during the race.
    if network_changed_at.is_some_and(|changed_at| changed_at >= measured_at) {
        return Some(Stale::NetworkChanged);
    }
    if measured_at > now {
        return Some(Stale::ClockSetBack);
    }
    (Duration::from(now.since(measured_at)) >= GOOD_FOR).then_some(Stale::Old)
}
