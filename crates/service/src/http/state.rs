use std::{sync::Arc, time::Duration};

use http::request::Parts;
use remote_rendering_protocol::{AccountId, Timestamp};

use super::{ApiError, Regions, client_address::client_address};
use crate::{
    Clock, Metrics, Randomness, Store,
    address_block::AddressBlock,
    known_accounts::KnownAccounts,
    latency::SimulatedLatency,
    sessions::Sessions,
    throttle::{Throttle, Throttled},
    tokens::Tokens,
};

/// What the handlers share.
#[derive(Clone, Debug)]
pub(crate) struct AppState(Arc<App>);

/// The parts of [`AppState`].
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) sessions: Sessions,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) accounts: KnownAccounts,
    pub(crate) tokens: Tokens,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) throttle: Option<Throttle<AccountId>>,
    pub(crate) refused_logins: Option<Throttle<AddressBlock>>,
    pub(crate) trusted_proxies: u8,
    pub(crate) request_timeout: Duration,
    pub(crate) most_requests: usize,
    pub(crate) metrics: Metrics,
    pub(crate) regions: Regions,
    pub(crate) latency: SimulatedLatency,
    /// `http` or `https`: how clients reach this service.
    pub(crate) scheme: &'static str,
}

impl From<App> for AppState {
    fn from(app: App) -> Self {
        Self(Arc::new(app))
    }
}

impl AppState {
    pub(crate) fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.0.store
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    pub(crate) fn accounts(&self) -> &KnownAccounts {
        &self.0.accounts
    }

    pub(crate) fn request_timeout(&self) -> Duration {
        self.0.request_timeout
    }

    pub(crate) fn most_requests(&self) -> usize {
        self.0.most_requests
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn regions(&self) -> &Regions {
        &self.0.regions
    }

    pub(crate) fn latency(&self) -> &SimulatedLatency {
        &self.0.latency
    }

    pub(crate) fn scheme(&self) -> &'static str {
        self.0.scheme
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(crate) fn random_bytes<const N: usize>(&self) -> [u8; N] {
        self.0.randomness.bytes()
    }

    /// Counts a request of an account that has proved who it is: nobody can use up another
    /// account's requests.
    pub(crate) fn admit(&self, account: AccountId) -> Result<(), ApiError> {
        let Some(throttle) = &self.0.throttle else {
            return Ok(());
        };
        throttle
            .admit(account, self.now())
            .map_err(|Throttled { retry_after }| {
                self.metrics().throttled.account.inc();
                ApiError::Throttled { retry_after }
            })
    }

    /// Lets somebody prove who it is, unless too many logins from its address were refused. Asked
    /// before any signature or key is looked at; who has shown a good token before is not asked, so
    /// that others behind the same address are unharmed.
    pub(crate) fn admit_stranger(&self, parts: &Parts) -> Result<(), ApiError> {
        let Some(throttle) = &self.0.refused_logins else {
            return Ok(());
        };
        throttle
            .check(self.address(parts), self.now())
            .map_err(|Throttled { retry_after }| {
                self.metrics().throttled.address.inc();
                ApiError::Throttled { retry_after }
            })
    }

    /// Counts a login that was refused. Other errors pass through uncounted.
    pub(crate) fn note_refusal(&self, parts: &Parts, error: impl Into<ApiError>) -> ApiError {
        let error = error.into();
        if error.is_refused_login() {
            self.metrics().logins_refused.inc();
            if let Some(throttle) = &self.0.refused_logins {
                throttle.count(self.address(parts), self.now());
            }
        }
        error
    }

    fn address(&self, parts: &Parts) -> AddressBlock {
        client_address(parts, self.0.trusted_proxies)
    }
}
