//! The commands `remote-rendering session` and `token`, run as a person runs them.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::command::{Printed, Running, program};

/// `session` with the development account of a service.
pub(crate) fn command(service: &Running, arguments: &[&str]) -> Command {
    let account = service.account_file.to_str().unwrap();
    let (action, rest) = arguments.split_first().unwrap();
    program(&[&["session", action, "--config-file", account], rest].concat())
}

pub(crate) fn session(service: &Running, arguments: &[&str]) -> Printed {
    Printed::of(&command(service, arguments).output().unwrap())
}

/// What a session is when it is no longer starting, and its properties.
fn settled(service: &Running, id: &str) -> Value {
    loop {
        let read = session(service, &["get", "--id", id, "--output", "json"]);
        assert_eq!(read.status, 0, "{}", read.errors);
        let read = read.json();
        if read["status"] != "Starting" {
            return read;
        }
    }
}

/// A token, as `token` prints it.
fn token(service: &Running) -> String {
    let account = service.account_file.to_str().unwrap();
    let printed = program(&["token", "--config-file", account]).output();
    let printed = Printed::of(&printed.unwrap());
    assert_eq!((printed.status, printed.errors.as_str()), (0, ""));
    printed.out.trim().to_owned()
}

fn signal(process: u32, name: &str) {
    let process = process.to_string();
    let sent = Command::new("kill").args([name, &process]).status();
    assert!(sent.unwrap().success());
}

/// A configuration file of a service, with these lines.
fn serving(folder: &Path, lines: &str) -> Running {
    let path = folder.join("serve.toml");
    std::fs::write(&path, lines).unwrap();
    Running::start(&["--ephemeral", "--config", path.to_str().unwrap()])
}

#[test]
fn a_session_is_managed_from_its_create_to_its_stop() {
    let service = Running::start(&["--ephemeral", "--startup-time", "0s"]);
    let created = session(&service, &["create", "--id", "demo", "--output", "json"]);
    assert_eq!((created.status, created.errors.as_str()), (0, ""));
    let created = created.json();
    assert_eq!(
        (&created["id"], &created["size"]),
        (&json!("demo"), &json!("Standard"))
    );
    assert_eq!(created["maxLeaseTimeMinutes"], 30);

    assert_eq!(settled(&service, "demo")["status"], "Ready");
    // The same again is the same session; it is ready, so there is nothing to wait for.
    let again = session(&service, &["create", "--id", "demo", "--wait"]);
    assert_eq!(again.status, 0, "{}", again.errors);
    let lines: Vec<_> = again.out.lines().collect();
    assert_eq!(lines[0], "PROPERTY        VALUE");
    assert_eq!(lines[1], "session         demo");
    assert_eq!(lines[2], "status          Ready");

    let own = [
        "create",
        "--vm-size",
        "premium",
        "--max-lease-time",
        "1:0:0",
        "--output",
        "json",
    ];
    let other = session(&service, &own).json();
    assert_eq!(
        (&other["size"], &other["maxLeaseTimeMinutes"]),
        (&json!("Premium"), &json!(60))
    );
    let id = other["id"].as_str().unwrap();
    assert_eq!(
        (id.len(), &id[14..15]),
        (36, "4"),
        "not a GUID of version 4: {id}"
    );

    let listed = session(&service, &["list", "--output", "json"]).json();
    let mut ids: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    ids.sort_by_key(|id| id.as_str() != Some("demo"));
    assert_eq!(ids, [&json!("demo"), &json!(id)]);
    let table = session(&service, &["list"]).out;
    assert!(table.starts_with("SESSION "), "{table}");
    let line = table.lines().find(|it| it.starts_with("demo ")).unwrap();
    assert!(
        line.contains("  Ready ") && line.contains("  30 min  "),
        "{table}"
    );

    let updated = session(
        &service,
        &[
            "update",
            "--id",
            "demo",
            "--max-lease-time",
            "2:0:0",
            "--output",
            "json",
        ],
    );
    assert_eq!(
        updated.json()["maxLeaseTimeMinutes"],
        120,
        "{}",
        updated.errors
    );

    let stopped = session(&service, &["stop", "--id", "demo"]);
    assert_eq!(
        (stopped.status, stopped.out.as_str()),
        (0, "The session demo is stopped.\n")
    );
    let stopped = session(&service, &["stop", "--id", id, "--output", "json"]);
    assert_eq!((stopped.status, stopped.out.as_str()), (0, ""));
    assert_eq!(settled(&service, "demo")["status"], "Stopped");
    let none = session(&service, &["list"]);
    assert_eq!(none.out, "There is no session that is starting or ready.\n");
    assert_eq!(
        session(&service, &["list", "--output", "json"]).json(),
        json!([])
    );
    service.stop();
}

// The one test that takes the time that a person waits: the two seconds between two questions, which are the client's.
#[test]
fn a_create_waits_until_the_session_is_ready() {
    let service = Running::start(&["--ephemeral", "--startup-time", "0s"]);
    let ready = session(
        &service,
        &["create", "--id", "w", "--wait", "--output", "json"],
    );
    assert_eq!(ready.errors, "The session w is created.\n");
    assert_eq!(
        (ready.status, &ready.json()["status"]),
        (0, &json!("Ready"))
    );
    service.stop();
}

#[test]
fn a_session_that_has_ended_is_told_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let service = serving(folder.path(), "[[pool]]\nservers = 0\n");
    assert_eq!(session(&service, &["create", "--id", "none"]).status, 0);
    assert_eq!(settled(&service, "none")["status"], "Error");
    let waited = session(&service, &["get", "--id", "none", "--wait"]);
    assert_eq!(waited.status, 1);
    assert!(
        waited.out.contains("\nstatus     Error\n"),
        "{}",
        waited.out
    );
    let told = "error: the session none is not ready: it has failed (NoServerAvailable: ";
    assert!(waited.errors.starts_with(told), "{}", waited.errors);
    // Without a wait, it was read, and that is what was asked for.
    assert_eq!(session(&service, &["get", "--id", "none"]).status, 0);
    assert_eq!(session(&service, &["stop", "--id", "none"]).status, 0);
    service.stop();
}

#[test]
fn the_older_generation_chooses_the_id_itself() {
    let service = Running::start(&["--ephemeral", "--startup-time", "0s"]);
    let v1 = |rest: &[&str]| session(&service, &[rest, &["--api-version", "v1"]].concat());
    let created = v1(&["create", "--output", "json"]).json();
    let id = created["id"].as_str().unwrap();
    assert_eq!(settled(&service, id)["status"], "Ready");
    let read = v1(&["get", "--id", id, "--wait", "--output", "json"]);
    assert_eq!((read.status, &read.json()["status"]), (0, &json!("Ready")));
    let updated = v1(&["update", "--id", id, "--max-lease-time", "3:0:0"]);
    assert!(
        updated.out.contains("\nlease      180 min\n"),
        "{}",
        updated.out
    );
    assert_eq!(v1(&["list", "--output", "json"]).json()[0]["id"], id);
    assert_eq!(v1(&["stop", "--id", id]).status, 0);
    let own = v1(&["create", "--id", "mine"]);
    assert_eq!((own.status, own.out.as_str()), (2, ""));
    assert!(
        own.errors.contains("in v1 the service chooses"),
        "{}",
        own.errors
    );
    service.stop();
}

#[test]
fn a_token_takes_the_place_of_the_key() {
    let service = Running::start(&["--ephemeral"]);
    let token = token(&service);
    assert_eq!(token.split('.').count(), 3, "{token}");
    let account = service.config().account_id().unwrap().unwrap().to_string();
    let with = |name: &str, value: &str| {
        let mut list = program(&["session", "list", "--output", "json"]);
        list.env("REMOTE_RENDERING_ACCOUNT_ID", &account)
            .env("REMOTE_RENDERING_REMOTE_RENDERING_DOMAIN", &service.url);
        if name.starts_with("--") {
            list.args([name, value]);
        } else {
            list.env(name, value);
        }
        Printed::of(&list.output().unwrap())
    };
    for name in ["--access-token", "REMOTE_RENDERING_ACCESS_TOKEN"] {
        let listed = with(name, &token);
        assert_eq!(
            (listed.status, listed.out.as_str()),
            (0, "[]\n"),
            "{}",
            listed.errors
        );
    }
    // Of a moment in 1970.
    let refused = with("--access-token", "e30.eyJleHAiOjF9.e30");
    assert_eq!(refused.status, 3);
    assert!(
        refused.errors.contains("expired: get a new one with"),
        "{}",
        refused.errors
    );
    let other = "00000000-0000-0000-0000-000000000001";
    let refused = program(&[
        "session",
        "list",
        "--account-id",
        other,
        "--access-token",
        &token,
    ])
    .env("REMOTE_RENDERING_REMOTE_RENDERING_DOMAIN", &service.url)
    .output();
    let refused = Printed::of(&refused.unwrap());
    assert_eq!(refused.status, 3);
    assert!(
        refused.errors.contains("not allowed to do that"),
        "{}",
        refused.errors
    );
    let refused = with("--access-token", "westeurope");
    assert_eq!(refused.status, 3);
    assert!(
        refused.errors.contains("copied whole"),
        "{}",
        refused.errors
    );

    let file = service.account_file.to_str().unwrap();
    let body = program(&["token", "--config-file", file, "--output", "json"]).output();
    let body = Printed::of(&body.unwrap()).json();
    assert_eq!(body.as_object().unwrap().len(), 1);
    assert!(body["AccessToken"].as_str().unwrap().contains('.'));
    service.stop();
}

#[test]
fn a_key_comes_from_a_variable_a_file_or_standard_input_and_from_no_flag() {
    let service = Running::start(&["--ephemeral"]);
    let config = service.config();
    let account = config.account_id().unwrap().unwrap().to_string();
    let key = config.account_key().unwrap().unwrap().expose().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, format!("{key}\n")).unwrap();
    let list = |arguments: &[&str]| {
        let domains = [
            "--account-domain",
            &service.url,
            "--remote-rendering-domain",
            &service.url,
        ];
        let fixed = ["session", "list", "--account-id", &account];
        let mut list = program(&[&fixed[..], &domains, arguments].concat());
        list.stdin(Stdio::piped());
        list
    };
    let variable = list(&[]).env("REMOTE_RENDERING_ACCOUNT_KEY", &key).output();
    assert_eq!(Printed::of(&variable.unwrap()).status, 0);
    let of_file = list(&["--account-key-file", file.to_str().unwrap()]).output();
    assert_eq!(Printed::of(&of_file.unwrap()).status, 0);
    let mut typed = list(&["--account-key-file", "-"]).spawn().unwrap();
    typed
        .stdin
        .take()
        .unwrap()
        .write_all(key.as_bytes())
        .unwrap();
    let typed = Printed::of(&typed.wait_with_output().unwrap());
    assert_eq!(typed.status, 0, "{}", typed.errors);

    let none = Printed::of(&list(&[]).output().unwrap());
    assert_eq!(none.status, 2);
    assert!(
        none.errors
            .contains("say --account-key-file, set REMOTE_RENDERING_ACCOUNT_KEY")
    );
    let flag = Printed::of(&list(&["--account-key", &key]).output().unwrap());
    assert_eq!(flag.status, 2);
    assert!(
        flag.errors.contains("unexpected argument '--account-key'"),
        "{}",
        flag.errors
    );
    service.stop();
}

#[test]
fn the_file_of_the_folder_is_read_where_none_is_named() {
    let service = Running::start(&["--ephemeral"]);
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(&service.account_file, folder.path().join("arrconfig.json")).unwrap();
    let listed = program(&["session", "list"])
        .current_dir(folder.path())
        .output();
    let listed = Printed::of(&listed.unwrap());
    assert_eq!(listed.status, 0, "{}", listed.errors);
    service.stop();
}

#[test]
fn each_call_can_be_told_and_no_secret_with_it() {
    let service = Running::start(&["--ephemeral"]);
    let told = session(&service, &["list", "--verbose", "--output", "json"]);
    let lines: Vec<_> = told.errors.lines().collect();
    let account = service.config().account_id().unwrap().unwrap();
    let begin = format!("GET {}/accounts/{account}/", service.url);
    assert_eq!(lines.len(), 2, "{}", told.errors);
    for (line, path) in lines.iter().zip(["token in ", "sessions in "]) {
        assert!(line.starts_with(&format!("{begin}{path}")), "{line}");
        assert!(
            line.contains(" ms: 200, MS-CV ") && line.ends_with(".0"),
            "{line}"
        );
    }
    let key = service.config().account_key().unwrap().unwrap();
    for secret in [key.expose(), "eyJ", "Bearer", "api-version"] {
        assert!(!told.errors.contains(secret), "{}", told.errors);
    }
    assert_eq!(told.json(), json!([]));
    service.stop();
}

#[test]
fn an_interrupted_wait_leaves_the_session_and_says_so() {
    let service = Running::start(&["--ephemeral", "--startup-time", "1h"]);
    for name in ["-INT", "-TERM"] {
        let id = format!("left{name}");
        let mut waiting = command(&service, &["create", "--wait", "--id", &id]);
        let mut waiting = waiting.stdin(Stdio::null()).spawn().unwrap();
        let mut errors = BufReader::new(waiting.stderr.take().unwrap()).lines();
        let created = errors.next().unwrap().unwrap();
        assert_eq!(created, format!("The session {id} is created."));
        signal(waiting.id(), name);
        let told: Vec<_> = errors.map(Result::unwrap).collect();
        let begin = format!("The session {id} goes on. Its lease of 00:30:00 begins when");
        assert!(
            told[0].starts_with(&begin) && told[0].contains("it may cost until "),
            "{told:?}"
        );
        let stop = format!("End it with `remote-rendering session stop --id {id}`.");
        assert_eq!(told[1], stop);
        assert_eq!(waiting.wait().unwrap().code(), Some(130));
        let read = session(&service, &["get", "--id", &id, "--output", "json"]);
        assert_eq!(read.json()["status"], "Starting");
    }
    service.stop();
}
