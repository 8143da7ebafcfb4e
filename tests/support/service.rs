//! The service that runs beside the tests, and what speaks to it. Its data outlives a run: every test uses ids of its
//! own.

use http::Method;
use remote_rendering::browser::BrowserRuntime;
use remote_rendering_client::{
    Account, Client, Credential, NewSession, Request, RetryPolicy, Runtime as _,
    protocol::{AccountKey, Coordinates, Endpoint, MaxLeaseTime, Region, SessionId, SessionSize},
};

pub(crate) type BrowserClient = Client<BrowserRuntime>;

/// Nothing listens there, and no browser refuses the port by itself.
pub(crate) const CLOSED: &str = "http://127.0.0.1:2";

/// A key in the right form, and of nobody.
pub(crate) const WRONG_KEY: &str = "bm90IHRoZSBrZXkgb2YgYW55IGFjY291bnQ=";

/// Address, account and key, as `cargo xtask test browser` compiles them in.
#[derive(Clone, Copy)]
pub(crate) struct Service {
    pub(crate) url: &'static str,
    pub(crate) account: &'static str,
    pub(crate) key: &'static str,
}

/// The service that runs beside the tests.
pub(crate) fn service() -> Service {
    let (Some(url), Some(account), Some(key)) = (
        option_env!("REMOTE_RENDERING_TEST_SERVICE"),
        option_env!("REMOTE_RENDERING_TEST_ACCOUNT"),
        option_env!("REMOTE_RENDERING_TEST_KEY"),
    ) else {
        panic!("these tests need a service: run `cargo xtask test browser`");
    };
    Service { url, account, key }
}

/// A client of the service's account.
pub(crate) fn client() -> BrowserClient {
    client_with(credential(service().key), service().url)
}

/// A client with another credential or at another endpoint; the STS is the service's. It tells of the first failure.
pub(crate) fn client_with(credential: Credential, endpoint: &str) -> BrowserClient {
    let account = Account {
        id: service().account.parse().expect("an account id"),
        sts: self::endpoint(service().url),
        credential,
    };
    Client::new(BrowserRuntime::default(), account, self::endpoint(endpoint))
        .with_retry(RetryPolicy::once())
}

pub(crate) fn credential(key: &str) -> Credential {
    Credential::AccountKey(AccountKey::parse(key).expect("a key"))
}

pub(crate) fn endpoint(url: &str) -> Endpoint {
    url.parse().expect("an endpoint")
}

pub(crate) fn minutes(minutes: i64) -> MaxLeaseTime {
    MaxLeaseTime::from_minutes(minutes).expect("a lease")
}

/// An id that no earlier run has used.
pub(crate) fn fresh_id() -> SessionId {
    SessionId::from_bytes(BrowserRuntime::default().random())
}

/// A Standard session with a lease of four minutes.
pub(crate) fn standard() -> NewSession {
    NewSession {
        max_lease_time: minutes(4),
        size: SessionSize::Standard,
    }
}

/// A request that proves nothing and carries nothing.
pub(crate) fn get(url: impl Into<String>) -> Request {
    Request {
        method: Method::GET,
        url: url.into(),
        authorization: None,
        correlation_vector: None,
        body: None,
        attempt: 1,
    }
}

/// A region whose probe has this URL.
pub(crate) fn region(name: &str, probe_url: &str) -> Region {
    Region {
        name: name.parse().expect("a name"),
        display_name: name.to_owned(),
        endpoint: endpoint(service().url),
        probe_url: probe_url.parse().expect("a probe URL"),
        coordinates: Coordinates::new(0.0, 0.0).expect("a place"),
    }
}
