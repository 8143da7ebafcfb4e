//! The line to the service: what it says, and what it is told.

use std::{convert::Infallible, future, io, time::Duration};

use remote_rendering_protocol::device::EndReason;
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    sync::{Mutex, oneshot},
    time::{MissedTickBehavior, interval},
};

use crate::{
    HostError,
    control::{FromHost, SIGN_EVERY, ToHost},
    frames::Desk,
    pulse::Pulse,
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

/// Does what the service says, until it says that the session is over, or says nothing more: then that is over, too. Gives
/// signs of life meanwhile.
pub(crate) async fn talk(
    input: impl AsyncRead + Unpin,
    output: &mut (impl AsyncWrite + Unpin),
    events: &Events,
    desk: &Desk,
) {
    let output = Mutex::new(output);
    let obeyed = tokio::select! {
        obeyed = obey(input, &output, events) => obeyed,
        never = give_signs(&output, events, desk) => match never {},
    };
    let last = match obeyed {
        Ok(reason) => Event::End(reason),
        Err(error) => Event::Failed(error),
    };
    // A session that is over already needs no end.
    let _ = events.send(last).await;
}

/// Tells the service that the host lives, as long as the session's task does.
async fn give_signs(
    output: &Mutex<&mut (impl AsyncWrite + Unpin)>,
    events: &Events,
    desk: &Desk,
) -> Infallible {
    let mut pulse = Pulse::new(desk);
    let mut sign = interval(SIGN_EVERY);
    sign.set_missed_tick_behavior(MissedTickBehavior::Delay);
    sign.reset();
    loop {
        sign.tick().await;
        let (answer, is_alive) = oneshot::channel();
        if events.send(Event::Alive { answer }).await.is_err() || is_alive.await.is_err() {
            // The session is over, and the host ends.
            return future::pending().await;
        }
        let alive = FromHost::Alive {
            at_work: pulse.feel(),
        };
        if let Err(error) = tell(&mut **output.lock().await, &alive).await {
            tracing::debug!(%error, "the service hears no signs of life any more");
        }
    }
}

async fn obey(
    input: impl AsyncRead + Unpin,
    output: &Mutex<&mut (impl AsyncWrite + Unpin)>,
    events: &Events,
) -> Result<EndReason, HostError> {
    let mut lines = BufReader::new(input);
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = (&mut lines).take(LONGEST);
        let read = limited.read_until(b'\n', &mut line).await;
        if read.map_err(HostError::Control)? == 0 {
            tracing::info!("the service is gone");
            return Ok(EndReason::Stopped);
        }
        match serde_json::from_slice(&line) {
            Ok(ToHost::Admit {
                number,
                token_sha256,
                seconds,
            }) => {
                if let Some(hash) = KeyHash::from_hex(&token_sha256) {
                    admit(hash, seconds, events).await?;
                    let admitted = FromHost::Admitted { number };
                    tell(&mut **output.lock().await, &admitted).await?;
                } else {
                    tracing::error!("the service announces a token by what is no hash");
                }
            }
            Ok(ToHost::End { reason }) => return Ok(reason),
            Err(error) => tracing::error!(%error, "the service says what is not understood"),
        }
    }
}

/// Lets the session know a token, and waits until it does.
async fn admit(hash: KeyHash, seconds: u32, events: &Events) -> Result<(), HostError> {
    let (known, is_known) = oneshot::channel();
    let admit = Event::Admit {
        hash,
        lifetime: Duration::from_secs(seconds.into()),
        known,
    };
    events.send(admit).await.map_err(|_| HostError::Stopped)?;
    is_known.await.map_err(|_| HostError::Stopped)
}

#[cfg(test)]
mod tests;
