use std::{
    error::Error,
    io,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use remote_rendering_client::{
    Request, Response, Runtime, SerdeJson, TransportError, TransportErrorKind,
};
use remote_rendering_protocol::Timestamp;
use reqwest::{
    dns::{Name, Resolve, Resolving},
    redirect::Policy,
};

use crate::{ReachError, Trust, resolve::addresses, target::Origin};

/// The longest answer that is read, in bytes: a list of fifty thousand sessions, which v1 sends in one piece.
const MAX_LENGTH: usize = 16 << 20;

/// The client's shell for native programs: `reqwest` on tokio, the system's clock, `serde_json`.
///
/// Calls go through the proxies that `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` name. No redirect is
/// followed: an answer that redirects is an answer. How long a call may take is for the client to say.
#[derive(Clone, Debug)]
pub struct NativeRuntime {
    http: reqwest::Client,
}

/// The HTTP client cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error(
    "HTTP cannot be set up: see whether HTTPS_PROXY, HTTP_PROXY and ALL_PROXY have good values"
)]
pub struct RuntimeError(#[source] reqwest::Error);

impl NativeRuntime {
    /// A shell that believes these certificates. What the environment says of proxies is read here, once.
    pub fn new(trust: &Trust) -> Result<Self, RuntimeError> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured((*trust.config()).clone())
            .dns_resolver(Resolver)
            .redirect(Policy::none())
            .user_agent(concat!("remote-rendering/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(RuntimeError)?;
        Ok(Self { http })
    }
}

impl Runtime for NativeRuntime {
    type Json = SerdeJson;

    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        request.check_headers()?;
        let mut call = self.http.request(request.method.clone(), &request.url);
        for (name, value) in request.headers() {
            call = call.header(name, value);
        }
        if let Some(body) = request.body {
            call = call.body(body);
        }
        let mut answer = call.send().await.map_err(|error| no_answer(&error))?;
        let headers = answer.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_string(), value.into_owned())
        });
        let (status, headers) = (answer.status().as_u16(), headers.collect());
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| broke_off(&error))? {
            if body.len() + part.len() > MAX_LENGTH {
                return Err(TransportError {
                    kind: TransportErrorKind::Interrupted,
                    message: format!("the answer is longer than {MAX_LENGTH} bytes"),
                });
            }
            body.extend_from_slice(&part);
        }
        // As browsers read a body: a byte order mark is no part of the text.
        let text = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&body);
        Ok(Response {
            status,
            headers,
            // What is not UTF-8 is not JSON either, and whoever parses it says so.
            body: String::from_utf8_lossy(text).into_owned(),
        })
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Timestamp::UNIX_EPOCH.after(since.unwrap_or_default())
    }

    fn random(&self) -> [u8; 16] {
        rand::random()
    }
}

/// The probe's look-up, so that both find the same host under a name.
#[derive(Debug)]
struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let origin = Origin {
            secure: false,
            host: name.as_str().to_owned(),
            // Whoever connects puts the URL's port here.
            port: 0,
        };
        Box::pin(async move {
            let found = addresses(&origin).await?;
            Ok(Box::new(found.into_iter()) as Box<dyn Iterator<Item = _> + Send>)
        })
    }
}

fn no_answer(error: &reqwest::Error) -> TransportError {
    let offline = causes(error).any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|it| it.kind() == io::ErrorKind::NetworkUnreachable)
    });
    TransportError {
        kind: if offline {
            TransportErrorKind::Offline
        } else {
            TransportErrorKind::Unreachable
        },
        message: why(error),
    }
}

fn broke_off(error: &reqwest::Error) -> TransportError {
    TransportError {
        kind: TransportErrorKind::Interrupted,
        message: why(error),
    }
}

/// The innermost cause says what happened; those around it only that something did. The URL is in none of the texts
/// that are taken: its query could be secret.
fn why(error: &reqwest::Error) -> String {
    let mut innermost = String::from("the request cannot be sent");
    for cause in causes(error) {
        if let Some(error) = cause.downcast_ref::<ReachError>() {
            return error.to_string();
        }
        if let Some(error) = tls(cause) {
            return format!(
                "the host cannot prove who it is ({error}): if its certificate is by an authority of your own, name that"
            );
        }
        innermost = cause.to_string();
    }
    innermost
}

/// An error of TLS, which travels within one of I/O, or within two.
fn tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let inner: &'a (dyn Error + 'static) = error.downcast_ref::<io::Error>()?.get_ref()?;
    inner.downcast_ref().or_else(|| tls(inner))
}

/// What is behind an error of `reqwest`, from the outside in.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}
