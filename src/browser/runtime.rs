use std::time::Duration;

use js_sys::Function;
use remote_rendering_client::{Request, Response, Runtime, TransportError};
use remote_rendering_protocol::Timestamp;

use super::{BrowserJson, fetch, global, sleep::sleep};

/// The browser as the client's [`Runtime`].
#[derive(Clone, Debug, Default)]
pub struct BrowserRuntime {
    /// What is called instead of the browser's `fetch`.
    fetch: Option<Function>,
}

impl BrowserRuntime {
    /// A runtime that calls a function instead of the browser's `fetch`, if one is given.
    pub fn by(fetch: Option<Function>) -> Self {
        Self { fetch }
    }
}

impl Runtime for BrowserRuntime {
    type Json = BrowserJson;

    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> {
        fetch::send_by(request, self.fetch.as_ref())
    }

    async fn sleep(&self, duration: Duration) {
        sleep(duration).await;
    }

    fn now(&self) -> Timestamp {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds since 1970 fit into 64 bits"
        )]
        let milliseconds = js_sys::Date::now() as i64;
        Timestamp::from_unix_milliseconds(milliseconds)
    }

    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        global::fill_random(&mut bytes);
        bytes
    }
}
