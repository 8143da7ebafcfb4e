use std::{num::NonZeroU32, path::PathBuf, sync::Arc};

use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Allocator, Clock, LatencyRule, Limits, Metrics, Randomness, RegionPlan, SigningKeys, Store,
    connection::Admission,
    http::{App, AppState, Console, Entrance, Regions, entrance},
    known_accounts::KnownAccounts,
    latency::SimulatedLatency,
    sessions::Sessions,
    store::{ProcessId, StoreError},
    throttle::Throttle,
    tokens::Tokens,
};

/// What a service is made of.
#[derive(Debug)]
pub struct Parts {
    /// Where accounts and sessions are kept.
    pub store: Arc<dyn Store>,
    /// Where the servers come from.
    pub allocator: Arc<dyn Allocator>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub randomness: Arc<dyn Randomness>,
    /// What access tokens are signed with.
    pub tokens: SigningKeys,
    /// What is counted; store and allocator may count into it, too.
    pub metrics: Metrics,
    /// Requests that an account may send in a minute; without a limit if absent.
    pub throttle_per_minute: Option<NonZeroU32>,
    /// Refused logins that an address may have in a minute; without a limit if absent.
    pub throttle_failures_per_minute: Option<NonZeroU32>,
    /// How many proxies stand in front, whose entries of `X-Forwarded-For` are believed.
    pub trusted_proxies: u8,
    /// How long clients may take, and how many there may be.
    pub limits: Limits,
    /// The regions.
    pub regions: RegionPlan,
    /// How long pings wait for their answers, for developers; the first rule that fits a region
    /// counts.
    pub latency: Vec<LatencyRule>,
    /// How clients reach the service.
    pub scheme: Scheme,
    /// The folder of the console's files, if it is built.
    pub console: Option<PathBuf>,
}

/// How clients reach the service: it writes URLs of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Without TLS.
    #[default]
    Http,
    /// With TLS.
    Https,
}

impl Scheme {
    /// The text in front of `://`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

/// A running service without a socket: its [`Entrance`], and what it does in the background.
/// [`crate::Server`] puts it on a socket; a test calls the entrance.
#[derive(Clone, Debug)]
pub struct Service {
    sessions: Sessions,
    entrance: Entrance,
    limits: Limits,
    admission: Admission,
    upkeep: Upkeep,
}

impl Service {
    /// Starts a service: goes on with the sessions of the store, and watches their leases.
    pub async fn start(parts: Parts) -> Result<Self, StoreError> {
        let Parts {
            store,
            allocator,
            clock,
            randomness,
            tokens,
            metrics,
            throttle_per_minute,
            throttle_failures_per_minute,
            trusted_proxies,
            limits,
            regions,
            latency,
            scheme,
            console,
        } = parts;
        metrics.started(clock.now());
        let sessions = Sessions::new(
            Arc::clone(&store),
            allocator,
            Arc::clone(&clock),
            ProcessId(randomness.bytes()),
            metrics.sessions.clone(),
        );
        sessions.start().await?;
        let upkeep = Upkeep::start(tokens.clone(), Arc::clone(&clock), Arc::clone(&randomness));
        let behind_proxies = trusted_proxies > 0;
        let admission = Admission::new(&limits, behind_proxies, metrics.connections.clone());
        let state = AppState::from(App {
            sessions: sessions.clone(),
            accounts: KnownAccounts::new(Arc::clone(&store)),
            store,
            tokens: Tokens::new(tokens),
            clock,
            latency: SimulatedLatency::new(latency, Arc::clone(&randomness)),
            randomness,
            throttle: throttle_per_minute.map(Throttle::new),
            refused_logins: throttle_failures_per_minute.map(Throttle::new),
            trusted_proxies,
            request_timeout: limits.request,
            most_requests: limits.requests,
            metrics,
            regions: Regions::new(regions),
            scheme: scheme.as_str(),
        });
        Ok(Self {
            sessions,
            entrance: entrance(state, &Console::new(console)),
            limits,
            admission,
            upkeep,
        })
    }

    /// The service as a function of requests.
    pub fn entrance(&self) -> Entrance {
        self.entrance.clone()
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn admission(&self) -> Admission {
        self.admission.clone()
    }

    /// Ends what runs in the background. Sessions stay in the store as they are.
    pub async fn shutdown(&self) {
        self.upkeep.stop().await;
        self.sessions.shutdown().await;
    }
}

/// Looks after the signing keys as long as the service runs.
#[derive(Clone, Debug)]
struct Upkeep {
    task: TaskTracker,
    stopping: CancellationToken,
}

impl Upkeep {
    fn start(keys: SigningKeys, clock: Arc<dyn Clock>, randomness: Arc<dyn Randomness>) -> Self {
        let upkeep = Self {
            task: TaskTracker::new(),
            stopping: CancellationToken::new(),
        };
        let stopping = upkeep.stopping.clone();
        upkeep.task.spawn(async move {
            let every = tokio::time::sleep;
            while stopping
                .run_until_cancelled(every(SigningKeys::UPKEEP))
                .await
                .is_some()
            {
                keys.look_after(&*randomness, clock.now());
            }
        });
        upkeep
    }

    async fn stop(&self) {
        self.stopping.cancel();
        self.task.close();
        self.task.wait().await;
    }
}
