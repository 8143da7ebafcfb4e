use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::Request,
    response::Response,
};
use http::Uri;
use matchit::Router as Paths;
use remote_rendering_engine::api;
use remote_rendering_protocol::CorrelationVector;
use tower::{BoxError, Service};
use tracing::{Instrument as _, info_span};

use super::{AppState, cors, guard::guard, observe::Call};
use crate::metrics::RouteMetrics;

/// The whole service as one function of a request, with what every request passes through before
/// the routes. All of it is one step: each of axum's layers would box the request once more on its
/// way, and clone everything that is behind it.
#[derive(Clone, Debug)]
pub struct Entrance(Arc<Inner>);

struct Inner {
    state: AppState,
    routes: Router,
    /// What is counted, by the patterns of the paths.
    patterns: Paths<RouteMetrics>,
    /// For what no pattern is for: the console's files, and mistakes.
    other: RouteMetrics,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}

impl Entrance {
    /// The entrance to routes of these patterns.
    pub(super) fn new<'a>(
        state: AppState,
        routes: Router,
        patterns: impl Iterator<Item = &'a str>,
    ) -> Self {
        let requests = &state.metrics().requests;
        let mut paths = Paths::new();
        for pattern in patterns {
            // The router has taken them already: none is wrong, and none is there twice.
            let _ = paths.insert(pattern, requests.route(pattern));
        }
        let other = requests.route("other");
        Self(Arc::new(Inner {
            state,
            routes,
            patterns: paths,
            other,
        }))
    }
}

impl Inner {
    /// Answers a request: gives the call its correlation vector, counts and logs it, and adds the
    /// headers of every answer. Every line of the log that belongs to the call has the vector.
    async fn answer(&self, mut request: Request) -> Response {
        let began = Instant::now();
        if let Some(uri) = with_lower_first_words(request.uri()) {
            *request.uri_mut() = uri;
        }
        let vector = CorrelationVector::from_bytes(self.state.random_bytes());
        let span = info_span!("request", vector = vector.as_str());
        let pattern = self.patterns.at(request.uri().path());
        let route = pattern.map_or(&self.other, |found| found.value);
        let call = Call::of(&request, route);
        async {
            let mut response = match cors::preflight(&request) {
                Some(response) => response,
                None => guard(&self.state, request, self.routes.clone()).await,
            };
            call.close(&mut response, &vector, began.elapsed());
            response
        }
        .instrument(span)
        .await
    }
}

impl<B> Service<http::Request<B>> for Entrance
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let inner = Arc::clone(&self.0);
        let request = request.map(Body::new);
        Box::pin(async move { Ok(inner.answer(request).await) })
    }
}

/// The same with another path, if its own is not the usual one.
fn with_lower_first_words(uri: &Uri) -> Option<Uri> {
    let path = api::with_lower_first_words(uri.path())?;
    let query = uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{path}{query}").parse().ok()?);
    Uri::from_parts(parts).ok()
}
