use std::{fs, io::Write as _, net::TcpListener, path::Path};

use anyhow::{Context as _, Result};
use axum::{Router, http::header, routing::get};

/// Answers GET session with the text of a file: the same server as the service's, with no store,
/// no check and no other layer.
pub(crate) async fn serve(file: &Path) -> Result<()> {
    let body = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let body: &'static str = body.leak();
    let content_type = (header::CONTENT_TYPE, "application/json; charset=utf-8");
    let answer = move || async move { ([content_type], body) };
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
