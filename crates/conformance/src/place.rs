use std::{cell::RefCell, fmt, rc::Rc, time::Duration};

use http::Method;
use remote_rendering_client::{
    Account, Client, Credential, Request, Response, RetryPolicy, Runtime, TransportError,
    protocol::{AccountId, AccountKey, Endpoint, Generation, SessionId, Timestamp},
};

/// Where a case runs: the shell, the generation of the API, and whom it can call.
#[derive(Clone, Debug)]
pub struct Place<R> {
    /// The shell.
    pub runtime: R,
    /// The generation that the case is to speak.
    pub generation: Generation,
    /// A session service.
    pub service: Service,
    /// A [`ScriptedServer`](crate::ScriptedServer).
    pub scripted: Endpoint,
    /// The same server at another origin.
    pub elsewhere: Endpoint,
    /// Where nobody listens.
    pub closed: Endpoint,
}

/// A session service, and an account of it.
#[derive(Clone)]
pub struct Service {
    /// Its STS.
    pub sts: Endpoint,
    /// Its session API, in a region that has always a server.
    pub endpoint: Endpoint,
    /// The account.
    pub account: AccountId,
    /// The account's key.
    pub key: AccountKey,
    /// Lets as much time pass as a server needs to boot, in a service whose time is not the world's.
    pub boot: Option<Rc<dyn Fn()>>,
}

/// A runtime that keeps what is sent through it.
#[derive(Clone, Debug)]
pub struct Watched<R> {
    runtime: R,
    sent: Rc<RefCell<Vec<Request>>>,
}

impl<R: Runtime + Clone> Place<R> {
    /// A client of the service's account, which has its key.
    pub(crate) fn client(&self) -> Client<Watched<R>> {
        self.client_with(Credential::AccountKey(self.service.key.clone()))
    }

    /// A client of the service's account that proves it in another way.
    pub(crate) fn client_with(&self, credential: Credential) -> Client<Watched<R>> {
        self.client_of(self.service.account, credential)
    }

    /// A client of another account of the service. It tells of the first failure.
    pub(crate) fn client_of(&self, id: AccountId, credential: Credential) -> Client<Watched<R>> {
        let account = Account {
            id,
            sts: self.service.sts.clone(),
            credential,
        };
        let runtime = Watched::new(self.runtime.clone());
        Client::new(runtime, account, self.service.endpoint.clone())
            .with_retry(RetryPolicy::once())
            .with_generation(self.generation)
    }

    /// An id that nobody has used.
    pub(crate) fn fresh_id(&self) -> SessionId {
        SessionId::from_bytes(self.runtime.random())
    }

    /// Lets a server boot, where the world's time does not.
    pub(crate) fn boot(&self) {
        if let Some(boot) = &self.service.boot {
            boot();
        }
    }
}

impl<R> Watched<R> {
    /// The runtime, watched from now on.
    pub fn new(runtime: R) -> Self {
        Self {
            runtime,
            sent: Rc::default(),
        }
    }

    /// How many requests of this method went to a URL with this in it.
    pub fn count(&self, method: &Method, part_of_url: &str) -> usize {
        let fits =
            |request: &&Request| request.method == *method && request.url.contains(part_of_url);
        self.sent.borrow().iter().filter(fits).count()
    }
}

impl<R: Runtime> Runtime for Watched<R> {
    type Json = R::Json;

    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> {
        self.sent.borrow_mut().push(request.clone());
        self.runtime.send(request)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        self.runtime.sleep(duration)
    }

    fn now(&self) -> Timestamp {
        self.runtime.now()
    }

    fn random(&self) -> [u8; 16] {
        self.runtime.random()
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("endpoint", &self.endpoint)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}
