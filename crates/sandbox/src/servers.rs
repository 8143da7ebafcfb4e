//! The servers that are made up: how many there are, how long one boots, and what it is.

use std::time::Duration;

use remote_rendering_engine::{
    Command, SessionKey,
    simulated::{Traits, host, no_server, recorded_teraflops},
};
use remote_rendering_protocol::{RegionName, SessionSize, Timestamp};

use crate::draws::Draws;

/// How long a server boots at least, and how much longer at most: long enough to be seen, short enough to be waited for.
const BOOT: Duration = Duration::from_secs(8);
const BOOT_RANGE: Duration = Duration::from_secs(12);

/// What comes of looking for a server, and when.
#[derive(Debug)]
pub(crate) struct Allocation {
    pub(crate) at: Timestamp,
    pub(crate) command: Command,
}

/// How many servers of a size a region has; `None` where there are always enough. The two nearest have few, so that a
/// third session goes to a Premium server and a fourth to the next region, as it would on a busy day.
pub(crate) fn servers(region: &RegionName, size: &SessionSize) -> Option<usize> {
    match (region.as_str(), size) {
        ("westeurope", SessionSize::Standard) => Some(2),
        ("westeurope" | "uksouth", _) => Some(1),
        _ => None,
    }
}

/// Looks for a server, where so many are leased already.
pub(crate) fn allocate(
    key: &SessionKey,
    size: &SessionSize,
    leased: usize,
    now: Timestamp,
    draws: &mut Draws<'_>,
) -> Allocation {
    if servers(&key.region, size).is_some_and(|servers| leased >= servers) {
        return Allocation {
            at: now,
            command: Command::Failed(no_server(&key.region, size)),
        };
    }
    let boots = BOOT + BOOT_RANGE.mul_f64(draws.share());
    let traits = Traits {
        number: draws.bytes(),
        guid: draws.bytes(),
        ports: draws.bytes(),
    };
    Allocation {
        at: now.after(boots),
        command: Command::Allocated(host(&key.region, recorded_teraflops(size), traits)),
    }
}
