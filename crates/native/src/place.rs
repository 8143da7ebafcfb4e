use std::sync::LazyLock;

use remote_rendering_client::probe::{Position, TimeZonePlaces};

static PLACES: LazyLock<Option<TimeZonePlaces<'static>>> = LazyLock::new(|| {
    // The file's own test reads it, so that there is a list.
    TimeZonePlaces::parse(include_str!("../../../www/time-zones.txt")).ok()
});

/// Where the device is, as far as its time zone says that; `None` where the zone says nothing, as `UTC` does on most
/// servers.
pub fn time_zone_position() -> Option<Position> {
    let zone = iana_time_zone::get_timezone().ok()?;
    PLACES.as_ref()?.place_of(&zone)
}
