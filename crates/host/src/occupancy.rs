//! Which device the session belongs to: one at a time, and for a while the one that was lost.

use std::time::Duration;

use remote_rendering_protocol::device::Refusal;
use tokio::time::Instant;

use crate::{admission::Admission, secret::KeyHash};

/// For how long the scene of a lost connection is kept.
pub(crate) const KEPT: Duration = Duration::from_secs(15);

/// The number of a connection: each has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ConnectionId(pub(crate) u64);

/// What a device shows at the door.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Credential {
    /// The hash of the service's token.
    Token(KeyHash),
    /// The hash of the key that an earlier welcome had.
    Resume(KeyHash),
}

/// How a device was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entrance {
    /// To a clean scene.
    Clean,
    /// To the scene that it had. The connection that it replaces, if that still seems alive.
    Back(Option<ConnectionId>),
}

/// Whose the session is.
#[derive(Debug, Default)]
pub(crate) enum Occupancy {
    /// Nobody's.
    #[default]
    Vacant,
    /// A device is connected.
    Connected {
        /// Its connection.
        connection: ConnectionId,
        /// What lets it come back.
        resume: KeyHash,
    },
    /// The device was lost, and may come back.
    Kept {
        /// What lets it come back.
        resume: KeyHash,
        /// Until when.
        until: Instant,
    },
}

impl Occupancy {
    /// Lets a device in as `connection`, or says why not. A refusal changes nothing: the token of who is told that the
    /// session is busy stays good.
    pub(crate) fn enter(
        &mut self,
        credential: Credential,
        as_new: (ConnectionId, KeyHash),
        admission: &mut Admission,
        now: Instant,
    ) -> Result<Entrance, Refusal> {
        let entrance = match (credential, &*self) {
            (Credential::Token(token), _) if !admission.knows(&token, now) => {
                return Err(Refusal::Token);
            }
            (Credential::Token(_), Self::Connected { .. }) => return Err(Refusal::Busy),
            // Who comes with a new token does not want the old scene, or does not have its key any more.
            (Credential::Token(token), Self::Vacant | Self::Kept { .. }) => {
                admission.spend(&token, now);
                Entrance::Clean
            }
            (Credential::Resume(key), Self::Connected { connection, resume })
                if resume.is(&key) =>
            {
                Entrance::Back(Some(*connection))
            }
            (Credential::Resume(key), Self::Kept { resume, until })
                if *until > now && resume.is(&key) =>
            {
                Entrance::Back(None)
            }
            (Credential::Resume(_), _) => return Err(Refusal::Resume),
        };
        let (connection, resume) = as_new;
        *self = Self::Connected { connection, resume };
        Ok(entrance)
    }

    /// Whether this connection is the one.
    pub(crate) fn is(&self, connection: ConnectionId) -> bool {
        self.connection() == Some(connection)
    }

    /// The connection that there is.
    pub(crate) fn connection(&self) -> Option<ConnectionId> {
        match self {
            Self::Connected { connection, .. } => Some(*connection),
            Self::Vacant | Self::Kept { .. } => None,
        }
    }

    /// The connection was lost: its scene is kept for a while.
    pub(crate) fn lose(&mut self, connection: ConnectionId, now: Instant) {
        if let Self::Connected {
            connection: present,
            resume,
        } = *self
            && present == connection
        {
            let until = now + KEPT;
            *self = Self::Kept { resume, until };
        }
    }

    /// The device went for good. Whether the scene is to be dropped.
    pub(crate) fn leave(&mut self, connection: ConnectionId) -> bool {
        let goes = self.is(connection);
        if goes {
            *self = Self::Vacant;
        }
        goes
    }

    /// Until when the scene is kept, if the device was lost.
    pub(crate) fn kept_until(&self) -> Option<Instant> {
        match self {
            Self::Kept { until, .. } => Some(*until),
            Self::Vacant | Self::Connected { .. } => None,
        }
    }

    /// Gives up waiting for a lost device. Whether the scene is to be dropped now.
    pub(crate) fn expire(&mut self, now: Instant) -> bool {
        let is_over = self.kept_until().is_some_and(|until| until <= now);
        if is_over {
            *self = Self::Vacant;
        }
        is_over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: ConnectionId = ConnectionId(1);
    const SECOND: ConnectionId = ConnectionId(2);

    struct Door {
        occupancy: Occupancy,
        admission: Admission,
        now: Instant,
    }

    impl Door {
        /// A session in one of its three states, whose resume key is `key`, with one good token.
        fn new(state: &str) -> Self {
            let now = Instant::now();
            let resume = KeyHash::of("key");
            let mut admission = Admission::default();
            admission.admit(KeyHash::of("token"), Duration::from_mins(1), now);
            let occupancy = match state {
                "vacant" => Occupancy::Vacant,
                "connected" => Occupancy::Connected {
                    connection: FIRST,
                    resume,
                },
                _ => Occupancy::Kept {
                    resume,
                    until: now + KEPT,
                },
            };
            Self {
                occupancy,
                admission,
                now,
            }
        }

        fn knock(&mut self, credential: Credential) -> Result<Entrance, Refusal> {
            let as_new = (SECOND, KeyHash::of("new key"));
            let (admission, now) = (&mut self.admission, self.now);
            self.occupancy.enter(credential, as_new, admission, now)
        }
    }

    #[test]
    fn who_comes_in_and_who_does_not() {
        let token = |text| Credential::Token(KeyHash::of(text));
        let resume = |text| Credential::Resume(KeyHash::of(text));
        for (state, credential, expected) in [
            ("vacant", token("token"), Ok(Entrance::Clean)),
            ("vacant", token("wrong"), Err(Refusal::Token)),
            ("vacant", token("key"), Err(Refusal::Token)),
            ("vacant", resume("key"), Err(Refusal::Resume)),
            ("vacant", resume("token"), Err(Refusal::Resume)),
            ("connected", token("token"), Err(Refusal::Busy)),
            ("connected", token("wrong"), Err(Refusal::Token)),
            ("connected", resume("key"), Ok(Entrance::Back(Some(FIRST)))),
            ("connected", resume("wrong"), Err(Refusal::Resume)),
            ("kept", token("token"), Ok(Entrance::Clean)),
            ("kept", token("wrong"), Err(Refusal::Token)),
            ("kept", resume("key"), Ok(Entrance::Back(None))),
            ("kept", resume("wrong"), Err(Refusal::Resume)),
        ] {
            let mut door = Door::new(state);
            let found = door.knock(credential);
            assert_eq!(found, expected, "{state}, {credential:?}");
            assert_eq!(door.occupancy.is(SECOND), found.is_ok(), "{state}");
        }
    }

    #[test]
    fn a_token_is_used_up_by_coming_in_and_by_nothing_else() {
        let token = Credential::Token(KeyHash::of("token"));
        let mut door = Door::new("connected");
        assert_eq!(door.knock(token), Err(Refusal::Busy));
        assert!(door.occupancy.leave(FIRST));
        assert_eq!(door.knock(token), Ok(Entrance::Clean));
        assert!(door.occupancy.leave(SECOND));
        assert_eq!(door.knock(token), Err(Refusal::Token));
    }

    #[test]
    fn a_key_is_replaced_by_the_next_welcome() {
        let mut door = Door::new("kept");
        let old = Credential::Resume(KeyHash::of("key"));
        let new = Credential::Resume(KeyHash::of("new key"));
        assert_eq!(door.knock(old), Ok(Entrance::Back(None)));
        assert_eq!(door.knock(old), Err(Refusal::Resume));
        assert_eq!(door.knock(new), Ok(Entrance::Back(Some(SECOND))));
    }

    #[test]
    fn a_lost_device_comes_back_in_time_or_not_at_all() {
        let mut door = Door::new("connected");
        door.occupancy.lose(SECOND, door.now);
        assert!(door.occupancy.is(FIRST), "another's loss changes nothing");
        door.occupancy.lose(FIRST, door.now);
        assert_eq!(door.occupancy.kept_until(), Some(door.now + KEPT));
        assert!(
            !door
                .occupancy
                .expire(door.now + KEPT - Duration::from_millis(1))
        );
        door.now += KEPT;
        let key = Credential::Resume(KeyHash::of("key"));
        assert_eq!(door.knock(key), Err(Refusal::Resume));
        assert!(door.occupancy.expire(door.now));
        assert!(
            !door.occupancy.expire(door.now),
            "the scene is dropped once"
        );
    }

    #[test]
    fn the_leave_of_a_replaced_connection_changes_nothing() {
        let mut door = Door::new("connected");
        let key = Credential::Resume(KeyHash::of("key"));
        assert_eq!(door.knock(key), Ok(Entrance::Back(Some(FIRST))));
        assert!(!door.occupancy.leave(FIRST));
        door.occupancy.lose(FIRST, door.now);
        assert!(door.occupancy.is(SECOND));
    }
}
