use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use remote_rendering_engine::{
    SessionKey, Settings,
    session::{Host, NotConnectable},
    simulated::{self, Traits},
};
use remote_rendering_protocol::{SessionSize, device::EndReason, error::ServiceError};
use tokio::{
    sync::{Notify, mpsc},
    task::AbortHandle,
};

use super::{Allocator, HostFailure, NotAdmitted, PoolRule, TokenHash, leases::Leases};
use crate::{PoolMetrics, Randomness};

/// A pool whose servers are made up: sessions become ready, run out of servers and fail as they
/// would with real ones. For developing clients, and for trying what they do in bad times.
#[derive(Debug)]
pub struct SimulatedPool {
    leases: Leases<Server>,
    randomness: Arc<dyn Randomness>,
    failures: mpsc::UnboundedSender<HostFailure>,
    failed: tokio::sync::Mutex<mpsc::UnboundedReceiver<HostFailure>>,
}

#[derive(Debug, Default)]
struct Server {
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
            leases: Leases::new(rules),
            randomness,
            failures,
            failed: failed.into(),
        }
    }

    /// The same pool, with its servers counted.
    #[must_use]
    pub fn counted_by(self, metrics: PoolMetrics) -> Self {
        let leases = self.leases.counted_by(metrics);
        Self { leases, ..self }
    }

    /// Leases a server, even the one beyond the last if it is in use already.
    fn lease(
        &self,
        session: &SessionKey,
        size: &SessionSize,
        limit: Option<u32>,
    ) -> Result<Arc<Notify>, ServiceError> {
        let given_up = |server: &Server| Arc::clone(&server.given_up);
        self.leases
            .lease(session, size, limit, Server::default, given_up)
    }

    fn take_back(&self, session: &SessionKey) {
        self.leases.take_back(session, |_| true);
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
        let failing = failing.abort_handle();
        let replaced = self
            .leases
            .with(session, |server| server.failing.replace(failing.clone()));
        let superseded = replaced.unwrap_or(Some(failing));
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
        let teraflops = Leases::<Server>::teraflops(rule, size);
        simulated::host(&session.region, teraflops, traits)
    }
}

#[async_trait]
impl Allocator for SimulatedPool {
    async fn allocate(
        &self,
        session: &SessionKey,
        settings: &Settings,
    ) -> Result<Host, ServiceError> {
        let size = &settings.size;
        let rule = self.leases.rule(&session.region, size)?;
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
        let rule = self.leases.rule(&session.region, size);
        let mtbf = rule.ok().and_then(|rule| rule.mtbf);
        self.let_fail(session, mtbf);
        Ok(())
    }

    async fn admit(
        &self,
        _session: &SessionKey,
        _token: TokenHash,
        _lifetime: Duration,
    ) -> Result<(), NotAdmitted> {
        Err(NotConnectable::Simulated.into())
    }

    async fn release(&self, session: &SessionKey, _reason: EndReason) {
        self.take_back(session);
    }

    async fn watch(&self) -> HostFailure {
        match self.failed.lock().await.recv().await {
            Some(failure) => failure,
            // This pool holds a sender itself, so the channel stays open.
            None => std::future::pending().await,
        }
    }

    /// What is made up needs no end.
    async fn close(&self) {}
}

#[cfg(test)]
mod tests;
