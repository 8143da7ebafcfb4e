use prometheus_client::{metrics::gauge::Gauge, registry::Registry};

/// The process, under the names that every Prometheus client uses. Returns the gauge of the start.
pub(super) fn register(registry: &mut Registry) -> Gauge {
    let started = Gauge::default();
    registry.register(
        "process_start_time_seconds",
        "When the service started, in seconds since 1970",
        started.clone(),
    );
    #[cfg(target_os = "linux")]
    registry.register_collector(Box::new(memory::ResidentMemory));
    started
}

#[cfg(target_os = "linux")]
mod memory {
    use prometheus_client::{
        collector::Collector,
        encoding::{DescriptorEncoder, EncodeMetric as _},
        metrics::{MetricType, gauge::ConstGauge},
    };

    /// Read when it is asked for.
    #[derive(Debug)]
    pub(super) struct ResidentMemory;

    impl Collector for ResidentMemory {
        fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
            let Some(bytes) = resident_bytes() else {
                return Ok(());
            };
            let metric = encoder.encode_descriptor(
                "process_resident_memory_bytes",
                "Memory of the process that is in use",
                None,
                MetricType::Gauge,
            )?;
            ConstGauge::new(bytes).encode(metric)
        }
    }

    fn resident_bytes() -> Option<i64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kilobytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        kilobytes.checked_mul(1024)
    }
}
