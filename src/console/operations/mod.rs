//! What the page does: every call goes through the client, and everything that comes of it is told to the state.

mod connecting;
mod creating;
mod kept;
mod looking_up;
mod measuring;
mod own;
mod refreshing;
mod renewing;
mod sign_in;
mod stopping;

use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
};

use futures_channel::oneshot;
use futures_util::{
    FutureExt as _,
    future::{AbortHandle, LocalBoxFuture, Shared, select},
};
use remote_rendering_client::{Client, Error, ErrorKind, Runtime as _, SessionPoller};
use remote_rendering_protocol::{
    Generation, MaxLeaseTime, Region, RegionName, SessionId, SessionStatus, Timestamp,
    session::SessionProperties,
};
use wasm_bindgen_futures::spawn_local;

pub use measuring::download_samples;
pub use sign_in::{Way, sign_in};
pub use stopping::UNDO;

use super::{
    hooks::Dispatcher,
    kept_sign_in,
    recorded::RecordedRuntime,
    sandbox::Sandbox,
    state::{
        activity::{self, Activity},
        connection::{self, Connection, Profile},
        regions::{self, Regions},
        sessions::{self, Busy, SessionKey, Sessions},
    },
};
use crate::browser::{BrowserRuntime, is_offline};

/// Where the state is told what happened.
#[derive(Clone, PartialEq)]
pub struct Dispatchers {
    /// Who is signed in.
    pub connection: Dispatcher<Connection>,
    /// The regions.
    pub regions: Dispatcher<Regions>,
    /// The sessions.
    pub sessions: Dispatcher<Sessions>,
    /// The calls.
    pub activity: Dispatcher<Activity>,
}

impl std::fmt::Debug for Dispatchers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dispatchers")
    }
}

/// What somebody who is signed in can do. Clones do the same.
#[derive(Clone, Debug)]
pub struct Operations {
    inner: Rc<Inner>,
}

#[derive(Debug)]
struct Inner {
    client: Client<RecordedRuntime>,
    tell: Dispatchers,
    regions: Vec<Region>,
    /// For whom the tab keeps the token, if it does.
    kept: Option<Profile>,
    /// The sessions that were live when last seen.
    live: RefCell<Vec<SessionKey>>,
    /// The sessions that a poller waits for.
    watched: RefCell<Vec<SessionKey>>,
    /// The regions whose list is on its way.
    fetching: RefCell<Vec<RegionName>>,
    /// The sessions that are about to be stopped, each with the time of it.
    stopping: RefCell<Vec<(SessionKey, Timestamp)>>,
    /// When the lists were fetched last.
    refreshed_at: Cell<Option<Timestamp>>,
    race: RefCell<Option<AbortHandle>>,
    /// When the last race ended.
    measured_at: Cell<Option<Timestamp>>,
    /// Dropped when somebody signs out: that ends `signed_out`, and with it everything under way.
    sign_out: RefCell<Option<oneshot::Sender<()>>>,
    signed_out: Shared<oneshot::Receiver<()>>,
}

impl PartialEq for Operations {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Operations {
    fn new(
        client: Client<RecordedRuntime>,
        tell: Dispatchers,
        regions: Vec<Region>,
        kept: Option<Profile>,
    ) -> Self {
        let (sign_out, signed_out) = oneshot::channel();
        let inner = Inner {
            client,
            tell,
            regions,
            kept,
            live: RefCell::default(),
            watched: RefCell::default(),
            fetching: RefCell::default(),
            stopping: RefCell::default(),
            refreshed_at: Cell::default(),
            race: RefCell::default(),
            measured_at: Cell::default(),
            sign_out: RefCell::new(Some(sign_out)),
            signed_out: signed_out.shared(),
        };
        Self {
            inner: Rc::new(inner),
        }
    }

    /// Begins what goes on by itself: measuring the regions, fetching the lists, and refreshing them.
    pub fn begin(&self) {
        if !self.is_sandbox() {
            self.tell(sessions::Action::Own(own::kept()));
            // That of an earlier sign-in, perhaps.
            kept_sign_in::forget();
        }
        self.keep_token();
        self.measure_unless_kept();
        self.watch_network();
        self.refresh_all();
        self.keep_fresh();
    }

    /// Whether all of it is simulated in this page.
    pub fn is_sandbox(&self) -> bool {
        self.sandbox().is_some()
    }

    /// The generation of the session API that is spoken.
    pub fn generation(&self) -> Generation {
        self.inner.client.generation()
    }

    fn sandbox(&self) -> Option<&Sandbox> {
        self.inner.client.runtime().sandbox()
    }

    /// Whether there is no way to the service now. To the sandbox there always is.
    pub fn is_cut_off(&self) -> bool {
        !self.is_sandbox() && is_offline()
    }

    /// Ends everything and forgets everything. What is about to be stopped is stopped.
    pub fn sign_out(&self) {
        let inner = &self.inner;
        self.stop_now();
        inner.client.runtime().end();
        inner.sign_out.take();
        if !self.is_sandbox() {
            kept::forget();
            kept_sign_in::forget();
            own::forget();
        }
        inner.tell.sessions.dispatch(sessions::Action::Cleared);
        inner.tell.regions.dispatch(regions::Action::Cleared);
        inner.tell.activity.dispatch(activity::Action::Cleared);
        inner.tell.connection.dispatch(connection::Action::Ended);
    }

    /// Sets a session's lease: the total since it became ready.
    pub fn extend(&self, key: SessionKey, total: MaxLeaseTime) {
        let Some(client) = self.client_of(&key.region) else {
            return;
        };
        self.tell(sessions::Action::Began(vec![key.clone()], Busy::Extending));
        let operations = self.clone();
        self.spawn(async move {
            let outcome = client.update_session(&key.id, total).await;
            operations.finish(key, outcome);
        });
    }

    /// Takes an ended session out of sight.
    pub fn dismiss(&self, key: SessionKey) {
        self.tell(sessions::Action::Dismissed(key));
    }

    fn finish(&self, key: SessionKey, outcome: Result<SessionProperties, Error>) {
        match outcome {
            Ok(properties) => {
                self.see(&key.region, properties);
                self.tell(sessions::Action::Finished(vec![key]));
            }
            Err(error) => {
                // Somebody else, or another tab, has changed it: what it is now is shown beside the refusal.
                if error.kind() == ErrorKind::LeaseRefused {
                    self.refresh(key.region.clone());
                }
                self.tell(sessions::Action::Failed(key, (&error).into()));
            }
        }
    }

    /// A session that was asked for: one that is starting and not watched yet gets a poller.
    fn found(
        &self,
        client: &Client<RecordedRuntime>,
        region: &RegionName,
        properties: SessionProperties,
    ) {
        let key = SessionKey {
            region: region.clone(),
            id: properties.id.clone(),
        };
        let starting = properties.status == SessionStatus::Starting;
        self.see(region, properties);
        if starting {
            self.watch_from_now(client, key);
        }
    }

    /// Gives a session a poller, unless it has one.
    fn watch_from_now(&self, client: &Client<RecordedRuntime>, key: SessionKey) {
        if self.inner.watched.borrow().contains(&key) {
            return;
        }
        let (operations, client) = (self.clone(), client.clone());
        self.spawn(async move {
            match client.resume_session(&key.id).await {
                Ok(poller) => operations.watch(key, poller),
                Err(error) => operations.tell(sessions::Action::Failed(key, (&error).into())),
            }
        });
    }

    /// Follows a session until it is ready or has ended. A failed question is shown, and asked again with the next
    /// refresh.
    fn watch(&self, key: SessionKey, mut poller: SessionPoller<RecordedRuntime>) {
        if self.inner.watched.borrow().contains(&key) {
            return;
        }
        self.inner.watched.borrow_mut().push(key.clone());
        let operations = self.clone();
        self.spawn(async move {
            let seen =
                |properties: &SessionProperties| operations.see(&key.region, properties.clone());
            if let Err(error) = poller.until_done(seen).await {
                operations.tell(sessions::Action::Failed(key.clone(), (&error).into()));
            }
            operations
                .inner
                .watched
                .borrow_mut()
                .retain(|watched| *watched != key);
        });
    }

    fn see(&self, region: &RegionName, properties: SessionProperties) {
        let key = SessionKey {
            region: region.clone(),
            id: properties.id.clone(),
        };
        self.forget_live(&key);
        if !properties.status.is_final() {
            self.inner.live.borrow_mut().push(key);
        }
        let now = self.inner.client.runtime().now();
        self.tell(sessions::Action::Seen(region.clone(), properties, now));
    }

    fn lose(&self, key: SessionKey) {
        self.forget_live(&key);
        self.tell(sessions::Action::Gone(key));
    }

    fn forget_live(&self, key: &SessionKey) {
        self.inner.live.borrow_mut().retain(|live| live != key);
    }

    fn live_in(&self, region: &RegionName) -> Vec<SessionKey> {
        self.inner
            .live
            .borrow()
            .iter()
            .filter(|key| key.region == *region)
            .cloned()
            .collect()
    }

    fn client_of(&self, region: &RegionName) -> Option<Client<RecordedRuntime>> {
        let region = self
            .inner
            .regions
            .iter()
            .find(|known| known.name == *region)?;
        Some(self.inner.client.at(region.endpoint.clone()))
    }

    /// Tells the sessions, until somebody signs out: what comes then is nobody's.
    fn tell(&self, action: sessions::Action) {
        if self.inner.sign_out.borrow().is_some() {
            self.inner.tell.sessions.dispatch(action);
        }
    }

    /// Runs something until it is done or somebody signs out.
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        // Boxed: one way through the executor for all tasks keeps the module small.
        let task: LocalBoxFuture<'static, ()> = Box::pin(task);
        let signed_out = self.inner.signed_out.clone();
        spawn_local(select(task, signed_out).map(drop));
    }
}

/// A new id for a session.
pub fn new_session_id() -> SessionId {
    SessionId::from_bytes(BrowserRuntime::default().random())
}
