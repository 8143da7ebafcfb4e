use std::sync::Arc;

use remote_rendering_engine::SigningKey;
use remote_rendering_protocol::{AccountId, Timestamp};

use super::{ApiError, Regions};
use crate::{
    Clock, Randomness,
    metrics::Metrics,
    sessions::Sessions,
    store::Store,
    throttle::{Throttle, Throttled},
};

/// What the handlers share.
#[derive(Clone, Debug)]
pub(crate) struct AppState(Arc<App>);

/// The parts of [`AppState`].
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) sessions: Sessions,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) tokens: SigningKey,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) throttle: Option<Throttle>,
    pub(crate) metrics: Metrics,
    pub(crate) regions: Regions,
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

    pub(crate) fn tokens(&self) -> &SigningKey {
        &self.0.tokens
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn regions(&self) -> &Regions {
        &self.0.regions
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

    /// Counts a request of an account that has proved who it is.
    pub(crate) fn admit(&self, account: AccountId) -> Result<(), ApiError> {
        let Some(throttle) = &self.0.throttle else {
            return Ok(());
        };
        throttle
            .admit(account, self.now())
            .map_err(|Throttled { retry_after }| {
                self.metrics().throttled();
                ApiError::Throttled { retry_after }
            })
    }
}
