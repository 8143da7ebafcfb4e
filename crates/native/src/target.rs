use http::{Uri, uri::Scheme};

use crate::ReachError;

/// A URL, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) origin: Origin,
    /// The whole URL, as HTTP/2 sends it.
    pub(crate) uri: Uri,
    /// What `Host` says.
    pub(crate) authority: String,
}

/// Whom a connection leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) secure: bool,
    /// A name, or an address without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Target {
    pub(crate) fn parse(url: &str) -> Result<Self, ReachError> {
        Self::read(url).ok_or_else(|| ReachError::Url(url.to_owned()))
    }

    fn read(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let scheme = uri.scheme()?;
        let secure = *scheme == Scheme::HTTPS;
        if !secure && *scheme != Scheme::HTTP {
            return None;
        }
        let authority = uri.authority().filter(|it| !it.as_str().contains('@'))?;
        let host = authority.host();
        let bare = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        Some(Self {
            origin: Origin {
                secure,
                host: bare.unwrap_or(host).to_owned(),
                port: uri.port_u16().unwrap_or(if secure { 443 } else { 80 }),
            },
            authority: authority.to_string(),
            uri,
        })
    }

    /// The path and query, as HTTP/1.1 sends them.
    pub(crate) fn path(&self) -> Uri {
        let path = self.uri.path_and_query().cloned();
        path.map_or_else(|| Uri::from_static("/"), Uri::from)
    }
}
