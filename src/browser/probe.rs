use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use gloo_net::http::{Method, RequestBuilder};
use web_sys::{RequestCache, RequestCredentials, RequestMode};

use super::{fetch::AbortOnDrop, global, resource_timing::ResourceTiming};

/// A round trip above this is of no use for rendering, and a region that stays silent must not hold up the others.
const TIME_LIMIT: Duration = Duration::from_secs(3);

/// A probe that gave no round trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    /// Nothing answers there.
    #[error("nothing answers at the probe's URL")]
    Unreachable,
    /// No answer within 3 s.
    #[error("no answer in time")]
    Timeout,
}

/// Measures one round trip to a probe URL.
///
/// `HEAD` without any header of our own and without reading the answer, so that the browser asks for no permission
/// first (a preflight would double the time); a query that is new each time, so that no cache answers; the connection
/// that the client's calls use. The time is the browser's own record of the request: a page that is busy drawing would
/// see the answer late.
pub async fn round_trip(probe_url: &str) -> Result<Duration, ProbeError> {
    let abort = AbortOnDrop::new();
    let start = global::monotonic_milliseconds();
    let url = format!("{probe_url}?t={start}");
    let recorded = ResourceTiming::of(&url);
    let request = RequestBuilder::new(&url)
        .method(Method::HEAD)
        .mode(RequestMode::NoCors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .abort_signal(abort.signal().as_ref())
        .build()
        .map_err(|_| ProbeError::Unreachable)?;
    let limit = pin!(gloo_timers::future::sleep(TIME_LIMIT));
    match select(pin!(request.send()), limit).await {
        Either::Left((Ok(_), _)) => {
            let seen = global::monotonic_milliseconds() - start;
            let milliseconds = recorded.milliseconds().await.unwrap_or(seen);
            Ok(Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default())
        }
        Either::Left((Err(_), _)) => Err(ProbeError::Unreachable),
        Either::Right(((), _)) => Err(ProbeError::Timeout),
    }
}
