//! A runtime that plays a script on a virtual clock: for tests, natively, without sleeping.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::{pending, poll_fn},
    mem::replace,
    rc::Rc,
    task::Poll,
    time::Duration,
};

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

/// Plays replies in order, keeps every request, and moves its clock to the end of every sleep. Clones are the same
/// runtime.
///
/// Nothing is ready when it is first polled: as in the world, calls made together overlap, and a request or a wait
/// can be dropped while it is under way.
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

    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let described = format!("{} {}", request.method, request.url);
        self.state.requests.borrow_mut().push(request);
        let reply = self.state.replies.borrow_mut().pop_front();
        match reply.unwrap_or_else(|| panic!("the script has no reply to {described}")) {
            Reply::Answer(response) => {
                be_pending_once().await;
                Ok(response)
            }
            Reply::Failure(kind) => {
                be_pending_once().await;
                Err(TransportError {
                    kind,
                    message: "scripted".to_owned(),
                })
            }
            Reply::Silence => pending().await,
        }
    }

    async fn sleep(&self, duration: Duration) {
        let end = self.now().after(duration);
        be_pending_once().await;
        self.state.now.set(end.max(self.now()));
        self.state.sleeps.borrow_mut().push(duration);
    }

    fn now(&self) -> Timestamp {
        self.state.now.get()
    }

    fn random(&self) -> [u8; 16] {
        [self.state.randomness.get(); 16]
    }
}

async fn be_pending_once() {
    let mut polled = false;
    poll_fn(|context| {
        if replace(&mut polled, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
