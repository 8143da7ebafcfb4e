//! `remote-rendering session` with a person at a terminal, which `script` of util-linux plays.

use std::{
    io::{Read as _, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use crate::{
    command::Running,
    session_command::{command, session},
};

/// A command on a terminal of its own. Killed when a test fails before it ends.
struct Typed {
    process: Child,
    keys: ChildStdin,
    screen: ChildStdout,
    shown: String,
}

impl Drop for Typed {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

impl Typed {
    fn start(service: &Running, arguments: &[&str]) -> Self {
        let command = command(service, arguments);
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let line: Vec<_> = words.map(|it| it.to_str().unwrap()).collect();
        let mut script = Command::new("script");
        script.args(["-qefc", &line.join(" "), "/dev/null"]);
        script.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = script.spawn().unwrap();
        Self {
            keys: process.stdin.take().unwrap(),
            screen: process.stdout.take().unwrap(),
            shown: String::new(),
            process,
        }
    }

    /// Waits until the screen shows this.
    fn expect(&mut self, words: &str) {
        while !self.shown.contains(words) {
            let mut some = [0; 1024];
            let length = self.screen.read(&mut some).unwrap();
            assert!(length > 0, "no {words:?} in {:?}", self.shown);
            self.shown += &String::from_utf8_lossy(&some[..length]);
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// The exit status.
    fn end(mut self) -> i32 {
        self.process.wait().unwrap().code().unwrap()
    }
}

const CTRL_C: &str = "\u{3}";

fn status(service: &Running, id: &str) -> String {
    let read = session(service, &["get", "--id", id, "--output", "json"]);
    read.json()["status"].as_str().unwrap().to_owned()
}

#[test]
fn whoever_ends_a_wait_is_asked_what_becomes_of_the_session() {
    let service = Running::start(&["--ephemeral", "--startup-time", "1h"]);
    for (id, answer, told, left) in [
        ("y", "y\n", "The session y is stopped.", "Stopped"),
        ("n", "n\n", "The session n goes on. Its lease", "Starting"),
        (
            "enter",
            "\n",
            "The session enter goes on. Its lease",
            "Starting",
        ),
        (
            "again",
            CTRL_C,
            "The session again goes on. Its lease",
            "Starting",
        ),
    ] {
        let mut typed = Typed::start(&service, &["create", "--wait", "--id", id]);
        typed.expect(&format!("{id}: Starting, 0:0"));
        typed.press(CTRL_C);
        typed.expect(&format!("The session {id} goes on. Stop it? [y/N]"));
        typed.press(answer);
        typed.expect(told);
        assert_eq!(typed.end(), 130);
        assert_eq!(status(&service, id), left);
    }
    service.stop();
}

#[test]
fn whoever_is_to_type_the_key_is_asked_for_it() {
    let service = Running::start(&["--ephemeral"]);
    let key = service.config().account_key().unwrap().unwrap();
    for (keys, told, status) in [
        (format!("{}\n", key.expose()), "There is no session", 0),
        (CTRL_C.to_owned(), "ended by a signal", 130),
    ] {
        let mut typed = Typed::start(&service, &["list", "--account-key-file", "-"]);
        typed.expect("Account key:");
        typed.press(&keys);
        typed.expect(told);
        assert_eq!(typed.end(), status);
    }
    service.stop();
}

#[test]
fn whoever_names_no_session_is_asked_which() {
    let service = Running::start(&["--ephemeral", "--startup-time", "1h"]);
    assert_eq!(session(&service, &["create", "--id", "asked"]).status, 0);
    for (answer, told, status) in [
        ("asked\n", "status     Starting", 0),
        (" \n", "say which session is meant", 2),
        ("a b\n", "the session id contains ' '", 2),
        (CTRL_C, "Session id:", 130),
    ] {
        let mut typed = Typed::start(&service, &["get"]);
        typed.expect("Session id:");
        typed.press(answer);
        typed.expect(told);
        assert_eq!(typed.end(), status, "{answer:?}");
    }
    service.stop();
}
