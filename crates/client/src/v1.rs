//! The older generation of the session API.

use std::fmt;

use http::Method;
use remote_rendering_protocol::{
    MaxLeaseTime, SessionId, SessionSize,
    v1::{CreateSession, SessionCreated, SessionList, SessionProperties, UpdateSession},
};

use crate::{Error, Runtime, call::Call};

/// The v1 calls of a [`Client`](crate::Client): same account, endpoint and tokens.
pub struct Client<R> {
    client: crate::Client<R>,
}

/// What a new session is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// Its lease.
    pub max_lease_time: MaxLeaseTime,
    /// URLs of asset containers to load before it is ready.
    pub models: Vec<String>,
    /// The size of its server.
    pub size: SessionSize,
}

impl<R> fmt::Debug for Client<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("v1::Client")
            .field("client", &self.client)
            .finish()
    }
}

impl<R: Runtime> Client<R> {
    pub(crate) fn new(client: crate::Client<R>) -> Self {
        Self { client }
    }

    /// Creates a session under an id of the service's choice. Sent once only: a repetition could lease, and bill, a
    /// second server.
    pub async fn create_session(&self, new: &NewSession) -> Result<SessionId, Error> {
        let body = CreateSession {
            max_lease_time: new.max_lease_time.span(),
            models: new.models.clone(),
            size: new.size.clone(),
        };
        let call = Call::new(Method::POST, self.url("/create"))
            .with_body::<R>(&body)?
            .once();
        Ok(self
            .client
            .authorized(call)
            .await?
            .json::<R, SessionCreated>()?
            .session_id)
    }

    /// What a session is doing.
    pub async fn get_session(&self, id: &SessionId) -> Result<SessionProperties, Error> {
        let call = Call::new(Method::GET, self.url(&format!("/{id}/properties")));
        self.client.authorized(call).await?.json::<R, _>()
    }

    /// Sets a session's lease: the total since its start, more than now.
    pub async fn update_session(
        &self,
        id: &SessionId,
        max_lease_time: MaxLeaseTime,
    ) -> Result<(), Error> {
        let body = UpdateSession {
            max_lease_time: max_lease_time.span(),
        };
        let call = Call::new(Method::PATCH, self.url(&format!("/{id}"))).with_body::<R>(&body)?;
        self.client.authorized(call).await.map(drop)
    }

    /// The sessions that are starting or ready.
    pub async fn list_sessions(&self) -> Result<Vec<SessionProperties>, Error> {
        let list: SessionList = self
            .client
            .authorized(Call::new(Method::GET, self.url("")))
            .await?
            .json::<R, _>()?;
        Ok(list.sessions)
    }

    /// Ends a session.
    pub async fn stop_session(&self, id: &SessionId) -> Result<(), Error> {
        self.client
            .authorized(Call::new(Method::DELETE, self.url(&format!("/{id}"))))
            .await
            .map(drop)
    }

    fn url(&self, path: &str) -> String {
        self.client.endpoint().join(&format!(
            "/v1/accounts/{}/sessions{path}",
            self.client.account()
        ))
    }
}
