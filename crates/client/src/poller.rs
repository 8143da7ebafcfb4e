use std::{fmt, time::Duration};

use remote_rendering_protocol::{SessionSize, SessionStatus, session::SessionProperties};

use crate::{Client, Error, Runtime};

/// Waits for a session to become ready, as the script did: asks every 2 s for a Standard server and every 10 s for
/// any other, later if the service says so.
///
/// Dropping a future of it stops the waiting and loses nothing: the poller goes on from what it knows.
pub struct SessionPoller<R> {
    client: Client<R>,
    latest: SessionProperties,
    /// How long the service asked to wait with its last answer.
    retry_after: Option<Duration>,
}

/// By hand: a runtime need not be cloned.
impl<R> Clone for SessionPoller<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            latest: self.latest.clone(),
            retry_after: self.retry_after,
        }
    }
}

impl<R> fmt::Debug for SessionPoller<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionPoller")
            .field("client", &self.client)
            .field("latest", &self.latest)
            .finish_non_exhaustive()
    }
}

impl<R: Runtime> SessionPoller<R> {
    pub(crate) fn new(
        client: Client<R>,
        latest: SessionProperties,
        retry_after: Option<Duration>,
    ) -> Self {
        Self {
            client,
            latest,
            retry_after,
        }
    }

    /// The session as the service last described it.
    pub fn latest(&self) -> &SessionProperties {
        &self.latest
    }

    /// The client that asks: at the endpoint of the session's region.
    pub fn client(&self) -> &Client<R> {
        &self.client
    }

    /// Whether the waiting is over: the session is ready, or has ended.
    pub fn is_done(&self) -> bool {
        self.latest.status == SessionStatus::Ready || self.latest.status.is_final()
    }

    /// Asks once, at once.
    pub async fn poll(&mut self) -> Result<&SessionProperties, Error> {
        match self.client.poll_session(&self.latest.id).await {
            Ok((latest, retry_after)) => {
                self.retry_after = retry_after;
                self.latest = latest;
                Ok(&self.latest)
            }
            Err(error) => {
                self.retry_after = error.call().retry_after;
                Err(error)
            }
        }
    }

    /// Waits for the time between two questions, then asks once.
    pub async fn poll_later(&mut self) -> Result<&SessionProperties, Error> {
        self.poll_after(self.cadence()).await
    }

    /// Waits for so long, or for as long as the service asked where that is longer, then asks once.
    pub(crate) async fn poll_after(&mut self, wait: Duration) -> Result<&SessionProperties, Error> {
        let wait = self.wait(wait);
        self.client.runtime().sleep(wait).await;
        self.poll().await
    }

    /// The usual time between two questions.
    pub fn cadence(&self) -> Duration {
        match self.latest.size {
            SessionSize::Standard => Duration::from_secs(2),
            SessionSize::Premium | SessionSize::Other(_) => Duration::from_secs(10),
        }
    }

    /// How long to wait before the next question, for who wants so long a time between two of them: longer where the
    /// service asked for it.
    pub fn wait(&self, cadence: Duration) -> Duration {
        cadence.max(self.retry_after.unwrap_or_default())
    }

    /// Asks until the session is ready or has ended, and tells `progress` each answer. That it ended in an error or
    /// expired is in the properties: the calls themselves went well.
    pub async fn until_done(
        &mut self,
        mut progress: impl FnMut(&SessionProperties),
    ) -> Result<&SessionProperties, Error> {
        while !self.is_done() {
            progress(self.poll_later().await?);
        }
        Ok(&self.latest)
    }
}
