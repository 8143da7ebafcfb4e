use std::{io, time::Duration};

use futures_util::future::try_join;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    sync::mpsc,
    time::Instant,
};

use super::Timer;

/// The most that is taken in at once.
const PIECE: usize = 16 * 1024;

/// How many pieces may be on the way: with more, whoever sends has to wait. A race's answers are small.
const ON_THE_WAY: usize = 256;

/// Carries what comes from one side to the other, each piece after its delay.
///
/// The order is kept: a piece that is held up holds up those behind it, as on a TCP connection. The end of the stream
/// travels like a piece. `delivered` is called whenever a piece has arrived, with how late it was.
///
/// # Errors
///
/// The other side takes nothing any more. An error of the sender's side ends the stream.
pub async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    timer: &impl Timer,
    mut delay: impl FnMut() -> Duration,
    mut delivered: impl FnMut(Duration),
) -> io::Result<()> {
    let (sent, mut on_the_way) = mpsc::channel::<(Instant, Vec<u8>)>(ON_THE_WAY);
    let take_in = async move {
        let mut last = Instant::now();
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            // A broken connection sends nothing any more, like one that was closed.
            let is_end = !matches!(from.read_buf(&mut piece).await, Ok(1..));
            last = last.max(Instant::now() + delay());
            if sent.send((last, piece)).await.is_err() || is_end {
                return Ok(());
            }
        }
    };
    let hand_out = async move {
        while let Some((at, piece)) = on_the_way.recv().await {
            timer.until(at).await;
            let late = at.elapsed();
            if piece.is_empty() {
                break;
            }
            to.write_all(&piece).await?;
            delivered(late);
        }
        to.shutdown().await
    };
    try_join(take_in, hand_out).await.map(|_| ())
}
