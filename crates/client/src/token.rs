use std::{cell::RefCell, time::Duration};

use futures_util::lock::Mutex;
use http::Method;
use remote_rendering_protocol::{
    AccessToken, AccessTokenClaims, AccountId, CorrelationVector, Endpoint, Timestamp, sts,
};
use secrecy::SecretString;

use crate::{
    Credential, Error, ErrorKind, Json, RetryPolicy, Runtime,
    call::{Call, send},
    urls::token_url,
};

/// How long before its expiry a token is replaced: time enough for the longest call with all its repetitions, and
/// for clocks that differ a little.
const REFRESH_BEFORE_EXPIRY: Duration = Duration::from_mins(5);

/// The tokens of one account: fetched when needed, by one caller at a time, and kept until shortly before they
/// expire.
#[derive(Debug)]
pub(crate) struct TokenCache {
    account: AccountId,
    sts: Endpoint,
    credential: Credential,
    cached: RefCell<Option<CachedToken>>,
    /// Held while a token is fetched, so that ten calls at once ask the STS once.
    fetching: Mutex<()>,
}

#[derive(Clone, Debug)]
struct CachedToken {
    token: AccessToken,
    expires_at: Timestamp,
}

impl TokenCache {
    pub(crate) fn new(account: AccountId, sts: Endpoint, credential: Credential) -> Self {
        Self {
            account,
            sts,
            credential,
            cached: RefCell::default(),
            fetching: Mutex::default(),
        }
    }

    /// Whether a refused token can be replaced by a new one.
    pub(crate) fn can_refresh(&self) -> bool {
        match self.credential {
            Credential::AccountKey(_) | Credential::Callback(_) => true,
            Credential::AccessToken(_) => false,
        }
    }

    /// Forgets a token that the service refused, unless another caller has replaced it already.
    pub(crate) fn forget(&self, refused: &AccessToken) {
        self.cached
            .borrow_mut()
            .take_if(|cached| cached.token.expose() == refused.expose());
    }

    /// When the present token expires, if there is one.
    pub(crate) fn expires_at(&self) -> Option<Timestamp> {
        self.cached
            .borrow()
            .as_ref()
            .map(|cached| cached.expires_at)
    }

    /// A token that is valid for the next minutes.
    pub(crate) async fn get<R: Runtime>(
        &self,
        runtime: &R,
        policy: &RetryPolicy,
    ) -> Result<AccessToken, Error> {
        if let Some(token) = self.fresh(runtime.now()) {
            return Ok(token);
        }
        let _one_at_a_time = self.fetching.lock().await;
        // Another caller may have fetched it while this one waited.
        if let Some(token) = self.fresh(runtime.now()) {
            return Ok(token);
        }
        let (token, expires_at) = match &self.credential {
            Credential::AccessToken(token) => self.given(runtime, token)?,
            Credential::AccountKey(key) => {
                let bearer = format!("Bearer {}:{}", self.account, key.expose());
                self.exchange(runtime, policy, bearer.into()).await?
            }
            Credential::Callback(callback) => {
                let failed = |error| self.error(ErrorKind::CredentialFailed).with_source(error);
                let token = callback.fetch().await.map_err(failed)?;
                self.exchange(runtime, policy, format!("Bearer {}", token.expose()).into())
                    .await?
            }
        };
        self.cached.replace(Some(CachedToken {
            token: token.clone(),
            expires_at,
        }));
        Ok(token)
    }

    fn fresh(&self, now: Timestamp) -> Option<AccessToken> {
        let cached = self.cached.borrow();
        let cached = cached.as_ref()?;
        let margin = if self.can_refresh() {
            REFRESH_BEFORE_EXPIRY
        } else {
            Duration::ZERO
        };
        (now.after(margin) < cached.expires_at).then(|| cached.token.clone())
    }

    fn given<R: Runtime>(
        &self,
        runtime: &R,
        token: &AccessToken,
    ) -> Result<(AccessToken, Timestamp), Error> {
        let expires_at = self.expiry::<R>(token)?;
        if expires_at <= runtime.now() {
            return Err(self.error(ErrorKind::TokenExpired));
        }
        Ok((token.clone(), expires_at))
    }

    async fn exchange<R: Runtime>(
        &self,
        runtime: &R,
        policy: &RetryPolicy,
        bearer: SecretString,
    ) -> Result<(AccessToken, Timestamp), Error> {
        let mut call = Call::new(Method::GET, self.url());
        call.authorization = Some(bearer);
        call.correlation_vector = Some(CorrelationVector::from_bytes(runtime.random()));
        let answer = send(runtime, policy, &mut call).await?;
        let token = answer.json::<R, sts::TokenResponse>()?.into_access_token();
        let expires_at = self.expiry::<R>(&token)?;
        Ok((token, expires_at))
    }

    fn expiry<R: Runtime>(&self, token: &AccessToken) -> Result<Timestamp, Error> {
        let not_a_token = |error| Error::of_claims(error, Method::GET, &self.url());
        let json = AccessTokenClaims::json_of(token).map_err(not_a_token)?;
        let claims: AccessTokenClaims = R::Json::parse(&json)
            .map_err(|_| not_a_token(remote_rendering_protocol::ClaimsError::Expiry))?;
        Ok(claims.expires_at())
    }

    fn url(&self) -> String {
        token_url(&self.sts, self.account)
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(kind, Method::GET, &self.url())
    }
}
