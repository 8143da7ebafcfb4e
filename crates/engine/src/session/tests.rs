use remote_rendering_protocol::SessionStatus as S;

use super::{
    Command::{Allocated, Failed, Lapse, Stop, Update},
    *,
};

const CREATED: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

fn minutes(minutes: i64) -> MaxLeaseTime {
    MaxLeaseTime::from_minutes(minutes).unwrap()
}

fn after(seconds: u64) -> Timestamp {
    CREATED.after(Timespan::from_seconds(seconds))
}

fn host() -> Host {
    Host {
        hostname: "a.vm".to_owned(),
        arr_inspector_port: 50_000,
        handshake_port: 50_001,
        teraflops: 8.1,
    }
}

fn failure() -> ServiceError {
    ServiceError::new("NoCapacity", "No server is free.")
}

fn starting() -> Session {
    let key = SessionKey {
        account: AccountId::from_bytes([1; 16]),
        region: "westeurope".parse().unwrap(),
        id: "s".parse().unwrap(),
    };
    Session::begin(
        key,
        Settings {
            lease: minutes(10),
            size: SessionSize::Standard,
            models: Vec::new(),
        },
        CREATED,
    )
}

/// Ready since 60 s after its creation, so its lease of 10 minutes ends at 660 s.
fn ready() -> Session {
    let mut session = starting();
    assert_eq!(session.execute(Allocated(host()), after(60)).answer, Ok(()));
    session
}

fn ended_by(command: Command) -> Session {
    let mut session = ready();
    assert_eq!(session.execute(command, after(200)).answer, Ok(()));
    session
}

/// Carries out a command at so many seconds after the creation; asserts the status after it and the
/// answer.
#[track_caller]
fn check(mut session: Session, command: Command, seconds: u64, status: &str, accepted: bool) {
    let decision = session.execute(command, after(seconds));
    assert_eq!(session.status().as_str(), status);
    assert_eq!(decision.answer.is_ok(), accepted, "{decision:?}");
}

#[test]
fn every_command_while_starting() {
    check(starting(), Update(minutes(11)), 100, "Starting", true);
    check(starting(), Update(minutes(10)), 100, "Starting", false);
    check(starting(), Stop, 100, "Stopped", true);
    check(starting(), Allocated(host()), 100, "Ready", true);
    check(starting(), Failed(failure()), 100, "Error", true);
    // No lease runs yet.
    check(starting(), Lapse, 90_000, "Starting", true);
}

#[test]
fn every_command_while_ready() {
    check(ready(), Update(minutes(11)), 100, "Ready", true);
    check(ready(), Update(minutes(10)), 100, "Ready", false);
    check(ready(), Update(minutes(9)), 100, "Ready", false);
    check(ready(), Stop, 100, "Stopped", true);
    check(ready(), Allocated(host()), 100, "Ready", false);
    check(ready(), Failed(failure()), 100, "Error", true);
    check(ready(), Lapse, 659, "Ready", true);
}

#[test]
fn every_command_at_the_end_of_the_lease() {
    check(ready(), Lapse, 660, "Expired", true);
    check(ready(), Update(minutes(20)), 660, "Expired", false);
    check(ready(), Stop, 660, "Expired", true);
    check(ready(), Allocated(host()), 660, "Expired", false);
    check(ready(), Failed(failure()), 660, "Expired", false);
}

#[test]
fn every_command_after_an_end() {
    for (end, status) in [(Stop, "Stopped"), (Failed(failure()), "Error")] {
        let ended = || ended_by(end.clone());
        check(ended(), Update(minutes(20)), 300, status, false);
        check(ended(), Stop, 300, status, true);
        check(ended(), Allocated(host()), 300, status, false);
        check(ended(), Failed(failure()), 300, status, false);
        check(ended(), Lapse, 9_000, status, true);
    }
}

#[test]
fn deciding_changes_nothing() {
    let session = ready();
    let before = session.clone();
    let decision = session.decide(Stop, after(100));
    assert_eq!(session, before);
    assert_eq!(
        decision.events,
        [Event::Ended {
            at: after(100),
            how: End::Stopped
        }]
    );
}

#[test]
fn a_lease_ends_at_its_exact_time_whenever_that_is_noticed() {
    let mut session = ready();
    let decision = session.execute(Update(minutes(20)), after(5_000));
    assert_eq!(
        decision.events,
        [Event::Ended {
            at: after(660),
            how: End::Expired
        }]
    );
    assert_eq!(decision.answer, Err(Refusal::Ended { how: "expired" }));
    assert_eq!(session.elapsed(after(9_000)), Timespan::from_minutes(10));
}

#[test]
fn an_extension_moves_the_deadline_from_ready_not_from_now() {
    let mut session = ready();
    assert_eq!(session.next_deadline(), Some(after(660)));
    assert_eq!(
        session.execute(Update(minutes(15)), after(600)).answer,
        Ok(())
    );
    assert_eq!(session.next_deadline(), Some(after(60 + 900)));
    assert_eq!(
        session.settings().lease,
        minutes(10),
        "a retried create still means the lease that it asked for"
    );
}

#[test]
fn a_lease_of_nothing_ends_as_it_begins() {
    let settings = Settings {
        lease: minutes(0),
        size: SessionSize::Premium,
        models: Vec::new(),
    };
    let mut session = Session::begin(starting().key().clone(), settings, CREATED);
    session.execute(Allocated(host()), after(5));
    assert_eq!(session.properties(after(5)).status, S::Expired);
}

#[test]
fn a_create_is_compared_with_the_first_one() {
    let mut session = ready();
    session.execute(Update(minutes(20)), after(100));
    let settings = |lease, size| Settings {
        lease: minutes(lease),
        size,
        models: Vec::new(),
    };
    assert_eq!(
        session.same_create(&settings(10, SessionSize::Standard)),
        Ok(())
    );
    assert_eq!(
        session.same_create(&settings(20, SessionSize::Standard)),
        Err(Conflict)
    );
    assert_eq!(
        session.same_create(&settings(10, SessionSize::Premium)),
        Err(Conflict)
    );
}

#[test]
fn a_clock_that_was_set_back_makes_no_negative_times() {
    let mut session = starting();
    let before = Timestamp::from_unix_seconds(CREATED.unix_seconds() - 1_000);
    session.execute(Allocated(host()), before);
    assert_eq!(session.next_deadline(), Some(after(600)));
    session.execute(Stop, before);
    assert_eq!(session.elapsed(after(100)), Timespan::ZERO);
}

#[test]
fn the_2021_form_tells_what_is_known() {
    let text = |session: &Session, seconds| {
        serde_json::to_string(&session.properties(after(seconds))).unwrap()
    };
    let starting = text(&starting(), 30);
    assert_eq!(
        starting,
        r#"{"id":"s","creationTime":"2023-11-14T22:13:20+00:00","elapsedTimeMinutes":0,"maxLeaseTimeMinutes":10,"size":"Standard","status":"Starting"}"#
    );
    let properties = ready().properties(after(60 + 179));
    assert_eq!(properties.elapsed_time_minutes, 2, "rounded down");
    assert_eq!(
        (properties.arr_inspector_port, properties.handshake_port),
        (Some(50_000), Some(50_001))
    );
    assert_eq!(properties.hostname.as_deref(), Some("a.vm"));
    let properties = ended_by(Stop).properties(after(9_000));
    assert_eq!(properties.elapsed_time_minutes, 2, "frozen at the end");
    assert_eq!(
        (properties.arr_inspector_port, properties.hostname),
        (None, None)
    );
    assert_eq!(properties.teraflops, Some(8.1), "kept after the end");
    assert_eq!(
        ended_by(Failed(failure())).properties(after(300)).error,
        Some(failure())
    );
}

#[test]
fn the_v1_form_speaks_in_time_spans_and_messages() {
    let text = |session: &Session, seconds| {
        serde_json::to_value(session.properties_v1(after(seconds))).unwrap()
    };
    assert_eq!(
        text(&starting(), 30),
        serde_json::json!({
            "message": null, "sessionElapsedTime": "00:00:00", "sessionHostname": "", "sessionId": "s",
            "sessionMaxLeaseTime": "00:10:00", "sessionSize": "Standard", "sessionStatus": "Starting",
        })
    );
    assert_eq!(text(&ready(), 61)["sessionElapsedTime"], "00:00:01");
    assert_eq!(text(&ready(), 700)["sessionStatus"], "Expired");
    assert_eq!(
        text(&ready(), 700)["message"],
        "The lease of 00:10:00 ended at 2023-11-14T22:24:20+00:00."
    );
    assert_eq!(
        text(&ended_by(Failed(failure())), 700)["message"],
        "No server is free."
    );
}

#[test]
fn a_session_is_forgotten_thirty_days_after_its_end_whoever_noticed_it() {
    let month = 30 * 24 * 3_600;
    let expiry = 660;
    for (session, end) in [(ended_by(Stop), 200), (ready(), expiry)] {
        assert!(!session.is_forgotten(after(end + month - 1)), "{session:?}");
        assert!(session.is_forgotten(after(end + month)), "{session:?}");
    }
    assert!(
        !starting().is_forgotten(after(12 * month)),
        "it has not ended"
    );
    assert_eq!(ended_by(Stop).next_deadline(), Some(after(200 + month)));
}

#[test]
fn a_stored_session_is_read_back() {
    for session in [
        starting(),
        ready(),
        ended_by(Stop),
        ended_by(Failed(failure())),
    ] {
        let stored = serde_json::to_string(&session).unwrap();
        assert_eq!(serde_json::from_str::<Session>(&stored).unwrap(), session);
    }
}

#[test]
fn a_device_connects_to_a_ready_session_alone_and_each_other_state_has_its_code() {
    assert_eq!(ready().connectable(after(100)), Ok(host()));
    for (session, seconds, code) in [
        (starting(), 100, "SessionStarting"),
        (ended_by(Stop), 201, "SessionStopped"),
        (ended_by(Failed(failure())), 201, "SessionFailed"),
        (ready(), 660, "SessionExpired"),
    ] {
        let refused = session.connectable(after(seconds)).unwrap_err();
        assert_eq!(refused.code(), code);
    }
    let failed = ended_by(Failed(failure())).connectable(after(201));
    let failed = crate::api::Fault::from(failed.unwrap_err()).body().error;
    assert_eq!(failed.message, "The session failed. No server is free.");
    assert_eq!(failed.inner_error.as_deref(), Some(&failure()));
}

#[test]
fn the_address_for_devices_is_that_of_the_server() {
    let at = |hostname: &str, tls| {
        let hostname = hostname.to_owned();
        Host { hostname, ..host() }.device_address(tls)
    };
    assert_eq!(at("a.vm", false), "ws://a.vm:50001/connect");
    assert_eq!(at("192.0.2.7", true), "wss://192.0.2.7:50001/connect");
    assert_eq!(at("2001:db8::7", true), "wss://[2001:db8::7]:50001/connect");
}

#[test]
fn sessions_of_earlier_versions_are_read_and_models_are_kept() {
    let written = serde_json::to_string(&starting()).unwrap();
    assert!(!written.contains("models"), "{written}");
    assert_eq!(
        serde_json::from_str::<Session>(&written).unwrap(),
        starting()
    );
    let settings = Settings {
        models: vec!["sample:gears".parse().unwrap()],
        ..starting().settings().clone()
    };
    let session = Session::begin(starting().key().clone(), settings, CREATED);
    let written = serde_json::to_string(&session).unwrap();
    assert_eq!(serde_json::from_str::<Session>(&written).unwrap(), session);
}
