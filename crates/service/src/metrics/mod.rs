//! What an operator's Prometheus reads: one registry, and a typed handle for each part that counts.

mod duration;
mod pool;
mod process;
mod requests;
mod sessions;
mod store;

use std::sync::Arc;

use prometheus_client::{
    encoding::text,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};
use remote_rendering_protocol::Timestamp;

pub use pool::PoolMetrics;
pub(crate) use requests::{RequestMetrics, RouteMetrics};
pub(crate) use sessions::SessionCounts;
pub use store::StoreMetrics;

/// Everything that is counted. A clone counts into the same registry.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// For the store: its commits.
    pub store: StoreMetrics,
    /// For an allocator: its servers.
    pub pool: PoolMetrics,
    pub(crate) requests: RequestMetrics,
    pub(crate) sessions: SessionCounts,
    pub(crate) throttled: ThrottleMetrics,
    pub(crate) connections: ConnectionMetrics,
    pub(crate) tokens_issued: Counter,
    pub(crate) logins_refused: Counter,
    started: Gauge,
    registry: Arc<Registry>,
}

/// Requests that were answered 429, by what had sent too many.
#[derive(Clone, Debug)]
pub(crate) struct ThrottleMetrics {
    pub(crate) account: Counter,
    pub(crate) address: Counter,
}

/// Connections of clients.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConnectionMetrics {
    pub(crate) open: Gauge,
    refused: Family<[(&'static str, &'static str); 1], Counter>,
}

impl ConnectionMetrics {
    /// A connection was closed as it came; `limit` says which limit was reached.
    pub(crate) fn refused(&self, limit: &'static str) {
        self.refused.get_or_create(&[("limit", limit)]).inc();
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// The content type of [`Self::render`].
    pub(crate) const CONTENT_TYPE: &str =
        "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// Nothing counted yet.
    pub fn new() -> Self {
        let mut root = Registry::default();
        let started = process::register(&mut root);
        let registry = root.sub_registry_with_prefix("remote_rendering");
        let throttled = Family::<[(&'static str, &'static str); 1], Counter>::default();
        registry.register(
            "requests_throttled",
            "Requests that were answered 429, by what had sent too many",
            throttled.clone(),
        );
        let connections = ConnectionMetrics::default();
        registry.register(
            "connections",
            "Connections that are open",
            connections.open.clone(),
        );
        registry.register(
            "connections_refused",
            "Connections that were closed as they came, by the limit that was reached",
            connections.refused.clone(),
        );
        let (tokens_issued, logins_refused) = (Counter::default(), Counter::default());
        registry.register(
            "tokens_issued",
            "Access tokens that the STS issued",
            tokens_issued.clone(),
        );
        registry.register(
            "logins_refused",
            "Requests whose account key or access token was refused or missing",
            logins_refused.clone(),
        );
        Self {
            store: StoreMetrics::register(registry),
            pool: PoolMetrics::register(registry),
            requests: RequestMetrics::register(registry),
            sessions: SessionCounts::register(registry),
            throttled: ThrottleMetrics {
                account: throttled.get_or_create_owned(&[("by", "account")]),
                address: throttled.get_or_create_owned(&[("by", "address")]),
            },
            connections,
            tokens_issued,
            logins_refused,
            started,
            registry: Arc::new(root),
        }
    }

    /// Notes when the service started.
    pub(crate) fn started(&self, now: Timestamp) {
        self.started.set(now.unix_seconds());
    }

    /// The text form of `OpenMetrics`, which Prometheus reads.
    pub(crate) fn render(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail, and none of the metrics does.
        if text::encode(&mut text, &self.registry).is_err() {
            tracing::error!("the metrics could not be written");
        }
        text
    }
}
