use std::{fmt, rc::Rc};

use futures_util::future::LocalBoxFuture;
use remote_rendering_protocol::{AccessToken, AccountKey};

/// What proves that one may act for an account: the three kinds that every SDK has.
#[derive(Clone, Debug)]
pub enum Credential {
    /// The account's key, exchanged at the STS. For development: a key must never be shipped inside an application.
    AccountKey(AccountKey),
    /// A token that the STS issued, got elsewhere. It cannot be refreshed: when it expires, calls fail with
    /// [`ErrorKind::TokenExpired`](crate::ErrorKind::TokenExpired).
    AccessToken(AccessToken),
    /// A function that fetches an identity provider's token (Entra, `OpenID` Connect), exchanged at the STS.
    Callback(TokenCallback),
}

/// A function that fetches an identity provider's token.
#[derive(Clone)]
pub struct TokenCallback(Rc<Fetch>);

type Fetch = dyn Fn() -> LocalBoxFuture<'static, Result<AccessToken, Box<dyn std::error::Error>>>;

impl TokenCallback {
    /// Wraps a function; it is called once whenever the client needs a new token.
    pub fn new<F, T, E>(fetch: F) -> Self
    where
        F: Fn() -> T + 'static,
        T: Future<Output = Result<AccessToken, E>> + 'static,
        E: Into<Box<dyn std::error::Error>>,
    {
        Self(Rc::new(move || {
            let token = fetch();
            Box::pin(async move { token.await.map_err(Into::into) })
        }))
    }

    pub(crate) async fn fetch(&self) -> Result<AccessToken, Box<dyn std::error::Error>> {
        (self.0)().await
    }
}

impl fmt::Debug for TokenCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCallback")
    }
}
