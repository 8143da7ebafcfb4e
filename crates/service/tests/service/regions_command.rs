//! The command `remote-rendering regions`, run as a person runs it.

use std::{
    io::Write as _,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::command::{Printed, Running, program};

fn regions(arguments: &[&str]) -> Printed {
    Printed::of(
        &program(&[&["regions"], arguments].concat())
            .output()
            .unwrap(),
    )
}

fn region(name: &str, url: &str) -> Value {
    json!({
        "name": name,
        "displayName": format!("The region {name}"),
        "endpoint": url,
        "probeUrl": format!("{url}/ping"),
        "coordinates": { "latitude": 52.4, "longitude": 4.9 },
    })
}

/// A URL that nobody listens at.
fn dead() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A file with these regions.
fn catalogue(folder: &Path, regions: &[Value]) -> String {
    let path = folder.join("regions.json");
    std::fs::write(&path, json!({ "regions": regions }).to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_nearest_region_is_told_in_every_form() {
    let service = Running::start(&["--ephemeral"]);
    let folder = tempfile::tempdir().unwrap();
    let file = catalogue(
        folder.path(),
        &[region("alive", &service.url), region("dead", &dead())],
    );
    let probe = |output| {
        let printed = regions(&[
            "probe",
            "--catalogue",
            &file,
            "--position",
            "-33.9,151.2",
            "--output",
            output,
        ]);
        assert_eq!((printed.status, printed.errors.as_str()), (0, ""));
        printed
    };

    let table = probe("table").out;
    let lines: Vec<_> = table.lines().collect();
    assert!(lines[0].starts_with("REGION  ROUND TRIP "), "{table}");
    assert!(
        lines[1].starts_with("alive ") && lines[1].ends_with("  nearest"),
        "{table}"
    );
    assert!(
        lines[2].starts_with("dead ") && lines[2].contains("100 %"),
        "{table}"
    );
    assert!(
        lines[2].contains("nothing takes a connection at 127.0.0.1"),
        "{table}"
    );
    assert!(lines[4].starts_with("alive is nearest at "), "{table}");
    assert!(lines[4].contains(" requests."), "{table}");

    let measured = probe("json").json();
    assert_eq!(measured["verdict"]["kind"], "nearest");
    assert_eq!(measured["verdict"]["region"], "alive");
    assert_eq!(measured["verdict"]["endpoint"], service.url);
    assert_eq!(measured["interrupted"], false);
    assert_eq!(measured["order"], json!(["alive"]));
    assert_eq!(measured["position"]["latitude"], -33.9);
    let [alive, dead] = measured["regions"].as_array().unwrap().as_slice() else {
        panic!("{measured}");
    };
    assert_eq!(alive["displayName"], "The region alive");
    assert_eq!(alive["class"], "recommended");
    let round_trip = &alive["roundTripMilliseconds"];
    assert!(round_trip["low"].as_f64() <= round_trip["best"].as_f64());
    assert!(round_trip["best"].as_f64() <= round_trip["typical"].as_f64());
    assert!(alive["samplesMilliseconds"].as_array().unwrap().len() >= 3);
    assert!(alive["distanceKilometres"].as_f64().unwrap() > 16_000.0);
    assert_eq!(dead["state"], "unreachable");
    assert_eq!((&dead["sent"], &dead["failed"]), (&json!(2), &json!(2)));
    assert_eq!(dead["roundTripMilliseconds"], Value::Null);
    let sent = |region: &Value| region["sent"].as_u64().unwrap();
    assert_eq!(measured["requests"], sent(alive) + sent(dead));

    let csv = probe("csv").out;
    let mut lines = csv.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("region,attempt,sent_at_ms,")
    );
    assert!(
        lines
            .clone()
            .any(|line| line.starts_with("alive,") && line.contains(",answered,"))
    );
    assert_eq!(lines.filter(|line| line.contains(",failed,")).count(), 2);
    service.stop();
}

#[test]
fn a_service_is_asked_for_its_regions() {
    let service = Running::start(&["--ephemeral"]);
    let listed = regions(&["list", "--service", &service.url, "--output", "json"]);
    assert_eq!(listed.status, 0, "{}", listed.errors);
    let names = |listed: &Value| {
        let regions = listed["regions"].as_array().unwrap().clone();
        regions
            .into_iter()
            .map(|it| it["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&listed.json()).len(), 10);
    let account = service.account_file.to_str().unwrap();
    let configured = regions(&["list", "--config-file", account, "--output", "json"]);
    assert_eq!(names(&configured.json()), names(&listed.json()));

    // What is listed can be probed: its names below localhost need no resolver. All are equally near here, so that a
    // machine with much else to do may not be sure of one.
    let mut probe = program(&[
        "regions",
        "probe",
        "--catalogue",
        "-",
        "--no-position",
        "--output",
        "json",
    ]);
    let mut probe = probe.stdin(Stdio::piped()).spawn().unwrap();
    let mut input = probe.stdin.take().unwrap();
    input.write_all(listed.out.as_bytes()).unwrap();
    drop(input);
    let probed = Printed::of(&probe.wait_with_output().unwrap());
    let measured = probed.json();
    let status = match measured["verdict"]["kind"].as_str().unwrap() {
        "nearest" | "close" => 0,
        "unsure" => 3,
        other => panic!("{other}: {measured}"),
    };
    assert_eq!(probed.status, status);
    assert_eq!(measured["position"], Value::Null);
    assert_eq!(measured["order"].as_array().unwrap().len(), 10);
    service.stop();
}

#[test]
fn without_a_service_the_documented_regions_are_meant() {
    let listed = regions(&["list"]);
    assert_eq!(listed.status, 0);
    assert_eq!(listed.out.lines().count(), 11);
    let line = listed
        .out
        .lines()
        .find(|it| it.starts_with("westeurope "))
        .unwrap();
    assert!(
        line.contains("West Europe") && line.contains("52.37"),
        "{line}"
    );
    assert!(line.ends_with("https://remoterendering.westeurope.mixedreality.azure.com"));
}

#[test]
fn where_nobody_answers_the_status_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = catalogue(
        folder.path(),
        &[region("one", &dead()), region("other", &dead())],
    );
    let table = regions(&["probe", "--catalogue", &file]);
    assert_eq!(table.status, 1);
    assert!(table.out.contains("\nNo region answers: "), "{}", table.out);
    // Not the hosted service's.
    assert!(!table.out.contains("retired"), "{}", table.out);

    let measured = regions(&["probe", "--catalogue", &file, "--output", "json"]);
    assert_eq!(measured.status, 1);
    assert_eq!(measured.json()["verdict"]["kind"], "no-answer");
    assert_eq!(measured.json()["verdict"]["region"], Value::Null);

    let service = regions(&["probe", "--service", &dead()]);
    assert_eq!(service.status, 1);
    assert!(
        service.errors.contains("does not tell its regions"),
        "{}",
        service.errors
    );
}

#[test]
fn what_cannot_be_used_is_told_and_nothing_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let lost = json!({ "regions": [{
        "name": "lost", "displayName": "Lost", "endpoint": "https://lost.example.org",
        "coordinates": { "latitude": 91, "longitude": 0 },
    }]});
    let (text, empty, lost) = (
        write("text.json", "westeurope"),
        write("empty.json", r#"{"regions":[]}"#),
        write("lost.json", &lost.to_string()),
    );
    for (arguments, words) in [
        (
            ["--catalogue", "/nowhere.json"],
            "/nowhere.json cannot be read",
        ),
        (["--catalogue", &text], "no catalogue of regions"),
        (["--catalogue", &empty], "has no region"),
        (
            ["--catalogue", &lost],
            "the region lost has no good coordinates",
        ),
        (["--service", "ftp://example.org"], "https://"),
        (["--config-file", &text], "arrconfig.json"),
        (["--config-file", &empty], "names no service"),
        (["--ca-file", "/nowhere.pem"], "/nowhere.pem"),
        (["--ca-file", &text], "no certificate"),
        (["--position", "Berlin"], "two numbers"),
        (["--position", "52.4"], "two numbers"),
        (["--position", "91,0"], "latitude 91"),
        (["--position", "0,NaN"], "longitude NaN"),
        (["--output", "xml"], "csv"),
        (["--position=0,0", "--no-position"], "--no-position"),
        (["--catalogue=-", "--service=localhost"], "--service"),
    ] {
        let refused = regions(&[&["probe"], &arguments[..]].concat());
        assert_eq!(
            (refused.status, refused.out.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(refused.errors.contains(words), "{}", refused.errors);
    }
}

#[test]
fn a_service_with_an_authority_of_its_own_is_asked_if_that_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let service = Running::start(&["--data", data, "--tls", "self-signed"]);
    let refused = regions(&["list", "--service", &service.url]);
    assert_eq!(refused.status, 1);
    assert!(
        refused.errors.contains("cannot prove who it is"),
        "{}",
        refused.errors
    );
    let authority = folder.path().join("ca.pem");
    let authority = authority.to_str().unwrap();
    let listed = regions(&["list", "--service", &service.url, "--ca-file", authority]);
    assert_eq!((listed.status, listed.errors.as_str()), (0, ""));
    service.stop();
}

#[test]
fn an_interrupted_measurement_tells_what_is_known() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = catalogue(folder.path(), &[region("silent", &url)]);
    let process = program(&["regions", "probe", "--catalogue", &file])
        .spawn()
        .unwrap();
    // It measures from now on.
    let _connection = silent.accept().unwrap();
    let id = process.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let printed = Printed::of(&process.wait_with_output().unwrap());
    assert_eq!((printed.status, printed.errors.as_str()), (1, ""));
    assert!(
        printed
            .out
            .contains("No region had answered when the measurement was ended.")
    );
    assert!(printed.out.contains("\nsilent "), "{}", printed.out);
}

#[test]
fn the_help_says_what_the_statuses_mean() {
    let help = regions(&["probe", "--help"]);
    assert_eq!(help.status, 0);
    for words in [
        "--catalogue <FILE>",
        "--position <LAT,LON>",
        "Exit status: 0",
        "Ctrl-C",
    ] {
        assert!(help.out.contains(words), "{}", help.out);
    }
}
