use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{family::Family, gauge::Gauge},
    registry::Registry,
};

/// What is counted of an allocator's servers.
#[derive(Clone, Debug, Default)]
pub struct PoolMetrics {
    servers: Family<ServerLabels, Gauge>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ServerLabels {
    region: String,
    size: String,
    state: &'static str,
}

impl PoolMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        registry.register(
            "servers",
            "Rendering servers by region, size and state; those that are free are told where their number is known",
            metrics.servers.clone(),
        );
        metrics
    }

    /// Notes how many servers of a size are leased in a region, of how many; `total` is `None`
    /// where there is no known number.
    pub fn servers(&self, region: &str, size: &str, leased: u32, total: Option<u32>) {
        let gauge = |state| {
            self.servers.get_or_create_owned(&ServerLabels {
                region: region.to_owned(),
                size: size.to_owned(),
                state,
            })
        };
        gauge("leased").set(leased.into());
        if let Some(total) = total {
            gauge("free").set(total.saturating_sub(leased).into());
        }
    }
}
