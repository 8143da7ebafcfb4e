//! What a request is about.

use http::Method;

/// The paths that there are, each with the texts that stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    Token { account: &'a str },
    Sessions { account: &'a str },
    Session { account: &'a str, session: &'a str },
    Stop { account: &'a str, session: &'a str },
    Regions,
    Ping,
}

impl<'a> Route<'a> {
    pub(crate) fn of(path: &'a str) -> Option<Self> {
        let words: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        // SDKs write `/Accounts/` as well as `/accounts/`.
        let is_account = words
            .first()
            .is_some_and(|first| first.eq_ignore_ascii_case("accounts"));
        if words.contains(&"") {
            return None;
        }
        match words[..] {
            ["regions"] => Some(Self::Regions),
            ["ping"] => Some(Self::Ping),
            [_, account, "token"] if is_account => Some(Self::Token { account }),
            [_, account, "sessions"] if is_account => Some(Self::Sessions { account }),
            [_, account, "sessions", session] if is_account => {
                Some(Self::Session { account, session })
            }
            [_, account, "sessions", session, ":stop"] if is_account => {
                Some(Self::Stop { account, session })
            }
            _ => None,
        }
    }

    /// The methods that it has: the header `Allow`.
    pub(crate) const fn methods(&self) -> &'static str {
        match self {
            Self::Token { .. } | Self::Sessions { .. } | Self::Regions | Self::Ping => "GET,HEAD",
            Self::Session { .. } => "GET,HEAD,PUT,PATCH",
            Self::Stop { .. } => "POST",
        }
    }

    pub(crate) fn has(&self, method: &Method) -> bool {
        self.methods().split(',').any(|it| it == method.as_str())
    }
}
