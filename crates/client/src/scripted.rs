//! A runtime that plays a script on a virtual clock: for tests, natively, without sleeping.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::{pending, ready},
    rc::Rc,
    time::Duration,
};

use futures_util::future::{Either, Future};
use remote_rendering_protocol::Timestamp;

use crate::{Request, Response, Runtime, SerdeJson, TransportError, TransportErrorKind};

/// What the script answers to one request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A whole answer.
    Answer(Response),
    /// No answer.
    Failure(TransportErrorKind),
    /// Silence: the future never ends.
    Silence,
}

impl Reply {
    /// An answer of a status and a body, with the headers `name: value`.
    pub fn new(status: u16, body: impl Into<String>, headers: &[(&str, &str)]) -> Self {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Self::Answer(Response {
            status,
            headers,
            body: body.into(),
        })
    }
}

/// Plays replies in order, keeps every request, and advances its clock by every sleep. Clones are the same runtime.
#[derive(Clone, Debug, Default)]
pub struct ScriptedRuntime {
    state: Rc<State>,
}

#[derive(Debug)]
struct State {
    now: Cell<Timestamp>,
    randomness: Cell<u8>,
    replies: RefCell<VecDeque<Reply>>,
    requests: RefCell<Vec<Request>>,
    sleeps: RefCell<Vec<Duration>>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            now: Cell::new(Timestamp::from_unix_seconds(1_600_000_000)),
            randomness: Cell::default(),
            replies: RefCell::default(),
            requests: RefCell::default(),
            sleeps: RefCell::default(),
        }
    }
}

impl ScriptedRuntime {
    /// Adds a reply to the end of the script.
    pub fn reply(&self, reply: Reply) -> &Self {
        self.state.replies.borrow_mut().push_back(reply);
        self
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.borrow().clone()
    }

    /// Every completed sleep so far.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.state.sleeps.borrow().clone()
    }

    /// How many replies were not asked for.
    pub fn replies_left(&self) -> usize {
        self.state.replies.borrow().len()
    }

    /// Moves the clock.
    pub fn advance(&self, duration: Duration) {
        self.state.now.set(self.state.now.get().after(duration));
    }

    /// What [`Runtime::random`] repeats in every byte; 0 is the longest backoff, 255 the shortest.
    pub fn set_randomness(&self, byte: u8) {
        self.state.randomness.set(byte);
    }
}

impl Runtime for ScriptedRuntime {
    type Json = SerdeJson;

    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> {
        let described = format!("{} {}", request.method, request.url);
        self.state.requests.borrow_mut().push(request);
        let reply = self.state.replies.borrow_mut().pop_front();
        match reply.unwrap_or_else(|| panic!("the script has no reply to {described}")) {
            Reply::Answer(response) => Either::Left(ready(Ok(response))),
            Reply::Failure(kind) => Either::Left(ready(Err(TransportError {
                kind,
                message: "scripted".to_owned(),
            }))),
            Reply::Silence => Either::Right(pending()),
        }
    }

    async fn sleep(&self, duration: Duration) {
        self.advance(duration);
        self.state.sleeps.borrow_mut().push(duration);
    }

    fn now(&self) -> Timestamp {
        self.state.now.get()
    }

    fn random(&self) -> [u8; 16] {
        [self.state.randomness.get(); 16]
    }
}
