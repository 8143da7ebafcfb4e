//! A stream that knows when its bytes went and came.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Instant,
};

/// When a stream's bytes went and came.
///
/// Taken where the bytes pass, and not around the call of the HTTP library: between the two lie tasks that wait for
/// their turn, behind the handshakes of other connections in the first wave of a race.
#[derive(Clone, Debug)]
pub(crate) struct Passage(Arc<Stamps>);

#[derive(Debug)]
struct Stamps {
    begin: Instant,
    /// Nanoseconds from `begin`; [`NONE`] while nothing was written after the last `mark`.
    first_write: AtomicU64,
    last_read: AtomicU64,
}

const NONE: u64 = u64::MAX;

impl Passage {
    fn new() -> Self {
        Self(Arc::new(Stamps {
            begin: Instant::now(),
            first_write: AtomicU64::new(NONE),
            last_read: AtomicU64::new(NONE),
        }))
    }

    fn now(&self) -> u64 {
        // A connection does not live for five hundred years.
        u64::try_from(self.0.begin.elapsed().as_nanos()).unwrap_or(NONE)
    }

    /// From now on, the next write is the request.
    pub(crate) fn mark(&self) {
        self.0.first_write.store(NONE, Ordering::Relaxed);
        self.0.last_read.store(NONE, Ordering::Relaxed);
    }

    /// From the first byte written after the mark to what was read last.
    pub(crate) fn exchange(&self) -> Option<Duration> {
        let moment =
            |stamp: &AtomicU64| Some(stamp.load(Ordering::Relaxed)).filter(|it| *it != NONE);
        let (written, read) = (moment(&self.0.first_write)?, moment(&self.0.last_read)?);
        read.checked_sub(written).map(Duration::from_nanos)
    }
}

/// A stream that writes down when its bytes went and came.
#[derive(Debug)]
pub(crate) struct Clocked<S> {
    inner: S,
    passage: Passage,
}

impl<S> Clocked<S> {
    pub(crate) fn new(inner: S) -> (Self, Passage) {
        let passage = Passage::new();
        let stream = Self {
            inner,
            passage: passage.clone(),
        };
        (stream, passage)
    }

    fn writes(&self) {
        let first = &self.passage.0.first_write;
        let now = self.passage.now();
        let _ = first.compare_exchange(NONE, now, Ordering::Relaxed, Ordering::Relaxed);
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Clocked<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.inner).poll_read(context, buffer))?;
        if buffer.filled().len() > before {
            let now = self.passage.now();
            self.passage.0.last_read.store(now, Ordering::Relaxed);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Clocked<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.writes();
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.writes();
        Pin::new(&mut self.inner).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
