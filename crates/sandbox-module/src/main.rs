//! The sandbox as a WebAssembly module. The console has it in a worker of its page: `worker.mjs` beside this folder carries the
//! messages to it, and lets each answer be on its way for as long as the sandbox says. The npm package has it within the
//! program that imports `remote-rendering/sandbox`: `src/js/package/sandbox.mjs` calls it. The clock and the randomness are the
//! platform's.

use std::time::Duration;

use remote_rendering_protocol::{
    Timestamp,
    arrconfig::{AccountSettings, ArrConfig, RenderingSessionSettings},
};
use remote_rendering_sandbox::{Answer, Request, Sandbox};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_random(bytes: &mut [u8]);
}

/// A sandbox, as JavaScript sees it. What it tells are JSON texts.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Service {
    sandbox: Sandbox,
    /// How far its clock is ahead of the platform's.
    ahead: Duration,
}

/// What a request is answered with.
#[derive(Serialize)]
struct Told<'a> {
    status: u16,
    headers: &'a [(&'static str, String)],
    body: &'a str,
    /// How long it is on its way, in milliseconds.
    takes: f64,
}

#[wasm_bindgen]
impl Service {
    /// A sandbox with an account of its own.
    ///
    /// # Errors
    ///
    /// Never: [`Sandbox::new`] has none.
    pub fn begin() -> Result<Self, JsError> {
        Ok(Self {
            sandbox: Sandbox::new(&random(), now())?,
            ahead: Duration::ZERO,
        })
    }

    /// Moves its clock on, by milliseconds that are not negative; the clock ends with the year 9999.
    pub fn advance(&mut self, milliseconds: f64) {
        let step = Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or(Duration::MAX);
        self.ahead = self.ahead.saturating_add(step);
    }

    /// Its account and where to sign in, as the text of an `arrconfig.json`.
    pub fn config(&self) -> String {
        let endpoint = self.sandbox.endpoint();
        told(&ArrConfig {
            account_settings: AccountSettings {
                arr_account_id: Some(self.sandbox.account().to_string()),
                arr_account_key: Some(self.sandbox.key().expose().into()),
                arr_account_domain: Some(endpoint.to_owned()),
            },
            rendering_session_settings: RenderingSessionSettings {
                remote_rendering_domain: Some(endpoint.to_owned()),
                ..RenderingSessionSettings::default()
            },
        })
    }

    /// Answers a request, whose header `Authorization` is empty if it has none; `null` where nothing answers.
    pub fn answer(&mut self, method: &str, url: &str, authorization: &str, body: &str) -> String {
        let request = Request {
            method,
            url,
            authorization: Some(authorization).filter(|it| !it.is_empty()),
            body,
        };
        let now = now().after(self.ahead);
        let answer = self.sandbox.answer(&request, now, &random());
        told(&answer.as_ref().map(Told::of))
    }
}

impl<'a> Told<'a> {
    fn of(answer: &'a Answer) -> Self {
        Self {
            status: answer.status.as_u16(),
            headers: &answer.headers,
            body: &answer.body,
            takes: answer.takes.as_secs_f64() * 1000.0,
        }
    }
}

/// Texts and numbers: there is nothing in it that JSON cannot write.
fn told(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit into 64 bits"
    )]
    let milliseconds = js_sys::Date::now() as i64;
    Timestamp::from_unix_milliseconds(milliseconds)
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_random(&mut bytes);
    bytes
}

fn main() {}
