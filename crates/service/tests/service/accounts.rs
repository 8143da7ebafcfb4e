//! The commands `account` and `backup`, run as an operator runs them.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Output, Stdio},
};

use serde_json::Value;

use crate::command::{Running, call, program};

/// Runs a command on a data folder; returns what it printed.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(arguments)
        .arg("--data")
        .arg(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn done(folder: &Path, arguments: &[&str]) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = run(folder, arguments);
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

#[track_caller]
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = run(folder, arguments);
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn token_status(address: &str, account: &str, key: &str) -> u16 {
    let path = format!("/Accounts/{account}/token");
    call(address, "GET", &path, &format!("{account}:{key}"), "").0
}

fn token(address: &str, account: &str, key: &str) -> String {
    let path = format!("/Accounts/{account}/token");
    let (_, body) = call(address, "GET", &path, &format!("{account}:{key}"), "");
    json(&body)["AccessToken"].as_str().unwrap().to_owned()
}

fn create(folder: &Path) -> (String, String, String) {
    let arguments = ["account", "create", "--domain", "rendering.example.com"];
    let created = json(&done(
        folder,
        &[&arguments[..], &["--output", "json"]].concat(),
    ));
    let text = |member: &str| created[member].as_str().unwrap().to_owned();
    (text("accountId"), text("primaryKey"), text("secondaryKey"))
}

#[test]
fn an_account_is_made_listed_rekeyed_and_deleted_while_the_service_runs() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (id, primary, secondary) = create(folder);
    let running = Running::start_with_accounts(&["--data", folder.to_str().unwrap()]);
    let address = running.address();
    assert_eq!(token_status(address, &id, &primary), 200);
    assert_eq!(token_status(address, &id, &secondary), 200);

    let (other, ..) = create(folder);
    let list = done(folder, &["account", "list"]);
    assert!(list.contains(&id) && list.contains(&other), "{list}");
    assert!(!list.contains(&primary) && list.contains("rendering.example.com"));
    let list = json(&done(folder, &["account", "list", "--output", "json"]));
    assert_eq!(list.as_array().unwrap().len(), 2);

    let line = done(folder, &["account", "rotate-key", &id, "primary"]);
    let new = line.trim().rsplit(' ').next().unwrap();
    assert_eq!(token_status(address, &id, &primary), 401, "the old key");
    assert_eq!(token_status(address, &id, new), 200, "the new key");
    assert_eq!(
        token_status(address, &id, &secondary),
        200,
        "the other key goes on"
    );

    let bearer = token(address, &id, new);
    let path = format!("/accounts/{id}/sessions/s?api-version=2021-01-01");
    let body = r#"{"maxLeaseTimeMinutes":10,"size":"Standard"}"#;
    assert_eq!(call(address, "PUT", &path, &bearer, body).0, 201);
    let question = refused(folder, &["account", "delete", &id]);
    assert!(question.contains("--yes"), "{question}");
    assert_eq!(token_status(address, &id, new), 200, "nothing was deleted");
    let deleted = done(folder, &["account", "delete", &id, "--yes"]);
    assert!(deleted.contains("stops its sessions"), "{deleted}");
    assert_eq!(token_status(address, &id, new), 401);
    let gone = refused(folder, &["account", "delete", &id, "--yes"]);
    assert!(gone.contains("account list"), "{gone}");
    running.stop();
}

#[test]
fn an_account_file_is_private_and_opens_the_account() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.json");
    let domain = ["account", "create", "--domain", "http://127.0.0.1:9"];
    let guid = "c0ffee00-0000-4000-8000-000000000001";
    let rest = ["--id", guid, "--arrconfig", file.to_str().unwrap()];
    let printed = done(folder.path(), &[&domain[..], &rest[..]].concat());
    let mode = std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let config = json(&std::fs::read_to_string(&file).unwrap());
    let settings = &config["accountSettings"];
    assert_eq!(settings["arrAccountId"], guid);
    assert_eq!(settings["arrAccountDomain"], "http://127.0.0.1:9");
    assert!(printed.contains(settings["arrAccountKey"].as_str().unwrap()));
    let again = refused(folder.path(), &[&domain[..], &["--id", guid]].concat());
    assert!(again.contains("already"), "{again}");
}

#[test]
fn what_is_typed_wrong_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = refused(folder.path(), &["account", "list"]);
    assert!(nothing.contains("--data"), "{nothing}");
    assert!(
        !folder.path().join("remote-rendering.db").exists(),
        "nothing is made by looking"
    );
    let domain = refused(folder.path(), &["account", "create", "--domain", "a b"]);
    assert!(domain.contains("--domain"), "{domain}");
    let id = refused(folder.path(), &["account", "delete", "mine"]);
    assert!(id.contains("mine"), "{id}");
}

#[test]
fn a_backup_taken_while_serving_is_a_store_to_go_back_to() {
    let folder = tempfile::tempdir().unwrap();
    let (id, primary, _) = create(folder.path());
    let data = folder.path().to_str().unwrap();
    let running = Running::start_with_accounts(&["--data", data]);
    let bearer = token(running.address(), &id, &primary);
    let session = |name: &str| format!("/accounts/{id}/sessions/{name}?api-version=2021-01-01");
    let body = r#"{"maxLeaseTimeMinutes":10,"size":"Standard"}"#;
    let status = |running: &Running, method, name: &str, body| {
        call(running.address(), method, &session(name), &bearer, body).0
    };
    assert_eq!(status(&running, "PUT", "before", body), 201);

    let restored = tempfile::tempdir().unwrap();
    let copy = restored.path().join("remote-rendering.db");
    let said = done(folder.path(), &["backup", copy.to_str().unwrap()]);
    assert!(said.contains("remote-rendering.db"), "{said}");
    let mode = std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "it holds hashes of keys");
    let again = refused(folder.path(), &["backup", copy.to_str().unwrap()]);
    assert!(again.contains("another name"), "{again}");
    assert_eq!(
        std::fs::read_dir(restored.path()).unwrap().count(),
        1,
        "no half copy is left"
    );
    assert_eq!(
        status(&running, "PUT", "after", body),
        201,
        "the service goes on"
    );
    let (_, metrics) = call(running.address(), "GET", "/metrics", "", "");
    let commits = metrics
        .lines()
        .find_map(|line| line.strip_prefix("remote_rendering_store_commit_changes_count "));
    let commits: u64 = commits.unwrap().parse().unwrap();
    assert!(commits >= 2, "each create was a commit: {commits}");
    running.stop();

    let running = Running::start_with_accounts(&["--data", restored.path().to_str().unwrap()]);
    let bearer = token(running.address(), &id, &primary);
    let status = |name| call(running.address(), "GET", &session(name), &bearer, "").0;
    assert_eq!((status("before"), status("after")), (200, 404));
    running.stop();
}

#[test]
fn two_services_do_not_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    create(folder.path());
    let data = folder.path().to_str().unwrap();
    let running = Running::start_with_accounts(&["--data", data]);
    let second = refused(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(second.contains("in use by another service"), "{second}");
    running.stop();
    Running::start_with_accounts(&["--data", data]).stop();
}
