//! What is kept of the activity, and what is found in it.

use super::*;

pub(crate) const URL: &str = "http://127.0.0.1/accounts/a/sessions?api-version=2021-01-01";
pub(crate) const MS_CV: &str = "cMGAhl1++BECkmWIec9Ht/w.0";

/// A call that began so many seconds after the first.
pub(crate) fn call(second: i64, method: Method, outcome: Outcome) -> Box<CallRecord> {
    let request = SentRequest {
        method,
        url: URL.to_owned(),
        headers: Vec::new(),
        body: None,
    };
    Box::new(CallRecord {
        outcome,
        took: Duration::from_millis(3),
        ..CallRecord::begun(Timestamp::from_unix_seconds(second), 1, request)
    })
}

pub(crate) fn answered(status: u16) -> Outcome {
    Outcome::Answered(Answer {
        status,
        headers: vec![("ms-cv", MS_CV.to_owned())],
        body: Body {
            size: 2,
            text: Some("{}".to_owned()),
            is_cut: false,
        },
    })
}

pub(crate) fn activity_of(calls: impl IntoIterator<Item = Box<CallRecord>>) -> Rc<Activity> {
    calls.into_iter().fold(Rc::default(), |activity, call| {
        activity.reduce(Action::Called(call))
    })
}

fn seconds(activity: &Activity) -> Vec<i64> {
    activity.calls().map(|it| it.at.unix_seconds()).collect()
}

#[test]
fn calls_stand_by_the_time_at_which_they_were_sent() {
    let activity = activity_of([5, 7, 6, 7, 1].map(|at| call(at, Method::GET, answered(200))));
    assert_eq!(seconds(&activity), [7, 7, 6, 5, 1]);
    // Of two of one time the one that ended later is taken for the newer one.
    let numbers: Vec<_> = activity.calls().map(|it| it.number).collect();
    assert_eq!(numbers, [4, 2, 3, 1, 5]);
}

#[test]
fn the_oldest_calls_go_first() {
    let many = i64::try_from(KEPT).unwrap() + 100;
    let activity = activity_of((0..many).map(|at| call(at, Method::GET, answered(200))));
    assert_eq!((activity.count(), activity.dropped()), (KEPT, 100));
    assert_eq!(seconds(&activity)[0], many - 1);
    assert_eq!(seconds(&activity)[KEPT - 1], 100);
    // A late answer to a call that is older than all that is kept changes nothing.
    let late = Rc::clone(&activity).reduce(Action::Called(call(1, Method::GET, answered(200))));
    assert_eq!((late.count(), late.dropped()), (KEPT, 101));
    assert_eq!(seconds(&late), seconds(&activity));
}

#[test]
fn large_calls_are_bounded_by_their_bytes() {
    let large = |at| {
        let mut call = call(at, Method::PUT, answered(200));
        call.request.body = Some(Body {
            size: KEPT_BYTES / 10,
            text: Some("a".repeat(KEPT_BYTES / 10)),
            is_cut: false,
        });
        call
    };
    let mut activity = activity_of((0..30).map(large));
    assert_eq!(activity.count(), 9);
    assert!(activity.bytes <= KEPT_BYTES);
    // What is counted is what is there, however many have gone.
    for at in 30..2000 {
        activity = activity.reduce(Action::Called(call(at, Method::GET, answered(200))));
    }
    let there: usize = activity.calls().map(CallRecord::bytes).sum();
    assert_eq!(activity.bytes, there);
    assert_eq!(activity.count(), KEPT);
}

#[test]
fn a_call_that_is_larger_than_everything_is_not_kept() {
    let mut huge = call(1, Method::GET, answered(200));
    huge.request.url = "a".repeat(KEPT_BYTES);
    let activity = activity_of([huge]);
    assert_eq!(
        (activity.count(), activity.bytes, activity.dropped()),
        (0, 0, 1)
    );
}

#[test]
fn signing_out_leaves_nothing() {
    let activity = activity_of([call(1, Method::GET, answered(200))]);
    assert_eq!(*activity.reduce(Action::Cleared), Activity::default());
}

#[test]
fn a_call_has_failed_unless_it_was_answered_with_a_success() {
    for (outcome, is_failed) in [
        (answered(200), false),
        (answered(204), false),
        (answered(304), true),
        (answered(404), true),
        (answered(503), true),
        (Outcome::Failed(TransportErrorKind::Offline), true),
        (Outcome::GivenUp, true),
    ] {
        let call = call(1, Method::GET, outcome);
        assert_eq!(call.is_failed(), is_failed, "{call:?}");
    }
}

#[test]
fn a_filter_finds_calls_by_what_is_shown_of_them() {
    let activity = activity_of([
        call(1, Method::GET, answered(200)),
        call(2, Method::PUT, answered(201)),
        call(3, Method::GET, answered(404)),
        call(
            4,
            Method::POST,
            Outcome::Failed(TransportErrorKind::Unreachable),
        ),
        call(5, Method::POST, Outcome::GivenUp),
    ]);
    let cases: [(&str, bool, &[i64]); 12] = [
        ("", false, &[5, 4, 3, 2, 1]),
        ("  ", false, &[5, 4, 3, 2, 1]),
        ("", true, &[5, 4, 3]),
        ("sessions", false, &[5, 4, 3, 2, 1]),
        (" SESSIONS?API-Version ", false, &[5, 4, 3, 2, 1]),
        ("put http://127", false, &[2]),
        ("404", false, &[3]),
        ("20", true, &[5, 4, 3]),
        ("201", true, &[]),
        ("cmgahl1++beckmwiec9ht/w", false, &[3, 2, 1]),
        ("cmgahl1++beckmwiec9ht/w", true, &[3]),
        ("nowhere", false, &[]),
    ];
    for (text, failed_only, found) in cases {
        let filter = Filter {
            text: text.to_owned(),
            failed_only,
        };
        let matching = activity.matching(&filter);
        let times: Vec<_> = matching.iter().map(|it| it.at.unix_seconds()).collect();
        assert_eq!(times, found, "{filter:?}");
        assert_eq!(filter.is_empty(), text.trim().is_empty() && !failed_only);
    }
}

#[test]
fn attempts_of_one_call_are_records_of_their_own() {
    let mut second = call(2, Method::GET, answered(200));
    second.attempt = 2;
    let activity = activity_of([call(1, Method::GET, answered(503)), second]);
    let attempts: Vec<_> = activity.calls().map(|it| it.attempt).collect();
    assert_eq!(attempts, [2, 1]);
}
