//! Keeping the lists of sessions true: by need, and not more.

use std::{future::pending, time::Duration};

use gloo_events::EventListener;
use remote_rendering_client::{Client, ErrorKind, Runtime as _};
use remote_rendering_protocol::{
    Generation, RegionName, SessionStatus, session::SessionProperties,
};

use super::Operations;
use crate::console::{
    navigation::document,
    recorded::RecordedRuntime,
    state::sessions::{Action, SessionKey},
};

/// How often the lists of the regions with live sessions are fetched again.
const REFRESH: Duration = Duration::from_secs(30);

/// In a tab that nobody sees, only every so manieth time.
const UNSEEN: u32 = 4;

impl Operations {
    /// Fetches the lists again and again. Without a network it waits for one, and who comes back to the tab sees what is.
    pub(super) fn keep_fresh(&self) {
        let operations = self.clone();
        self.spawn(async move {
            let mut unseen = 0;
            loop {
                operations.inner.client.runtime().sleep(REFRESH).await;
                unseen = if is_hidden() { unseen + 1 } else { 0 };
                if unseen % UNSEEN == 0 && !operations.is_cut_off() {
                    operations.refresh_live();
                }
                operations.renew_verdict();
                operations.renew_token().await;
            }
        });
        let operations = self.clone();
        self.spawn(async move {
            let Some(document) = document() else {
                return;
            };
            let come_back = move |_: &web_sys::Event| {
                if !is_hidden() && operations.is_stale() {
                    operations.refresh_live();
                }
            };
            let _listener = EventListener::new(&document, "visibilitychange", come_back);
            pending::<()>().await;
        });
    }

    /// Fetches the lists of all regions.
    pub fn refresh_all(&self) {
        for region in &self.inner.regions {
            self.refresh(region.name.clone());
        }
    }

    /// Fetches the lists of the regions where sessions live.
    pub(super) fn refresh_live(&self) {
        for region in &self.inner.regions {
            if !self.live_in(&region.name).is_empty() {
                self.refresh(region.name.clone());
            }
        }
    }

    /// Whether the lists are older than they are to be.
    fn is_stale(&self) -> bool {
        let age = |at| Duration::from(self.now().since(at));
        let age = self.inner.refreshed_at.get().map(age);
        age.is_none_or(|age| age >= REFRESH)
    }

    /// Fetches one region's list, unless it is on its way. A session that was live and is not in it any more has ended: what
    /// became of it is asked for.
    pub(super) fn refresh(&self, region: RegionName) {
        let Some(client) = self.client_of(&region) else {
            return;
        };
        if self.inner.fetching.borrow().contains(&region) {
            return;
        }
        self.inner.fetching.borrow_mut().push(region.clone());
        self.inner.refreshed_at.set(Some(self.now()));
        self.tell(Action::Listing(region.clone()));
        let operations = self.clone();
        self.spawn(async move {
            operations.fetch(&client, &region).await;
            let mut fetching = operations.inner.fetching.borrow_mut();
            fetching.retain(|it| *it != region);
        });
    }

    async fn fetch(&self, client: &Client<RecordedRuntime>, region: &RegionName) {
        let known = self.live_in(region);
        let mut listed = match client.list_sessions().collect().await {
            Ok(listed) => listed,
            Err(error) => {
                return self.tell(Action::ListFailed(region.clone(), (&error).into()));
            }
        };
        // A list begins with the oldest. In v1 nothing else tells which is the newer of two that are seen first at once.
        if client.generation() == Generation::V1 {
            listed.reverse();
        }
        let missing = not_listed(known, &listed);
        self.found_all(client, region, listed);
        for key in missing {
            match client.get_session(&key.id).await {
                Ok(properties) => self.see(region, properties),
                Err(error) if error.kind() == ErrorKind::NotFound => self.lose(key),
                Err(error) => self.tell(Action::Failed(key, (&error).into())),
            }
        }
    }

    /// A region's list. What is live and not in it stays: it was created meanwhile, or is to be asked for.
    fn found_all(
        &self,
        client: &Client<RecordedRuntime>,
        region: &RegionName,
        listed: Vec<SessionProperties>,
    ) {
        let key = |it: &SessionProperties| SessionKey {
            region: region.clone(),
            id: it.id.clone(),
        };
        let missing = not_listed(self.live_in(region), &listed);
        {
            let mut live = self.inner.live.borrow_mut();
            live.retain(|key| key.region != *region);
            live.extend(missing);
            let is_live = |it: &&SessionProperties| !it.status.is_final();
            live.extend(listed.iter().filter(is_live).map(key));
        }
        for properties in &listed {
            if properties.status == SessionStatus::Starting {
                self.watch_from_now(client, key(properties));
            }
        }
        self.tell(Action::SeenAll(region.clone(), listed, self.now()));
    }
}

/// The sessions that are not in a list.
fn not_listed(mut known: Vec<SessionKey>, listed: &[SessionProperties]) -> Vec<SessionKey> {
    // Sorted once: a list may have thousands.
    let mut ids: Vec<&str> = listed.iter().map(|one| one.id.as_str()).collect();
    ids.sort_unstable();
    known.retain(|key| ids.binary_search(&key.id.as_str()).is_err());
    known
}

/// Whether nobody sees the tab.
fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}
