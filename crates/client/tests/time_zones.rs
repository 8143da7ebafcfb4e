//! Where time zones are.

use std::collections::HashSet;

use remote_rendering_client::{
    probe::{Position, TimeZonePlaces},
    protocol::{Endpoint, Region, RegionCatalogue},
};

const FILE: &str = include_str!("../../../www/time-zones.txt");

#[test]
fn zones_are_where_their_cities_are() {
    let places = TimeZonePlaces::parse(FILE).unwrap();
    let table = [
        ("Europe/Berlin", Some((52.5, 13.4))),
        ("europe/berlin", Some((52.5, 13.4))),
        ("America/Argentina/Buenos_Aires", Some((-34.6, -58.5))),
        ("America/Los_Angeles", Some((34.1, -118.2))),
        ("US/Pacific", Some((34.1, -118.2))),
        // Older names, which browsers still give.
        ("Asia/Calcutta", Some((22.5, 88.4))),
        ("Asia/Saigon", Some((10.8, 106.7))),
        ("Europe/Kiev", Some((50.4, 30.5))),
        ("America/Buenos_Aires", Some((-34.6, -58.5))),
        // Their clocks are another country's, their places are not.
        ("America/Coral_Harbour", Some((48.8, -91.6))),
        ("Iceland", Some((64.2, -21.9))),
        ("Pacific/Truk", Some((7.4, 151.8))),
        // South of the equator by less than a degree, and east of Greenwich by less than one.
        ("America/Guayaquil", Some((-2.2, -79.8))),
        ("Africa/Sao_Tome", Some((0.3, 6.7))),
        ("Europe/London", Some((51.5, -0.1))),
        ("Pacific/Auckland", Some((-36.9, 174.8))),
        // No places.
        ("UTC", None),
        ("GMT", None),
        ("Etc/GMT+5", None),
        ("Etc/UTC", None),
        ("EST", None),
        ("EST5EDT", None),
        ("Factory", None),
        ("Mars/Olympus_Mons", None),
        ("Berlin", None),
        ("Europe/Kyiv Europe/Kiev", None),
        (" ", None),
        ("", None),
    ];
    for (zone, expected) in table {
        let place = places.place_of(zone);
        let found = place.map(|it| (it.coordinates.latitude(), it.coordinates.longitude()));
        assert_eq!(found, expected, "{zone}");
        let slack = place.map(|it| it.slack_kilometres);
        assert_eq!(slack, expected.map(|_| Position::TIME_ZONE_SLACK));
    }
}

#[test]
fn every_line_is_a_zone_and_no_name_occurs_twice() {
    TimeZonePlaces::parse(FILE).unwrap();
    let (first, zones) = FILE.split_once('\n').unwrap();
    assert!(
        first.starts_with("# ") && first.contains("public domain"),
        "{first}"
    );
    let names = zones.lines().flat_map(|line| line.split(' ').skip(2));
    let names: Vec<_> = names.map(str::to_ascii_lowercase).collect();
    let distinct: HashSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), names.len());
    // What every browser names: less means that the file was made from half a database.
    assert!(names.len() > 500, "{}", names.len());
}

#[test]
fn what_is_no_zone_is_told_with_its_line() {
    for line in [
        "",
        "525",
        "525 134",
        "525 134 ",
        "525 134  Europe/Berlin",
        "525 134 Europe/Berlin ",
        "52.5 13.4 Europe/Berlin",
        "Europe/Berlin 525 134",
        "901 0 Europe/Berlin",
        "0 -1801 Europe/Berlin",
        "99999 0 Europe/Berlin",
    ] {
        let text = format!("# comment\n0 0 Null/Island\n{line}\n0 0 Other/Island\n");
        let error = TimeZonePlaces::parse(&text).unwrap_err();
        assert_eq!(error.line, 3, "{line:?}");
        assert!(error.to_string().contains("line 3"));
    }
}

#[test]
fn a_zone_tells_which_regions_are_near() {
    let places = TimeZonePlaces::parse(FILE).unwrap();
    let catalogue = RegionCatalogue::documented(Endpoint::of_azure_region).unwrap();
    for (zone, nearest) in [
        ("Europe/Amsterdam", "westeurope"),
        ("Asia/Calcutta", "southeastasia"),
        ("America/Los_Angeles", "westus2"),
        ("Australia/Sydney", "australiaeast"),
    ] {
        let position = places.place_of(zone).unwrap();
        let kilometres = |region: &&Region| position.distance(&region.coordinates).kilometres;
        let found = catalogue
            .regions()
            .iter()
            .min_by(|one, other| kilometres(one).total_cmp(&kilometres(other)));
        assert_eq!(found.unwrap().name.as_str(), nearest, "{zone}");
    }
}
