use std::{
    cell::{Cell, OnceCell},
    time::Duration,
};

use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_net::http::{Method, Request, RequestBuilder};
use js_sys::Function;
use remote_rendering_client::probe::{Connection, ProbeFailure, Prober, Reading, milliseconds};
use web_sys::{RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use super::{
    fetch::{AbortOnDrop, answer_to},
    global,
    records::Records,
    sleep::sleep,
    timing,
};

/// The browser as a race's [`Prober`], in pages and in workers. For one race or for many.
///
/// A probe is a `HEAD` without any header of our own, so that the browser asks for no permission first (a preflight
/// would double the time). Its times are the browser's own record of the request: a page that is busy drawing would see
/// the answer late. Where the region permits to see the record's parts (`Timing-Allow-Origin`), the round trip is known
/// apart from the opening of the connection.
#[derive(Debug)]
pub struct BrowserProber {
    records: Records,
    /// Makes the probes' URLs new ones in the page, with the number of the probe.
    nonce: u32,
    probes: Cell<u32>,
    timer_step: OnceCell<Duration>,
    /// What is called instead of the browser's `fetch`.
    fetch: Option<Function>,
}

impl BrowserProber {
    /// A prober, which listens to the browser's records until it is dropped.
    pub fn new() -> Self {
        Self::by(None)
    }

    /// A prober that calls a function instead of the browser's `fetch`, if one is given: the browser has no record of
    /// such requests, and no connection is opened for them.
    pub fn by(fetch: Option<Function>) -> Self {
        let mut nonce = [0; 4];
        global::fill_random(&mut nonce);
        Self {
            records: Records::observe(),
            nonce: u32::from_ne_bytes(nonce),
            probes: Cell::new(0),
            timer_step: OnceCell::new(),
            fetch,
        }
    }

    fn request(
        &self,
        url: &str,
        connection: Connection,
        abort: &AbortOnDrop,
    ) -> Result<Request, gloo_net::Error> {
        let number = self.probes.get();
        self.probes.set(number.wrapping_add(1));
        // The records' names have no fragment.
        let url = url.split('#').next().unwrap_or(url);
        RequestBuilder::new(url)
            .query([("probe", format!("{:08x}-{number}", self.nonce))])
            .method(Method::HEAD)
            .mode(RequestMode::NoCors)
            // Browsers keep connections with and without credentials apart.
            .credentials(match connection {
                Connection::Shared => RequestCredentials::Omit,
                Connection::Own => RequestCredentials::Include,
            })
            .cache(RequestCache::NoStore)
            // The fetch standard refuses every other mode of redirection to `no-cors` requests, even where nothing
            // redirects.
            .redirect(RequestRedirect::Follow)
            .abort_signal(abort.signal().as_ref())
            .build()
    }
}

impl Default for BrowserProber {
    fn default() -> Self {
        Self::new()
    }
}

impl Prober for BrowserProber {
    async fn probe(&self, url: &str, connection: Connection) -> Result<Reading, ProbeFailure> {
        let abort = AbortOnDrop::new();
        let request = self
            .request(url, connection, &abort)
            .map_err(|_| ProbeFailure::Unreachable)?;
        let url = request.url();
        let record = self.records.expect(url.clone());
        let begun = global::monotonic_milliseconds();
        if answer_to(request, self.fetch.as_ref()).await.is_none() {
            return Err(why_refused(&url));
        }
        let observed = global::monotonic_milliseconds() - begun;
        if self.fetch.is_some() {
            let round_trip = milliseconds(observed);
            return Ok(Reading {
                exchange: Some(round_trip),
                ..Reading::whole(round_trip)
            });
        }
        let reading = match record.entry().await {
            Some(entry) => entry.reading()?,
            None => None,
        };
        Ok(reading.unwrap_or_else(|| timing::observed(observed)))
    }

    fn elapsed(&self) -> Duration {
        milliseconds(global::monotonic_milliseconds())
    }

    async fn sleep(&self, duration: Duration) {
        sleep(duration).await;
    }

    /// Measured at the first call, which takes as long as the clock needs for a few steps: usually below a millisecond.
    fn timer_step(&self) -> Duration {
        let measure = || timing::step_of(global::monotonic_milliseconds);
        *self.timer_step.get_or_init(measure)
    }

    /// Waits while the page is hidden. A worker does not know whether its pages are.
    async fn awake(&self) {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else {
            return;
        };
        while document.hidden() {
            let (tell, changed) = oneshot::channel();
            let _listener = EventListener::once(&document, "visibilitychange", move |_| {
                // Nobody waits any more: the race was given up.
                let _ = tell.send(());
            });
            // The listener sends before it goes.
            let _ = changed.await;
        }
    }
}

/// Browsers tell a page only that a fetch failed: this is what else they tell.
fn why_refused(url: &str) -> ProbeFailure {
    if global::is_offline() {
        ProbeFailure::Offline
    } else if global::is_blocked_as_insecure(url) {
        ProbeFailure::Insecure
    } else {
        ProbeFailure::Unreachable
    }
}
