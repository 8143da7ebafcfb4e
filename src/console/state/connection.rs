//! Who is signed in, and where.

use std::rc::Rc;

use remote_rendering_protocol::{AccountId, Endpoint, Generation, Timestamp};
use yew::Reducible;

use super::failure::Failure;

/// Who is signed in, without what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The account.
    pub account: AccountId,
    /// The endpoint that was signed in at.
    pub endpoint: Endpoint,
    /// The account's token service.
    pub sts: Endpoint,
    /// The generation of the session API that is spoken.
    pub generation: Generation,
    /// When the token expires.
    pub token_expires_at: Option<Timestamp>,
    /// Whether a new token can be had: with the account's key, not with a token alone.
    pub can_renew: bool,
}

/// The connection's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Nobody is signed in; perhaps because an attempt failed.
    #[default]
    SignedOut,
    /// An attempt is under way.
    SigningIn,
    /// The last attempt failed.
    Refused(Failure),
    /// The sandbox could not be loaded.
    NoSandbox,
    /// Somebody is signed in.
    SignedIn(Profile),
}

/// What happens to the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// An attempt began.
    Began,
    /// It was cancelled, or somebody signed out.
    Ended,
    /// It failed.
    Failed(Failure),
    /// It was one to enter the sandbox, which could not be loaded.
    NoSandbox,
    /// It succeeded.
    Succeeded(Profile),
    /// The token is a new one, and expires at this time.
    Renewed(Option<Timestamp>),
}

impl Reducible for Connection {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(match (action, &*self) {
            (Action::Began, _) => Self::SigningIn,
            (Action::Ended, _) => Self::SignedOut,
            (Action::Failed(failure), Self::SigningIn) => Self::Refused(failure),
            (Action::NoSandbox, Self::SigningIn) => Self::NoSandbox,
            (Action::Succeeded(profile), Self::SigningIn) => Self::SignedIn(profile),
            (Action::Renewed(token_expires_at), Self::SignedIn(profile))
                if profile.token_expires_at != token_expires_at =>
            {
                Self::SignedIn(Profile {
                    token_expires_at,
                    ..profile.clone()
                })
            }
            // The answer to an attempt that was cancelled meanwhile, or nothing new.
            (
                Action::Failed(_) | Action::NoSandbox | Action::Succeeded(_) | Action::Renewed(_),
                _,
            ) => return self,
        })
    }
}

#[cfg(test)]
mod tests {
    use remote_rendering_client::ErrorKind;

    use super::*;

    fn failure() -> Failure {
        Failure {
            kind: ErrorKind::Unauthorized,
            call: "GET https://example.org".to_owned(),
            attempts: 1,
            status: Some(401),
            service: None,
            correlation_vector: None,
            retry_after: None,
        }
    }

    fn profile() -> Profile {
        Profile {
            account: AccountId::from_bytes([1; 16]),
            endpoint: "http://127.0.0.1:8080".parse().unwrap(),
            sts: "http://127.0.0.1:8080".parse().unwrap(),
            generation: Generation::V1,
            token_expires_at: None,
            can_renew: true,
        }
    }

    #[test]
    fn a_new_token_is_told_of_who_is_signed_in() {
        let expiry = Some(Timestamp::from_unix_seconds(1_000_000));
        let renewed = |state: Connection| Rc::new(state).reduce(Action::Renewed(expiry));
        assert_eq!(
            *renewed(Connection::SignedIn(profile())),
            Connection::SignedIn(Profile {
                token_expires_at: expiry,
                ..profile()
            })
        );
        assert_eq!(*renewed(Connection::SignedOut), Connection::SignedOut);
    }

    #[test]
    fn an_attempt_ends_in_a_refusal_or_a_profile() {
        for (action, end) in [
            (Action::Failed(failure()), Connection::Refused(failure())),
            (
                Action::Succeeded(profile()),
                Connection::SignedIn(profile()),
            ),
            (Action::NoSandbox, Connection::NoSandbox),
            (Action::Ended, Connection::SignedOut),
        ] {
            let trying = Rc::new(Connection::default()).reduce(Action::Began);
            assert_eq!(*trying, Connection::SigningIn);
            assert_eq!(*trying.reduce(action), end);
        }
    }

    #[test]
    fn the_answer_to_a_cancelled_attempt_changes_nothing() {
        let cancelled = Rc::new(Connection::SigningIn).reduce(Action::Ended);
        assert_eq!(
            *Rc::clone(&cancelled).reduce(Action::Succeeded(profile())),
            Connection::SignedOut
        );
        assert_eq!(
            *Rc::clone(&cancelled).reduce(Action::NoSandbox),
            Connection::SignedOut
        );
        assert_eq!(
            *cancelled.reduce(Action::Failed(failure())),
            Connection::SignedOut
        );
    }
}
