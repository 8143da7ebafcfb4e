//! What the page does: every call goes through the client, and everything that comes of it is told to the state.

mod creating;
mod kept;
mod looking_up;
mod measuring;
mod sign_in;

use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
    time::Duration,
};

use futures_channel::oneshot;
use futures_util::{
    FutureExt as _,
    future::{AbortHandle, LocalBoxFuture, Shared, select},
};
use remote_rendering_client::{Client, Error, ErrorKind, Runtime as _, SessionPoller};
use remote_rendering_protocol::{
    MaxLeaseTime, Region, RegionName, SessionId, SessionStatus, Timestamp,
    session::SessionProperties,
};
use wasm_bindgen_futures::spawn_local;
use yew::UseReducerDispatcher;

pub use measuring::download_samples;
pub use sign_in::sign_in;

use super::{
    recorded::RecordedRuntime,
    state::{
        activity::{self, Activity},
        connection::{self, Connection},
        regions::{self, Regions},
        sessions::{self, Busy, SessionKey, Sessions},
    },
};
use crate::browser::BrowserRuntime;

/// How often the lists of the regions with live sessions are fetched again.
const REFRESH: Duration = Duration::from_secs(30);

/// Where the state is told what happened.
#[derive(Clone, PartialEq)]
pub struct Dispatchers {
    /// Who is signed in.
    pub connection: UseReducerDispatcher<Connection>,
    /// The regions.
    pub regions: UseReducerDispatcher<Regions>,
    /// The sessions.
    pub sessions: UseReducerDispatcher<Sessions>,
    /// The calls.
    pub activity: UseReducerDispatcher<Activity>,
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
    /// The sessions that were live when last seen.
    live: RefCell<Vec<SessionKey>>,
    /// The sessions that a poller waits for.
    watched: RefCell<Vec<SessionKey>>,
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
    fn new(client: Client<RecordedRuntime>, tell: Dispatchers, regions: Vec<Region>) -> Self {
        let (sign_out, signed_out) = oneshot::channel();
        let inner = Inner {
            client,
            tell,
            regions,
            live: RefCell::default(),
            watched: RefCell::default(),
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
        self.measure_unless_kept();
        self.watch_network();
        self.refresh_all();
        let operations = self.clone();
        self.spawn(async move {
            loop {
                operations.inner.client.runtime().sleep(REFRESH).await;
                operations.refresh_live();
                operations.renew_verdict();
            }
        });
    }

    /// Ends everything and forgets everything.
    pub fn sign_out(&self) {
        let inner = &self.inner;
        inner.client.runtime().end();
        inner.sign_out.take();
        kept::forget();
        inner.tell.sessions.dispatch(sessions::Action::Cleared);
        inner.tell.regions.dispatch(regions::Action::Cleared);
        inner.tell.activity.dispatch(activity::Action::Cleared);
        inner.tell.connection.dispatch(connection::Action::Ended);
    }

    /// Fetches the lists of all regions.
    pub fn refresh_all(&self) {
        for region in &self.inner.regions {
            self.refresh(region.name.clone());
        }
    }

    /// Sets a session's lease: the total since it became ready.
    pub fn extend(&self, key: SessionKey, total: MaxLeaseTime) {
        let Some(client) = self.client_of(&key.region) else {
            return;
        };
        self.tell(sessions::Action::Began(key.clone(), Busy::Extending));
        let operations = self.clone();
        self.spawn(async move {
            let outcome = client.update_session(&key.id, total).await;
            operations.finish(key, outcome);
        });
    }

    /// Ends a session.
    pub fn stop(&self, key: SessionKey) {
        let Some(client) = self.client_of(&key.region) else {
            return;
        };
        self.tell(sessions::Action::Began(key.clone(), Busy::Stopping));
        let operations = self.clone();
        self.spawn(async move {
            let outcome = match client.stop_session(&key.id).await {
                Ok(()) => client.get_session(&key.id).await,
                Err(error) => Err(error),
            };
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
                self.tell(sessions::Action::Finished(key));
            }
            Err(error) => self.tell(sessions::Action::Failed(key, (&error).into())),
        }
    }

    fn refresh_live(&self) {
        for region in &self.inner.regions {
            if !self.live_in(&region.name).is_empty() {
                self.refresh(region.name.clone());
            }
        }
    }

    /// Fetches one region's list. A session that was live and is not in it any more has ended: what became of it is
    /// asked for.
    fn refresh(&self, region: RegionName) {
        let Some(client) = self.client_of(&region) else {
            return;
        };
        self.tell(sessions::Action::Listing(region.clone()));
        let operations = self.clone();
        self.spawn(async move {
            let known = operations.live_in(&region);
            let listed = match client.list_sessions().collect().await {
                Ok(listed) => listed,
                Err(error) => {
                    return operations.tell(sessions::Action::ListFailed(region, (&error).into()));
                }
            };
            let is_listed = |key: &SessionKey| listed.iter().any(|one| one.id == key.id);
            let missing: Vec<_> = known.into_iter().filter(|key| !is_listed(key)).collect();
            operations.found_all(&client, &region, listed, &missing);
            operations.tell(sessions::Action::Listed(region.clone()));
            for key in missing {
                match client.get_session(&key.id).await {
                    Ok(properties) => operations.see(&region, properties),
                    Err(error) if error.kind() == ErrorKind::NotFound => operations.lose(key),
                    Err(error) => operations.tell(sessions::Action::Failed(key, (&error).into())),
                }
            }
        });
    }

    /// A region's list. Those that were live and are not in it stay to be asked for.
    fn found_all(
        &self,
        client: &Client<RecordedRuntime>,
        region: &RegionName,
        listed: Vec<SessionProperties>,
        missing: &[SessionKey],
    ) {
        let is_live = |it: &&SessionProperties| !it.status.is_final();
        let key = |it: &SessionProperties| SessionKey {
            region: region.clone(),
            id: it.id.clone(),
        };
        {
            let mut live = self.inner.live.borrow_mut();
            live.retain(|key| key.region != *region);
            live.extend(listed.iter().filter(is_live).map(key));
            live.extend_from_slice(missing);
        }
        for properties in &listed {
            if properties.status == SessionStatus::Starting {
                self.watch_from_now(client, key(properties));
            }
        }
        let now = self.now();
        self.tell(sessions::Action::SeenAll(region.clone(), listed, now));
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

    fn tell(&self, action: sessions::Action) {
        self.inner.tell.sessions.dispatch(action);
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
    SessionId::from_bytes(BrowserRuntime.random())
}
