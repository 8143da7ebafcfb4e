//! What `remote-rendering session` refuses, and what is refused to it: each with its words and its exit status.

use std::{net::TcpListener, process::Stdio};

use remote_rendering_protocol::AccountKey;
use serde_json::json;

use crate::{
    command::{Printed, Running, program},
    session_command::{command, session},
};

/// A folder with files.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A configuration that is whole, of a service that nobody listens for.
    fn good(&self) -> String {
        let good = json!({
            "accountSettings": {
                "arrAccountId": "1b405859-8af9-47e6-941d-9205163c0f63",
                "arrAccountKey": "AAAA",
                "arrAccountDomain": "http://127.0.0.1:1",
            },
            "renderingSessionSettings": {
                "remoteRenderingDomain": "http://127.0.0.1:1", "vmSize": "standard", "maxLeaseTime": "0:30:0",
            },
        });
        self.write("good.json", &good.to_string())
    }

    /// Asserts that these are refused as what cannot be used, in these words, before any call.
    #[track_caller]
    fn refuses(&self, arguments: &[&str], words: &str) {
        let mut refused = program(&[&["session"], arguments].concat());
        let refused = refused
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output();
        let refused = Printed::of(&refused.unwrap());
        assert_eq!(
            (refused.status, refused.out.as_str()),
            (2, ""),
            "{}",
            refused.errors
        );
        assert!(
            refused.errors.contains(words),
            "{words}: {}",
            refused.errors
        );
    }
}

#[test]
fn a_configuration_that_was_not_filled_in_is_told_value_by_value() {
    let files = Files::new();
    let template = files.write(
        "template.json",
        r#"{"accountSettings":{"arrAccountId":"<fill in the account ID>","arrAccountKey":"<fill in the account key>",
            "arrAccountDomain":"<fill in the domain>"},
            "renderingSessionSettings":{"remoteRenderingDomain":"<fill in>","vmSize":"<fill in>","maxLeaseTime":"<fill in>"}}"#,
    );
    for setting in [
        "accountSettings.arrAccountId",
        "accountSettings.arrAccountKey",
        "accountSettings.arrAccountDomain",
        "renderingSessionSettings.remoteRenderingDomain",
        "renderingSessionSettings.vmSize",
        "renderingSessionSettings.maxLeaseTime",
    ] {
        let told = format!("{setting} in {template}: not filled in yet");
        files.refuses(&["create", "--config-file", &template], &told);
    }
}

#[test]
fn settings_that_cannot_be_used_are_told() {
    let files = Files::new();
    let good = files.good();
    let (text, empty) = (
        files.write("text", "westeurope"),
        files.write("empty", " \n"),
    );
    for (arguments, words) in [
        (
            &["--config-file", "/nowhere.json"][..],
            "/nowhere.json cannot be read",
        ),
        (
            &["--config-file", &text],
            "not a configuration in the form of arrconfig.json",
        ),
        (&[], "there is no account id: say --account-id"),
        (&[], "there is no account key"),
        (
            &[
                "--remote-rendering-domain",
                "westeuorpe",
                "--config-file",
                &good,
            ],
            "--remote-rendering-domain: westeuorpe is no documented region: did you mean westeurope?",
        ),
        (
            &["--account-domain", "uksuoth", "--config-file", &good],
            "--account-domain: uksuoth is no documented region: did you mean uksouth?",
        ),
        (
            &["--api-version", "2020", "--config-file", &good],
            "--api-version: not a generation",
        ),
        (
            &["--ca-file", &text, "--config-file", &good],
            "there is no certificate in",
        ),
        (
            &["--account-key-file", "/nowhere"],
            "cannot be read from /nowhere",
        ),
        (&["--account-key-file", &empty], "because: it is empty"),
        (
            &["--account-key-file", &text, "--config-file", &good],
            "--account-key-file: the account key is not",
        ),
        (
            &["--access-token", "a", "--account-key-file", "-"],
            "cannot be used with",
        ),
        (&["--output", "xml"], "[possible values: table, json]"),
        (&["--attempts", "0"], "1..=20"),
    ] {
        files.refuses(&[&["list"], arguments].concat(), words);
    }
}

#[test]
fn actions_that_cannot_be_carried_out_are_told() {
    let files = Files::new();
    let good = files.good();
    for (arguments, words) in [
        (&["get"][..], "say which session is meant, with --id ID"),
        (&["get", "--id", "a b"], "the session id contains ' '"),
        (&["create", "--vm-size", "huge"], "--vm-size: not a size"),
        (
            &["create", "--max-lease-time", "90"],
            "--max-lease-time: not a time span",
        ),
        (
            &["create", "--max-lease-time", "2.0:0:0"],
            "--max-lease-time: the lease value",
        ),
        (
            &["create", "--id", "mine", "--api-version", "v1"],
            "in v1 the service chooses",
        ),
        (&["update", "--id", "a"], "--max-lease-time <TIME>"),
        (
            &["update", "--id", "a", "--max-lease-time", "0:60:0"],
            "minutes go from 0 to 59",
        ),
        (
            &["update", "--id", "a", "--max-lease-time", "1.0:0:1"],
            "more than 24 hours",
        ),
    ] {
        files.refuses(&[arguments, &["--config-file", &good]].concat(), words);
    }
}

#[test]
fn what_the_service_refuses_has_a_status_and_its_ms_cv() {
    let service = Running::start(&["--ephemeral", "--startup-time", "1h"]);
    assert_eq!(session(&service, &["create", "--id", "taken"]).status, 0);
    let wrong = AccountKey::from_bytes(&[9; 32]);
    let folder = tempfile::tempdir().unwrap();
    let wrong_key = folder.path().join("key");
    std::fs::write(&wrong_key, wrong.expose()).unwrap();
    let wrong_key = wrong_key.to_str().unwrap();
    let table: &[(&[&str], i32, &str)] = &[
        (
            &["create", "--id", "taken", "--vm-size", "premium"],
            1,
            "the session id taken is taken, with another size or lease: choose another --id",
        ),
        (
            &["update", "--id", "taken", "--max-lease-time", "0:30:0"],
            1,
            "the lease of taken cannot become 00:30:00: say its total since the session became ready",
        ),
        (
            &["get", "--id", "gone"],
            1,
            "there is no session gone at http://127.0.0.1",
        ),
        (
            &["get", "--id", "gone", "--wait"],
            1,
            "there is no session gone",
        ),
        (&["stop", "--id", "gone"], 1, "there is no session gone"),
        (
            &["list", "--account-key-file", wrong_key],
            3,
            "does not accept the account's key or token",
        ),
        (
            &[
                "list",
                "--account-id",
                "00000000-0000-0000-0000-000000000001",
            ],
            3,
            "does not accept the account's key or token",
        ),
    ];
    for (arguments, status, words) in table {
        let refused = session(&service, arguments);
        assert_eq!(
            (refused.status, refused.out.as_str()),
            (*status, ""),
            "{arguments:?}"
        );
        assert!(refused.errors.contains(words), "{}", refused.errors);
        assert!(refused.errors.contains(", MS-CV "), "{}", refused.errors);
        assert!(
            !refused.errors.contains(wrong.expose()),
            "{}",
            refused.errors
        );
    }
    service.stop();
}

#[test]
fn who_calls_too_often_is_told_when_to_come_back() {
    let service = Running::start(&["--ephemeral", "--throttle-per-minute", "1"]);
    let outcomes: Vec<_> = (0..3)
        .map(|_| session(&service, &["list", "--attempts", "1"]))
        .collect();
    let refused = outcomes.last().unwrap();
    assert_eq!(
        (refused.status, refused.out.as_str()),
        (4, ""),
        "{}",
        refused.errors
    );
    assert!(
        refused.errors.contains("called too often: try again in "),
        "{}",
        refused.errors
    );
    assert!(refused.errors.contains(", MS-CV "), "{}", refused.errors);
    service.stop();
}

#[test]
fn where_nobody_answers_a_create_is_in_doubt() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let dead = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let service = Running::start(&["--ephemeral"]);
    // The token comes from the service, the session would be elsewhere.
    let elsewhere = ["--remote-rendering-domain", &dead, "--attempts", "1"];
    let failed = session(
        &service,
        &[&["create", "--id", "lost"], &elsewhere[..]].concat(),
    );
    assert_eq!((failed.status, failed.out.as_str()), (1, ""));
    let see = "not known: see `remote-rendering session get --id lost`";
    assert!(failed.errors.contains(see), "{}", failed.errors);
    assert!(
        failed.errors.contains("because: unreachable: "),
        "{}",
        failed.errors
    );
    let failed = session(&service, &[&["list"], &elsewhere[..]].concat());
    assert_eq!(failed.status, 1);
    assert!(!failed.errors.contains("not known"), "{}", failed.errors);
    service.stop();
}

#[test]
fn an_answer_that_cannot_be_printed_is_an_error() {
    let service = Running::start(&["--ephemeral"]);
    let closed = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        Stdio::from(writer)
    };
    let mut outputs = vec![(closed(), "Broken pipe")];
    if cfg!(target_os = "linux") {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        outputs.push((full.unwrap().into(), "No space left on device"));
    }
    for (place, (output, words)) in outputs.into_iter().enumerate() {
        let id = format!("unseen{place}");
        let unprinted = command(&service, &["create", "--id", &id])
            .stdout(output)
            .output();
        let unprinted = Printed::of(&unprinted.unwrap());
        assert_eq!(unprinted.status, 1);
        let there = format!("cannot be printed; the session {id} is there all the same");
        assert!(unprinted.errors.contains(&there), "{}", unprinted.errors);
        assert!(unprinted.errors.contains(words), "{}", unprinted.errors);
        assert_eq!(session(&service, &["get", "--id", &id]).status, 0);
    }
    let list = command(&service, &["list", "--output", "json"])
        .stdout(closed())
        .output();
    let list = Printed::of(&list.unwrap());
    assert_eq!(list.status, 1);
    assert!(
        list.errors
            .starts_with("error: the answer cannot be printed\n"),
        "{}",
        list.errors
    );
    service.stop();
}

#[test]
fn who_cannot_connect_is_told_why() {
    let service = Running::start(&["--ephemeral", "--startup-time", "0s"]);
    let created = session(&service, &["create", "--id", "s", "--wait"]);
    assert_eq!(created.status, 0, "{}", created.errors);
    let output = command(&service, &["connect", "--id", "s"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("no device can connect to s: The servers of this service are simulated")
    );
    service.stop();
}
