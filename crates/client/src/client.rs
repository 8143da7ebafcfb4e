use std::{fmt, rc::Rc, time::Duration};

use http::Method;
use remote_rendering_protocol::{
    AccessToken, AccountId, Endpoint, Generation, MaxLeaseTime, RegionCatalogue, SessionId,
    SessionSize, SessionStatus, Timestamp,
    device::ConnectionGrant,
    session::{CreateSession, SessionProperties, UpdateSession},
    v1,
};

use crate::{
    Credential, Error, ErrorKind, RetryPolicy, Runtime, SessionPages, SessionPoller,
    call::{Answer, Call, send},
    token::TokenCache,
    urls::{SessionCall, session_call, sessions_url},
};

/// Whose sessions, and what proves it.
#[derive(Clone, Debug)]
pub struct Account {
    /// The account's id.
    pub id: AccountId,
    /// The base URL of its secure token service.
    pub sts: Endpoint,
    /// What proves that one may act for it.
    pub credential: Credential,
}

/// What a new session is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// Its lease; the 2021-01-01 API takes whole minutes, parts of one are cut.
    pub max_lease_time: MaxLeaseTime,
    /// The size of its server.
    pub size: SessionSize,
}

/// The client of one account in one region. One pointer wide, and cheap to clone; clones share the tokens.
pub struct Client<R>(Rc<Inner<R>>);

struct Inner<R> {
    runtime: Rc<R>,
    tokens: Rc<TokenCache>,
    account: AccountId,
    endpoint: Endpoint,
    generation: Generation,
    retry: RetryPolicy,
}

impl<R> Clone for Client<R> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<R> Clone for Inner<R> {
    fn clone(&self) -> Self {
        Self {
            runtime: Rc::clone(&self.runtime),
            tokens: Rc::clone(&self.tokens),
            account: self.account,
            endpoint: self.endpoint.clone(),
            generation: self.generation,
            retry: self.retry,
        }
    }
}

impl<R> fmt::Debug for Client<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("account", &self.0.account)
            .field("endpoint", &self.0.endpoint)
            .finish_non_exhaustive()
    }
}

impl<R: Runtime> Client<R> {
    /// A client of an account, at a region's endpoint.
    pub fn new(runtime: R, account: Account, endpoint: Endpoint) -> Self {
        Self(Rc::new(Inner {
            runtime: Rc::new(runtime),
            account: account.id,
            tokens: Rc::new(TokenCache::new(account.id, account.sts, account.credential)),
            endpoint,
            generation: Generation::default(),
            retry: RetryPolicy::default(),
        }))
    }

    fn but(&self, change: impl FnOnce(&mut Inner<R>)) -> Self {
        let mut inner = Inner::clone(&self.0);
        change(&mut inner);
        Self(Rc::new(inner))
    }

    /// The same client at another region's endpoint, with the same tokens.
    #[must_use]
    pub fn at(&self, endpoint: Endpoint) -> Self {
        self.but(|inner| inner.endpoint = endpoint)
    }

    /// The same client with another way to repeat failed calls.
    #[must_use]
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        self.but(|inner| inner.retry = retry)
    }

    /// The same client speaking another generation of the session API. Sessions are told in the words of 2021 in both;
    /// what v1 never tells is absent.
    #[must_use]
    pub fn with_generation(&self, generation: Generation) -> Self {
        self.but(|inner| inner.generation = generation)
    }

    /// The generation of the session API that is spoken.
    pub fn generation(&self) -> Generation {
        self.0.generation
    }

    /// The region's endpoint.
    pub fn endpoint(&self) -> &Endpoint {
        &self.0.endpoint
    }

    /// The shell under this client.
    pub fn runtime(&self) -> &R {
        &self.0.runtime
    }

    /// A token that is valid for the next minutes: from the cache, or from the STS.
    pub async fn access_token(&self) -> Result<AccessToken, Error> {
        self.0.tokens.get(&*self.0.runtime, &self.0.retry).await
    }

    /// When the present token expires; `None` before the first call.
    pub fn token_expires_at(&self) -> Option<Timestamp> {
        self.0.tokens.expires_at()
    }

    /// The regions of the service (`GET /regions`): of this project's service only, Azure's had no such route.
    pub async fn regions(&self) -> Result<RegionCatalogue, Error> {
        self.catalogue().await?.json::<R, _>()
    }

    /// The regions of the service as it told them: a JSON text for who reads it elsewhere.
    pub async fn regions_text(&self) -> Result<String, Error> {
        Ok(self.catalogue().await?.response.body)
    }

    async fn catalogue(&self) -> Result<Answer, Error> {
        let mut call = Call::new(Method::GET, self.0.endpoint.join("/regions"));
        send(&*self.0.runtime, &self.0.retry, &mut call).await
    }

    /// Creates a session, and does not wait for it. Sent again after a failure: under the same id and settings the
    /// service answers with the session that is there already.
    ///
    /// In v1 the service chooses the id, whatever is given here, and tells nothing else. That create is sent once only:
    /// a repetition could lease, and bill, a second server.
    pub async fn create_session(
        &self,
        id: &SessionId,
        new: &NewSession,
    ) -> Result<SessionProperties, Error> {
        Ok(self.create(id, new).await?.0)
    }

    /// Creates a session, and gives a poller that waits until it is ready or has failed.
    pub async fn begin_session(
        &self,
        id: &SessionId,
        new: &NewSession,
    ) -> Result<SessionPoller<R>, Error> {
        let (properties, retry_after) = self.create(id, new).await?;
        Ok(SessionPoller::new(self.clone(), properties, retry_after))
    }

    /// A poller of a session that was created before.
    pub async fn resume_session(&self, id: &SessionId) -> Result<SessionPoller<R>, Error> {
        let (properties, retry_after) = self.poll_session(id).await?;
        Ok(SessionPoller::new(self.clone(), properties, retry_after))
    }

    /// What a session is doing.
    pub async fn get_session(&self, id: &SessionId) -> Result<SessionProperties, Error> {
        Ok(self.poll_session(id).await?.0)
    }

    /// Sets a session's lease: the total since it became ready, more than now.
    ///
    /// A repeated update whose first attempt arrived unseen is refused by the service, since the lease is no longer
    /// more than now; that case is recognised, and is a success.
    pub async fn update_session(
        &self,
        id: &SessionId,
        max_lease_time: MaxLeaseTime,
    ) -> Result<SessionProperties, Error> {
        let minutes = max_lease_time.whole_minutes();
        let call = self.call(SessionCall::Update, id);
        let call = match self.0.generation {
            Generation::V1 => call.with_body::<R>(&v1::UpdateSession {
                max_lease_time: max_lease_time.span(),
            })?,
            Generation::V2021(_) => call.with_body::<R>(&UpdateSession {
                max_lease_time_minutes: minutes,
            })?,
        };
        let refusal = match (self.authorized(call).await, self.0.generation) {
            (Ok(answer), Generation::V2021(_)) => return answer.json::<R, _>(),
            // It says nothing.
            (Ok(_), Generation::V1) => None,
            (Err(error), _) if error.kind() == ErrorKind::LeaseRefused && error.call().in_doubt => {
                Some(error)
            }
            (Err(error), _) => return Err(error),
        };
        let now = self.get_session(id).await?;
        match refusal {
            Some(error) if now.max_lease_time_minutes != minutes => Err(error),
            _ => Ok(now),
        }
    }

    /// Ends a session. Ending an ended one does nothing.
    pub async fn stop_session(&self, id: &SessionId) -> Result<(), Error> {
        let call = self.call(SessionCall::Stop, id);
        self.authorized(call).await.map(drop)
    }

    /// What lets a device connect to a session's server, once and for a short while: the server's address and a token. Of this
    /// project's service only, Azure's had no such call.
    ///
    /// Sent again after a failure as a read is: each call makes a token of its own, and one that nobody shows is forgotten by
    /// itself. A session that is not ready is [`ErrorKind::Conflict`]; the service's own code says which state it is in.
    pub async fn connect_session(&self, id: &SessionId) -> Result<ConnectionGrant, Error> {
        let answer = self.authorized(self.call(SessionCall::Connect, id)).await?;
        answer.json::<R, _>()
    }

    /// The sessions that are starting or ready, page by page. In v1 there is one page.
    pub fn list_sessions(&self) -> SessionPages<R> {
        let url = sessions_url(&self.0.endpoint, self.0.account, "", self.0.generation);
        SessionPages::new(self.clone(), url)
    }

    async fn create(
        &self,
        id: &SessionId,
        new: &NewSession,
    ) -> Result<(SessionProperties, Option<Duration>), Error> {
        let call = self.call(SessionCall::Create, id);
        let size = new.size.clone();
        let call = match self.0.generation {
            Generation::V1 => call
                .with_body::<R>(&v1::CreateSession {
                    max_lease_time: new.max_lease_time.span(),
                    models: Vec::new(),
                    size,
                })?
                .once(),
            Generation::V2021(_) => call.with_body::<R>(&CreateSession {
                max_lease_time_minutes: new.max_lease_time.whole_minutes(),
                size,
            })?,
        };
        let answer = self.authorized(call).await?;
        let properties = match self.0.generation {
            Generation::V1 => started(answer.json::<R, v1::SessionCreated>()?.session_id, new),
            Generation::V2021(_) => answer.json::<R, _>()?,
        };
        Ok((properties, answer.response.retry_after()))
    }

    pub(crate) async fn poll_session(
        &self,
        id: &SessionId,
    ) -> Result<(SessionProperties, Option<Duration>), Error> {
        let answer = self.authorized(self.call(SessionCall::Read, id)).await?;
        let properties = match self.0.generation {
            Generation::V1 => answer.json::<R, v1::SessionProperties>()?.into(),
            Generation::V2021(_) => answer.json::<R, _>()?,
        };
        Ok((properties, answer.response.retry_after()))
    }

    /// Sends a call with a token. A refused token is replaced once: it may have been revoked, or its key rotated.
    pub(crate) async fn authorized(&self, mut call: Call) -> Result<Answer, Error> {
        let mut replaced = !self.0.tokens.can_refresh();
        loop {
            let token = self.access_token().await;
            let token = token.map_err(|error| error.with_doubt(call.is_in_doubt()))?;
            call.authorization = Some(format!("Bearer {}", token.expose()).into());
            match send(&*self.0.runtime, &self.0.retry, &mut call).await {
                Err(error) if error.kind() == ErrorKind::Unauthorized && !replaced => {
                    self.0.tokens.forget(&token);
                    replaced = true;
                }
                outcome => return outcome,
            }
        }
    }

    fn call(&self, call: SessionCall, id: &SessionId) -> Call {
        let (method, url) = session_call(
            call,
            &self.0.endpoint,
            self.0.account,
            id,
            self.0.generation,
        );
        Call::new(method, url)
    }
}

/// A session that was just created, of which the service has told the id alone: what was asked for is what it is.
fn started(id: SessionId, new: &NewSession) -> SessionProperties {
    SessionProperties {
        id,
        creation_time: None,
        arr_inspector_port: None,
        handshake_port: None,
        elapsed_time_minutes: 0,
        hostname: None,
        max_lease_time_minutes: new.max_lease_time.whole_minutes(),
        size: new.size.clone(),
        status: SessionStatus::Starting,
        teraflops: None,
        error: None,
    }
}
