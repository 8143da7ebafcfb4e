use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use remote_rendering_engine::{
    SessionKey,
    session::Host,
    simulated::{self, Traits, no_server, recorded_teraflops},
};
use remote_rendering_protocol::{RegionName, SessionSize, error::ServiceError};
use tokio::{
    sync::{Notify, mpsc},
    task::AbortHandle,
};

use super::{Allocator, HostFailure};
use crate::{PoolMetrics, Randomness};

/// How the servers of some regions and sizes behave.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolRule {
    /// The region; every one if absent.
    pub region: Option<RegionName>,
    /// The size; every one if absent.
    pub size: Option<SessionSize>,
    /// How many servers each such region has of each such size; without a limit if absent.
    pub servers: Option<u32>,
    /// How long a server boots.
    pub startup_time: Duration,
    /// The servers' computing power; what was recorded of the hosted service if absent.
    pub teraflops: Option<f64>,
    /// The share of servers that fail while they boot: 0 for none, 1 for all.
    pub failed_starts: f64,
    /// The mean time between failures of a leased server; they never fail if absent.
    pub mtbf: Option<Duration>,
}

impl PoolRule {
    /// Servers without a limit and without failures, for every region and size.
    pub const fn endless(startup_time: Duration) -> Self {
        Self {
            region: None,
            size: None,
            servers: None,
            startup_time,
            teraflops: None,
            failed_starts: 0.0,
            mtbf: None,
        }
    }

    fn is_for(&self, region: &RegionName, size: &SessionSize) -> bool {
        let fits_region = self.region.as_ref().is_none_or(|own| own == region);
        fits_region && self.size.as_ref().is_none_or(|own| own == size)
    }
}

/// A pool whose servers are made up: sessions become ready, run out of servers and fail as they
/// would with real ones. For developing clients, and for trying what they do in bad times.
#[derive(Debug)]
pub struct SimulatedPool {
    /// The first that fits counts.
    rules: Vec<PoolRule>,
    randomness: Arc<dyn Randomness>,
    metrics: PoolMetrics,
    leased: Mutex<Leased>,
    failures: mpsc::UnboundedSender<HostFailure>,
    failed: tokio::sync::Mutex<mpsc::UnboundedReceiver<HostFailure>>,
}

/// Whose number is limited: the servers of a size in a region.
type Place = (RegionName, SessionSize);

/// The servers that sessions have, or are waiting for.
#[derive(Debug, Default)]
struct Leased {
    counts: HashMap<Place, u32>,
    servers: HashMap<SessionKey, Server>,
}

#[derive(Debug)]
struct Server {
    size: SessionSize,
    /// Ends the allocation that waits for the server to boot.
    given_up: Arc<Notify>,
    /// The failure that is to come.
    failing: Option<AbortHandle>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.given_up.notify_one();
        if let Some(failing) = &self.failing {
            failing.abort();
        }
    }
}

impl SimulatedPool {
    /// A pool; what no rule fits has no servers.
    pub fn new(rules: Vec<PoolRule>, randomness: Arc<dyn Randomness>) -> Self {
        let (failures, failed) = mpsc::unbounded_channel();
        Self {
            rules,
            randomness,
            metrics: PoolMetrics::default(),
            leased: Mutex::default(),
            failures,
            failed: failed.into(),
        }
    }

    /// The same pool, with its servers counted.
    #[must_use]
    pub fn counted_by(self, metrics: PoolMetrics) -> Self {
        Self { metrics, ..self }
    }

    /// Notes how many servers of a place are leased.
    fn count(&self, (region, size): &Place, leased: u32) {
        let total = self.rule(region, size).and_then(|rule| rule.servers);
        self.metrics
            .servers(region.as_str(), size.as_str(), leased, total);
    }

    fn rule(&self, region: &RegionName, size: &SessionSize) -> Option<&PoolRule> {
        self.rules.iter().find(|rule| rule.is_for(region, size))
    }

    fn leased(&self) -> MutexGuard<'_, Leased> {
        // Nothing in here panics between two writes, so a poisoned lock guards whole tables.
        self.leased.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leases a server, even the one beyond the last if it is in use already.
    fn lease(
        &self,
        session: &SessionKey,
        size: &SessionSize,
        limit: Option<u32>,
    ) -> Result<Arc<Notify>, ServiceError> {
        let mut leased = self.leased();
        if let Some(server) = leased.servers.get(session) {
            return Ok(Arc::clone(&server.given_up));
        }
        let place = (session.region.clone(), size.clone());
        let count = leased.counts.entry(place.clone()).or_default();
        if limit.is_some_and(|limit| *count >= limit) {
            return Err(no_server(&session.region, size));
        }
        *count += 1;
        self.count(&place, *count);
        let given_up = Arc::new(Notify::new());
        let server = Server {
            size: size.clone(),
            given_up: Arc::clone(&given_up),
            failing: None,
        };
        leased.servers.insert(session.clone(), server);
        Ok(given_up)
    }

    fn take_back(&self, session: &SessionKey) {
        let mut leased = self.leased();
        let Some(server) = leased.servers.remove(session) else {
            return;
        };
        let place = (session.region.clone(), server.size.clone());
        if let Some(count) = leased.counts.get_mut(&place) {
            *count = count.saturating_sub(1);
            self.count(&place, *count);
        }
    }

    /// Lets the server fail at some time, as servers without a memory do: exponentially distributed
    /// with the mean.
    fn let_fail(&self, session: &SessionKey, mtbf: Option<Duration>) {
        let Some(mtbf) = mtbf else { return };
        let after = mtbf.mul_f64(-(1.0 - self.randomness.share()).ln());
        let failures = self.failures.clone();
        let failure = HostFailure {
            session: session.clone(),
            error: ServiceError::new(
                "ServerFailed",
                "The session's server failed: create a new session.",
            ),
        };
        let failing = tokio::spawn(async move {
            tokio::time::sleep(after).await;
            // Nobody watches a pool that is gone.
            let _ = failures.send(failure);
        });
        let superseded = match self.leased().servers.get_mut(session) {
            Some(server) => server.failing.replace(failing.abort_handle()),
            None => Some(failing.abort_handle()),
        };
        if let Some(superseded) = superseded {
            superseded.abort();
        }
    }

    fn host(&self, session: &SessionKey, size: &SessionSize, rule: &PoolRule) -> Host {
        let traits = Traits {
            number: self.randomness.bytes(),
            guid: self.randomness.bytes(),
            ports: self.randomness.bytes(),
        };
        let teraflops = rule.teraflops.unwrap_or(recorded_teraflops(size));
        simulated::host(&session.region, teraflops, traits)
    }
}

#[async_trait]
impl Allocator for SimulatedPool {
    async fn allocate(
        &self,
        session: &SessionKey,
        size: &SessionSize,
    ) -> Result<Host, ServiceError> {
        let rule = self
            .rule(&session.region, size)
            .ok_or_else(|| no_server(&session.region, size))?;
        let given_up = self.lease(session, size, rule.servers)?;
        tokio::select! {
            () = tokio::time::sleep(rule.startup_time) => {}
            () = given_up.notified() => {
                return Err(ServiceError::new("AllocationGivenUp", "The session ended while its server booted."));
            }
        }
        if self.randomness.share() < rule.failed_starts {
            self.take_back(session);
            return Err(ServiceError::new(
                "ServerStartFailed",
                "The session's server did not start: create a new session.",
            ));
        }
        self.let_fail(session, rule.mtbf);
        Ok(self.host(session, size, rule))
    }

    /// A server that a smaller pool no longer has stays with its session until that ends.
    async fn resume(
        &self,
        session: &SessionKey,
        size: &SessionSize,
        _host: &Host,
    ) -> Result<(), ServiceError> {
        self.lease(session, size, None)?;
        let mtbf = self.rule(&session.region, size).and_then(|rule| rule.mtbf);
        self.let_fail(session, mtbf);
        Ok(())
    }

    async fn release(&self, session: &SessionKey) {
        self.take_back(session);
    }

    async fn watch(&self) -> HostFailure {
        match self.failed.lock().await.recv().await {
            Some(failure) => failure,
            // This pool holds a sender itself, so the channel stays open.
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests;
