use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use remote_rendering_engine::{
    SessionKey,
    simulated::{no_server, recorded_teraflops},
};
use remote_rendering_protocol::{RegionName, SessionSize, error::ServiceError};

use super::PoolRule;
use crate::PoolMetrics;

/// The servers that sessions have or wait for, and how many there may be: the same for servers that are made up and for
/// processes. `S` is what an allocator knows of a server.
#[derive(Debug)]
pub(super) struct Leases<S> {
    /// The first that fits counts.
    rules: Vec<PoolRule>,
    metrics: PoolMetrics,
    leased: Mutex<Leased<S>>,
}

/// Whose number is limited: the servers of a size in a region.
type Place = (RegionName, SessionSize);

#[derive(Debug)]
struct Leased<S> {
    counts: HashMap<Place, u32>,
    servers: HashMap<SessionKey, (SessionSize, S)>,
}

impl<S> Leases<S> {
    /// No leases; what no rule fits has no servers.
    pub(super) fn new(rules: Vec<PoolRule>) -> Self {
        Self {
            rules,
            metrics: PoolMetrics::default(),
            leased: Mutex::new(Leased {
                counts: HashMap::new(),
                servers: HashMap::new(),
            }),
        }
    }

    /// The same, with the servers counted.
    pub(super) fn counted_by(self, metrics: PoolMetrics) -> Self {
        Self { metrics, ..self }
    }

    /// The rule for a region and a size.
    pub(super) fn rule(
        &self,
        region: &RegionName,
        size: &SessionSize,
    ) -> Result<&PoolRule, ServiceError> {
        let mut rules = self.rules.iter();
        rules
            .find(|rule| rule.is_for(region, size))
            .ok_or_else(|| no_server(region, size))
    }

    /// The computing power that a server of this rule has.
    pub(super) fn teraflops(rule: &PoolRule, size: &SessionSize) -> f64 {
        rule.teraflops.unwrap_or(recorded_teraflops(size))
    }

    /// Leases a new server if the session has none, and the limit leaves one; tells something of the one that the session
    /// has now.
    pub(super) fn lease<T>(
        &self,
        session: &SessionKey,
        size: &SessionSize,
        limit: Option<u32>,
        new: impl FnOnce() -> S,
        tell: impl FnOnce(&S) -> T,
    ) -> Result<T, ServiceError> {
        let mut leased = self.leased();
        if let Some((_, server)) = leased.servers.get(session) {
            return Ok(tell(server));
        }
        let place = (session.region.clone(), size.clone());
        let count = leased.counts.entry(place.clone()).or_default();
        if limit.is_some_and(|limit| *count >= limit) {
            return Err(no_server(&session.region, size));
        }
        *count += 1;
        self.count(&place, *count);
        let server = new();
        let told = tell(&server);
        leased
            .servers
            .insert(session.clone(), (size.clone(), server));
        Ok(told)
    }

    /// What a session's server is asked, if it has one.
    pub(super) fn with<T>(&self, session: &SessionKey, ask: impl FnOnce(&mut S) -> T) -> Option<T> {
        let mut leased = self.leased();
        leased
            .servers
            .get_mut(session)
            .map(|(_, server)| ask(server))
    }

    /// What every server is asked.
    #[cfg(feature = "host")]
    pub(super) fn for_each(&self, ask: impl FnMut(&S)) {
        let leased = self.leased();
        leased
            .servers
            .values()
            .map(|(_, server)| server)
            .for_each(ask);
    }

    /// Frees a session's server, if it has one that is meant.
    pub(super) fn take_back(
        &self,
        session: &SessionKey,
        is_meant: impl FnOnce(&S) -> bool,
    ) -> Option<S> {
        let mut leased = self.leased();
        let (_, server) = leased.servers.get(session)?;
        if !is_meant(server) {
            return None;
        }
        let (size, server) = leased.servers.remove(session)?;
        let place = (session.region.clone(), size);
        if let Some(count) = leased.counts.get_mut(&place) {
            *count = count.saturating_sub(1);
            self.count(&place, *count);
        }
        Some(server)
    }

    /// Notes how many servers of a place are leased.
    fn count(&self, (region, size): &Place, leased: u32) {
        let total = self.rule(region, size).ok().and_then(|rule| rule.servers);
        self.metrics
            .servers(region.as_str(), size.as_str(), leased, total);
    }

    fn leased(&self) -> MutexGuard<'_, Leased<S>> {
        // Nothing in here panics between two writes, so a poisoned lock guards whole tables.
        self.leased.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
