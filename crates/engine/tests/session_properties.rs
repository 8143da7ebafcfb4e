//! What holds for a session under any sequence of commands at any times.

#![expect(
    clippy::unwrap_used,
    reason = "the strategies are not within a test function"
)]

use proptest::prelude::*;
use remote_rendering_engine::{
    Command, Event, Session, SessionKey, Settings,
    session::{End, Host, State},
};
use remote_rendering_protocol::{
    AccountId, MaxLeaseTime, SessionSize, Timespan, Timestamp, error::ServiceError,
};

const CREATED: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);

fn lease() -> impl Strategy<Value = MaxLeaseTime> {
    (0_i64..=1440).prop_map(|minutes| MaxLeaseTime::from_minutes(minutes).unwrap())
}

fn host() -> Host {
    Host {
        hostname: "a.vm".to_owned(),
        arr_inspector_port: 50_000,
        handshake_port: 50_001,
        teraflops: 8.1,
    }
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => lease().prop_map(Command::Update),
        1 => Just(Command::Stop),
        4 => Just(Command::Allocated(host())),
        1 => Just(Command::Failed(ServiceError::new("Failed", "It failed."))),
        2 => Just(Command::Lapse),
    ]
}

/// Commands with the seconds that pass before each.
fn history() -> impl Strategy<Value = Vec<(u64, Command)>> {
    prop::collection::vec((0_u64..20_000, command()), 0..30)
}

fn begin(lease: MaxLeaseTime) -> Session {
    let key = SessionKey {
        account: AccountId::from_bytes([1; 16]),
        region: "westeurope".parse().unwrap(),
        id: "s".parse().unwrap(),
    };
    Session::begin(
        key,
        Settings {
            lease,
            size: SessionSize::Standard,
            models: Vec::new(),
        },
        CREATED,
    )
}

proptest! {
    #[test]
    fn rules_hold_through_any_history(lease in lease(), history in history()) {
        let mut session = begin(lease);
        let mut now = CREATED;
        let mut elapsed = Timespan::ZERO;
        for (seconds, command) in history {
            now = now.after(Timespan::from_seconds(seconds));
            let before = session.clone();
            let decision = session.execute(command, now);

            prop_assert!(session.lease() >= before.lease(), "a lease never shrinks");
            let within_lease = session.elapsed(now) <= session.lease().span();
            prop_assert!(within_lease, "no time is used beyond the lease");
            prop_assert!(session.elapsed(now) >= elapsed, "time that was used stays used");
            elapsed = session.elapsed(now);
            let present = session.at(now).into_owned();
            prop_assert!(present.next_deadline().is_none_or(|deadline| deadline > now));
            prop_assert_eq!(present.at(now).into_owned(), present);
            if !before.is_live() {
                prop_assert_eq!(&session, &before, "an end is final");
                prop_assert!(decision.events.is_empty());
            }
            let mut replayed = before;
            for event in decision.events.clone() {
                replayed.apply(event);
            }
            prop_assert_eq!(&replayed, &session, "the events are the whole change");
        }
    }

    #[test]
    fn an_expiry_is_at_the_deadline(
        lease in lease(),
        ready_after in 0_u64..10_000,
        noticed_after in 0_u64..200_000,
    ) {
        let mut session = begin(lease);
        let since = CREATED.after(Timespan::from_seconds(ready_after));
        session.execute(Command::Allocated(host()), since);
        let deadline = session.next_deadline();
        prop_assert_eq!(deadline, Some(since.after(lease.span())));

        let noticed = since.after(Timespan::from_seconds(noticed_after));
        let decision = session.execute(Command::Lapse, noticed);
        if deadline <= Some(noticed) {
            let expiry = Event::Ended { at: since.after(lease.span()), how: End::Expired };
            prop_assert_eq!(decision.events, vec![expiry]);
            prop_assert_eq!(session.elapsed(noticed), lease.span());
        } else {
            let is_ready = matches!(session.state(), State::Ready { .. });
            prop_assert!(is_ready);
            prop_assert_eq!(session.elapsed(noticed), Timespan::from_seconds(noticed_after));
        }
    }
}
