use prometheus_client::{
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};
use remote_rendering_protocol::SessionStatus;

/// How many sessions are in each state now, and how many came to each end since the start.
#[derive(Clone, Debug)]
pub(crate) struct SessionCounts {
    starting: Gauge,
    ready: Gauge,
    stopped: Counter,
    expired: Counter,
    failed: Counter,
}

impl SessionCounts {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let live = Family::<[(&'static str, &'static str); 1], Gauge>::default();
        let ended = Family::<[(&'static str, &'static str); 1], Counter>::default();
        registry.register(
            "sessions",
            "Sessions that are starting or ready",
            live.clone(),
        );
        registry.register(
            "sessions_ended",
            "Sessions that ended since the start, by how",
            ended.clone(),
        );
        let live = |state| live.get_or_create_owned(&[("state", state)]);
        let ended = |how| ended.get_or_create_owned(&[("how", how)]);
        Self {
            starting: live("starting"),
            ready: live("ready"),
            stopped: ended("stopped"),
            expired: ended("expired"),
            failed: ended("error"),
        }
    }

    pub(crate) fn entered(&self, status: &SessionStatus) {
        match status {
            SessionStatus::Starting => {
                self.starting.inc();
            }
            SessionStatus::Ready => {
                self.ready.inc();
            }
            SessionStatus::Stopped => {
                self.stopped.inc();
            }
            SessionStatus::Expired => {
                self.expired.inc();
            }
            SessionStatus::Error => {
                self.failed.inc();
            }
            SessionStatus::Other(_) => {}
        }
    }

    /// An end is final: nothing leaves one.
    pub(crate) fn left(&self, status: &SessionStatus) {
        match status {
            SessionStatus::Starting => {
                self.starting.dec();
            }
            SessionStatus::Ready => {
                self.ready.dec();
            }
            _ => {}
        }
    }
}
