use std::{fmt, time::Duration};

use http::Method;
use remote_rendering_protocol::{CorrelationVector, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};

/// What a shell gives the client: everything that touches the world.
pub trait Runtime {
    /// How this shell reads and writes JSON.
    type Json: Json;

    /// Sends one request and gives the whole answer, whatever its status. No retry, no time limit, no redirect to
    /// another origin. Dropping the future aborts the request.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>>;

    /// Waits. Dropping the future ends the wait.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()>;

    /// The time of day.
    fn now(&self) -> Timestamp;

    /// 128 random bits, for correlation vectors, session ids and the jitter of retries.
    fn random(&self) -> [u8; 16];
}

/// A shell's JSON: `serde_json` natively, the engine's own parser in a browser.
pub trait Json {
    /// Reads a value.
    fn parse<T: DeserializeOwned>(text: &str) -> Result<T, JsonError>;
    /// Writes a value.
    fn write<T: Serialize>(value: &T) -> Result<String, JsonError>;
}

/// A text is not JSON, or not of the expected shape. The text says what and where, and quotes no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct JsonError(pub String);

/// `serde_json`.
#[cfg(feature = "serde_json")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SerdeJson;

#[cfg(feature = "serde_json")]
impl Json for SerdeJson {
    fn parse<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
        serde_json::from_str(text).map_err(|error| without_values(&error))
    }

    fn write<T: Serialize>(value: &T) -> Result<String, JsonError> {
        serde_json::to_string(value).map_err(|error| without_values(&error))
    }
}

/// `serde_json` quotes what it found instead of what it expected; that may be a token.
#[cfg(feature = "serde_json")]
fn without_values(error: &serde_json::Error) -> JsonError {
    let text = error.to_string();
    if !error.is_data() || text.starts_with("missing field") {
        return JsonError(text);
    }
    let (line, column) = (error.line(), error.column());
    JsonError(format!("unexpected value at line {line} column {column}"))
}

/// One request. Printing it hides what authorises it.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// Value of the header `Authorization`.
    pub authorization: Option<SecretString>,
    /// Value of the header `X-MRC-CV`.
    pub correlation_vector: Option<CorrelationVector>,
    /// A JSON text; sent as `application/json`.
    pub body: Option<String>,
    /// Which attempt of its call it is, from 1. Not sent: for shells that keep a record.
    pub attempt: u32,
}

impl Request {
    /// Every header to send, name and value. The values are secret: for the wire only.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let authorization = self
            .authorization
            .as_ref()
            .map(|value| ("authorization", value.expose_secret()));
        let correlation = self
            .correlation_vector
            .as_ref()
            .map(|value| ("x-mrc-cv", value.as_str()));
        let content_type = self
            .body
            .as_ref()
            .map(|_| ("content-type", "application/json"));
        authorization
            .into_iter()
            .chain(correlation)
            .chain(content_type)
    }

    /// An error where a header's value has other signs than visible ASCII and spaces: no shell sends it, and each tells so in
    /// the same way.
    pub fn check_headers(&self) -> Result<(), TransportError> {
        let is_carried = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        let refused = self
            .headers()
            .find(|(_, value)| !value.bytes().all(is_carried));
        match refused {
            Some((name, _)) => Err(TransportError {
                kind: TransportErrorKind::Unreachable,
                message: format!("the header {name} cannot be sent"),
            }),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// A whole answer. Printing it hides its body: an STS's answer is a token.
#[derive(Clone)]
pub struct Response {
    /// The status code; 0 for a redirect in a browser, which does not tell which one it was.
    pub status: u16,
    /// Name and value of each header that the shell lets one see.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Response {
    /// The value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The header `MS-CV`.
    pub fn correlation_vector(&self) -> Option<CorrelationVector> {
        self.header("ms-cv")
            .and_then(CorrelationVector::from_header)
    }

    /// The header `Retry-After` in its form of seconds, at most an hour.
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds: u64 = self.header("retry-after")?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds.min(3600)))
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// No answer came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct TransportError {
    /// Why, as far as the shell can tell.
    pub kind: TransportErrorKind,
    /// The shell's own words.
    pub message: String,
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportErrorKind {
    /// The device has no network at the moment.
    #[error("offline")]
    Offline,
    /// No such host, nothing listens there, or the connection broke.
    #[error("unreachable")]
    Unreachable,
    /// Something answers there, but does not allow this page's origin to read it (CORS).
    #[error("refused by CORS")]
    CorsRefused,
    /// The browser never sent it: a secure page may not call an insecure endpoint.
    #[error("blocked as insecure")]
    Insecure,
    /// The answer broke off after its headers.
    #[error("interrupted")]
    Interrupted,
}
