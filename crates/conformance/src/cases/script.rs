//! The scripted server, as a case speaks to it.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use http::Method;
use remote_rendering_client::{
    Account, Client, Credential, Error, Request, Response, RetryPolicy, Runtime,
    protocol::{AccessToken, AccountId, session::SessionProperties},
};
use serde_json::json;

use super::DAY;
use crate::{Arrival, Place, Reply, Report, Watched};

/// The id of the session that scripts are about.
pub(super) const SESSION: &str = "session";

/// A script that the server has, under an account of its own.
pub(super) struct Script<R> {
    place: Place<R>,
    account: AccountId,
}

/// As patient as a case: repetitions come at once.
pub(super) fn at_once() -> RetryPolicy {
    RetryPolicy {
        max_attempts: 3,
        first_backoff: Duration::from_millis(1),
        ..RetryPolicy::default()
    }
}

impl<R: Runtime + Clone> Script<R> {
    /// A script that begins with these replies.
    pub(super) async fn of<T: Into<Reply>>(
        place: &Place<R>,
        replies: impl IntoIterator<Item = T>,
    ) -> Self {
        let script = Self::open(place);
        script.put(replies).await;
        script
    }

    /// A script that the server does not know yet.
    pub(super) fn open(place: &Place<R>) -> Self {
        Self {
            place: place.clone(),
            account: AccountId::from_bytes(place.runtime.random()),
        }
    }

    /// Gives the server the replies.
    pub(super) async fn put<T: Into<Reply>>(&self, replies: impl IntoIterator<Item = T>) {
        let replies: Vec<Reply> = replies.into_iter().map(Into::into).collect();
        let text = serde_json::to_string(&replies).unwrap();
        let taken = self.control(Method::PUT, Some(text)).await;
        assert_eq!(taken.status, 204, "{}", taken.body);
    }

    /// A path that the script answers, below its account.
    pub(super) fn path(&self, below: &str) -> String {
        format!("/accounts/{}{below}", self.account)
    }

    /// A client whose token is good for a day.
    pub(super) fn client(&self) -> Client<Watched<R>> {
        let token = AccessToken::new(&token(&self.place, "given", DAY));
        self.client_with(Credential::AccessToken(token))
    }

    /// A client that gets its token as `credential` says.
    pub(super) fn client_with(&self, credential: Credential) -> Client<Watched<R>> {
        let place = &self.place;
        let account = Account {
            id: self.account,
            sts: place.scripted.clone(),
            credential,
        };
        let runtime = Watched::new(place.runtime.clone());
        Client::new(runtime, account, place.scripted.clone())
            .with_retry(at_once())
            .with_generation(place.generation)
    }

    /// What is made of the script by asking for the session.
    pub(super) async fn read(&self) -> Result<SessionProperties, Error> {
        let id = SESSION.parse().unwrap();
        self.client().get_session(&id).await
    }

    /// How the script fails who asks for the session.
    pub(super) async fn failure(&self) -> Error {
        self.read().await.unwrap_err()
    }

    /// Ends the script: every reply was asked for. Gives the requests.
    pub(super) async fn arrived(self) -> Vec<Arrival> {
        let answer = self.control(Method::GET, None).await;
        let report: Report = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(report.left, 0, "not asked for; asked were {report:?}");
        report.arrived
    }

    async fn control(&self, method: Method, body: Option<String>) -> Response {
        let request = Request {
            method,
            url: self
                .place
                .scripted
                .join(&format!("/scripts/{}", self.account)),
            authorization: None,
            correlation_vector: None,
            body,
            attempt: 1,
        };
        self.place.runtime.send(request).await.unwrap()
    }
}

/// A token of that name, which is good for so long.
pub(super) fn token<R: Runtime>(place: &Place<R>, name: &str, lifetime: Duration) -> String {
    let end = place.runtime.now().after(lifetime).unix_seconds();
    jwt(&json!({"exp": end, "name": name}).to_string())
}

/// A token with these claims, signed by nobody.
pub(super) fn jwt(claims: &str) -> String {
    let claims = BASE64_URL_SAFE_NO_PAD.encode(claims);
    format!("e30.{claims}.AAAA")
}
