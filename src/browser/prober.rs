use std::time::Duration;

use gloo_net::http::{Method, RequestBuilder};
use remote_rendering_client::probe::{Clock, Connection, ProbeFailure, Prober, Reading};
use web_sys::{RequestCache, RequestCredentials, RequestMode};

use super::{fetch::AbortOnDrop, global, resource_timing::ResourceTiming};

/// The browser as a race's [`Prober`].
#[derive(Debug, Default)]
pub struct BrowserProber;

impl BrowserProber {
    /// A prober, for one race or for many.
    pub fn new() -> Self {
        Self
    }
}

impl Prober for BrowserProber {
    async fn probe(&self, url: &str, connection: Connection) -> Result<Reading, ProbeFailure> {
        let abort = AbortOnDrop::new();
        let start = global::monotonic_milliseconds();
        let url = format!("{url}?t={start}");
        let recorded = ResourceTiming::of(&url);
        let request = RequestBuilder::new(&url)
            .method(Method::HEAD)
            .mode(RequestMode::NoCors)
            .credentials(match connection {
                Connection::Shared => RequestCredentials::Omit,
                Connection::Own => RequestCredentials::Include,
            })
            .cache(RequestCache::NoStore)
            .abort_signal(abort.signal().as_ref())
            .build()
            .map_err(|_| ProbeFailure::Unreachable)?;
        request
            .send()
            .await
            .map_err(|_| ProbeFailure::Unreachable)?;
        let seen = global::monotonic_milliseconds() - start;
        let (milliseconds, clock) = match recorded.milliseconds().await {
            Some(milliseconds) => (milliseconds, Clock::Recorded),
            None => (seen, Clock::Observed),
        };
        let total = Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default();
        Ok(Reading {
            clock,
            ..Reading::whole(total)
        })
    }

    fn elapsed(&self) -> Duration {
        Duration::try_from_secs_f64(global::monotonic_milliseconds() / 1000.0).unwrap_or_default()
    }

    async fn sleep(&self, duration: Duration) {
        gloo_timers::future::sleep(duration).await;
    }

    fn timer_step(&self) -> Duration {
        Duration::from_micros(100)
    }

    async fn awake(&self) {}
}
