use std::{fmt, fs, io, path::Path, str::from_utf8};

use remote_rendering_protocol::{
    AccountId, AccountKey, SessionSize,
    arrconfig::{ArrConfig, SettingError},
    session::{SessionList, SessionProperties},
};

use crate::{Answer, Connection};

/// An account of the service.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    key: AccountKey,
}

/// The account's file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// It cannot be read.
    #[error("the account's file cannot be read")]
    Read(#[from] io::Error),
    /// It is not JSON of the known shape.
    #[error("the account's file is not an arrconfig.json")]
    Json(#[from] serde_json::Error),
    /// A setting is wrong.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// It has no id or no key.
    #[error("the account's file has no account id or no account key")]
    Missing,
}

impl Account {
    /// The account of an `arrconfig.json`.
    pub fn read(file: &Path) -> Result<Self, AccountError> {
        let config: ArrConfig = serde_json::from_slice(&fs::read(file)?)?;
        let (id, key) = (config.account_id()?, config.account_key()?);
        Ok(Self {
            id: id.ok_or(AccountError::Missing)?,
            key: key.ok_or(AccountError::Missing)?,
        })
    }
}

/// Which api version a request names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The newest.
    Supported,
    /// One that there never was.
    Unsupported,
}

impl Version {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Supported => "2021-01-01",
            Self::Unsupported => "2019-12-31",
        }
    }
}

/// Writes the requests of one account, as bytes that a [`Connection`] sends.
#[derive(Clone)]
pub struct Api {
    account: Account,
    token: String,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let account = &self.account;
        f.debug_struct("Api")
            .field("account", account)
            .finish_non_exhaustive()
    }
}

impl Api {
    /// Takes a token for the account.
    pub async fn enter(account: Account, connection: &mut Connection) -> io::Result<Self> {
        let mut api = Self {
            account,
            token: String::new(),
        };
        let answer = connection.send(&api.token_request()).await?;
        if api.take_token(&answer) {
            return Ok(api);
        }
        let error = format!("the STS answered {}", answer.status);
        Err(io::Error::other(error))
    }

    /// Whose sessions.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// `GET …/token`, with the account's key.
    pub fn token_request(&self) -> Vec<u8> {
        self.token_request_with(self.account.key.expose())
    }

    /// `GET …/token`, with another key.
    pub fn token_request_with(&self, key: &str) -> Vec<u8> {
        let id = self.account.id;
        let bearer = format!("{id}:{key}");
        write("GET", &format!("/accounts/{id}/token"), Some(&bearer), None)
    }

    /// Uses the token of an answer from now on; `false` if there is none in it.
    pub fn take_token(&mut self, answer: &Answer) -> bool {
        let body: Option<serde_json::Value> = serde_json::from_slice(&answer.body).ok();
        let token = body.as_ref().and_then(|it| it["AccessToken"].as_str());
        if let (200, Some(token)) = (answer.status, token) {
            token.clone_into(&mut self.token);
            return true;
        }
        false
    }

    /// The same with a token that is not one of the service's.
    #[must_use]
    pub fn with_broken_token(&self) -> Self {
        let token = self.token.chars().rev().collect();
        let account = self.account.clone();
        Self { account, token }
    }

    /// `PUT …/sessions/{id}`
    pub fn create(&self, id: &str, lease: i64, size: &SessionSize) -> Vec<u8> {
        let size = size.as_str();
        let body = format!(r#"{{"maxLeaseTimeMinutes":{lease},"size":"{size}"}}"#);
        self.call("PUT", &format!("/{id}"), Some(&body))
    }

    /// `GET …/sessions/{id}`
    pub fn get(&self, id: &str) -> Vec<u8> {
        self.call("GET", &format!("/{id}"), None)
    }

    /// `PATCH …/sessions/{id}`
    pub fn extend(&self, id: &str, lease: i64) -> Vec<u8> {
        let body = format!(r#"{{"maxLeaseTimeMinutes":{lease}}}"#);
        self.call("PATCH", &format!("/{id}"), Some(&body))
    }

    /// `POST …/sessions/{id}/:stop`
    pub fn stop(&self, id: &str) -> Vec<u8> {
        self.call("POST", &format!("/{id}/:stop"), Some(""))
    }

    /// Any call of 2021 below `…/sessions`.
    pub fn call(&self, method: &str, rest: &str, body: Option<&str>) -> Vec<u8> {
        self.call_in(Version::Supported, method, rest, body)
    }

    /// Any call below `…/sessions` in a version.
    pub fn call_in(
        &self,
        version: Version,
        method: &str,
        rest: &str,
        body: Option<&str>,
    ) -> Vec<u8> {
        let (id, version) = (self.account.id, version.as_str());
        let path = format!("/accounts/{id}/sessions{rest}?api-version={version}");
        write(method, &path, Some(&self.token), body)
    }

    /// Any call of v1 below `…/sessions`.
    pub fn call_v1(&self, method: &str, rest: &str, body: Option<&str>) -> Vec<u8> {
        let path = format!("/v1/accounts/{}/sessions{rest}", self.account.id);
        write(method, &path, Some(&self.token), body)
    }

    /// The whole list, page by page as the links lead.
    pub async fn list(&self, connection: &mut Connection) -> io::Result<Vec<SessionProperties>> {
        let mut sessions = Vec::new();
        let mut request = self.call("GET", "", None);
        loop {
            let answer = connection.send(&request).await?;
            if answer.status != 200 {
                let said = from_utf8(&answer.body).unwrap_or_default();
                let error = format!("the list was answered {}: {said}", answer.status);
                return Err(io::Error::other(error));
            }
            let page: SessionList = serde_json::from_slice(&answer.body)?;
            sessions.extend(page.sessions);
            let Some(link) = page.next_link else {
                return Ok(sessions);
            };
            let path = link.splitn(4, '/').nth(3).unwrap_or_default();
            request = write("GET", &format!("/{path}"), Some(&self.token), None);
        }
    }
}

/// A request without any authorization, such as for the metrics.
pub(crate) fn open_request(path: &str) -> Vec<u8> {
    write("GET", path, None, None)
}

fn write(method: &str, path: &str, bearer: Option<&str>, body: Option<&str>) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
    if let Some(bearer) = bearer {
        text.push_str("Authorization: Bearer ");
        text.push_str(bearer);
        text.push_str("\r\n");
    }
    if let Some(body) = body {
        let length = body.len();
        text.push_str("Content-Type: application/json\r\nContent-Length: ");
        text.push_str(&length.to_string());
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text.push_str(body.unwrap_or_default());
    text.into_bytes()
}
