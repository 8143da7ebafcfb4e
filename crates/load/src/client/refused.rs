//! What must be refused.

use rand::RngExt as _;
use remote_rendering_protocol::SessionSize;

use super::{Client, Fault, Kind};
use crate::Version;

impl Client {
    /// Sends one request that must be refused in one way.
    pub(super) async fn refused(&mut self) -> Result<u16, Fault> {
        let (request, expected) = self.wrong_request();
        let answer = self.send(Kind::Refused, &request, expected).await?;
        if expected == 413 {
            // A server that has not read a body to its end cannot read the next request.
            self.connection.close();
        }
        Ok(answer.status)
    }

    fn wrong_request(&mut self) -> (Vec<u8>, u16) {
        let id = format!("{}-refused", self.prefix);
        let choice = self.random.random_range(0..12_u32);
        let api = &self.api;
        let put = |body: &str| api.call("PUT", &format!("/{id}"), Some(body));
        match choice {
            0 => (put(r#"{"maxLeaseTimeMinutes":-4,"size":"Standard"}"#), 400),
            1 => (
                put(r#"{"maxLeaseTimeMinutes":1441,"size":"Standard"}"#),
                400,
            ),
            2 => (put(r#"{"maxLeaseTimeMinutes":10,"size":"Huge"}"#), 400),
            3 => (put(r#"{"maxLeaseTimeMinutes":"#), 400),
            4 => (
                put(r#"{"maxLeaseTimeMinutes":"ten","size":"Standard"}"#),
                400,
            ),
            5 => (put(&" ".repeat(70_000)), 413),
            6 => (api.get("an%20id"), 400),
            7 => (api.get(&id), 404),
            8 => (api.stop(&id), 404),
            9 => {
                let request = api.call_in(Version::Unsupported, "GET", &format!("/{id}"), None);
                (request, 400)
            }
            10 => {
                let request = api
                    .with_broken_token()
                    .create(&id, 10, &SessionSize::Standard);
                (request, 401)
            }
            _ => (api.call("DELETE", &format!("/{id}"), None), 405),
        }
    }
}
