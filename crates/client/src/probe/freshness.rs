//! How long a verdict holds, and when a new one replaces it.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::Duration,
};

use remote_rendering_protocol::{Region, RegionName, Timestamp};

use super::{ProbeFailure, Ranking, State, order::put_in_order};

/// How long a ranking is good for. Routes change over hours, not minutes; what changes sooner is the device's own
/// network, and that is told apart. A person who works for a day has it measured some fifty times, at next to no cost.
pub const GOOD_FOR: Duration = Duration::from_mins(10);

/// A new region must be better than the old one by more than this to replace it: less than a frame's time at 60 Hz,
/// which nobody feels, and within what the same route differs by from one race to the next.
pub const WORTH_A_CHANGE: Duration = Duration::from_millis(10);

/// And by more than this share of the old one's round trip, in percent: far away, routes differ by more.
pub const WORTH_A_CHANGE_PERCENT: u32 = 20;

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

/// The region to use from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The region.
    pub region: RegionName,
    /// Why this one.
    pub reason: HomeReason,
}

/// Why a region is the one to use from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeReason {
    /// There was none before.
    First,
    /// The old one is the nearest again.
    StillNearest,
    /// The old one is kept: the nearest is nearer by no more than this.
    NotMuchNearer(Duration),
    /// The new one is nearer by this much.
    Nearer(Duration),
    /// The old one fails.
    OldUnreachable(ProbeFailure),
    /// The old one did not answer, or was thought too far to be asked.
    OldSilent,
    /// The old one is no region of the service any more.
    OldRemoved,
}

impl HomeReason {
    /// Whether the old region gave way to another one.
    pub fn is_change(self) -> bool {
        match self {
            Self::First | Self::StillNearest | Self::NotMuchNearer(_) => false,
            Self::Nearer(_) | Self::OldUnreachable(_) | Self::OldSilent | Self::OldRemoved => true,
        }
    }
}

/// Keeps the region of the last verdict, or changes to that of a new one; `None` if no region answered, and nothing is
/// known that would speak for any.
///
/// Who moves loses what is warm in the old place: connections, sessions in view, and where models lie. So the new region
/// must be worth it: by more than [`WORTH_A_CHANGE`] and by more than [`WORTH_A_CHANGE_PERCENT`], both in the new race's
/// figures. Two regions that are about equally near would otherwise take turns.
pub fn keep_or_change(previous: Option<&RegionName>, new: &Ranking) -> Option<Home> {
    let nearest = &new.verdict.choice()?.region;
    let change = |reason| Home {
        region: nearest.clone(),
        reason,
    };
    let Some(previous) = previous else {
        return Some(change(HomeReason::First));
    };
    let keep = |reason| Home {
        region: previous.clone(),
        reason,
    };
    if previous == nearest {
        return Some(keep(HomeReason::StillNearest));
    }
    let report = |name: &RegionName| new.reports.iter().find(|it| it.name == *name);
    let Some(old) = report(previous) else {
        return Some(change(HomeReason::OldRemoved));
    };
    if let State::Unreachable(failure) = old.state {
        return Some(change(HomeReason::OldUnreachable(failure)));
    }
    let Some(old) = old.typical() else {
        return Some(change(HomeReason::OldSilent));
    };
    let by = old.saturating_sub(report(nearest)?.typical().unwrap_or_default());
    let worth_it = by > WORTH_A_CHANGE && by * 100 > old * WORTH_A_CHANGE_PERCENT;
    Some(if worth_it {
        change(HomeReason::Nearer(by))
    } else {
        keep(HomeReason::NotMuchNearer(by))
    })
}
