//! Regions of the operator's own.

use std::path::{Path, PathBuf};

use remote_rendering_service::RegionPlan;

use crate::{
    command::{Running, call, command, refused},
    support::{TestService, parts},
};

const STANDARD: &str = r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#;

/// One region here, one elsewhere, and one elsewhere with a probe of its own.
const REGIONS: &str = r#"{"regions": [
    {"name": "north", "displayName": "North", "coordinates": {"latitude": 60, "longitude": 10}},
    {"name": "south", "displayName": "South", "coordinates": {"latitude": -30, "longitude": 20},
     "endpoint": "https://south.example.org"},
    {"name": "east", "displayName": "East", "coordinates": {"latitude": 30, "longitude": 120},
     "endpoint": "http://east.example.org:8080/arr", "probeUrl": "https://probe.example.org/east"}
]}"#;

fn write(folder: &Path, text: &str) -> PathBuf {
    let file = folder.join("regions.json");
    std::fs::write(&file, text).unwrap();
    file
}

async fn service() -> TestService {
    let folder = tempfile::tempdir().unwrap();
    let mut parts = parts();
    parts.regions = RegionPlan::read(&write(folder.path(), REGIONS)).unwrap();
    TestService::of(parts).await
}

/// Names, endpoints and probes of the catalogue under a host name.
async fn catalogue(service: &TestService, host: &str) -> Vec<(String, String, String)> {
    let answer = service.send("GET", "/regions", &[("Host", host)], "").await;
    let json = answer.json();
    let regions = json["regions"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let members = regions.iter().map(|region| {
        let [name, endpoint, probe] =
            ["name", "endpoint", "probeUrl"].map(|member| text(&region[member]));
        (name, endpoint, probe)
    });
    members.collect()
}

#[tokio::test(start_paused = true)]
async fn the_catalogue_has_the_endpoints_of_the_file_and_this_listener_for_the_rest() {
    let service = service().await;
    let of = |north: &str| {
        [
            ("north", north, &*format!("{north}/ping")),
            (
                "south",
                "https://south.example.org",
                "https://south.example.org/ping",
            ),
            (
                "east",
                "http://east.example.org:8080/arr",
                "https://probe.example.org/east",
            ),
        ]
        .map(|(name, endpoint, probe)| (name.to_owned(), endpoint.to_owned(), probe.to_owned()))
        .to_vec()
    };
    for (host, north) in [
        (
            "127.0.0.1:8080",
            "http://remoterendering.north.mixedreality.localhost:8080",
        ),
        (
            "sts.example.com",
            "http://remoterendering.north.example.com",
        ),
        ("arr.example.com:81", "http://arr.example.com:81"),
    ] {
        assert_eq!(catalogue(&service, host).await, of(north), "{host}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_host_name_of_a_regions_endpoint_means_that_region() {
    let service = service().await;
    let create = service
        .call_at("South.example.org", "PUT", &service.path("/s"), STANDARD)
        .await;
    assert_eq!(create.status, 201);
    for (host, status) in [
        ("south.example.org", 200),
        ("south.example.org:443", 200),
        ("remoterendering.south.example.com", 200),
        ("south.example.org:80", 404),
        ("east.example.org:8080", 404),
        ("127.0.0.1:8080", 404),
    ] {
        let answer = service.call_at(host, "GET", &service.path("/s"), "").await;
        assert_eq!(answer.status, status, "{host}");
    }
    let unknown = "remoterendering.westeurope.mixedreality.localhost";
    let message = service
        .call_at(unknown, "GET", &service.path(""), "")
        .await
        .refused(404, "NotFound");
    assert!(message.contains("north, south, east"), "{message}");
}

#[test]
fn a_file_that_is_wrong_is_named_and_nothing_starts() {
    let folder = tempfile::tempdir().unwrap();
    let misplaced = REGIONS.replace("-30", "-300");
    let twice = REGIONS.replace("\"south\"", "\"north\"");
    for (text, told) in [
        ("", "line 1"),
        (r#"{"regions": []}"#, "no region"),
        (&misplaced, "latitude -300"),
        (&misplaced, "regions[1].coordinates"),
        (&twice, "two regions north"),
    ] {
        let file = write(folder.path(), text);
        let file = file.to_str().unwrap();
        let message = refused(&mut command(&["--ephemeral", "--regions", file]));
        let is_named = message.contains(file) && message.contains(told);
        assert!(is_named, "{text}: {message}");
    }
    let missing = folder.path().join("missing.json");
    let check = [
        "--ephemeral",
        "--check-config",
        "--regions",
        missing.to_str().unwrap(),
    ];
    let message = refused(&mut command(&check));
    assert!(message.contains("missing.json"), "{message}");
}

#[test]
fn the_file_can_be_named_in_every_way() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), REGIONS);
    let config = folder.path().join("service.toml");
    std::fs::write(&config, format!("regions = {file:?}\n")).unwrap();
    let listen = ["--ephemeral", "--listen", "127.0.0.1:0"];
    let mut by_environment = command(&listen);
    by_environment.env("REMOTE_RENDERING_REGIONS", &file);
    let mut by_file = command(&listen);
    by_file.arg("--config").arg(&config);
    for command in [&mut by_environment, &mut by_file] {
        let running = Running::of(command);
        let (status, regions) = call(running.address(), "GET", "/regions", "", "");
        assert!(
            status == 200 && regions.contains("south.example.org"),
            "{regions}"
        );
        running.stop();
    }
}
