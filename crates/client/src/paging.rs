use std::fmt;

use http::Method;
use remote_rendering_protocol::{
    Generation,
    session::{SessionList, SessionProperties},
    v1,
};

use crate::{Client, Error, ErrorKind, Runtime, call::Call};

/// The list of sessions, page by page.
pub struct SessionPages<R> {
    client: Client<R>,
    next: Option<String>,
    /// The pages that were read.
    read: Vec<String>,
}

/// By hand: a runtime need not be cloned.
impl<R> Clone for SessionPages<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            next: self.next.clone(),
            read: self.read.clone(),
        }
    }
}

impl<R> fmt::Debug for SessionPages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionPages")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

impl<R: Runtime> SessionPages<R> {
    pub(crate) fn new(client: Client<R>, first: String) -> Self {
        Self {
            client,
            next: Some(first),
            read: Vec::new(),
        }
    }

    /// The next page; `None` after the last one. After a failure the same page can be asked for again.
    pub async fn next_page(&mut self) -> Result<Option<Vec<SessionProperties>>, Error> {
        let Some(url) = self.next.clone() else {
            return Ok(None);
        };
        if !self.is_on_endpoint(&url) {
            return Err(Error::new(ErrorKind::ForeignLink, Method::GET, &url));
        }
        let answer = self
            .client
            .authorized(Call::new(Method::GET, url.clone()))
            .await?;
        let page: SessionList = match self.client.generation() {
            Generation::V1 => answer.json::<R, v1::SessionList>()?.into(),
            Generation::V2021(_) => answer.json::<R, _>()?,
        };
        self.read.push(url);
        // A list that leads back to a page of its own would never end.
        self.next = page.next_link.filter(|link| !self.read.contains(link));
        Ok(Some(page.sessions))
    }

    /// All that is left of the list.
    pub async fn collect(mut self) -> Result<Vec<SessionProperties>, Error> {
        let mut sessions = Vec::new();
        while let Some(page) = self.next_page().await? {
            sessions.extend(page);
        }
        Ok(sessions)
    }

    /// The token goes wherever the link leads: only to the endpoint itself.
    fn is_on_endpoint(&self, url: &str) -> bool {
        url.strip_prefix(self.client.endpoint().as_str())
            .is_some_and(|path| path.starts_with('/'))
    }
}
