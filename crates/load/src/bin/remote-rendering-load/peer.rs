use std::{fs, io::Write as _, net::TcpListener, path::Path};

use anyhow::{Context as _, Result};
use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    routing::get,
};
use serde::{Deserialize, Serialize};

/// An answer of the service, to be given again.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Copied {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// Answers GET session with the same bytes as the service: the same server, with no store, no check
/// and no layer.
pub(crate) async fn serve(file: &Path) -> Result<()> {
    let text = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let copied: Copied = serde_json::from_slice(&text)?;
    let mut headers = HeaderMap::new();
    for (name, value) in &copied.headers {
        let name = HeaderName::try_from(name)?;
        // The server writes these by itself.
        if name != header::DATE && name != header::CONTENT_LENGTH {
            headers.insert(name, HeaderValue::try_from(value)?);
        }
    }
    let body: &'static str = copied.body.leak();
    let answer = move || async move { (headers, body) };
    let router = Router::new().route("/accounts/{account}/sessions/{session}", get(answer));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    {
        let mut out = std::io::stdout().lock();
        writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    }
    let server = axum_server::from_tcp(listener)?;
    server.serve(router.into_make_service()).await?;
    Ok(())
}
