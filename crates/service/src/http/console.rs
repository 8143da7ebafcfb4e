//! The console's files.

use std::{
    convert::Infallible,
    path::{Path, PathBuf},
};

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    middleware::{Next, from_fn},
    response::{Html, IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderName, HeaderValue, header};
use tower_http::{compression::CompressionLayer, services::ServeDir};

/// Where the console is.
#[derive(Clone, Debug)]
pub(crate) struct Console {
    folder: Option<PathBuf>,
}

/// What stands at `/` where no console is.
const NOT_BUILT: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>Remote Rendering</title>
<h1>The service runs; the console is not built</h1>
<p>Build it with <code>trunk build --release</code>, then start the service beside the folder <code>dist</code>, or with
<code>--console DIR</code>. <code>cargo xtask start</code> does both.</p>
";

impl Console {
    /// The console of a folder, or the page that says how to build one.
    pub(crate) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// Serves the folder; what is not there is `not_found`'s.
    pub(crate) fn service<H, T>(&self, not_found: H) -> Router
    where
        H: Handler<T, ()>,
        T: 'static,
    {
        let Some(folder) = &self.folder else {
            let page = get(|| async { Html(NOT_BUILT) });
            return Router::new()
                .route("/", page.layer(from_fn(protect)))
                .fallback(not_found);
        };
        let not_found = not_found.with_state(());
        let files = ServeDir::new(folder)
            .precompressed_br()
            .precompressed_gzip()
            .call_fallback_on_method_not_allowed(true)
            .fallback(not_found);
        Router::new()
            .fallback_service(files)
            .layer(CompressionLayer::new())
            .layer(from_fn(protect))
    }
}

/// The headers of a page and its parts. Its content security policy is in the page itself, which
/// knows its parts.
async fn protect(request: Request, next: Next) -> Result<Response, Infallible> {
    let caching = caching(Path::new(request.uri().path()));
    let mut response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        return Ok(response.into_response());
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

/// A file whose name has a hash of its content never changes; every other one is asked for again.
fn caching(path: &Path) -> &'static str {
    let is_hash =
        |word: &str| word.len() >= 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut parts = path.iter().filter_map(|part| part.to_str());
    if parts.any(|part| {
        part.split(|character: char| !character.is_ascii_alphanumeric())
            .any(is_hash)
    }) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_with_a_hash_in_their_name_are_kept() {
        let immutable = |path| caching(Path::new(path)).contains("immutable");
        assert!(immutable("/remote-rendering-1a2b3c4d5e6f7a8b_bg.wasm"));
        // Trunk writes its hashes without the zeros before them.
        assert!(immutable("/console-fe82f47c2598032.css"));
        assert!(immutable("/snippets/console-1a2b3c4d5e6f7a8b/inline0.js"));
        assert!(!immutable("/"));
        assert!(!immutable("/index.html"));
        assert!(!immutable("/locales/en.json"));
    }
}
