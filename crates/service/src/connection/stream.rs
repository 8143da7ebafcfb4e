use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

use super::{Connection, admission::Place};
use crate::Limits;

/// A stream that fails when its client takes too long: to send the headers of a request, to send
/// anything, or to read what is written. hyper's own limit for headers runs between requests too,
/// and would close connections that poll.
#[derive(Debug)]
pub(crate) struct GuardedStream<T> {
    inner: T,
    connection: Arc<Connection>,
    limits: Arc<Limits>,
    last_byte: Instant,
    /// Since when bytes have come that no request has been made of.
    head_since: Option<Instant>,
    /// Since when the client reads nothing.
    stalled_since: Option<Instant>,
    protocol: Protocol,
    timer: Pin<Box<Sleep>>,
    _place: Place,
}

/// What the client speaks, by its first bytes: those of HTTP/2 are fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    Unknown,
    Http1,
    /// Bytes between requests mean no new request here.
    Http2,
}

impl<T> GuardedStream<T> {
    pub(super) fn new(
        inner: T,
        connection: Arc<Connection>,
        place: Place,
        limits: Arc<Limits>,
    ) -> Self {
        let now = Instant::now();
        Self {
            inner,
            connection,
            last_byte: now,
            head_since: Some(now),
            stalled_since: None,
            protocol: Protocol::Unknown,
            timer: Box::pin(sleep_until(now + limits.head)),
            limits,
            _place: place,
        }
    }

    fn has_read(&mut self, bytes: &[u8]) {
        let now = Instant::now();
        self.last_byte = now;
        if self.protocol == Protocol::Unknown {
            // No method of HTTP/1 begins so.
            self.protocol = match bytes {
                [b'P', b'R', ..] => Protocol::Http2,
                [b'P'] => Protocol::Unknown,
                _ => Protocol::Http1,
            };
        }
        if self.protocol != Protocol::Http2 && !self.connection.is_answering() {
            self.head_since.get_or_insert(now);
        }
    }

    /// What is written answers a request, or begins HTTP/2.
    fn has_written(&mut self) {
        self.last_byte = Instant::now();
        self.head_since = None;
        self.stalled_since = None;
    }

    /// When patience with a silent client ends.
    fn read_deadline(&mut self) -> Option<Instant> {
        if self.connection.is_answering() {
            // Its headers are there; how long the answer takes is limited elsewhere.
            self.head_since = None;
            return None;
        }
        let idle = self.last_byte + self.limits.idle;
        let head = self.head_since.map(|since| since + self.limits.head);
        Some(head.map_or(idle, |head| head.min(idle)))
    }

    /// Ready when `deadline` is past; else it wakes the task then.
    fn poll_deadline(
        &mut self,
        cx: &mut Context<'_>,
        deadline: Option<Instant>,
    ) -> Poll<io::Error> {
        let stalled = self
            .stalled_since
            .map(|since| since + self.limits.write_stall);
        let deadline = match (deadline, stalled) {
            (Some(one), Some(other)) => one.min(other),
            (one, other) => match one.or(other) {
                Some(deadline) => deadline,
                None => return Poll::Pending,
            },
        };
        // A timer that rings too early looks again; setting it anew for each byte would cost more.
        if self.timer.deadline() > deadline {
            self.timer.as_mut().reset(deadline);
        }
        while self.timer.as_mut().poll(cx).is_ready() {
            if Instant::now() >= deadline {
                return Poll::Ready(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "the client took too long",
                ));
            }
            self.timer.as_mut().reset(deadline);
        }
        Poll::Pending
    }

    /// What a write came to: progress, or a client that does not read.
    fn after_write<R>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<R>>,
    ) -> Poll<io::Result<R>> {
        if written.is_ready() {
            self.has_written();
            return written;
        }
        self.stalled_since.get_or_insert_with(Instant::now);
        self.poll_deadline(cx, None).map(Err)
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for GuardedStream<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut self.inner).poll_read(cx, buffer) {
            let bytes = buffer.filled().get(before..).unwrap_or_default();
            if !bytes.is_empty() {
                self.has_read(bytes);
            }
            return Poll::Ready(read);
        }
        let deadline = self.read_deadline();
        self.poll_deadline(cx, deadline).map(Err)
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for GuardedStream<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.after_write(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        self.after_write(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(cx);
        if flushed.is_ready() {
            // Also called when there was nothing to flush: no byte, and no answer.
            self.stalled_since = None;
            return flushed;
        }
        self.stalled_since.get_or_insert_with(Instant::now);
        self.poll_deadline(cx, None).map(Err)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Poll::Ready(result) = Pin::new(&mut self.inner).poll_shutdown(cx) {
            return Poll::Ready(result);
        }
        self.stalled_since.get_or_insert_with(Instant::now);
        self.poll_deadline(cx, None).map(Err)
    }
}
