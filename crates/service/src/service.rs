use std::{num::NonZeroU32, path::PathBuf, sync::Arc};

use axum::Router;
use remote_rendering_engine::SigningKey;

use crate::{
    Allocator, Clock, Randomness, Store,
    http::{App, AppState, Console, Regions, router},
    metrics::Metrics,
    sessions::Sessions,
    store::{ProcessId, StoreError},
    throttle::Throttle,
};

/// What a service is made of.
#[derive(Debug)]
pub struct Parts {
    /// Where accounts and sessions are kept.
    pub store: Arc<dyn Store>,
    /// Where the servers come from.
    pub allocator: Arc<dyn Allocator>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub randomness: Arc<dyn Randomness>,
    /// What access tokens are signed with.
    pub tokens: SigningKey,
    /// Requests that an account may send in a minute; without a limit if absent.
    pub throttle_per_minute: Option<NonZeroU32>,
    /// How clients reach the service.
    pub scheme: Scheme,
    /// The folder of the console's files, if it is built.
    pub console: Option<PathBuf>,
}

/// How clients reach the service: it writes URLs of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Without TLS.
    #[default]
    Http,
    /// With TLS.
    Https,
}

impl Scheme {
    /// The text in front of `://`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// A running service without a socket: a [`Router`], and what it does in the background.
/// [`crate::Server`] puts it on a socket; a test calls the router.
#[derive(Clone, Debug)]
pub struct Service {
    sessions: Sessions,
    router: Router,
}

impl Service {
    /// Starts a service: goes on with the sessions of the store, and watches their leases.
    pub async fn start(parts: Parts) -> Result<Self, StoreError> {
        let Parts {
            store,
            allocator,
            clock,
            randomness,
            tokens,
            throttle_per_minute,
            scheme,
            console,
        } = parts;
        let process = ProcessId(randomness.bytes());
        let sessions = Sessions::new(Arc::clone(&store), allocator, Arc::clone(&clock), process);
        sessions.start().await?;
        let state = AppState::from(App {
            sessions: sessions.clone(),
            store,
            tokens,
            clock,
            randomness,
            throttle: throttle_per_minute.map(Throttle::new),
            metrics: Metrics::default(),
            regions: Regions::documented(),
            scheme: scheme.as_str(),
        });
        Ok(Self {
            sessions,
            router: router(state, &Console::new(console)),
        })
    }

    /// The service as a router.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Ends what runs in the background. Sessions stay in the store as they are.
    pub async fn shutdown(&self) {
        self.sessions.shutdown().await;
    }
}
