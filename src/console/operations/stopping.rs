//! Stopping sessions. An end is final, so for some seconds nothing is sent, and the person can change their mind.

use std::time::Duration;

use futures_util::future::join_all;
use remote_rendering_client::{Error, Runtime as _};
use remote_rendering_protocol::{Timestamp, session::SessionProperties};
use wasm_bindgen_futures::spawn_local;

use super::Operations;
use crate::console::state::sessions::{Action, Busy, SessionKey};

/// For how long a stop can be taken back.
pub const UNDO: Duration = Duration::from_secs(8);

impl Operations {
    /// Stops these sessions in [`UNDO`], if nobody changes their mind.
    pub fn stop(&self, keys: Vec<SessionKey>) {
        let due = self.now().after(UNDO);
        let known = |key: &SessionKey| self.inner.stopping.borrow().iter().any(|(it, _)| it == key);
        let new: Vec<_> = keys.into_iter().filter(|key| !known(key)).collect();
        let with_due = new.iter().map(|key| (key.clone(), due));
        self.inner.stopping.borrow_mut().extend(with_due);
        self.tell(Action::Began(new, Busy::AboutToStop(due)));
        let operations = self.clone();
        self.spawn(async move {
            operations.inner.client.runtime().sleep(UNDO).await;
            operations.send_stops(|at| at <= due);
        });
    }

    /// Does not stop these sessions after all.
    pub fn keep(&self, keys: Vec<SessionKey>) {
        let kept = |(key, _): &(SessionKey, Timestamp)| keys.contains(key);
        self.inner.stopping.borrow_mut().retain(|it| !kept(it));
        self.tell(Action::Finished(keys));
    }

    /// Stops everything now that is about to be stopped.
    pub fn stop_now(&self) {
        self.send_stops(|_| true);
    }

    fn send_stops(&self, is_due: impl Fn(Timestamp) -> bool) {
        let due = self.take_stops(is_due);
        if due.is_empty() {
            return;
        }
        self.tell(Action::Began(due.clone(), Busy::Stopping));
        let operations = self.clone();
        self.spawn(async move {
            let stopping = due.into_iter().map(|key| async {
                let outcome = operations.send_stop(&key).await;
                if let Some(outcome) = outcome {
                    operations.finish(key, outcome);
                }
            });
            join_all(stopping).await;
        });
    }

    async fn send_stop(&self, key: &SessionKey) -> Option<Result<SessionProperties, Error>> {
        let client = self.client_of(&key.region)?;
        Some(match client.stop_session(&key.id).await {
            Ok(()) => client.get_session(&key.id).await,
            Err(error) => Err(error),
        })
    }

    fn take_stops(&self, is_due: impl Fn(Timestamp) -> bool) -> Vec<SessionKey> {
        let mut stopping = self.inner.stopping.borrow_mut();
        let (due, later) = stopping.drain(..).partition(|(_, at)| is_due(*at));
        *stopping = later;
        let due: Vec<(SessionKey, Timestamp)> = due;
        due.into_iter().map(|(key, _)| key).collect()
    }

    /// Sends what was to be stopped; it goes on when everything else of the person's has ended.
    pub(super) fn stop_before_leaving(&self) {
        let due = self.take_stops(|_| true);
        if due.is_empty() {
            return;
        }
        let operations = self.clone();
        spawn_local(async move {
            join_all(due.iter().map(|key| operations.send_stop(key))).await;
        });
    }
}
