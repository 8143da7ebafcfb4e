//! What a request is about.

use http::Method;

/// The paths that there are, each with the texts that stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    Token { account: &'a str },
    Sessions { account: &'a str },
    Session { account: &'a str, session: &'a str },
    Stop { account: &'a str, session: &'a str },
    Connect { account: &'a str, session: &'a str },
    SessionsV1 { account: &'a str },
    CreateV1 { account: &'a str },
    SessionV1 { account: &'a str, session: &'a str },
    PropertiesV1 { account: &'a str, session: &'a str },
    ConnectV1 { account: &'a str, session: &'a str },
    Regions,
    Ping,
}

impl<'a> Route<'a> {
    pub(crate) fn of(path: &'a str) -> Option<Self> {
        let words: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if words.contains(&"") {
            return None;
        }
        match words[..] {
            ["regions"] => Some(Self::Regions),
            ["ping"] => Some(Self::Ping),
            ["accounts", account, "token"] => Some(Self::Token { account }),
            ["accounts", account, "sessions"] => Some(Self::Sessions { account }),
            ["accounts", account, "sessions", session] => Some(Self::Session { account, session }),
            ["accounts", account, "sessions", session, ":stop"] => {
                Some(Self::Stop { account, session })
            }
            ["accounts", account, "sessions", session, ":connect"] => {
                Some(Self::Connect { account, session })
            }
            ["v1", "accounts", account, "sessions"] => Some(Self::SessionsV1 { account }),
            ["v1", "accounts", account, "sessions", "create"] => Some(Self::CreateV1 { account }),
            ["v1", "accounts", account, "sessions", session] => {
                Some(Self::SessionV1 { account, session })
            }
            ["v1", "accounts", account, "sessions", session, "properties"] => {
                Some(Self::PropertiesV1 { account, session })
            }
            ["v1", "accounts", account, "sessions", session, "connect"] => {
                Some(Self::ConnectV1 { account, session })
            }
            _ => None,
        }
    }

    /// The methods that it has: the header `Allow`.
    pub(crate) const fn methods(&self) -> &'static str {
        match self {
            Self::Token { .. }
            | Self::Sessions { .. }
            | Self::SessionsV1 { .. }
            | Self::PropertiesV1 { .. }
            | Self::Regions
            | Self::Ping => "GET,HEAD",
            Self::Session { .. } => "GET,HEAD,PUT,PATCH",
            Self::Stop { .. }
            | Self::Connect { .. }
            | Self::CreateV1 { .. }
            | Self::ConnectV1 { .. } => "POST",
            Self::SessionV1 { .. } => "PATCH,DELETE",
        }
    }

    pub(crate) fn has(&self, method: &Method) -> bool {
        self.methods().split(',').any(|it| it == method.as_str())
    }
}
