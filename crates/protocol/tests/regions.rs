//! Regions, their places and their catalogue: rules as tables and properties.
#![cfg(test)]

use proptest::{collection::vec, prelude::*};
use remote_rendering_protocol::{
    CatalogueError, Coordinates, CoordinatesError, Endpoint, ProbeUrl, ProbeUrlError, Region,
    RegionCatalogue, RegionName,
};
use serde_json::{Value, json};

#[test]
fn the_documented_catalogue_keeps_every_rule() {
    let catalogue = RegionCatalogue::documented(Endpoint::of_azure_region).unwrap();
    assert_eq!(catalogue.regions().len(), 10);
    for region in catalogue.regions() {
        assert!(region.endpoint.as_str().contains(region.name.as_str()));
        assert_eq!(
            region.probe_url.as_str(),
            format!("{}/ping", region.endpoint)
        );
        assert_eq!(catalogue.find(&region.name), Some(region));
    }
    let regions = catalogue.clone().into_iter().collect();
    assert_eq!(RegionCatalogue::new(regions), Ok(catalogue));
}

fn written() -> Value {
    json!({
        "name": "westeurope",
        "displayName": "West Europe",
        "endpoint": "https://west.example.com/arr",
        "probeUrl": "https://probe.example.com/",
        "coordinates": { "latitude": 52.37, "longitude": 4.9 },
    })
}

fn read(regions: &[Value]) -> Result<RegionCatalogue, String> {
    serde_json::from_value(json!({ "regions": regions })).map_err(|error| error.to_string())
}

/// A region with one member changed, by its place.
fn with(place: &str, value: Value) -> Value {
    let mut region = written();
    *region.pointer_mut(place).unwrap() = value;
    region
}

#[test]
fn a_catalogue_is_read_as_it_is_written() {
    let catalogue = read(&[written()]).unwrap();
    let value = serde_json::to_value(&catalogue).unwrap();
    assert_eq!(value, json!({ "regions": [written()] }));
}

#[test]
fn an_empty_catalogue_is_one() {
    assert_eq!(read(&[]), Ok(RegionCatalogue::default()));
}

#[test]
fn without_a_probe_url_it_is_the_ping_of_the_endpoint() {
    let mut region = written();
    region.as_object_mut().unwrap().remove("probeUrl");
    let catalogue = read(&[region]).unwrap();
    let url = catalogue.regions()[0].probe_url.as_str();
    assert_eq!(url, "https://west.example.com/arr/ping");
}

#[test]
fn what_breaks_a_rule_is_told_with_the_regions_name() {
    for (place, value, told) in [
        ("/displayName", json!(" \t"), "blank displayName"),
        ("/displayName", json!("é".repeat(101)), "101 characters"),
        ("/endpoint", json!("west"), "endpoint"),
        ("/endpoint", json!("ftp://west.example.com"), "https://"),
        ("/probeUrl", json!("/ping"), "probeUrl"),
        (
            "/probeUrl",
            json!("https://west.example.com/?a"),
            "without user",
        ),
        ("/coordinates/latitude", json!(90.001), "90.001"),
        ("/coordinates/latitude", json!(-91), "from -90 to 90"),
        ("/coordinates/longitude", json!(180.5), "180.5"),
        ("/coordinates/longitude", json!(-1e300), "from -180 to 180"),
    ] {
        let error = read(&[with(place, value.clone())]).unwrap_err();
        let is_named = error.contains("the region westeurope") && error.contains(told);
        assert!(is_named, "{place} {value}: {error}");
    }
    let long = "é".repeat(100);
    assert!(read(&[with("/displayName", json!(long))]).is_ok());
    let named = read(&[with("/name", json!("West Europe"))]).unwrap_err();
    assert!(named.contains("short name"), "{named}");
}

#[test]
fn names_are_unique_in_any_case() {
    let other = with("/name", json!("uksouth"));
    assert!(read(&[written(), other.clone()]).is_ok());
    let error = read(&[written(), other, with("/name", json!("WestEurope"))]).unwrap_err();
    assert!(error.contains("two regions westeurope"), "{error}");
}

#[test]
fn a_catalogue_has_an_end() {
    let regions = |count: usize| -> Vec<Region> {
        let region: Region = serde_json::from_value(written()).unwrap();
        let named = |number| Region {
            name: format!("region{number}").parse().unwrap(),
            ..region.clone()
        };
        (0..count).map(named).collect()
    };
    assert!(RegionCatalogue::new(regions(1000)).is_ok());
    assert_eq!(
        RegionCatalogue::new(regions(1001)),
        Err(CatalogueError::TooMany(1001))
    );
}

#[test]
fn coordinates_are_on_earth() {
    for (latitude, longitude) in [(0.0, 0.0), (90.0, 180.0), (-90.0, -180.0)] {
        let place = Coordinates::new(latitude, longitude).unwrap();
        assert_eq!((place.latitude(), place.longitude()), (latitude, longitude));
    }
    for number in [90.001, -90.001, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let refused = Coordinates::new(number, 0.0).unwrap_err();
        assert!(matches!(refused, CoordinatesError::Latitude(_)));
    }
    for number in [180.001, -180.001, f64::INFINITY, f64::NAN] {
        let refused = Coordinates::new(0.0, number).unwrap_err();
        assert!(matches!(refused, CoordinatesError::Longitude(_)));
    }
}

#[test]
fn distances_are_along_great_circles() {
    let half_around = std::f64::consts::PI * Coordinates::EARTH_RADIUS_KILOMETRES;
    let degree = half_around / 180.0;
    for (name, from, to, kilometres, within) in [
        ("here", (52.37, 4.9), (52.37, 4.9), 0.0, 0.0),
        (
            "Dublin to Tokyo",
            (53.35, -6.26),
            (35.68, 139.77),
            9590.0,
            20.0,
        ),
        ("antipodes", (30.0, 40.0), (-30.0, -140.0), half_around, 0.1),
        ("pole to pole", (90.0, 0.0), (-90.0, 77.0), half_around, 0.1),
        (
            "across the date line",
            (0.0, 179.5),
            (0.0, -179.5),
            degree,
            0.001,
        ),
        ("one meridian", (10.0, 180.0), (10.0, -180.0), 0.0, 1e-6),
        (
            "a metre north",
            (10.0, 20.0),
            (10.000_009, 20.0),
            0.001,
            1e-5,
        ),
    ] {
        let place = |(latitude, longitude)| Coordinates::new(latitude, longitude).unwrap();
        let (from, to) = (place(from), place(to));
        let distance = from.distance_kilometres(&to);
        assert!(
            (distance - kilometres).abs() <= within,
            "{name}: {distance}"
        );
        let back = to.distance_kilometres(&from);
        assert!((distance - back).abs() < 1e-6, "{name}: {back} back");
    }
}

#[test]
fn a_probe_url_is_a_whole_one() {
    for (text, url) in [
        ("https://West.Example.com", "https://west.example.com/"),
        (" http://[::1]:8080/ping ", "http://[::1]:8080/ping"),
        ("https://a.b/Ping/", "https://a.b/Ping/"),
    ] {
        assert_eq!(text.parse::<ProbeUrl>().unwrap().as_str(), url);
    }
    for text in [
        "",
        "ping",
        "/ping",
        "//host/ping",
        "ftp://host/ping",
        "https://",
        "https://user:secret@host/ping",
        "https://host/ping?a=b",
        "https://host/ping#a",
        "https://host/a b",
    ] {
        assert_eq!(text.parse::<ProbeUrl>(), Err(ProbeUrlError), "{text:?}");
    }
    assert!(!ProbeUrlError.to_string().contains("secret"));
}

prop_compose! {
    /// In millionths of a degree, which is 11 cm: decimal fractions that every reader reads as the same number.
    fn coordinates()(
        latitude in -90_000_000..=90_000_000_i32,
        longitude in -180_000_000..=180_000_000_i32,
    ) -> Coordinates {
        Coordinates::new(f64::from(latitude) / 1e6, f64::from(longitude) / 1e6).unwrap()
    }
}

prop_compose! {
    fn region()(
        name in "[a-z0-9]{1,64}",
        display_name in "\\PC{0,49}[a-zäж東]\\PC{0,50}",
        host in "[a-z][a-z0-9-]{0,20}(\\.[a-z0-9]{1,10}){0,3}(:[1-9][0-9]{0,3})?",
        path in "(/[a-zA-Z0-9_-]{1,10}){0,3}",
        probe in "(/[a-zA-Z0-9_-]{0,10}){1,3}",
        is_tls in any::<bool>(),
        coordinates in coordinates(),
    ) -> Region {
        let scheme = if is_tls { "https" } else { "http" };
        Region {
            name: name.parse().unwrap(),
            display_name,
            endpoint: format!("{scheme}://{host}{path}").parse().unwrap(),
            probe_url: format!("{scheme}://{host}{probe}").parse().unwrap(),
            coordinates,
        }
    }
}

proptest! {
    #[test]
    fn a_catalogue_that_is_written_is_read_as_the_same(regions in vec(region(), 0..12)) {
        let mut regions = regions;
        let mut names: Vec<RegionName> = Vec::new();
        regions.retain(|region| {
            let is_new = !names.contains(&region.name);
            names.push(region.name.clone());
            is_new
        });
        let catalogue = RegionCatalogue::new(regions).unwrap();
        let text = serde_json::to_string(&catalogue).unwrap();
        prop_assert_eq!(serde_json::from_str::<RegionCatalogue>(&text).unwrap(), catalogue);
    }

    #[test]
    fn a_distance_is_never_more_than_half_around(from in coordinates(), to in coordinates()) {
        let distance = from.distance_kilometres(&to);
        let half_around = std::f64::consts::PI * Coordinates::EARTH_RADIUS_KILOMETRES;
        prop_assert!((0.0..=half_around + 1e-6).contains(&distance), "{}", distance);
    }
    #[test]
    fn a_distance_is_what_sines_give(from in coordinates(), to in coordinates()) {
        let sine = |degrees: f64| degrees.to_radians().sin();
        let cosine = |degrees: f64| degrees.to_radians().cos();
        let north = sine((to.latitude() - from.latitude()) / 2.0).powi(2);
        let east = sine((to.longitude() - from.longitude()) / 2.0).powi(2);
        let across = cosine(from.latitude()) * cosine(to.latitude()) * east;
        let angle = 2.0 * (north + across).sqrt().min(1.0).asin();
        let expected = angle * Coordinates::EARTH_RADIUS_KILOMETRES;
        let distance = from.distance_kilometres(&to);
        prop_assert!((distance - expected).abs() < 1e-3, "{} {}", distance, expected);
    }
}
