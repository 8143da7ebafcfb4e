use std::fmt::Display;

use remote_rendering_protocol::{AccessToken, AccountId, AccountKey};

use super::Fault;
use crate::{Account, Role};

/// The text after `Bearer` in the header `Authorization`, `None` if there is no such header.
pub fn bearer(authorization: Option<&str>) -> Result<&str, Fault> {
    let value = authorization
        .ok_or_else(|| Fault::Unauthorized("the header Authorization is missing".to_owned()))?;
    let (scheme, bearer) = value.trim().split_once(' ').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("Bearer") && !bearer.trim().is_empty() {
        return Ok(bearer.trim());
    }
    Err(Fault::Unauthorized(
        "the header Authorization is not of the form 'Bearer <token>'".to_owned(),
    ))
}

/// What a caller shows to the STS.
#[derive(Debug)]
pub enum Credential {
    /// `<accountId>:<accountKey>`
    AccountKey(AccountId, AccountKey),
    /// A token of an identity provider: three parts with dots between them.
    Identity(AccessToken),
}

impl Credential {
    /// Reads what stands after `Bearer`.
    pub fn parse(bearer: &str) -> Result<Self, Fault> {
        let refused = |error: &dyn Display| Fault::Unauthorized(error.to_string());
        if let Some((account, key)) = bearer.split_once(':') {
            let account = account.parse().map_err(|error| refused(&error))?;
            let key = AccountKey::parse(key).map_err(|error| refused(&error))?;
            return Ok(Self::AccountKey(account, key));
        }
        if bearer.split('.').count() == 3 {
            return Ok(Self::Identity(AccessToken::new(bearer)));
        }
        Err(Fault::Unauthorized(
            "the bearer is neither an account id and key with a colon between them, nor a token"
                .to_owned(),
        ))
    }

    /// The account that it claims to be of, to be looked up.
    pub const fn claimed(&self) -> Option<AccountId> {
        match self {
            Self::AccountKey(account, _) => Some(*account),
            Self::Identity(_) => None,
        }
    }

    /// The role that it gives for the account of the path. `found` is the account that it claims to be of, if there is
    /// one.
    ///
    /// An unknown account, a wrong key and the key of another account get one answer: who guesses learns nothing. No
    /// identity provider is trusted yet.
    pub fn role(&self, account: AccountId, found: Option<&Account>) -> Result<Role, Fault> {
        match self {
            Self::AccountKey(claimed, key) => {
                let opened = found.is_some_and(|found| found.opens_with(key));
                if opened && *claimed == account {
                    return Ok(Role::Administrator);
                }
                Err(Fault::Unauthorized(
                    "the account id or the account key is wrong".to_owned(),
                ))
            }
            Self::Identity(_) => Err(Fault::Unauthorized(
                "this service trusts no identity provider: use the account's key".to_owned(),
            )),
        }
    }
}
