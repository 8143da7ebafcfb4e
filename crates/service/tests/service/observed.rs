//! An allocator that can be asked what was asked of it.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use remote_rendering_engine::{SessionKey, Settings, session::Host};
use remote_rendering_protocol::{SessionSize, device::EndReason, error::ServiceError};
use remote_rendering_service::{
    Allocator, HostFailure, NotAdmitted, PoolRule, SimulatedPool, TokenHash,
};

use crate::support::pool;

/// A pool that writes down what is asked of it.
#[derive(Debug)]
pub(crate) struct ObservedPool {
    pool: SimulatedPool,
    log: Mutex<Vec<String>>,
}

impl ObservedPool {
    pub(crate) fn new(rule: PoolRule) -> Arc<Self> {
        Arc::new(Self {
            pool: pool(vec![rule]),
            log: Mutex::default(),
        })
    }

    /// What was asked so far, such as `release s`.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    fn note(&self, what: &str, session: &SessionKey) {
        self.log
            .lock()
            .unwrap()
            .push(format!("{what} {}", session.id));
    }
}

#[async_trait]
impl Allocator for ObservedPool {
    async fn allocate(&self, key: &SessionKey, settings: &Settings) -> Result<Host, ServiceError> {
        self.note("allocate", key);
        self.pool.allocate(key, settings).await
    }

    async fn resume(
        &self,
        key: &SessionKey,
        size: &SessionSize,
        host: &Host,
    ) -> Result<(), ServiceError> {
        self.note("resume", key);
        self.pool.resume(key, size, host).await
    }

    async fn admit(
        &self,
        key: &SessionKey,
        token: TokenHash,
        lifetime: Duration,
    ) -> Result<(), NotAdmitted> {
        self.note("admit", key);
        self.pool.admit(key, token, lifetime).await
    }

    async fn release(&self, key: &SessionKey, reason: EndReason) {
        self.note("release", key);
        self.pool.release(key, reason).await;
    }

    async fn close(&self) {
        self.pool.close().await;
    }

    async fn watch(&self) -> HostFailure {
        self.pool.watch().await
    }
}
