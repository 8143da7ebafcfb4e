use remote_rendering_protocol::Coordinates;

use super::Position;

/// Where the time zones are: enough to guess which regions are near a device that says nothing else of its place.
///
/// The list is `www/time-zones.txt`, one zone a line, made from the public time zone database by `time-zones.awk` beside
/// this module, which says how to renew it. A page fetches it where a catalogue has many regions; programs have it
/// compiled in.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeZonePlaces<'a>(Vec<Zone<'a>>);

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
struct Zone<'a> {
    coordinates: Coordinates,
    /// Its name and its older names, with a space between.
    names: &'a str,
}

/// A list of time zones that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line} is not a time zone: write its latitude and longitude in tenths of a degree, and its names"
)]
pub struct TimeZoneError {
    /// The number of the line, from 1.
    pub line: usize,
}

impl<'a> TimeZonePlaces<'a> {
    /// Reads a list. Lines that begin with `#` are comments.
    pub fn parse(text: &'a str) -> Result<Self, TimeZoneError> {
        let lines = (1..).zip(text.lines());
        let zones = lines.filter(|(_, line)| !line.starts_with('#'));
        let zones = zones.map(|(number, line)| zone(line).ok_or(TimeZoneError { line: number }));
        Ok(Self(zones.collect::<Result<_, _>>()?))
    }

    /// Where the zone of this name is: that of its largest city. Upper and lower case are the same. `None` for zones
    /// that the list has not, and for those that say nothing about a place, such as `UTC` and `Etc/GMT+5`.
    pub fn place_of(&self, zone: &str) -> Option<Position> {
        let is_meant = |it: &&Zone<'_>| {
            let mut names = it.names.split(' ');
            names.any(|name| name.eq_ignore_ascii_case(zone))
        };
        let found = self.0.iter().find(is_meant)?;
        Some(Position {
            coordinates: found.coordinates,
            slack_kilometres: Position::TIME_ZONE_SLACK,
        })
    }
}

fn zone(line: &str) -> Option<Zone<'_>> {
    let (latitude, rest) = line.split_once(' ')?;
    let (longitude, names) = rest.split_once(' ')?;
    Some(Zone {
        coordinates: Coordinates::new(degrees(latitude)?, degrees(longitude)?).ok()?,
        names: Some(names).filter(|names| names.split(' ').all(|name| !name.is_empty()))?,
    })
}

/// Tenths of a degree: whole numbers, so that a page needs no reader of fractions.
fn degrees(tenths: &str) -> Option<f64> {
    let tenths: i16 = tenths.parse().ok()?;
    Some(f64::from(tenths) / 10.0)
}
