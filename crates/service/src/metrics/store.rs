use std::time::Duration;

use prometheus_client::{
    metrics::histogram::{Histogram, exponential_buckets},
    registry::Registry,
};

/// What is counted of a store's commits.
#[derive(Clone, Debug)]
pub struct StoreMetrics {
    duration: Histogram,
    changes: Histogram,
}

/// Counts for nobody to read.
impl Default for StoreMetrics {
    fn default() -> Self {
        Self {
            // 0.1 ms to 3.3 s.
            duration: Histogram::new(exponential_buckets(0.0001, 2.0, 16)),
            // 1 to 1024.
            changes: Histogram::new(exponential_buckets(1.0, 2.0, 11)),
        }
    }
}

impl StoreMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        registry.register(
            "store_commit_duration_seconds",
            "How long commits of the store took until they were durable",
            metrics.duration.clone(),
        );
        registry.register(
            "store_commit_changes",
            "How many changes shared one commit of the store",
            metrics.changes.clone(),
        );
        metrics
    }

    /// Counts one durable commit of so many changes.
    pub fn committed(&self, changes: usize, took: Duration) {
        self.duration.observe(took.as_secs_f64());
        self.changes
            .observe(f64::from(u32::try_from(changes).unwrap_or(u32::MAX)));
    }
}
