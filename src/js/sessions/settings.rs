//! Arguments as JavaScript gives them, checked.

use js_sys::{Function, Promise};
use remote_rendering_client::{Account, Credential, NewSession, TokenCallback};
use remote_rendering_protocol::{
    AccessToken, AccountKey, Endpoint, Generation, MaxLeaseTime, SessionId, SessionSize,
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{error::CredentialError, member, text};
use crate::js::error::argument_error;

/// Where, whose and how: the members of the package's own description of a client.
pub(super) struct Settings {
    pub(super) endpoint: Endpoint,
    pub(super) account: Account,
    pub(super) generation: Generation,
    /// What is called instead of the platform's `fetch`.
    pub(super) fetch: Option<Function>,
}

impl Settings {
    /// Reads `{endpoint, accountId, sts, apiVersion, fetch}` and one of `{key}`, `{token}` and `{getToken}`.
    pub(super) fn read(given: &JsValue) -> Result<Self, JsValue> {
        let text = |name| text(given, name).unwrap_or_default();
        let endpoint = Endpoint::remote_rendering(&text("endpoint"));
        let endpoint = endpoint.map_err(argument_error("endpoint"))?;
        let sts = match member(given, "token") {
            // Such a token is never exchanged.
            Some(_) => endpoint.clone(),
            None => Endpoint::sts(&text("sts")).map_err(argument_error("accountDomain"))?,
        };
        let generation = match text("apiVersion").as_str() {
            "" => Generation::default(),
            named => named.parse().map_err(argument_error("apiVersion"))?,
        };
        let id = text("accountId").parse();
        let credential = credential(given, &sts)?;
        Ok(Self {
            account: Account {
                id: id.map_err(argument_error("accountId"))?,
                sts,
                credential,
            },
            endpoint,
            generation,
            fetch: member(given, "fetch").and_then(|it| it.dyn_into().ok()),
        })
    }
}

fn credential(given: &JsValue, sts: &Endpoint) -> Result<Credential, JsValue> {
    if let Some(key) = text(given, "key") {
        let key = AccountKey::parse(&key).map_err(argument_error("credential"))?;
        return Ok(Credential::AccountKey(key));
    }
    if let Some(token) = text(given, "token") {
        return Ok(Credential::AccessToken(AccessToken::new(&token)));
    }
    let get_token = member(given, "getToken").and_then(|it| it.dyn_into::<Function>().ok());
    let Some(get_token) = get_token else {
        let what = "give {key}, or an object with a method getToken";
        return Err(argument_error("credential")(what));
    };
    // What an identity provider issues tokens for.
    let scope = JsValue::from(sts.join("/.default"));
    Ok(Credential::Callback(TokenCallback::new(move || {
        fetch_token(get_token.clone(), scope.clone())
    })))
}

async fn fetch_token(get_token: Function, scope: JsValue) -> Result<AccessToken, CredentialError> {
    let given = get_token.call1(&JsValue::UNDEFINED, &scope);
    let given = JsFuture::from(Promise::resolve(&given.map_err(CredentialError)?)).await;
    match text(&given.map_err(CredentialError)?, "token") {
        Some(token) => Ok(AccessToken::new(&token)),
        None => Err(CredentialError(JsValue::from("it gave no token"))),
    }
}

pub(super) fn session_id(text: &str) -> Result<SessionId, JsValue> {
    text.parse().map_err(argument_error("sessionId"))
}

pub(super) fn lease(minutes: f64) -> Result<MaxLeaseTime, JsValue> {
    let argument = "maxLeaseTimeInMinutes";
    if minutes.fract() != 0.0 {
        return Err(argument_error(argument)("not a whole number"));
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole, and far too long a lease where it does not fit"
    )]
    let minutes = minutes as i64;
    MaxLeaseTime::from_minutes(minutes).map_err(argument_error(argument))
}

pub(super) fn new_session(minutes: f64, size: &str) -> Result<NewSession, JsValue> {
    Ok(NewSession {
        max_lease_time: lease(minutes)?,
        size: SessionSize::from(size),
    })
}
