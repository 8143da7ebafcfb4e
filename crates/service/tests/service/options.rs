//! Where an option can come from.

use std::io::Read as _;

use remote_rendering_protocol::RegionName;
use remote_rendering_service::RegionPlan;

use crate::command::{Running, call, command, refused};

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("service.toml");
    let [by_file, by_environment, by_flag] =
        ["file", "environment", "flag"].map(|name| folder.path().join(name));
    let text = format!(
        "listen = \"127.0.0.1:0\"\ndata = {by_file:?}\nstartup-time = \"2m30s\"\nthrottle-per-minute = 60\n"
    );
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let start = |command: &mut std::process::Command| {
        let running = Running::of(command);
        let folder = running.account_file.parent().unwrap().to_owned();
        running.stop();
        folder
    };
    let with_file = || command(&["--config", file]);
    assert_eq!(start(&mut with_file()), by_file);
    assert_eq!(
        start(with_file().env("REMOTE_RENDERING_DATA", &by_environment)),
        by_environment
    );
    let both = |flag: &str| {
        let mut command = with_file();
        command
            .env("REMOTE_RENDERING_DATA", &by_environment)
            .arg(flag);
        command
    };
    assert_eq!(start(both("--data").arg(&by_flag)), by_flag);
    let ephemeral = start(&mut both("--ephemeral"));
    assert!(
        ![by_file, by_environment, by_flag].contains(&ephemeral),
        "a flag makes the whole choice"
    );
}

#[test]
fn what_is_wrong_in_the_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("service.toml");
    for (text, named) in [
        ("listne = \"127.0.0.1:0\"", "listne"),
        ("listen = 8080", "listen"),
        ("throttle-per-minute = 0", "throttle-per-minute"),
        ("startup-time = \"soon\"", "startup-time"),
        ("tls = \"yes\"", "self-signed"),
        ("ephemeral = true\ndata = \"/x\"", "data"),
        ("config = \"other.toml\"", "config"),
        ("[[pool]]\nservers = \"two\"", "servers"),
        ("allocator = \"cloud\"", "allocator"),
        ("host-address = \"here:80\"", "host-address"),
        ("[host]\nmemory = \"4 GiB\"", "memory"),
        ("[host.models]\n\"a/b\" = \"/\"", "a/b"),
        (
            "allocator = \"process\"\n[host.models]\ncars = \"/nowhere\"",
            "/nowhere",
        ),
        (
            "allocator = \"process\"\nlisten = \"0.0.0.0:0\"",
            "--host-address",
        ),
        (
            "allocator = \"process\"\nhost-address = \"render.example\"\ntls = \"self-signed\"",
            "--tls-cert",
        ),
        ("[[latency]]\nmean = \"18ms\"", "mean"),
    ] {
        std::fs::write(&file, text).unwrap();
        let message = refused(&mut command(&["--config", file.to_str().unwrap()]));
        assert!(message.contains(named), "{text}: {message}");
    }
    let message = refused(&mut command(&["--config", "/nowhere.toml"]));
    assert!(message.contains("/nowhere.toml"), "{message}");
}

/// A service whose configuration gives one region no servers: its session fails, another's starts.
#[test]
fn the_pool_of_the_file_is_the_one_that_serves() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("service.toml");
    let text =
        "ephemeral = true\nstartup-time = \"0s\"\n[[pool]]\nregion = \"eastus\"\nservers = 0\n";
    std::fs::write(&file, text).unwrap();
    let running = Running::start(&["--config", file.to_str().unwrap()]);
    let status =
        |region: &str| running.first_session(&format!("remoterendering.{region}.localhost"));
    assert_eq!(status("eastus"), "Error");
    assert_eq!(status("westus2"), "Ready");
    let (_, metrics) = call(running.address(), "GET", "/metrics", "", "");
    let leased =
        "remote_rendering_servers{region=\"westus2\",size=\"Standard\",state=\"leased\"} 1";
    assert!(metrics.contains(leased), "{metrics}");
    running.stop();
}

#[test]
fn every_option_has_a_variable() {
    let help = String::from_utf8(command(&["--help"]).output().unwrap().stdout).unwrap();
    let options = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--"))
        .filter(|line| !line.starts_with("help") && !line.starts_with("check-config"));
    let mut count = 0;
    for option in options {
        let name = option.split([' ', '[', '=']).next().unwrap();
        let variable = format!("REMOTE_RENDERING_{}", name.to_uppercase().replace('-', "_"));
        assert!(help.contains(&variable), "{variable}");
        count += 1;
    }
    assert_eq!(count, 21);
}

/// What `serve --check-config` prints.
fn checked(command: &mut std::process::Command) -> String {
    let output = command.arg("--check-config").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_settings_are_printed_with_their_sources() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (
        folder.path().join("service.toml"),
        folder.path().join("data"),
    );
    std::fs::write(&file, "startup-time = \"2m30s\"\ntrusted-proxies = 1\n").unwrap();
    let arguments = [
        "--config",
        file.to_str().unwrap(),
        "--data",
        data.to_str().unwrap(),
    ];
    let mut first = command(&arguments);
    first.env("REMOTE_RENDERING_LOG_FORMAT", "json");
    let printed = checked(&mut first);
    for line in [
        format!("data = {data:?}  # flag: --data"),
        "startup-time = \"2m 30s\"  # file".to_owned(),
        "trusted-proxies = 1  # file".to_owned(),
        "log-format = \"json\"  # environment: REMOTE_RENDERING_LOG_FORMAT".to_owned(),
        "listen = \"127.0.0.1:8080\"  # default".to_owned(),
        "throttle-failures-per-minute = 60  # default".to_owned(),
        "# tls is not set".to_owned(),
    ] {
        assert!(printed.lines().any(|is| is == line), "{line}:\n{printed}");
    }
    assert!(!data.exists(), "a check changes nothing");

    // What was printed is a file that says the same.
    std::fs::write(&file, &printed).unwrap();
    let again = checked(&mut command(&["--config", file.to_str().unwrap()]));
    let values = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines
            .map(|line| line.split("  #").next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(values(&again), values(&printed));
}

/// Servers that are processes need to be reached, which a service on the loopback address knows by itself.
#[cfg(feature = "host")]
#[test]
fn the_processes_of_sessions_have_their_options() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("service.toml");
    let table = format!(
        "[host]\nstart-timeout = \"5s\"\nmodels-from = [\"models.example\"]\n[host.models]\ncars = {:?}\n",
        folder.path()
    );
    std::fs::write(&file, &table).unwrap();
    let file = file.to_str().unwrap();
    let checked = |more: &[&str]| {
        let arguments = [&["--ephemeral", "--config", file], more].concat();
        checked(&mut command(&arguments))
    };
    let lines = |printed: &str, expected: &[&str]| {
        for line in expected {
            assert!(printed.lines().any(|is| is == *line), "{line}:\n{printed}");
        }
    };
    let simulated = [
        "allocator = \"simulated\"  # default",
        "# host-address is not set",
    ];
    lines(&checked(&[]), &simulated);
    let own = [
        "allocator = \"process\"  # flag: --allocator",
        "host-address = \"127.0.0.1\"  # default",
        "host-bind = \"127.0.0.1\"  # default",
        "models-from = [\"models.example\"]",
    ];
    lines(&checked(&["--allocator", "process"]), &own);
    let open = [
        "host-address = \"render.example\"  # flag: --host-address",
        "host-bind = \"0.0.0.0\"  # default",
    ];
    let arguments = [
        "--allocator=process",
        "--listen=0.0.0.0:8080",
        "--host-address=render.example",
    ];
    lines(&checked(&arguments), &open);
}

#[test]
fn a_check_fails_as_a_start_would() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("service.toml");
    std::fs::write(&file, "ephemeral = true\n\nmax-requests = \"many\"\n").unwrap();
    let arguments = ["--check-config", "--config", file.to_str().unwrap()];
    let output = command(&arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("max-requests") && message.contains("line 3"),
        "{message}"
    );
    let half = refused(&mut command(&[
        "--check-config",
        "--ephemeral",
        "--tls-cert",
        "x",
    ]));
    assert!(half.contains("tls-key"), "{half}");
}

#[test]
fn a_variable_that_is_wrong_is_named() {
    for (name, value) in [
        ("REMOTE_RENDERING_LISTEN", "somewhere"),
        ("REMOTE_RENDERING_THROTTLE_PER_MINUTE", "0"),
        ("REMOTE_RENDERING_LOG_FORMAT", "xml"),
        ("REMOTE_RENDERING_LOG", "loud"),
    ] {
        let message = refused(command(&["--ephemeral"]).env(name, value));
        assert!(message.contains(name), "{message}");
    }
}

/// Latencies of the file make pings late, and the log says so.
#[test]
fn the_latencies_of_the_file_are_simulated_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("service.toml");
    let text = "ephemeral = true\nrequest-timeout = \"1ms\"\n[[latency]]\nloss = 1\n";
    std::fs::write(&file, text).unwrap();
    let mut running = Running::start(&["--config", file.to_str().unwrap()]);
    let mut errors = running.take_errors();
    let (status, _) = call(running.address(), "GET", "/ping", "", "");
    assert_eq!(status, 408);
    running.stop();
    let mut log = String::new();
    errors.read_to_string(&mut log).unwrap();
    assert!(log.contains("WARN") && log.contains("[[latency]]"), "{log}");
}

#[test]
fn the_file_for_development_has_a_latency_for_every_documented_region() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/development.toml");
    let printed = checked(&mut command(&["--ephemeral", "--config", file]));
    let settings: toml::Table = printed.parse().unwrap();
    let mut simulated: Vec<_> = settings["latency"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| table["region"].as_str().unwrap())
        .collect();
    simulated.sort_unstable();
    let plan = RegionPlan::documented();
    let documented: Vec<_> = plan.names().map(RegionName::as_str).collect();
    assert_eq!(simulated, documented);
}
