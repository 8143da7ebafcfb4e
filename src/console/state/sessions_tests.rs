use remote_rendering_protocol::{SessionSize, SessionStatus, Timespan};

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_000_000 + seconds)
}

fn region() -> RegionName {
    "westeurope".parse().unwrap()
}

fn key(id: &str) -> SessionKey {
    SessionKey {
        region: region(),
        id: id.parse().unwrap(),
    }
}

fn properties(id: &str, status: SessionStatus, elapsed: i64) -> SessionProperties {
    SessionProperties {
        id: id.parse().unwrap(),
        creation_time: Some(at(0)),
        arr_inspector_port: None,
        handshake_port: None,
        elapsed_time_minutes: elapsed,
        hostname: None,
        max_lease_time_minutes: 10,
        size: SessionSize::Standard,
        status,
        teraflops: None,
        error: None,
    }
}

fn seen(sessions: Rc<Sessions>, status: SessionStatus, elapsed: i64, seconds: i64) -> Rc<Sessions> {
    sessions.reduce(Action::Seen(
        region(),
        properties("a", status, elapsed),
        at(seconds),
    ))
}

#[test]
fn the_end_of_a_lease_is_known_better_with_every_answer() {
    let lease = 600;
    // Found ready in its third minute: it became ready between 180 and 120 seconds ago.
    let sessions = seen(Rc::default(), SessionStatus::Ready, 2, 1000);
    assert_eq!(
        sessions.rows[0].lease_ends_at(),
        Some(at(1000 - 180 + lease))
    );
    // Twenty seconds later still in it: at most 160 seconds before that first answer.
    let sessions = seen(sessions, SessionStatus::Ready, 2, 1020);
    assert_eq!(
        sessions.rows[0].lease_ends_at(),
        Some(at(1020 - 180 + lease))
    );
    // The minute turns: nothing new at the early side.
    let sessions = seen(sessions, SessionStatus::Ready, 3, 1050);
    assert_eq!(sessions.rows[0].lease_ends_at(), Some(at(840 + lease)));
}

#[test]
fn a_session_that_was_watched_is_known_to_the_second() {
    let sessions = seen(Rc::default(), SessionStatus::Starting, 0, 10);
    assert_eq!(sessions.rows[0].lease_ends_at(), None);
    let sessions = seen(sessions, SessionStatus::Ready, 0, 12);
    assert_eq!(
        sessions.rows[0].lease_left(at(12)),
        Some(Timespan::from_seconds(598))
    );
    assert_eq!(sessions.rows[0].lease_left(at(700)), Some(Timespan::ZERO));
}

#[test]
fn a_changed_clock_starts_the_narrowing_anew() {
    let sessions = seen(Rc::default(), SessionStatus::Ready, 0, 1000);
    let sessions = seen(sessions, SessionStatus::Ready, 0, 90_000);
    assert_eq!(
        sessions.rows[0].lease_ends_at(),
        Some(at(90_000 - 60 + 600))
    );
}

#[test]
fn an_end_is_final_whatever_a_late_answer_says() {
    let sessions = seen(Rc::default(), SessionStatus::Ready, 0, 10);
    let sessions = seen(sessions, SessionStatus::Stopped, 0, 20);
    let sessions = seen(sessions, SessionStatus::Ready, 0, 21);
    assert_eq!(sessions.rows[0].properties.status, SessionStatus::Stopped);
    assert_eq!(sessions.live(), 0);
}

#[test]
fn an_older_answer_does_not_undo_a_newer_one() {
    let sessions = seen(Rc::default(), SessionStatus::Ready, 0, 10);
    let sessions = seen(sessions, SessionStatus::Starting, 0, 9);
    assert_eq!(sessions.rows[0].properties.status, SessionStatus::Ready);
}

fn failure() -> Failure {
    Failure {
        kind: remote_rendering_client::ErrorKind::NotFound,
        call: "GET https://example.org".to_owned(),
        attempts: 1,
        status: Some(404),
        service: None,
        correlation_vector: None,
        retry_after: None,
    }
}

/// The statuses and the seconds at which they were seen first.
fn history(sessions: &Sessions) -> Vec<(SessionStatus, i64)> {
    let seconds = |at: Timestamp| at.unix_seconds() - 1_000_000;
    let history = sessions.rows[0].history.iter();
    history
        .map(|seen| (seen.status.clone(), seconds(seen.at)))
        .collect()
}

#[test]
fn every_change_of_a_status_is_kept_with_its_time() {
    use SessionStatus::{Ready, Starting, Stopped};
    let sessions = [
        (Starting, 1),
        (Starting, 3),
        (Ready, 5),
        (Ready, 35),
        // It was overtaken by the answer before.
        (Starting, 4),
        (Stopped, 50),
        // An end is final.
        (Ready, 51),
    ]
    .into_iter()
    .fold(Rc::default(), |sessions, (status, seconds)| {
        seen(sessions, status, 0, seconds)
    });
    assert_eq!(
        history(&sessions),
        [(Starting, 1), (Ready, 5), (Stopped, 50)]
    );
}

#[test]
fn a_session_that_is_found_late_begins_with_what_it_is() {
    let sessions = seen(Rc::default(), SessionStatus::Expired, 10, 700);
    assert_eq!(history(&sessions), [(SessionStatus::Expired, 700)]);
}

#[test]
fn a_status_that_never_settles_fills_nothing() {
    let other = |word: &str| SessionStatus::Other(word.to_owned());
    let statuses = [other("Waking"), other("Sleeping")];
    let sessions = (0..100).fold(Rc::default(), |sessions, second: usize| {
        let status = statuses[second % 2].clone();
        seen(sessions, status, 0, i64::try_from(second).unwrap())
    });
    let history = history(&sessions);
    assert_eq!(history.len(), HISTORY_KEPT);
    assert_eq!(history[HISTORY_KEPT - 1], (other("Sleeping"), 99));
    assert_eq!(history[0], (other("Waking"), 80));
}

#[test]
fn since_when_a_session_was_ready_is_known_after_its_end_too() {
    let sessions = seen(Rc::default(), SessionStatus::Ready, 2, 1000);
    let ready_since = sessions.rows[0].ready_since;
    let sessions = seen(sessions, SessionStatus::Stopped, 2, 1010);
    assert!(ready_since.is_some());
    assert_eq!(sessions.rows[0].ready_since, ready_since);
    // Of one that had ended already nothing is known.
    let sessions = seen(Rc::default(), SessionStatus::Stopped, 2, 1000);
    assert_eq!(sessions.rows[0].ready_since, None);
}

#[test]
fn a_session_that_is_not_to_be_had_is_missed_until_it_is_seen() {
    let missing = Rc::new(Sessions::default()).reduce(Action::Missed(key("a"), failure()));
    assert_eq!(missing.missed(&key("a")), Some(&failure()));
    assert_eq!(missing.missed(&key("b")), None);
    let asked_again = Rc::clone(&missing).reduce(Action::LookingUp);
    assert_eq!(asked_again.missed(&key("a")), None);
    let found = seen(missing, SessionStatus::Ready, 0, 10);
    assert_eq!(found.missed(&key("a")), None);
}

#[test]
fn only_an_ended_session_can_be_dismissed() {
    let sessions =
        seen(Rc::default(), SessionStatus::Ready, 0, 10).reduce(Action::Dismissed(key("a")));
    assert_eq!(sessions.rows.len(), 1);
    let sessions =
        seen(sessions, SessionStatus::Expired, 10, 20).reduce(Action::Dismissed(key("a")));
    assert!(sessions.rows.is_empty());
}

#[test]
fn what_is_done_to_a_session_shows_until_it_is_over() {
    let sessions = seen(Rc::default(), SessionStatus::Ready, 0, 10)
        .reduce(Action::Began(vec![key("a")], Busy::Stopping));
    assert_eq!(sessions.find(&key("a")).unwrap().busy, Some(Busy::Stopping));
    // An answer in between changes the description, not that it is being stopped.
    let sessions = seen(sessions, SessionStatus::Ready, 1, 70);
    assert_eq!(sessions.rows[0].busy, Some(Busy::Stopping));
    assert_eq!(
        sessions.reduce(Action::Finished(vec![key("a")])).rows[0].busy,
        None
    );
}

#[test]
fn a_refreshed_list_stays_in_sight_while_it_loads() {
    let sessions = Rc::new(Sessions::default()).reduce(Action::Listing(region()));
    assert_eq!(sessions.listing(&region()), Some(&Listing::Loading));
    let sessions = sessions
        .reduce(Action::SeenAll(region(), Vec::new(), at(0)))
        .reduce(Action::Listing(region()));
    assert_eq!(sessions.listing(&region()), Some(&Listing::Listed));
}

#[test]
fn the_newest_session_comes_first() {
    let mut newer = properties("b", SessionStatus::Starting, 0);
    newer.creation_time = Some(at(5));
    let sessions = seen(Rc::default(), SessionStatus::Ready, 0, 10).reduce(Action::Seen(
        region(),
        newer,
        at(10),
    ));
    let order: Vec<_> = sessions
        .rows
        .iter()
        .map(|row| row.key.id.as_str())
        .collect();
    assert_eq!(order, ["b", "a"]);
}

#[test]
fn a_list_is_taken_in_as_its_sessions_one_by_one() {
    let listed: Vec<_> = [("a", 30), ("b", 10), ("c", 20)]
        .map(|(id, created)| SessionProperties {
            creation_time: Some(at(created)),
            ..properties(id, SessionStatus::Ready, 1)
        })
        .into();
    let before = seen(Rc::default(), SessionStatus::Starting, 0, 5);
    let one_by_one = listed.iter().fold(Rc::clone(&before), |sessions, one| {
        sessions.reduce(Action::Seen(region(), one.clone(), at(100)))
    });
    let at_once = before.reduce(Action::SeenAll(region(), listed, at(100)));
    assert_eq!(at_once.rows, one_by_one.rows);
    let order: Vec<_> = at_once.rows.iter().map(|row| row.key.id.as_str()).collect();
    assert_eq!(order, ["a", "c", "b"]);
}

/// A session of v1, which never tells when it was created.
fn undated(id: &str, status: SessionStatus) -> SessionProperties {
    SessionProperties {
        creation_time: None,
        ..properties(id, status, 0)
    }
}

#[test]
fn a_session_without_a_date_counts_from_when_it_was_seen_first() {
    use SessionStatus::{Ready, Starting};
    let sessions = [(Starting, 10), (Starting, 12), (Ready, 20)]
        .into_iter()
        .fold(Rc::<Sessions>::default(), |sessions, (status, seconds)| {
            sessions.reduce(Action::Seen(region(), undated("a", status), at(seconds)))
        });
    assert_eq!(sessions.rows[0].created_at(), at(10));
    let dated = seen(Rc::default(), Ready, 0, 20);
    assert_eq!(dated.rows[0].created_at(), at(0));
}

#[test]
fn sessions_without_a_date_are_in_the_order_in_which_they_were_seen() {
    let listed: Vec<_> = ["b", "a"]
        .map(|id| undated(id, SessionStatus::Ready))
        .into();
    let later = undated("c", SessionStatus::Starting);
    let sessions = Rc::new(Sessions::default())
        .reduce(Action::SeenAll(region(), listed.clone(), at(10)))
        .reduce(Action::Seen(region(), later, at(20)))
        .reduce(Action::SeenAll(region(), listed, at(30)));
    let order: Vec<_> = sessions
        .rows
        .iter()
        .map(|row| row.key.id.as_str())
        .collect();
    assert_eq!(order, ["c", "b", "a"]);
}
