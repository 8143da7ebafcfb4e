use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Function, Promise};
use remote_rendering_client::{Request, Response, TransportError, TransportErrorKind};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

use super::global;

/// Aborts the request when the future that holds it is dropped.
pub(super) struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    pub(super) fn new() -> Self {
        Self(AbortController::new().ok())
    }

    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// The page's and the worker's own.
    #[wasm_bindgen(js_name = fetch)]
    fn fetch_from_network(request: &web_sys::Request) -> Promise;
}

/// Fetches across origins, with no cookie and no cache, and follows no redirect. With `fetch`, calls that function instead of the
/// browser's.
pub(super) async fn send_by(
    request: Request,
    fetch: Option<&Function>,
) -> Result<Response, TransportError> {
    // The browser would throw, which nobody catches.
    request.check_headers()?;
    let abort = AbortOnDrop::new();
    let mut builder = RequestBuilder::new(&request.url)
        .method(request.method.clone())
        .mode(RequestMode::Cors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        // An answer, of which a browser tells nothing, not even the status. As an error it could not be told from one of CORS.
        .redirect(RequestRedirect::Manual)
        .abort_signal(abort.signal().as_ref());
    for (name, value) in request.headers() {
        builder = builder.header(name, value);
    }
    let built = match request.body.clone() {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let sent = match built {
        Ok(built) => answer_to(built, fetch).await,
        Err(_) => None,
    };
    let Some(answer) = sent else {
        // Nothing else is asked of the network for what was not meant for it.
        return Err(match fetch {
            Some(_) => failure(TransportErrorKind::Unreachable),
            None => why_no_answer(&request.url).await,
        });
    };
    let status = answer.status();
    let headers = answer.headers().entries().collect();
    let body = answer
        .text()
        .await
        .map_err(|_| failure(TransportErrorKind::Interrupted))?;
    Ok(Response {
        status,
        headers,
        body,
    })
}

/// The answer to a request, if there is one. The error's own text may quote the URL or a header: it is not passed on. With
/// `fetch`, calls that function instead of the browser's.
pub(crate) async fn answer_to(
    request: gloo_net::http::Request,
    fetch: Option<&Function>,
) -> Option<gloo_net::http::Response> {
    let request: web_sys::Request = request.into();
    let promise = match fetch {
        Some(fetch) => fetch
            .call1(&JsValue::UNDEFINED, &request)
            .ok()?
            .unchecked_into(),
        None => fetch_from_network(&request),
    };
    let answer = JsFuture::from(promise).await.ok()?;
    Some(answer.unchecked_into::<web_sys::Response>().into())
}

/// Browsers tell a page only that a fetch failed. What can be found out: whether the device is offline, whether the
/// browser refused to send it, and whether anything answers there at all when the page does not ask to read it.
async fn why_no_answer(url: &str) -> TransportError {
    if global::is_offline() {
        return failure(TransportErrorKind::Offline);
    }
    if global::is_blocked_as_insecure(url) {
        return failure(TransportErrorKind::Insecure);
    }
    let abort = AbortOnDrop::new();
    let unreadable = RequestBuilder::new(url.split('?').next().unwrap_or(url))
        .method(Method::HEAD)
        .mode(RequestMode::NoCors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .abort_signal(abort.signal().as_ref())
        .build();
    let answers = match unreadable {
        Ok(request) => answer_to(request, None).await.is_some(),
        Err(_) => false,
    };
    failure(if answers {
        TransportErrorKind::CorsRefused
    } else {
        TransportErrorKind::Unreachable
    })
}

fn failure(kind: TransportErrorKind) -> TransportError {
    TransportError {
        kind,
        message: "fetch failed".to_owned(),
    }
}
