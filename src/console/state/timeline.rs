//! What happened to a session and when, as far as the page knows.

use remote_rendering_protocol::{SessionStatus, Timestamp};

use super::sessions::SessionRow;

/// Something that happened to a session, or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What.
    pub what: What,
    /// When.
    pub when: When,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It was created.
    Created,
    /// It had this status from then on.
    Status(SessionStatus),
    /// Its lease ends. That is still to come.
    LeaseEnds,
}

/// When it happened. The service dates nothing but the creation, and v1 not even that: the rest is known as well as the
/// page has watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Then.
    At(Timestamp),
    /// Between these.
    Between(Timestamp, Timestamp),
    /// The page saw it then; it had happened before.
    Seen(Timestamp),
    /// Not before then.
    Earliest(Timestamp),
}

/// What happened to a session, in order. What is still to come is the last.
pub fn timeline(row: &SessionRow) -> Vec<Moment> {
    let created = Moment {
        what: What::Created,
        when: match row.properties.creation_time {
            Some(at) => When::At(at),
            None => When::Seen(row.created_at()),
        },
    };
    let mut moments = vec![created];
    for seen in &row.history {
        let known = match seen.status {
            SessionStatus::Ready => row.ready_since,
            SessionStatus::Expired => row.lease_end(),
            _ => None,
        };
        moments.push(Moment {
            what: What::Status(seen.status.clone()),
            when: known.map_or(When::Seen(seen.at), |between| {
                When::Between(between.earliest, between.latest)
            }),
        });
    }
    let end = row.lease_ends_at();
    if let Some(end) = end.filter(|_| row.properties.status == SessionStatus::Ready) {
        moments.push(Moment {
            what: What::LeaseEnds,
            when: When::Earliest(end),
        });
    }
    moments
}

#[cfg(test)]
mod tests {
    use remote_rendering_protocol::{SessionSize, session::SessionProperties};

    use super::*;
    use crate::console::state::sessions::{ReadySince, SessionKey, StatusSeen};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(1_000_000 + seconds)
    }

    /// A session with a lease of ten minutes, created at 0, with these statuses seen at these seconds.
    fn row(history: &[(SessionStatus, i64)], ready: Option<(i64, i64)>) -> SessionRow {
        let seen = |(status, seconds): &(SessionStatus, i64)| StatusSeen {
            status: status.clone(),
            at: at(*seconds),
        };
        let history: Vec<_> = history.iter().map(seen).collect();
        let last = history.last().unwrap().clone();
        SessionRow {
            key: SessionKey {
                region: "westeurope".parse().unwrap(),
                id: "a".parse().unwrap(),
            },
            properties: SessionProperties {
                id: "a".parse().unwrap(),
                creation_time: Some(at(0)),
                arr_inspector_port: None,
                handshake_port: None,
                elapsed_time_minutes: 0,
                hostname: None,
                max_lease_time_minutes: 10,
                size: SessionSize::Standard,
                status: last.status,
                teraflops: None,
                error: None,
            },
            seen_at: last.at,
            ready_since: ready.map(|(earliest, latest)| ReadySince {
                earliest: at(earliest),
                latest: at(latest),
            }),
            history,
            busy: None,
            failure: None,
        }
    }

    #[test]
    fn a_session_is_told_from_its_creation_to_its_end() {
        use SessionStatus::{Error, Expired, Other, Ready, Starting, Stopped};
        let created = (What::Created, When::At(at(0)));
        let status = |status: &SessionStatus, when| (What::Status(status.clone()), when);
        let seen = |seconds| When::Seen(at(seconds));
        let between = |earliest, latest| When::Between(at(earliest), at(latest));
        let hibernating = Other("Hibernating".to_owned());
        for (row, expected) in [
            (
                row(&[(Starting, 1)], None),
                vec![status(&Starting, seen(1))],
            ),
            (
                row(&[(Starting, 1), (Ready, 6)], Some((4, 6))),
                vec![
                    status(&Starting, seen(1)),
                    status(&Ready, between(4, 6)),
                    (What::LeaseEnds, When::Earliest(at(604))),
                ],
            ),
            (
                row(&[(Ready, 90), (Stopped, 100)], Some((20, 80))),
                vec![status(&Ready, between(20, 80)), status(&Stopped, seen(100))],
            ),
            (
                row(&[(Ready, 90), (Expired, 690)], Some((20, 80))),
                vec![
                    status(&Ready, between(20, 80)),
                    status(&Expired, between(620, 680)),
                ],
            ),
            (
                row(&[(Expired, 5000)], None),
                vec![status(&Expired, seen(5000))],
            ),
            (
                row(&[(Starting, 1), (Error, 9)], None),
                vec![status(&Starting, seen(1)), status(&Error, seen(9))],
            ),
            (
                row(&[(hibernating.clone(), 3)], None),
                vec![status(&hibernating, seen(3))],
            ),
        ] {
            let told: Vec<_> = timeline(&row)
                .into_iter()
                .map(|moment| (moment.what, moment.when))
                .collect();
            let expected: Vec<_> = [created.clone()].into_iter().chain(expected).collect();
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn a_creation_that_the_service_does_not_date_is_told_as_seen() {
        let mut row = row(
            &[(SessionStatus::Starting, 3), (SessionStatus::Ready, 6)],
            None,
        );
        row.properties.creation_time = None;
        let created = Moment {
            what: What::Created,
            when: When::Seen(at(3)),
        };
        assert_eq!(timeline(&row)[0], created);
    }
}
