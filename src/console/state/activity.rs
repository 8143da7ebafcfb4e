//! The latest calls, newest first.

use std::{collections::VecDeque, rc::Rc, time::Duration};

use remote_rendering_protocol::Timestamp;
use yew::Reducible;

/// How many calls are kept: an hour of polling one session.
pub const KEPT: usize = 200;

/// One call that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// A number that is unique in this page.
    pub number: u32,
    /// When it was sent.
    pub at: Timestamp,
    /// The method.
    pub method: String,
    /// The URL without its query.
    pub url: String,
    /// The answer's status; `None` when no answer came.
    pub status: Option<u16>,
    /// How long it took.
    pub took: Duration,
    /// The answer's `MS-CV`.
    pub correlation_vector: Option<String>,
}

/// The latest calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// The calls, newest first, at most [`KEPT`].
    pub calls: VecDeque<CallRecord>,
}

/// What happens to the activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A call was answered, or was not.
    Called(CallRecord),
    /// Somebody signed out: nothing of it stays.
    Cleared,
}

impl Reducible for Activity {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        match action {
            Action::Called(call) => {
                let mut calls = self.calls.clone();
                calls.push_front(call);
                calls.truncate(KEPT);
                Rc::new(Self { calls })
            }
            Action::Cleared => Rc::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(number: u32) -> CallRecord {
        CallRecord {
            number,
            at: Timestamp::UNIX_EPOCH,
            method: "GET".to_owned(),
            url: "http://127.0.0.1/".to_owned(),
            status: Some(200),
            took: Duration::from_millis(3),
            correlation_vector: None,
        }
    }

    #[test]
    fn the_newest_calls_are_kept_newest_first() {
        let mut activity: Rc<Activity> = Rc::default();
        for number in 0..300 {
            activity = activity.reduce(Action::Called(call(number)));
        }
        assert_eq!(activity.calls.len(), KEPT);
        assert_eq!(activity.calls[0].number, 299);
        assert_eq!(activity.calls[KEPT - 1].number, 100);
        assert!(activity.reduce(Action::Cleared).calls.is_empty());
    }
}
