use http::{Method, Uri};
use remote_rendering_engine::api::{self, Fault, LARGEST_BODY};
use remote_rendering_protocol::RegionName;

use crate::DOMAIN;

/// A request, as a client sends it.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// The absolute URL.
    pub url: &'a str,
    /// The header `Authorization`.
    pub authorization: Option<&'a str>,
    /// The body; empty if there is none.
    pub body: &'a str,
}

/// A request that came to a region.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    /// Its first words are in small letters.
    pub(crate) path: String,
    query: String,
    /// Scheme and host, for links.
    pub(crate) origin: String,
    pub(crate) region: RegionName,
    pub(crate) authorization: Option<&'a str>,
    body: &'a [u8],
}

impl<'a> Call<'a> {
    /// Finds out which region is meant, by the host name; `None` where no host of a sandbox is.
    pub(crate) fn of(request: &Request<'a>, default: &RegionName) -> Option<Self> {
        let uri: Uri = request.url.parse().ok()?;
        let host = uri
            .authority()?
            .as_str()
            .strip_suffix(DOMAIN)
            .filter(|_| uri.scheme_str() == Some("https"))?;
        let region = match host.strip_suffix('.') {
            Some(label) => label.parse().ok()?,
            None if host.is_empty() => default.clone(),
            None => return None,
        };
        Some(Self {
            method: request.method.parse().ok()?,
            origin: format!("https://{}", uri.authority()?),
            path: api::with_lower_first_words(uri.path()).unwrap_or_else(|| uri.path().to_owned()),
            query: uri.query().unwrap_or_default().to_owned(),
            region,
            authorization: request.authorization,
            body: request.body.as_bytes(),
        })
    }

    /// Whether it is answered with what GET is, and may not be kept.
    pub(crate) fn is_read(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
    }

    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// The body, if it is not too large.
    pub(crate) fn body(&self) -> Result<&'a [u8], Fault> {
        if self.body.len() > LARGEST_BODY {
            return Err(Fault::TooLarge(LARGEST_BODY));
        }
        Ok(api::without_mark(self.body))
    }
}
