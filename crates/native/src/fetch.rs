use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http_body_util::{BodyExt as _, Limited};
use tokio::time::timeout;

use crate::{ReachError, Trust, connect::Connected, target::Target};

/// The longest document that [`fetch`] reads, in bytes: a catalogue of a thousand regions takes 300 KB.
const MAX_LENGTH: usize = 1 << 20;

/// How long [`fetch`] waits.
const PATIENCE: Duration = Duration::from_secs(10);

/// A document could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No answer, or not one of success.
    #[error(transparent)]
    Reach(#[from] ReachError),
    /// The answer took too long.
    #[error("no answer within {} s", PATIENCE.as_secs())]
    Late,
    /// The answer broke off, or is too long.
    #[error("the answer breaks off, or is longer than {MAX_LENGTH} bytes")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Reads the document at a URL: one `GET` on a connection of its own. Redirects are not followed.
pub async fn fetch(url: &str, trust: &Trust) -> Result<Bytes, FetchError> {
    timeout(PATIENCE, read(url, trust))
        .await
        .map_err(|_| FetchError::Late)?
}

async fn read(url: &str, trust: &Trust) -> Result<Bytes, FetchError> {
    let target = Target::parse(url)?;
    let mut connected = Box::pin(Connected::open(&target.origin, trust)).await?;
    let answer = connected.ask(Method::GET, &target).await;
    let (answer, _) = answer.map_err(ReachError::Broken)?;
    match answer.status().as_u16() {
        200..300 => {}
        status @ 300..400 => return Err(ReachError::Redirected(status).into()),
        status => return Err(ReachError::Status(status).into()),
    }
    let body = Limited::new(answer.into_body(), MAX_LENGTH).collect().await;
    Ok(body.map_err(FetchError::Body)?.to_bytes())
}
