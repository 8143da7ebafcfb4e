//! What JavaScript sees: the client of the 2021-01-01 API as a class, whose names follow Microsoft's own client, and the
//! race for the nearest region as a function.

mod error;
mod probe;
mod probe_shapes;

use js_sys::{Array, JsString};
use remote_rendering_client::{Account, Client, Credential, NewSession};
use remote_rendering_protocol::{
    AccountKey, Endpoint, MaxLeaseTime, SessionId, SessionSize, session::SessionProperties,
};
use wasm_bindgen::prelude::*;

use crate::browser::BrowserRuntime;
use error::{argument_error, rest_error};

pub use probe::{ProbeOptions, ProbePromise, Regions, probe_regions};

/// The sessions of one account at one endpoint, signed in with an account key.
///
/// Sessions are plain objects with the members of the wire: `id`, `status`, `size`, `maxLeaseTimeMinutes`, `hostname`,
/// `handshakePort`, … Failures reject with an `Error` whose `name` is `RestError`, with `statusCode`, `code` and `msCv`.
#[wasm_bindgen(js_name = RemoteRenderingClient)]
#[derive(Debug)]
pub struct RemoteRenderingClient {
    client: Client<BrowserRuntime>,
}

// The futures below own a clone of the client: a call under way neither keeps the class borrowed nor minds `free()`.
#[wasm_bindgen(js_class = RemoteRenderingClient)]
impl RemoteRenderingClient {
    /// A client. `endpoint` and `accountDomain` are URLs, or short names of regions; `accountKey` stays in memory.
    #[wasm_bindgen(constructor)]
    pub fn new(
        endpoint: &str,
        #[wasm_bindgen(js_name = accountId)] account_id: &str,
        #[wasm_bindgen(js_name = accountDomain)] account_domain: &str,
        #[wasm_bindgen(js_name = accountKey)] account_key: &str,
    ) -> Result<Self, JsValue> {
        let endpoint = Endpoint::remote_rendering(endpoint).map_err(argument_error("endpoint"))?;
        let account = Account {
            id: account_id.parse().map_err(argument_error("accountId"))?,
            sts: Endpoint::sts(account_domain).map_err(argument_error("accountDomain"))?,
            credential: Credential::AccountKey(
                AccountKey::parse(account_key).map_err(argument_error("accountKey"))?,
            ),
        };
        Ok(Self {
            client: Client::new(BrowserRuntime, account, endpoint),
        })
    }

    /// Creates a session and resolves when it is ready or has ended, with the session. `size` is `Standard` or
    /// `Premium`; the lease is counted in minutes from when it is ready.
    #[wasm_bindgen(js_name = createSession)]
    pub fn create_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] session_id: &str,
        #[wasm_bindgen(js_name = maxLeaseTimeInMinutes)] max_lease_time_in_minutes: u32,
        size: &str,
    ) -> Result<js_sys::Promise, JsValue> {
        let id = session_id_of(session_id)?;
        let new = NewSession {
            max_lease_time: lease_of(max_lease_time_in_minutes)?,
            size: SessionSize::from(size),
        };
        Ok(self.promise(async move |client| {
            let mut poller = client.begin_session(&id, &new).await?;
            poller.until_done(|_| ()).await.cloned()
        }))
    }

    /// Resolves with a session.
    #[wasm_bindgen(js_name = getSession)]
    pub fn get_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] session_id: &str,
    ) -> Result<js_sys::Promise, JsValue> {
        let id = session_id_of(session_id)?;
        Ok(self.promise(async move |client| client.get_session(&id).await))
    }

    /// Sets a session's lease, the total since it became ready, and resolves with the session.
    #[wasm_bindgen(js_name = updateSession)]
    pub fn update_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] session_id: &str,
        #[wasm_bindgen(js_name = maxLeaseTimeInMinutes)] max_lease_time_in_minutes: u32,
    ) -> Result<js_sys::Promise, JsValue> {
        let id = session_id_of(session_id)?;
        let lease = lease_of(max_lease_time_in_minutes)?;
        Ok(self.promise(async move |client| client.update_session(&id, lease).await))
    }

    /// Ends a session, and resolves with it.
    #[wasm_bindgen(js_name = endSession)]
    pub fn end_session(
        &self,
        #[wasm_bindgen(js_name = sessionId)] session_id: &str,
    ) -> Result<js_sys::Promise, JsValue> {
        let id = session_id_of(session_id)?;
        Ok(self.promise(async move |client| {
            client.stop_session(&id).await?;
            client.get_session(&id).await
        }))
    }

    /// Resolves with an array of the sessions that are starting or ready.
    #[wasm_bindgen(js_name = listSessions)]
    pub fn list_sessions(&self) -> js_sys::Promise {
        let client = self.client.clone();
        wasm_bindgen_futures::future_to_promise(async move {
            let sessions = client
                .list_sessions()
                .collect()
                .await
                .map_err(|error| rest_error(&error))?;
            let array = Array::new();
            for session in &sessions {
                array.push(&plain_object(session)?);
            }
            Ok(array.into())
        })
    }

    fn promise<F>(&self, call: F) -> js_sys::Promise
    where
        F: AsyncFnOnce(
                Client<BrowserRuntime>,
            ) -> Result<SessionProperties, remote_rendering_client::Error>
            + 'static,
    {
        let client = self.client.clone();
        wasm_bindgen_futures::future_to_promise(async move {
            let session = call(client).await.map_err(|error| rest_error(&error))?;
            plain_object(&session)
        })
    }
}

fn session_id_of(text: &str) -> Result<SessionId, JsValue> {
    text.parse().map_err(argument_error("sessionId"))
}

fn lease_of(minutes: u32) -> Result<MaxLeaseTime, JsValue> {
    MaxLeaseTime::from_minutes(minutes.into()).map_err(argument_error("maxLeaseTimeInMinutes"))
}

fn plain_object(session: &SessionProperties) -> Result<JsValue, JsValue> {
    let unwritten =
        |error: serde_wasm_bindgen::Error| JsValue::from(JsString::from(error.to_string()));
    serde_wasm_bindgen::to_value(session).map_err(unwritten)
}
