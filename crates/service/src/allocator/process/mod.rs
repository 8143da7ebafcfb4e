//! Servers that are processes of this machine, one for each session.

mod host;
mod lines;
mod log;
mod program;
mod vigil;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use remote_rendering_engine::{
    SessionKey, Settings,
    session::{Host, NotConnectable},
};
use remote_rendering_protocol::{SessionSize, device::EndReason, error::ServiceError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::task::TaskTracker;
use tracing::info;

use self::host::{HostProcess, Order, Ports, State, not_started};
use super::{Allocator, HostFailure, NotAdmitted, PoolRule, TokenHash, leases::Leases};
use crate::PoolMetrics;

pub use program::{HostProgram, HostSettings};

/// How long a host may take to say that it knows a token.
const ADMISSION: Duration = Duration::from_secs(5);

/// Serves each session by a process of this machine. A process ends with its session, and with this allocator however that
/// ends: its input is a pipe from here.
///
/// A server counts as leased until its process is gone.
#[derive(Debug)]
pub struct ProcessAllocator {
    shared: Arc<Shared>,
    failed: tokio::sync::Mutex<mpsc::UnboundedReceiver<HostFailure>>,
}

#[derive(Debug)]
struct Shared {
    program: HostProgram,
    leases: Leases<Running>,
    /// How many processes there have been.
    started: AtomicU64,
    /// What looks after the processes.
    tasks: TaskTracker,
    failures: mpsc::UnboundedSender<HostFailure>,
}

/// A process, as the rest knows it.
#[derive(Clone, Debug)]
struct Running {
    /// No two have the same: a session's id can be used again.
    number: u64,
    orders: mpsc::UnboundedSender<Order>,
    state: watch::Receiver<State>,
}

/// The other ends of a [`Running`].
#[derive(Debug)]
struct Ends {
    number: u64,
    orders: mpsc::UnboundedReceiver<Order>,
    state: watch::Sender<State>,
}

impl Running {
    fn new(number: u64) -> (Self, Ends) {
        let (orders, ordered) = mpsc::unbounded_channel();
        let (known, state) = watch::channel(State::Starting);
        let running = Self {
            number,
            orders,
            state,
        };
        let ends = Ends {
            number,
            orders: ordered,
            state: known,
        };
        (running, ends)
    }

    /// Where it listens, when it is ready.
    async fn ready(&self) -> Result<Ports, ServiceError> {
        let mut state = self.state.clone();
        let is_known = |state: &State| *state != State::Starting;
        match state.wait_for(is_known).await.as_deref() {
            Ok(State::Ready(ports)) => Ok(*ports),
            Ok(State::Over(error)) => Err(error.clone()),
            Ok(State::Starting) | Err(_) => Err(gone()),
        }
    }

    /// Why it is not there any more.
    fn fate(&self) -> ServiceError {
        match &*self.state.borrow() {
            State::Over(error) => error.clone(),
            State::Starting | State::Ready(_) => gone(),
        }
    }
}

impl ProcessAllocator {
    /// Servers by this program; what no rule fits has none.
    pub fn new(program: HostProgram, rules: Vec<PoolRule>, metrics: PoolMetrics) -> Self {
        let (failures, failed) = mpsc::unbounded_channel();
        Self {
            shared: Arc::new(Shared {
                program,
                leases: Leases::new(rules).counted_by(metrics),
                started: AtomicU64::new(0),
                tasks: TaskTracker::new(),
                failures,
            }),
            failed: failed.into(),
        }
    }

    fn running(&self, session: &SessionKey) -> Option<Running> {
        self.shared.leases.with(session, |running| running.clone())
    }
}

impl Shared {
    /// Starts a session's process, and sees to it until it is gone.
    async fn look_after(&self, session: SessionKey, settings: Settings, mut ends: Ends) {
        match self.start(&session, &settings) {
            Ok(mut host) => {
                let timeout = self.program.start_timeout;
                let talk = host.talk(&mut ends.orders, &ends.state, timeout);
                self.note_end(&session, &ends.state, talk.await);
                // Who waits for an answer hears that there is none.
                drop(ends.orders);
                host.end().await;
                info!(session = %session.id, "host ended");
            }
            Err(error) => self.note_end(&session, &ends.state, Err(not_started(&error))),
        }
        let is_meant = |running: &Running| running.number == ends.number;
        self.leases.take_back(&session, is_meant);
    }

    fn start(&self, session: &SessionKey, settings: &Settings) -> std::io::Result<HostProcess> {
        let child = self.program.start(settings)?;
        info!(session = %session.id, process = child.id(), "host started");
        HostProcess::new(session.id.clone(), child)
    }

    /// Tells who waits for the process, or has it, that it is over.
    fn note_end(
        &self,
        session: &SessionKey,
        state: &watch::Sender<State>,
        end: Result<(), ServiceError>,
    ) {
        let is_asked_for = end.is_ok();
        let error = end.err().unwrap_or_else(gone);
        let before = state.send_replace(State::Over(error.clone()));
        // Who waits for a start has its error.
        if !is_asked_for && matches!(before, State::Ready(_)) {
            let session = session.clone();
            // Nobody watches an allocator that is gone.
            let _ = self.failures.send(HostFailure { session, error });
        }
    }
}

#[async_trait]
impl Allocator for ProcessAllocator {
    async fn allocate(
        &self,
        session: &SessionKey,
        settings: &Settings,
    ) -> Result<Host, ServiceError> {
        let Shared {
            program, leases, ..
        } = &*self.shared;
        let rule = leases.rule(&session.region, &settings.size)?;
        let (new, ends) = Running::new(self.shared.started.fetch_add(1, Ordering::Relaxed));
        let number = new.number;
        let running = leases.lease(
            session,
            &settings.size,
            rule.servers,
            || new,
            Running::clone,
        )?;
        if running.number == number {
            let (shared, session, settings) =
                (Arc::clone(&self.shared), session.clone(), settings.clone());
            let look_after = async move { shared.look_after(session, settings, ends).await };
            self.shared.tasks.spawn(look_after);
        }
        let ports = running.ready().await?;
        Ok(Host {
            hostname: program.settings.hostname.clone(),
            arr_inspector_port: ports.inspector,
            handshake_port: ports.handshake,
            teraflops: Leases::<Running>::teraflops(rule, &settings.size),
        })
    }

    /// A process ends with the service that started it.
    async fn resume(
        &self,
        session: &SessionKey,
        _size: &SessionSize,
        _host: &Host,
    ) -> Result<(), ServiceError> {
        match self.running(session) {
            Some(_) => Ok(()),
            None => Err(gone()),
        }
    }

    async fn admit(
        &self,
        session: &SessionKey,
        token: TokenHash,
        lifetime: Duration,
    ) -> Result<(), NotAdmitted> {
        let lost = |error| NotAdmitted::from(NotConnectable::Failed(error));
        let running = self.running(session).ok_or_else(|| lost(gone()))?;
        let (admitted, answer) = oneshot::channel();
        let order = Order::Admit {
            token,
            lifetime,
            admitted,
        };
        if running.orders.send(order).is_err() {
            return Err(lost(running.fate()));
        }
        match tokio::time::timeout(ADMISSION, answer).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(lost(running.fate())),
            Err(_) => Err(NotAdmitted::Silent),
        }
    }

    /// Returns before the process is gone.
    async fn release(&self, session: &SessionKey, reason: EndReason) {
        if let Some(running) = self.running(session) {
            // One that has ended by itself is gone already.
            let _ = running.orders.send(Order::End(reason));
        }
    }

    async fn watch(&self) -> HostFailure {
        match self.failed.lock().await.recv().await {
            Some(failure) => failure,
            // This allocator holds a sender itself, so the channel stays open.
            None => std::future::pending().await,
        }
    }

    async fn close(&self) {
        self.shared.leases.for_each(|running| {
            let _ = running.orders.send(Order::End(EndReason::Stopped));
        });
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
    }
}

/// A session has no process, or none any more.
fn gone() -> ServiceError {
    ServiceError::new(
        "ServerGone",
        "The session's server is gone: create a new session.",
    )
}

#[cfg(test)]
mod tests;
