use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use http::{Method, StatusCode};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use super::duration::DurationHistogram;

/// What is counted of requests. A request finds its series by a look under a shared lock, and builds
/// no label: those are made when a series is new.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestMetrics {
    /// Requests that are being answered, pings and questions for health aside.
    pub(crate) in_flight: Gauge,
    /// Requests that were answered 503, as too many were in flight.
    pub(crate) turned_away: Counter,
    answers: Family<AnswerLabels, Counter>,
    durations: Family<RouteLabels, DurationHistogram>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct AnswerLabels {
    route: Arc<str>,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: Arc<str>,
}

/// What is counted of one route.
#[derive(Clone, Debug)]
pub(crate) struct RouteMetrics(Arc<RouteSeries>);

#[derive(Debug)]
struct RouteSeries {
    route: Arc<str>,
    duration: DurationHistogram,
    all_answers: Family<AnswerLabels, Counter>,
    /// Few: a route has some methods with some statuses each.
    answers: RwLock<Vec<(&'static str, u16, Counter)>>,
}

impl RequestMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        registry.register(
            "requests",
            "Answers by route, method and status",
            metrics.answers.clone(),
        );
        registry.register(
            "request_duration_seconds",
            "How long answers took, by route",
            metrics.durations.clone(),
        );
        registry.register(
            "requests_in_flight",
            "Requests that are being answered, without /ping and /healthz",
            metrics.in_flight.clone(),
        );
        registry.register(
            "requests_turned_away",
            "Requests that were answered 503, as too many were in flight",
            metrics.turned_away.clone(),
        );
        metrics
    }

    /// What is counted of the route with this pattern.
    pub(crate) fn route(&self, pattern: &str) -> RouteMetrics {
        let route: Arc<str> = pattern.into();
        let labels = RouteLabels {
            route: Arc::clone(&route),
        };
        RouteMetrics(Arc::new(RouteSeries {
            route,
            duration: self.durations.get_or_create_owned(&labels),
            all_answers: self.answers.clone(),
            answers: RwLock::default(),
        }))
    }
}

impl RouteMetrics {
    /// The route's pattern.
    pub(crate) fn name(&self) -> &str {
        &self.0.route
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, method: &Method, status: StatusCode, took: Duration) {
        let series = &*self.0;
        series.duration.observe(took);
        let (method, status) = (known_method(method), status.as_u16());
        let is_this =
            |answer: &&(&'static str, u16, Counter)| (answer.0, answer.1) == (method, status);
        let answers = series
            .answers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((_, _, counter)) = answers.iter().find(is_this) {
            counter.inc();
            return;
        }
        drop(answers);
        let counter = series.all_answers.get_or_create_owned(&AnswerLabels {
            route: Arc::clone(&series.route),
            method,
            status,
        });
        counter.inc();
        let mut answers = series
            .answers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if !answers.iter().any(|answer| is_this(&answer)) {
            answers.push((method, status, counter));
        }
    }
}

/// Clients can send any word as a method; only the known ones become a series.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::POST => "POST",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
