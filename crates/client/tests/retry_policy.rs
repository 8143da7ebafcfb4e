//! The retry policy as a table: every kind of failure, every attempt, both kinds of call.
#![cfg(test)]

mod support;

use std::time::Duration;

use proptest::prelude::*;
use remote_rendering_client::{
    Attempt, ErrorKind, Repeat, RetryDecision, RetryPolicy, TransportErrorKind,
};
use support::response;

macro_rules! every_kind {
    ($($kind:ident: $repeated:literal,)+) => {
        /// Every kind, and whether the same call may succeed in a moment.
        const EVERY_KIND: &[(ErrorKind, bool)] = &[$((ErrorKind::$kind, $repeated)),+];

        /// Does not compile when a kind is missing above.
        const fn is_listed(kind: ErrorKind) -> bool {
            match kind {
                $(ErrorKind::$kind)|+ => true,
            }
        }
    };
}

every_kind! {
    Offline: false,
    Unreachable: true,
    CorsRefused: false,
    Insecure: false,
    Interrupted: true,
    Timeout: true,
    BadRequest: false,
    Unauthorized: false,
    Forbidden: false,
    NotFound: false,
    Conflict: false,
    LeaseRefused: false,
    Throttled: true,
    ServiceFailed: true,
    UnexpectedStatus: false,
    InvalidAnswer: false,
    TokenExpired: false,
    InvalidToken: false,
    CredentialFailed: false,
    ForeignLink: false,
}

fn attempt(number: u32, kind: ErrorKind, repeat: Repeat) -> Attempt {
    Attempt {
        number,
        elapsed: Duration::ZERO,
        kind,
        repeat,
        retry_after: None,
    }
}

#[test]
fn every_kind_at_every_attempt_is_decided_as_the_table_says() {
    let policy = RetryPolicy::default();
    for &(kind, repeated) in EVERY_KIND {
        assert!(is_listed(kind));
        assert_eq!(kind.is_retryable(), repeated, "{kind:?}");
        for (number, backoff) in [(1, 500), (2, 1000), (3, 2000)] {
            let expected = if repeated {
                RetryDecision::After(Duration::from_millis(backoff))
            } else {
                RetryDecision::GiveUp
            };
            let decision = policy.decide(attempt(number, kind, Repeat::Idempotent), 0.0);
            assert_eq!(decision, expected, "{kind:?}, attempt {number}");
        }
        for number in [4, 5, u32::MAX] {
            let decision = policy.decide(attempt(number, kind, Repeat::Idempotent), 0.0);
            assert_eq!(
                decision,
                RetryDecision::GiveUp,
                "{kind:?}, attempt {number}"
            );
        }
    }
}

#[test]
fn what_could_be_done_twice_is_never_repeated() {
    let policy = RetryPolicy::default();
    for &(kind, _) in EVERY_KIND {
        for number in 1..=5 {
            for retry_after in [None, Some(Duration::ZERO), Some(Duration::from_secs(1))] {
                let attempt = Attempt {
                    retry_after,
                    ..attempt(number, kind, Repeat::Never)
                };
                let decision = policy.decide(attempt, 0.5);
                assert_eq!(
                    decision,
                    RetryDecision::GiveUp,
                    "{kind:?}, attempt {number}"
                );
            }
        }
    }
}

#[test]
fn every_status_has_its_kind() {
    for status in 0..=u16::MAX {
        let expected = match status {
            400 => ErrorKind::BadRequest,
            401 => ErrorKind::Unauthorized,
            403 => ErrorKind::Forbidden,
            404 => ErrorKind::NotFound,
            409 => ErrorKind::Conflict,
            422 => ErrorKind::LeaseRefused,
            429 => ErrorKind::Throttled,
            500..=599 => ErrorKind::ServiceFailed,
            _ => ErrorKind::UnexpectedStatus,
        };
        assert_eq!(ErrorKind::of_status(status), expected, "{status}");
    }
}

#[test]
fn every_failure_of_a_shell_has_its_kind() {
    let table = [
        (TransportErrorKind::Offline, ErrorKind::Offline),
        (TransportErrorKind::Unreachable, ErrorKind::Unreachable),
        (TransportErrorKind::CorsRefused, ErrorKind::CorsRefused),
        (TransportErrorKind::Insecure, ErrorKind::Insecure),
        (TransportErrorKind::Interrupted, ErrorKind::Interrupted),
    ];
    for (transport, expected) in table {
        assert_eq!(ErrorKind::from(transport), expected);
    }
}

#[test]
fn the_list_of_all_kinds_leaves_none_out() {
    let kinds: Vec<_> = EVERY_KIND.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, ErrorKind::ALL);
}

#[test]
fn every_kind_has_words_of_its_own() {
    let mut words: Vec<_> = EVERY_KIND.iter().map(|(kind, _)| kind.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), EVERY_KIND.len());
    assert!(!words.contains(&""));
}

#[test]
fn one_attempt_means_one() {
    for &(kind, _) in EVERY_KIND {
        let attempt = attempt(1, kind, Repeat::Idempotent);
        assert_eq!(
            RetryPolicy::once().decide(attempt, 0.0),
            RetryDecision::GiveUp
        );
    }
}

#[test]
fn a_wait_that_ends_with_the_budget_is_made_and_a_longer_one_is_not() {
    let policy = RetryPolicy::default();
    let table = [
        (0, 70_000, true),
        (0, 70_001, false),
        (60_000, 10_000, true),
        (60_000, 10_001, false),
        (70_001, 0, false),
    ];
    for (elapsed, asked, made) in table {
        let attempt = Attempt {
            elapsed: Duration::from_millis(elapsed),
            retry_after: Some(Duration::from_millis(asked)),
            ..attempt(1, ErrorKind::Throttled, Repeat::Idempotent)
        };
        let expected = if made {
            RetryDecision::After(Duration::from_millis(asked))
        } else {
            RetryDecision::GiveUp
        };
        assert_eq!(policy.decide(attempt, 0.5), expected, "{elapsed} {asked}");
    }
}

#[test]
fn backoffs_double_up_to_the_longest() {
    let policy = RetryPolicy {
        max_attempts: u32::MAX,
        ..RetryPolicy::default()
    };
    let table = [
        (1, 500),
        (2, 1000),
        (3, 2000),
        (4, 4000),
        (5, 8000),
        (6, 8000),
        (33, 8000),
        (u32::MAX - 1, 8000),
    ];
    for (number, expected) in table {
        let attempt = attempt(number, ErrorKind::Timeout, Repeat::Idempotent);
        let expected = RetryDecision::After(Duration::from_millis(expected));
        assert_eq!(policy.decide(attempt, 0.0), expected, "attempt {number}");
    }
}

#[test]
fn retry_after_is_read_in_seconds_up_to_an_hour() {
    let table = [
        ("0", Some(0)),
        (" 7 ", Some(7)),
        ("3600", Some(3600)),
        ("86400", Some(3600)),
        ("-1", None),
        ("1.5", None),
        ("", None),
        ("soon", None),
        ("Fri, 29 Jan 2021 16:04:29 GMT", None),
    ];
    for (text, seconds) in table {
        for name in ["Retry-After", "retry-after"] {
            let read = response(429, &[(name, text)]).retry_after();
            assert_eq!(read, seconds.map(Duration::from_secs), "{text}");
        }
    }
    assert_eq!(response(429, &[]).retry_after(), None);
}

fn wait(decision: RetryDecision) -> Duration {
    match decision {
        RetryDecision::After(wait) => wait,
        RetryDecision::GiveUp => panic!("given up"),
    }
}

proptest! {
    #[test]
    fn jitter_shortens_a_backoff_by_half_at_most(number in 1_u32..1000, jitter in 0.0..=1.0_f64) {
        let policy = RetryPolicy { max_attempts: u32::MAX, ..RetryPolicy::default() };
        let attempt = attempt(number, ErrorKind::ServiceFailed, Repeat::Idempotent);
        let whole = wait(policy.decide(attempt, 0.0));
        let jittered = wait(policy.decide(attempt, jitter));
        prop_assert!(jittered <= whole);
        prop_assert!(jittered >= whole / 2);
        prop_assert_eq!(wait(policy.decide(attempt, 1.0)), whole / 2);
    }

    #[test]
    fn a_strange_draw_keeps_the_bounds(jitter in any::<f64>()) {
        let attempt = attempt(1, ErrorKind::ServiceFailed, Repeat::Idempotent);
        let jittered = wait(RetryPolicy::default().decide(attempt, jitter));
        prop_assert!((250..=500).contains(&jittered.as_millis()));
    }

    #[test]
    fn retry_after_is_obeyed_exactly(
        seconds in 0_u64..=70,
        number in 1_u32..4,
        jitter in 0.0..=1.0_f64,
    ) {
        let retry_after = Duration::from_secs(seconds);
        for &(kind, repeated) in EVERY_KIND {
            let attempt = Attempt {
                retry_after: Some(retry_after),
                ..attempt(number, kind, Repeat::Idempotent)
            };
            let expected = if repeated {
                RetryDecision::After(retry_after)
            } else {
                RetryDecision::GiveUp
            };
            prop_assert_eq!(RetryPolicy::default().decide(attempt, jitter), expected);
        }
    }
}
