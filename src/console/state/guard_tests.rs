use std::rc::Rc;

use remote_rendering_protocol::{AccountId, Generation, SessionSize, session::SessionProperties};
use yew::Reducible as _;

use super::{
    super::{
        failure::Failure,
        sessions::{Action, Busy, Tries},
    },
    *,
};

/// Sessions that became ready at the time 0, each with its lease in minutes.
fn ready(leases: &[(&str, i64)]) -> Rc<Sessions> {
    let mut sessions = Rc::new(Sessions::default());
    for (id, lease) in leases {
        for (status, seconds) in [(SessionStatus::Starting, -1), (SessionStatus::Ready, 0)] {
            let seen = Action::Seen(region(), properties(id, *lease, status), at(seconds));
            sessions = sessions.reduce(seen);
        }
    }
    sessions
}

fn own(sessions: Rc<Sessions>, ids: &[&str]) -> Rc<Sessions> {
    sessions.reduce(Action::Own(ids.iter().map(|id| key(id)).collect()))
}

fn properties(id: &str, lease: i64, status: SessionStatus) -> SessionProperties {
    SessionProperties {
        id: id.parse().unwrap(),
        creation_time: Some(at(-10)),
        arr_inspector_port: None,
        handshake_port: None,
        elapsed_time_minutes: 0,
        hostname: None,
        max_lease_time_minutes: lease,
        size: SessionSize::Standard,
        status,
        teraflops: None,
        error: None,
    }
}

fn region() -> remote_rendering_protocol::RegionName {
    "westeurope".parse().unwrap()
}

fn key(id: &str) -> SessionKey {
    SessionKey {
        region: region(),
        id: id.parse().unwrap(),
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_000_000 + seconds)
}

fn lease(minutes: i64) -> MaxLeaseTime {
    MaxLeaseTime::from_minutes(minutes).unwrap()
}

fn failure() -> Failure {
    Failure {
        kind: remote_rendering_client::ErrorKind::Unreachable,
        call: "PATCH https://example.org".to_owned(),
        attempts: 3,
        status: None,
        service: None,
        correlation_vector: None,
        retry_after: None,
    }
}

fn warned(sessions: &Sessions, rule: Rule, read: &[Read], seconds: i64) -> Vec<String> {
    let warnings = warnings(sessions, rule, read, at(seconds)).into_iter();
    warnings.map(|row| row.key.id.to_string()).collect()
}

#[test]
fn a_lease_is_warned_of_in_its_last_minutes() {
    for (minutes, not_yet, soon) in [
        // Five minutes before the end; of a short lease its last quarter.
        (30, 25 * 60 - 1, 25 * 60 + 1),
        (20, 15 * 60 - 1, 15 * 60 + 1),
        (8, 6 * 60 - 1, 6 * 60 + 1),
        (1, 44, 46),
    ] {
        let sessions = ready(&[("a", minutes)]);
        assert!(
            warned(&sessions, Rule::Warn, &[], not_yet).is_empty(),
            "{minutes}"
        );
        assert_eq!(warned(&sessions, Rule::Warn, &[], soon), ["a"], "{minutes}");
    }
}

#[test]
fn the_first_to_end_is_named_first() {
    let sessions = ready(&[("later", 31), ("sooner", 30), ("much-later", 600)]);
    assert_eq!(
        warned(&sessions, Rule::Warn, &[], 29 * 60),
        ["sooner", "later"]
    );
}

#[test]
fn a_warning_that_was_read_comes_again_for_the_next_lease_only() {
    let read = [(key("a"), 30)];
    assert!(warned(&ready(&[("a", 30)]), Rule::Warn, &read, 29 * 60).is_empty());
    assert_eq!(
        warned(&ready(&[("a", 60)]), Rule::Warn, &read, 59 * 60),
        ["a"]
    );
}

#[test]
fn what_is_being_done_to_a_session_needs_no_warning() {
    let sessions = ready(&[("a", 30)]).reduce(Action::Began(vec![key("a")], Busy::Extending));
    assert!(warned(&sessions, Rule::Warn, &[], 29 * 60).is_empty());
}

#[test]
fn own_sessions_are_extended_up_to_the_limit_and_others_are_warned_of() {
    let rule = Rule::Extend(lease(80));
    for (minutes, longer) in [(30, Some(60)), (60, Some(80)), (80, None), (90, None)] {
        let sessions = own(ready(&[("mine", minutes), ("theirs", minutes)]), &["mine"]);
        let seconds = minutes * 60 - 10;
        let expected: Vec<_> = longer
            .map(|longer| Deed::Extend(key("mine"), lease(longer)))
            .into_iter()
            .collect();
        assert_eq!(
            deeds(&sessions, rule, at(0), at(seconds)),
            expected,
            "{minutes}"
        );
        let mut names = warned(&sessions, rule, &[], seconds);
        names.sort();
        let all = ["mine", "theirs"];
        assert_eq!(names, all[usize::from(longer.is_some())..], "{minutes}");
    }
}

#[test]
fn an_extension_that_failed_is_not_tried_again_but_told() {
    let rule = Rule::Extend(lease(600));
    let sessions = own(ready(&[("a", 30)]), &["a"]);
    let sessions = sessions.reduce(Action::Failed(key("a"), failure()));
    assert_eq!(deeds(&sessions, rule, at(0), at(29 * 60)), []);
    assert_eq!(warned(&sessions, rule, &[], 29 * 60), ["a"]);
}

#[test]
fn own_sessions_are_stopped_when_nobody_is_there() {
    let rule = Rule::Stop(lease(30));
    let sessions = own(ready(&[("mine", 600), ("theirs", 600)]), &["mine"]);
    let deeds_at = |touched, seconds| deeds(&sessions, rule, at(touched), at(seconds));
    assert_eq!(deeds_at(0, 30 * 60 - 1), []);
    assert_eq!(deeds_at(0, 30 * 60), [Deed::Stop(vec![key("mine")])]);
    assert_eq!(deeds_at(60, 30 * 60), []);
    let stopping = Action::Began(vec![key("mine")], Busy::AboutToStop(at(1900)));
    let sessions = Rc::clone(&sessions).reduce(stopping);
    assert_eq!(deeds(&sessions, rule, at(0), at(1800)), []);
}

#[test]
fn without_a_rule_nothing_is_done() {
    let sessions = own(ready(&[("a", 30)]), &["a"]);
    assert_eq!(deeds(&sessions, Rule::Warn, at(0), at(29 * 60)), []);
}

#[test]
fn what_goes_on_is_counted_with_its_cost_and_its_end() {
    let prices = Prices {
        standard: Amount::read("3"),
        ..Prices::default()
    };
    let sessions = ready(&[("a", 30), ("b", 60)]);
    let outlook = outlook(&sessions, &|_| true, &prices, at(0)).unwrap();
    assert_eq!((outlook.count, outlook.last_end), (2, Some(at(3600))));
    let amounts = [outlook.an_hour, outlook.until_end].map(|it| it.unwrap().amount.to_string());
    assert_eq!(amounts, ["6", "4.50"]);
}

#[test]
fn what_has_no_price_or_has_not_begun_is_not_guessed() {
    let sessions = ready(&[("a", 30)]);
    let starting = properties("b", 30, SessionStatus::Starting);
    let sessions = sessions.reduce(Action::Seen(region(), starting, at(0)));
    let outlook = outlook(&sessions, &|_| true, &Prices::default(), at(0)).unwrap();
    assert_eq!(outlook.count, 2);
    assert_eq!(
        (outlook.an_hour, outlook.until_end, outlook.last_end),
        (None, None, None)
    );
}

#[test]
fn what_has_ended_does_not_go_on() {
    let sessions = ready(&[("a", 30)]);
    let stopped = properties("a", 30, SessionStatus::Stopped);
    let sessions = sessions.reduce(Action::Seen(region(), stopped, at(10)));
    assert_eq!(
        outlook(&sessions, &|_| true, &Prices::default(), at(20)),
        None
    );
}

#[test]
fn a_session_that_was_created_here_is_own() {
    let sessions = ready(&[("a", 30)]).reduce(Action::Created(key("a"), Tries::default()));
    assert_eq!(own_live(&sessions).count(), 1);
    assert_eq!(own_live(&sessions.reduce(Action::Cleared)).count(), 0);
}

#[test]
fn only_a_token_that_cannot_be_renewed_is_warned_of() {
    let endpoint: remote_rendering_protocol::Endpoint = "http://127.0.0.1:8080".parse().unwrap();
    let profile = |can_renew, expires_at| Profile {
        account: AccountId::from_bytes([1; 16]),
        endpoint: endpoint.clone(),
        sts: endpoint.clone(),
        generation: Generation::default(),
        token_expires_at: expires_at,
        can_renew,
    };
    for (can_renew, expires_at, seconds, expected) in [
        (false, Some(at(600)), 299, false),
        (false, Some(at(600)), 301, true),
        (false, Some(at(600)), 700, true),
        (true, Some(at(600)), 700, false),
        (false, None, 700, false),
    ] {
        let profile = profile(can_renew, expires_at);
        assert_eq!(
            token_expires_soon(&profile, at(seconds)),
            expected,
            "{seconds}"
        );
    }
}
