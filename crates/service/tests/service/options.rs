//! Where an option can come from.

use crate::command::{Running, command, refused};

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
    ] {
        std::fs::write(&file, text).unwrap();
        let message = refused(&mut command(&["--config", file.to_str().unwrap()]));
        assert!(message.contains(named), "{text}: {message}");
    }
    let message = refused(&mut command(&["--config", "/nowhere.toml"]));
    assert!(message.contains("/nowhere.toml"), "{message}");
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
    assert_eq!(count, 17);
}
