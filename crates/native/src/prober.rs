use std::{
    cell::RefCell,
    error::Error,
    fmt::Write as _,
    future::{Future, ready},
    time::Duration,
};

use http::Method;
use remote_rendering_client::probe::{Clock, Connection, ProbeFailure, Prober, Reading};
use tokio::time::{Instant, sleep};

use crate::{
    ReachError, Trust,
    connect::Connected,
    target::{Origin, Target},
};

/// Measures over connections that it opens itself, on tokio's clock and on any tokio runtime; one with a single thread
/// will do.
///
/// A connection is kept for each origin and each [`Connection`], and the next probe takes it. A probe that is given up
/// closes its connection: what comes next must not wait behind a packet that was lost. A kept connection that turns out
/// broken is opened anew, once.
///
/// A [`Reading`] has all that there is to see: `handshake` is what TCP took to connect; `exchange` is from the moment
/// that the request's first byte was handed to the system to the moment that the answer was taken from it; `total`
/// counts from the call, with name look-up, TCP and TLS where the connection was opened. The clock is the program's, and
/// so the readings say [`Clock::Observed`]: run nothing else on the thread.
#[derive(Debug)]
pub struct NativeProber {
    begin: Instant,
    trust: Trust,
    /// Connections that nobody uses at the moment.
    kept: RefCell<Vec<(Origin, Connection, Connected)>>,
    /// The last failure at each URL, in words.
    reasons: RefCell<Vec<(String, String)>>,
}

impl NativeProber {
    /// A prober without connections.
    pub fn new(trust: Trust) -> Self {
        Self {
            begin: Instant::now(),
            trust,
            kept: RefCell::default(),
            reasons: RefCell::default(),
        }
    }

    /// Why the last failure at a probe's URL was one, in words and with its causes: a [`ProbeFailure`] alone does not
    /// tell a name that does not resolve from a certificate that is not trusted.
    pub fn reason(&self, url: &str) -> Option<String> {
        let reasons = self.reasons.borrow();
        let of_url = reasons.iter().find(|(failed, _)| failed == url);
        of_url.map(|(_, reason)| reason.clone())
    }

    async fn measure(&self, url: &str, connection: Connection) -> Result<Reading, ReachError> {
        let begun = Instant::now();
        let target = Target::parse(url)?;
        if let Some(mut kept) = self.take(&target.origin, connection) {
            // What fails on a connection that was idle was broken before.
            if let Ok((status, exchange)) = head(&mut kept, &target).await {
                return self.read(
                    begun,
                    status,
                    exchange,
                    None,
                    (target.origin, connection, kept),
                );
            }
        }
        // Boxed: the state of a TLS handshake is large, and most probes need none.
        let opening = Box::pin(Connected::open(&target.origin, &self.trust));
        let mut opened = opening.await?;
        let handshake = opened.handshake;
        let (status, exchange) = head(&mut opened, &target)
            .await
            .map_err(ReachError::Broken)?;
        self.read(
            begun,
            status,
            exchange,
            Some(handshake),
            (target.origin, connection, opened),
        )
    }

    /// What an answer says, its connection kept.
    fn read(
        &self,
        begun: Instant,
        status: u16,
        exchange: Option<Duration>,
        handshake: Option<Duration>,
        kept: (Origin, Connection, Connected),
    ) -> Result<Reading, ReachError> {
        let total = begun.elapsed();
        self.kept.borrow_mut().push(kept);
        match status {
            200..300 => Ok(Reading {
                total,
                exchange,
                handshake,
                clock: Clock::Observed,
            }),
            300..400 => Err(ReachError::Redirected(status)),
            _ => Err(ReachError::Status(status)),
        }
    }

    /// A connection that was kept, if it is still open; closed ones are forgotten.
    fn take(&self, origin: &Origin, connection: Connection) -> Option<Connected> {
        let mut kept = self.kept.borrow_mut();
        kept.retain(|(.., connected)| connected.is_open());
        let fits = |it: &(Origin, Connection, Connected)| it.0 == *origin && it.1 == connection;
        let place = kept.iter().position(fits)?;
        Some(kept.swap_remove(place).2)
    }

    fn note(&self, url: &str, error: &ReachError) {
        let reason = with_causes(error);
        let mut reasons = self.reasons.borrow_mut();
        reasons.retain(|(failed, _)| failed != url);
        reasons.push((url.to_owned(), reason));
    }
}

async fn head(
    connected: &mut Connected,
    target: &Target,
) -> hyper::Result<(u16, Option<Duration>)> {
    let (answer, exchange) = connected.ask(Method::HEAD, target).await?;
    Ok((answer.status().as_u16(), exchange))
}

fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a String cannot fail.
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
    text
}

impl Prober for NativeProber {
    async fn probe(&self, url: &str, connection: Connection) -> Result<Reading, ProbeFailure> {
        let measured = self.measure(url, connection).await;
        measured.map_err(|error| {
            self.note(url, &error);
            ProbeFailure::from(&error)
        })
    }

    fn elapsed(&self) -> Duration {
        self.begin.elapsed()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        sleep(duration)
    }

    /// A nanosecond: what the system's monotonic clock counts in, near enough on every system.
    fn timer_step(&self) -> Duration {
        Duration::from_nanos(1)
    }

    /// At once: nobody throttles a program.
    fn awake(&self) -> impl Future<Output = ()> {
        ready(())
    }
}
