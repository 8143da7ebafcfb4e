//! A service to call, and what it answered.

use std::{
    sync::{Arc, Once},
    time::Duration,
};

use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use remote_rendering_engine::{Account, KeyHash, Role, SigningKey};
use remote_rendering_protocol::{AccountId, AccountKey, Timestamp};
use remote_rendering_service::{
    Clock, Entrance, Limits, Metrics, Parts, PoolRule, Randomness, RegionPlan, Scheme, Service,
    SigningKeys, SimulatedPool, Store, SystemRandomness, TimerClock, store::MemoryStore,
};
use tower::ServiceExt as _;

pub(crate) const VERSION: &str = "api-version=2021-01-01";
pub(crate) const STARTUP: Duration = Duration::from_secs(150);
pub(crate) const CREATED: &str = "2021-05-14T16:25:13.5686988+00:00";

/// Whether anybody listens to a span is found out once for the whole process, when it first comes about: a test that listens to its
/// own thread could be too late. Here somebody listens from the beginning.
fn be_interested() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(tracing_subscriber::registry()).unwrap();
    });
}

pub(crate) fn created() -> Timestamp {
    CREATED.parse().unwrap()
}

pub(crate) fn account_key(byte: u8) -> AccountKey {
    AccountKey::from_bytes(&[byte; 32])
}

pub(crate) fn account(id: AccountId, key: &AccountKey) -> Account {
    Account {
        id,
        domain: "mixedreality.localhost".to_owned(),
        primary_key: KeyHash::of(key),
        secondary_key: KeyHash::of(&account_key(99)),
        created_at: created(),
        development: false,
        closed_at: None,
    }
}

/// Waits until a server that starts now is ready, and a little more: two timers of one moment run
/// in any order.
pub(crate) async fn wait_for_server() {
    tokio::time::sleep(STARTUP + Duration::from_millis(10)).await;
}

/// A service in memory with one account, whose servers start for [`STARTUP`].
#[derive(Debug)]
pub(crate) struct TestService {
    pub(crate) service: Service,
    pub(crate) tokens: SigningKeys,
    pub(crate) account: AccountId,
    pub(crate) store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    entrance: Entrance,
}

pub(crate) fn pool(rules: Vec<PoolRule>) -> SimulatedPool {
    SimulatedPool::new(rules, Arc::new(SystemRandomness))
}

/// The parts of a [`TestService`], to be changed before it starts.
pub(crate) fn parts() -> Parts {
    let randomness: Arc<dyn Randomness> = Arc::new(SystemRandomness);
    Parts {
        store: Arc::new(MemoryStore::new()),
        allocator: Arc::new(pool(vec![PoolRule::endless(STARTUP)])),
        clock: Arc::new(TimerClock::starting_at(created())),
        randomness,
        tokens: SigningKey::from_bytes(&[7; 32]).into(),
        metrics: Metrics::new(),
        throttle_per_minute: None,
        throttle_failures_per_minute: None,
        trusted_proxies: 0,
        limits: Limits::default(),
        regions: RegionPlan::documented(),
        latency: Vec::new(),
        scheme: Scheme::Http,
        console: None,
    }
}

impl TestService {
    pub(crate) async fn start() -> Self {
        Self::of(parts()).await
    }

    pub(crate) async fn of(parts: Parts) -> Self {
        Self::of_account(parts, AccountId::from_bytes([1; 16])).await
    }

    pub(crate) async fn of_account(parts: Parts, id: AccountId) -> Self {
        be_interested();
        let store: Arc<dyn Store> = Arc::clone(&parts.store);
        let (tokens, clock) = (parts.tokens.clone(), Arc::clone(&parts.clock));
        store
            .put_account(&account(id, &account_key(1)))
            .await
            .unwrap();
        let service = Service::start(parts).await.unwrap();
        let entrance = service.entrance();
        Self {
            service,
            tokens,
            account: id,
            store,
            clock,
            entrance,
        }
    }

    /// Another account, with the key of byte 2.
    pub(crate) async fn add_account(&self, id: AccountId) {
        let added = account(id, &account_key(2));
        self.store.put_account(&added).await.unwrap();
    }

    /// A good token for an account.
    pub(crate) fn token_of(&self, account: AccountId) -> String {
        self.tokens
            .issue(account, Role::Client, [0; 16], self.clock.now())
            .expose()
            .to_owned()
    }

    /// The path of a session call of 2021, with its query.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/accounts/{}/sessions{rest}?{VERSION}", self.account)
    }

    /// The path of a session call of v1.
    pub(crate) fn v1(&self, rest: &str) -> String {
        format!("/v1/accounts/{}/sessions{rest}", self.account)
    }

    /// Calls with the account's token.
    pub(crate) async fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        self.call_at("127.0.0.1:8080", method, path, body).await
    }

    /// Calls with the account's token, under a host name.
    pub(crate) async fn call_at(&self, host: &str, method: &str, path: &str, body: &str) -> Answer {
        let authorization = format!("Bearer {}", self.token_of(self.account));
        self.send(
            method,
            path,
            &[("Host", host), ("Authorization", &authorization)],
            body,
        )
        .await
    }

    /// Calls with these headers only.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method.parse::<Method>().unwrap())
            .uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.entrance.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        };
        answer.check_headers();
        answer
    }

    /// Creates a session and waits until it is ready.
    pub(crate) async fn ready(&self, id: &str, lease_minutes: u32) {
        let body = format!(r#"{{"maxLeaseTimeMinutes":{lease_minutes},"size":"Standard"}}"#);
        let created = self.call("PUT", &self.path(&format!("/{id}")), &body).await;
        assert_eq!(created.status, StatusCode::CREATED, "{created:?}");
        wait_for_server().await;
        assert_eq!(self.session(id).await["status"], "Ready");
    }

    pub(crate) async fn session(&self, id: &str) -> serde_json::Value {
        self.call("GET", &self.path(&format!("/{id}")), "")
            .await
            .json()
    }
}

/// What the service answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts the status and the code of an error, and returns its message.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(self.json()["error"]["code"], code);
        self.json()["error"]["message"].as_str().unwrap().to_owned()
    }

    /// What holds for every answer.
    fn check_headers(&self) {
        let vector = self.header("MS-CV");
        assert!(
            vector.len() == 24 && vector.ends_with(".0"),
            "MS-CV {vector:?}"
        );
        assert_eq!(self.header("X-Content-Type-Options"), "nosniff");
        if !self.status.is_success() && !self.status.is_redirection() {
            assert_eq!(
                self.header(header::CONTENT_TYPE.as_str()),
                "application/json; charset=utf-8",
                "{self:?}"
            );
            assert!(self.json()["error"]["message"].is_string(), "{}", self.body);
        }
    }
}
