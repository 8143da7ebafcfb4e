//! A sandbox to call on a clock of its own, and what it answered.

use remote_rendering_protocol::{AccountId, Timestamp};
use remote_rendering_sandbox::{Answer, PerRequest, Request, Sandbox};
use serde_json::Value;

pub(crate) const VERSION: &str = "api-version=2021-01-01";
pub(crate) const BEGUN: Timestamp = Timestamp::from_unix_seconds(1_700_000_000);
/// Longer than any server boots.
pub(crate) const BOOTED: u64 = 21;

pub(crate) struct Bench {
    pub(crate) sandbox: Sandbox,
    pub(crate) now: Timestamp,
    pub(crate) random: PerRequest,
    token: String,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let mut bench = Self {
            sandbox: Sandbox::new(&[7; 80], BEGUN).unwrap(),
            now: BEGUN,
            random: [0; 64],
            token: String::new(),
        };
        let (account, key) = (bench.account(), bench.sandbox.key().expose().to_owned());
        let path = format!("/accounts/{account}/token");
        let bearer = format!("Bearer {account}:{key}");
        let answer = bench
            .send(("GET", &url("", &path), ""), Some(&bearer))
            .unwrap();
        let token = body(&answer)["AccessToken"].clone();
        token.as_str().unwrap().clone_into(&mut bench.token);
        bench
    }

    pub(crate) fn account(&self) -> AccountId {
        self.sandbox.account()
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        let span = std::time::Duration::from_secs(seconds);
        self.now = self.now.after(span);
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    /// Sends method, URL and body, with this header `Authorization`.
    pub(crate) fn send(
        &mut self,
        (method, url, body): (&str, &str, &str),
        authorization: Option<&str>,
    ) -> Option<Answer> {
        // Other bytes for each request.
        for byte in &mut self.random {
            *byte = byte.wrapping_mul(5).wrapping_add(0x5d);
        }
        let request = Request {
            method,
            url,
            authorization,
            body,
        };
        self.sandbox.answer(&request, self.now, &self.random)
    }

    /// Calls the session API of a region with the account's token.
    pub(crate) fn call(&mut self, method: &str, region: &str, rest: &str, body: &str) -> Answer {
        let path = format!("/accounts/{}/sessions{rest}?{VERSION}", self.account());
        let bearer = self.bearer();
        self.send((method, &url(region, &path), body), Some(&bearer))
            .unwrap()
    }

    /// The same in v1.
    pub(crate) fn call_v1(&mut self, method: &str, region: &str, rest: &str, body: &str) -> Answer {
        let path = format!("/v1/accounts/{}/sessions{rest}", self.account());
        let bearer = self.bearer();
        self.send((method, &url(region, &path), body), Some(&bearer))
            .unwrap()
    }

    pub(crate) fn create(&mut self, region: &str, id: &str, size: &str) -> Answer {
        let body = format!(r#"{{"maxLeaseTimeMinutes":30,"size":"{size}"}}"#);
        self.call("PUT", region, &format!("/{id}"), &body)
    }

    pub(crate) fn session(&mut self, region: &str, id: &str) -> Value {
        body(&self.call("GET", region, &format!("/{id}"), ""))
    }
}

/// The URL of a path in a region, or at the domain itself.
pub(crate) fn url(region: &str, path: &str) -> String {
    let dot = if region.is_empty() { "" } else { "." };
    format!("https://{region}{dot}sandbox.invalid{path}")
}

pub(crate) fn body(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

/// Status and code of an answer that is a refusal, and its message.
pub(crate) fn refusal(answer: &Answer) -> (u16, String, String) {
    let error = &body(answer)["error"];
    let text = |name: &str| error[name].as_str().unwrap().to_owned();
    (answer.status.as_u16(), text("code"), text("message"))
}
