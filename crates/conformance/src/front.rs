//! The scripted server on two sockets of this machine: two origins, of which one is foreign to who calls the other.

use std::{
    convert::Infallible,
    future::pending,
    io,
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::Request,
    response::Response,
};
use futures_util::stream::{self, StreamExt as _};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use crate::{Answer, Arrival, Reply, ScriptedServer};

/// More than any script or request of a case has.
const LARGEST_BODY: usize = 16 << 20;

/// Where a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// Its URL.
    pub here: String,
    /// The URL of its other origin.
    pub elsewhere: String,
}

/// Starts a scripted server on two addresses (port 0 takes a free one). It runs on the present tokio runtime, and ends with it.
///
/// # Errors
///
/// Where an address is taken.
pub fn start(here: SocketAddr, elsewhere: SocketAddr) -> io::Result<Addresses> {
    let server = Arc::new(Mutex::new(ScriptedServer::default()));
    Ok(Addresses {
        here: serve(here, Arc::clone(&server))?,
        elsewhere: serve(elsewhere, server)?,
    })
}

fn serve(addr: SocketAddr, server: Arc<Mutex<ScriptedServer>>) -> io::Result<String> {
    let listener = TcpListener::bind(addr)?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}", listener.local_addr()?);
    let origin = url.clone();
    let app = Router::new().fallback(move |request: Request| {
        let (origin, server) = (origin.clone(), Arc::clone(&server));
        async move { Ok::<_, Infallible>(answer(request, &origin, &server).await) }
    });
    let serving = axum_server::from_tcp(listener)?.serve(app.into_make_service());
    tokio::spawn(serving);
    Ok(url)
}

async fn answer(request: Request, origin: &str, server: &Mutex<ScriptedServer>) -> Response {
    let mut response = if *request.method() == Method::OPTIONS {
        preflight()
    } else {
        match arrival(request, origin).await {
            Ok(arrival) => {
                let reply = server
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .answer(arrival);
                response(reply).await
            }
            Err(error) => plain(StatusCode::BAD_REQUEST, error.to_string()),
        }
    };
    allow_every_page(response.headers_mut());
    response
}

async fn arrival(request: Request, origin: &str) -> Result<Arrival, axum::Error> {
    let (parts, body) = request.into_parts();
    let header = |name: HeaderName| {
        let value = parts.headers.get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Ok(Arrival {
        method: parts.method.to_string(),
        url: format!("{origin}{}", parts.uri),
        authorization: header(header::AUTHORIZATION),
        correlation_vector: header(HeaderName::from_static("x-mrc-cv")),
        content_type: header(header::CONTENT_TYPE),
        body: String::from_utf8_lossy(&to_bytes(body, LARGEST_BODY).await?).into_owned(),
    })
}

async fn response(reply: Reply) -> Response {
    match reply {
        Reply::Answer(answer) => {
            let body = Body::from(answer.body.clone());
            with_head(&answer, body)
        }
        Reply::BreaksOff(answer) => {
            let body = broken_off(answer.body.clone().into());
            with_head(&answer, body)
        }
        Reply::Silence => pending().await,
    }
}

/// A body that fails after its first part, once that is on its way.
fn broken_off(part: Bytes) -> Body {
    let mut has_waited = false;
    let failure = stream::poll_fn(move |context: &mut Context<'_>| {
        // The connection sends what it has whenever it has to wait, and forgets what it has when the body fails.
        if !std::mem::replace(&mut has_waited, true) {
            Waker::wake_by_ref(context.waker());
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::other("the script breaks it off"))))
    });
    Body::from_stream(stream::iter([Ok(part)]).chain(failure))
}

fn with_head(answer: &Answer, body: Body) -> Response {
    let mut response = Response::new(body);
    let Ok(status) = StatusCode::from_u16(answer.status) else {
        return plain(StatusCode::BAD_REQUEST, "no status".to_owned());
    };
    *response.status_mut() = status;
    for (name, value) in &answer.headers {
        match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => response.headers_mut().append(name, value),
            _ => return plain(StatusCode::BAD_REQUEST, format!("no header: {name}")),
        };
    }
    response
}

fn plain(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}

/// What the service answers to a browser that asks before it calls.
fn preflight() -> Response {
    let mut response = plain(StatusCode::OK, String::new());
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET,HEAD,PUT,PATCH,POST,DELETE"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization,content-type,x-mrc-cv"),
    );
    response
}

/// What the service lets every page read.
fn allow_every_page(headers: &mut HeaderMap) {
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("ms-cv,retry-after,location,api-supported-versions"),
    );
}
