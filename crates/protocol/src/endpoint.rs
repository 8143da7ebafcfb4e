use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::RegionName;

/// The base URL of a service: scheme, host, perhaps a port and a path; no query, no user, no slash at the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint(String);

/// Why a text is not an [`Endpoint`]. Never holds the text: a URL can carry a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// No text.
    #[error("the endpoint is empty")]
    Empty,
    /// Neither a URL nor a name that can be completed to one.
    #[error(
        "not an endpoint: write a region such as westeurope, or a URL such as http://127.0.0.1:8080"
    )]
    Format,
    /// Another scheme than http and https.
    #[error("an endpoint begins with https:// or http://")]
    Scheme,
    /// A user, a query or a fragment.
    #[error(
        "an endpoint has no user, no query and no fragment: leave out everything from '@', '?' or '#'"
    )]
    Extra,
}

impl Endpoint {
    /// What the `remoteRenderingDomain` of the script and of `arrconfig.json` means: a region's short name
    /// (`westeurope`), a host name, or a whole URL. Without a scheme, a host of this machine means http, any other
    /// https.
    pub fn remote_rendering(domain: &str) -> Result<Self, EndpointError> {
        match Self::whole_url(domain)? {
            Domain::Url(endpoint) => Ok(endpoint),
            Domain::Region(region) => Self::of_azure_region(&region),
            Domain::Host(host) => format!("{}://{host}", scheme_of(&host)).parse(),
        }
    }

    /// What the `accountDomain` means: a region's short name, a domain (`westeurope.mixedreality.azure.com`, older
    /// accounts `mixedreality.azure.com`) whose STS is `https://sts.<domain>`, or the whole URL of an STS.
    pub fn sts(domain: &str) -> Result<Self, EndpointError> {
        match Self::whole_url(domain)? {
            Domain::Url(endpoint) => Ok(endpoint),
            Domain::Region(region) => {
                format!("https://sts.{region}.mixedreality.azure.com").parse()
            }
            Domain::Host(host) if host.starts_with("sts.") || is_this_machine(&host) => {
                format!("{}://{host}", scheme_of(&host)).parse()
            }
            Domain::Host(host) => format!("{}://sts.{host}", scheme_of(&host)).parse(),
        }
    }

    /// The endpoint that the hosted service had in a region.
    pub fn of_azure_region(region: &RegionName) -> Result<Self, EndpointError> {
        format!("https://remoterendering.{region}.mixedreality.azure.com").parse()
    }

    /// The endpoint's text, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL of a path below the endpoint; `path` begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    fn whole_url(domain: &str) -> Result<Domain, EndpointError> {
        let domain = domain.trim();
        if domain.is_empty() {
            return Err(EndpointError::Empty);
        }
        if split_scheme(domain).is_some() {
            return domain.parse().map(Domain::Url);
        }
        let host = domain.to_ascii_lowercase();
        if is_this_machine(&host) {
            return Ok(Domain::Host(host));
        }
        if let Ok(region) = domain.parse::<RegionName>() {
            return Ok(Domain::Region(region));
        }
        if host.contains('.') {
            Ok(Domain::Host(host))
        } else {
            Err(EndpointError::Format)
        }
    }
}

enum Domain {
    Url(Endpoint),
    Region(RegionName),
    Host(String),
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        let mut url = http_url(text)?;
        url.truncate(url.trim_end_matches('/').len());
        Ok(Self(url))
    }
}

/// An absolute http or https URL without user, query and fragment, its scheme and host in lower case.
pub(crate) fn http_url(text: &str) -> Result<String, EndpointError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(EndpointError::Empty);
    }
    if text.contains(['@', '?', '#']) {
        return Err(EndpointError::Extra);
    }
    let (scheme, rest) = split_scheme(text).ok_or(EndpointError::Format)?;
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "https" => "https",
        "http" => "http",
        other if is_scheme(other) => return Err(EndpointError::Scheme),
        _ => return Err(EndpointError::Format),
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if !is_host(name_of(authority)) || !path.chars().all(is_of_a_path) {
        return Err(EndpointError::Format);
    }
    let authority = authority.to_ascii_lowercase();
    let path = if path.is_empty() { "/" } else { path };
    Ok(format!("{scheme}://{authority}{path}"))
}

/// What comes before `://` and after it, sought by a character: the search for a text weighs half a kilobyte in a page.
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    Some((scheme, rest.strip_prefix("//")?))
}

/// Letters, digits, and what may stand between them.
fn is_scheme(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    !text.is_empty() && text.bytes().all(inside)
}

/// Whether a character may stand in a path as it is, as browsers see it.
fn is_of_a_path(character: char) -> bool {
    !character.is_ascii() || character.is_ascii_graphic() && !matches!(character, '<' | '>' | '`')
}

/// The host without its port and path.
fn name_of(host: &str) -> &str {
    let authority = host.split('/').next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => authority,
    }
}

/// Whether a host is an address of this very machine.
fn is_this_machine(host: &str) -> bool {
    matches!(name_of(host), "localhost" | "127.0.0.1" | "[::1]")
}

/// What is meant by a host without a scheme: a service on this machine has no certificate.
fn scheme_of(host: &str) -> &'static str {
    let local = is_this_machine(host) || name_of(host).ends_with(".localhost");
    if local { "http" } else { "https" }
}

/// Letters, digits, dots, hyphens, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    let name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let address = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
    match host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        Some(inside) => !inside.is_empty() && inside.bytes().all(address),
        None => {
            !host.is_empty()
                && host.bytes().all(name)
                && !host.starts_with('.')
                && !host.as_bytes().windows(2).any(|pair| pair == b"..")
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Endpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Endpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}
