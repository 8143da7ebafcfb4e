//! Asking for one session that somebody has a link to.

use super::Operations;
use crate::console::state::sessions::{Action, SessionKey};

impl Operations {
    /// Fetches a session that is in no list: the lists have only those that are starting or ready, and may not be there
    /// yet.
    pub fn look_up(&self, key: SessionKey) {
        let Some(client) = self.client_of(&key.region) else {
            return;
        };
        self.tell(Action::LookingUp);
        let operations = self.clone();
        self.spawn(async move {
            match client.get_session(&key.id).await {
                Ok(properties) => operations.found(&client, &key.region, properties),
                Err(error) => operations.tell(Action::Missed(key, (&error).into())),
            }
        });
    }
}
