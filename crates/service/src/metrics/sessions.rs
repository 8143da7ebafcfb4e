use prometheus_client::{
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};
use remote_rendering_engine::session::End;

use crate::store::LiveCount;

/// How many sessions are in each state now, and how many this process brought to each end.
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
            "Sessions that this process ended since its start, by how",
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

    /// Notes what the store holds. It is asked at every scrape: the sessions of a store are those of
    /// every process that uses it.
    pub(crate) fn live(&self, count: LiveCount) {
        for (gauge, count) in [(&self.starting, count.starting), (&self.ready, count.ready)] {
            gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    /// Counts a session that came to an end.
    pub(crate) fn ended(&self, how: &End) {
        let count = match how {
            End::Stopped => &self.stopped,
            End::Expired => &self.expired,
            End::Failed(_) => &self.failed,
        };
        count.inc();
    }
}
