//! Stopping sessions. An end is final, so for some seconds nothing is sent, and the person can change their mind.

use std::time::Duration;

use remote_rendering_client::Runtime as _;
use remote_rendering_protocol::Timestamp;
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
            operations.send_stops(due);
        });
    }

    /// Does not stop these sessions after all.
    pub fn keep(&self, keys: Vec<SessionKey>) {
        let kept = |(key, _): &(SessionKey, Timestamp)| keys.contains(key);
        self.inner.stopping.borrow_mut().retain(|it| !kept(it));
        self.tell(Action::Finished(keys));
    }

    /// Stops everything now that is about to be stopped. It is sent even if its person signs out meanwhile.
    pub fn stop_now(&self) {
        self.send_stops(Timestamp::MAX);
    }

    fn send_stops(&self, until: Timestamp) {
        let due = self.take_stops(until);
        if due.is_empty() {
            return;
        }
        self.tell(Action::Began(due.clone(), Busy::Stopping));
        for key in due {
            let operations = self.clone();
            spawn_local(async move {
                let Some(client) = operations.client_of(&key.region) else {
                    return;
                };
                let outcome = match client.stop_session(&key.id).await {
                    Ok(()) => client.get_session(&key.id).await,
                    Err(error) => Err(error),
                };
                operations.finish(key, outcome);
            });
        }
    }

    fn take_stops(&self, until: Timestamp) -> Vec<SessionKey> {
        let mut stopping = self.inner.stopping.borrow_mut();
        let is_due = |(_, at): &(SessionKey, Timestamp)| *at <= until;
        let due = stopping.iter().filter(|it| is_due(it));
        let due = due.map(|(key, _)| key.clone()).collect();
        stopping.retain(|it| !is_due(it));
        due
    }
}
