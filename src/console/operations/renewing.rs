//! Getting a new token before the present one expires.

use super::Operations;
use crate::console::{kept_sign_in, state::connection};

impl Operations {
    /// Keeps the token for the tab, if its person wants that.
    pub(super) fn keep_token(&self) {
        let operations = self.clone();
        self.spawn(async move { operations.renew_token().await });
    }

    /// Asks the client for its token, which gets a new one where the present one is about to expire. What does not work
    /// now is tried again with the next call.
    pub(super) async fn renew_token(&self) {
        if self.is_cut_off() {
            return;
        }
        let client = &self.inner.client;
        let Ok(token) = client.access_token().await else {
            return;
        };
        // Somebody may have signed out meanwhile: then nothing is kept any more.
        if self.inner.sign_out.borrow().is_none() {
            return;
        }
        let expires_at = client.token_expires_at();
        let told = connection::Action::Renewed(expires_at);
        self.inner.tell.connection.dispatch(told);
        if let Some(profile) = &self.inner.kept {
            kept_sign_in::keep(profile, &token);
        }
    }
}
