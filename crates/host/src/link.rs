//! The line to the service: what it says, and what it is told.

use std::{io, time::Duration};

use remote_rendering_protocol::device::EndReason;
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    sync::oneshot,
};

use crate::{
    HostError,
    control::{FromHost, ToHost},
    secret::KeyHash,
    session::{Event, Events},
};

/// The longest line, in bytes.
const LONGEST: u64 = 64 * 1024;

/// Tells the service something.
pub(crate) async fn tell(
    output: &mut (impl AsyncWrite + Unpin),
    message: &FromHost,
) -> Result<(), HostError> {
    let line = serde_json::to_string(message).map_err(io::Error::other);
    let line = line.map_err(HostError::Control)? + "\n";
    output
        .write_all(line.as_bytes())
        .await
        .map_err(HostError::Control)?;
    output.flush().await.map_err(HostError::Control)
}

/// Does what the service says, until it says that the session is over, or says nothing more.
pub(crate) async fn listen(
    input: impl AsyncRead + Unpin,
    output: &mut (impl AsyncWrite + Unpin),
    events: Events,
) -> Result<(), HostError> {
    let mut lines = BufReader::new(input);
    let mut line = Vec::new();
    let reason = loop {
        line.clear();
        let mut limited = (&mut lines).take(LONGEST);
        let read = limited.read_until(b'\n', &mut line).await;
        if read.map_err(HostError::Control)? == 0 {
            tracing::info!("the service is gone");
            break EndReason::Stopped;
        }
        match serde_json::from_slice(&line) {
            Ok(ToHost::Admit {
                number,
                token_sha256,
                seconds,
            }) => {
                let Some(hash) = KeyHash::from_hex(&token_sha256) else {
                    tracing::error!("the service announces a token by what is no hash");
                    continue;
                };
                let (known, is_known) = oneshot::channel();
                let admit = Event::Admit {
                    hash,
                    lifetime: Duration::from_secs(seconds.into()),
                    known,
                };
                if events.send(admit).await.is_err() || is_known.await.is_err() {
                    return Ok(());
                }
                tell(output, &FromHost::Admitted { number }).await?;
            }
            Ok(ToHost::End { reason }) => break reason,
            Err(error) => tracing::error!(%error, "the service says what is not understood"),
        }
    };
    // A session that is over already needs no end.
    let _ = events.send(Event::End(reason)).await;
    Ok(())
}
