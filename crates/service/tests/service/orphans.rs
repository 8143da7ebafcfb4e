//! Processes of sessions end with the service, however it ends: run as a person runs it.

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::{command::Running, session_command::session};

/// Much longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

fn start(data: &Path) -> Running {
    let data = data.to_str().unwrap();
    Running::start(&["--allocator", "process", "--data", data])
}

/// The processes that a process has started.
fn children(process: u32) -> Vec<u32> {
    let parent = |process: u32| {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // What stands in front is the program's name, which can hold anything.
        let rest = stat.rsplit_once(") ")?.1;
        rest.split(' ').nth(1)?.parse::<u32>().ok()
    };
    let all = fs::read_dir("/proc").unwrap().flatten();
    let all = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    all.filter(|it| parent(*it) == Some(process)).collect()
}

fn is_there(process: u32) -> bool {
    Path::new(&format!("/proc/{process}")).exists()
}

fn until(mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE);
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Creates a session, kills the service when the process is there or is ready, and waits until the process is gone.
fn kill_with_a_process(data: &Path, is_ready: bool) {
    let service = start(data);
    let mut create = vec!["create", "--id", "s"];
    create.extend(is_ready.then_some("--wait"));
    let created = session(&service, &create);
    assert_eq!(created.status, 0, "{}", created.errors);
    until(|| !children(service.process_id()).is_empty());
    let hosts = children(service.process_id());
    service.kill();
    until(|| !hosts.iter().copied().any(is_there));
}

#[test]
fn a_service_that_is_killed_while_a_process_starts_leaves_none_and_starts_another() {
    let folder = tempfile::tempdir().unwrap();
    kill_with_a_process(folder.path(), false);
    let service = start(folder.path());
    let again = session(
        &service,
        &["get", "--id", "s", "--wait", "--output", "json"],
    );
    // It may have been ready by then, and its server is gone.
    let again = again.json();
    let is_lost = again["error"]["code"] == "ServerGone";
    assert!(again["status"] == "Ready" || is_lost, "{again}");
    service.stop();
}

#[test]
fn a_service_that_is_killed_leaves_no_process_and_its_session_has_lost_it() {
    let folder = tempfile::tempdir().unwrap();
    kill_with_a_process(folder.path(), true);
    let service = start(folder.path());
    let lost = session(&service, &["get", "--id", "s", "--output", "json"]).json();
    assert_eq!(lost["error"]["code"], "ServerGone", "{lost}");
    service.stop();
}

#[test]
fn a_service_that_is_stopped_ends_its_processes_first() {
    let folder = tempfile::tempdir().unwrap();
    let service = start(folder.path());
    let created = session(&service, &["create", "--id", "s", "--wait"]);
    assert_eq!(created.status, 0, "{}", created.errors);
    let told = session(&service, &["connect", "--id", "s"]);
    assert_eq!(told.status, 0, "{}", told.errors);
    let granted = session(&service, &["connect", "--id", "s", "--output", "json"]).json();
    let (address, token) = (&granted["address"], granted["token"].as_str().unwrap());
    assert!(told.out.contains(address.as_str().unwrap()) && told.out.contains("within 60 s"));
    assert!(!told.out.contains(token));
    let hosts = children(service.process_id());
    assert_eq!(hosts.len(), 1);
    // A signal that a terminal or a supervisor sends to all is for the service alone.
    let host = hosts[0].to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &host])
            .status()
            .unwrap()
            .success()
    );
    let granted = session(&service, &["connect", "--id", "s"]);
    assert_eq!(granted.status, 0, "{}", granted.errors);
    service.stop();
    assert!(!is_there(hosts[0]));
}
