use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use remote_rendering_engine::{Account, Session, SessionKey};
use remote_rendering_protocol::{AccountId, RegionName, SessionStatus, Timestamp};

use super::{
    Insertion, LiveCount, Position, ProcessId, Replacement, Share, Store, StoreError, Stored,
    Version,
};

/// A store that is gone with the process: for `--ephemeral`, and for tests.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    accounts: BTreeMap<AccountId, Account>,
    sessions: HashMap<SessionKey, Row>,
    /// The live sessions of each account and region, in the order of their creation.
    live: BTreeMap<(AccountId, RegionName), BTreeMap<Position, SessionKey>>,
    /// The same sessions by the share that they are in.
    shared: BTreeMap<Share, BTreeMap<Position, SessionKey>>,
    unreleased: BTreeMap<Share, BTreeSet<SessionKey>>,
    deadlines: BTreeSet<(Timestamp, SessionKey)>,
    shares: BTreeMap<Share, (ProcessId, Timestamp)>,
    last_position: u64,
}

#[derive(Debug)]
struct Row {
    session: Arc<Session>,
    version: Version,
    position: Position,
    share: Share,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        // Nothing in here panics between two writes, so a poisoned lock guards whole tables.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn list_of(key: &SessionKey) -> (AccountId, RegionName) {
    (key.account, key.region.clone())
}

impl Tables {
    /// Puts a session into the lists that it belongs to.
    fn enter(&mut self, session: &Session, position: Position, share: Share) {
        let key = session.key();
        if session.is_live() {
            self.live
                .entry(list_of(key))
                .or_default()
                .insert(position, key.clone());
            self.shared
                .entry(share)
                .or_default()
                .insert(position, key.clone());
        }
        if let Some(deadline) = session.next_deadline() {
            self.deadlines.insert((deadline, key.clone()));
        }
    }

    /// Takes a session out of every list that it is in.
    fn leave(&mut self, session: &Session, position: Position, share: Share) {
        let key = session.key();
        if let Some(list) = self.live.get_mut(&list_of(key)) {
            list.remove(&position);
        }
        if let Some(list) = self.shared.get_mut(&share) {
            list.remove(&position);
        }
        if let Some(deadline) = session.next_deadline() {
            self.deadlines.remove(&(deadline, key.clone()));
        }
    }

    fn stored(&self, key: &SessionKey) -> Option<Stored> {
        self.sessions.get(key).map(|row| Stored {
            session: Arc::clone(&row.session),
            version: row.version,
        })
    }

    fn page_of(
        &self,
        list: Option<&BTreeMap<Position, SessionKey>>,
        after: Option<Position>,
        limit: usize,
    ) -> Vec<(Position, Session)> {
        let first = Position(after.map_or(0, |position| position.0.saturating_add(1)));
        list.into_iter()
            .flat_map(|list| list.range(first..))
            .take(limit)
            .filter_map(|(position, key)| {
                Some((*position, Session::clone(&self.sessions.get(key)?.session)))
            })
            .collect()
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        Ok(self.tables().accounts.values().cloned().collect())
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.tables().accounts.get(&id).cloned())
    }

    async fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        self.tables().accounts.insert(account.id, account.clone());
        Ok(())
    }

    async fn remove_account(&self, id: AccountId) -> Result<(), StoreError> {
        self.tables().accounts.remove(&id);
        Ok(())
    }

    async fn insert(&self, session: &Session, share: Share) -> Result<Insertion, StoreError> {
        let mut tables = self.tables();
        if tables.sessions.contains_key(session.key()) {
            return Ok(Insertion::Taken);
        }
        tables.last_position += 1;
        let position = Position(tables.last_position);
        tables.enter(session, position, share);
        let row = Row {
            session: Arc::new(session.clone()),
            version: Version(0),
            position,
            share,
        };
        tables.sessions.insert(session.key().clone(), row);
        Ok(Insertion::Done)
    }

    async fn session(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError> {
        Ok(self.tables().stored(key))
    }

    async fn replace(&self, session: &Session, read: Version) -> Result<Replacement, StoreError> {
        let mut tables = self.tables();
        let key = session.key();
        let Some(row) = tables
            .sessions
            .get_mut(key)
            .filter(|row| row.version == read)
        else {
            return Ok(Replacement::Outdated);
        };
        row.version = Version(read.0 + 1);
        let (position, share) = (row.position, row.share);
        let before = std::mem::replace(&mut row.session, Arc::new(session.clone()));
        tables.leave(&before, position, share);
        tables.enter(session, position, share);
        if before.is_live() && !session.is_live() {
            tables
                .unreleased
                .entry(share)
                .or_default()
                .insert(key.clone());
        }
        Ok(Replacement::Done)
    }

    async fn remove(&self, key: &SessionKey, read: Version) -> Result<Replacement, StoreError> {
        let mut tables = self.tables();
        let is_read = |row: &Row| row.version == read;
        if !tables.sessions.get(key).is_some_and(is_read) {
            return Ok(Replacement::Outdated);
        }
        if let Some(row) = tables.sessions.remove(key) {
            tables.leave(&row.session, row.position, row.share);
            if let Some(keys) = tables.unreleased.get_mut(&row.share) {
                keys.remove(key);
            }
        }
        Ok(Replacement::Done)
    }

    async fn page(
        &self,
        account: AccountId,
        region: &RegionName,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        let tables = self.tables();
        let list = tables.live.get(&(account, region.clone()));
        Ok(tables.page_of(list, after, limit))
    }

    async fn live_of(
        &self,
        account: AccountId,
        limit: usize,
    ) -> Result<Vec<SessionKey>, StoreError> {
        let tables = self.tables();
        let lists = tables.live.iter().filter(|((of, _), _)| *of == account);
        let keys = lists.flat_map(|(_, list)| list.values());
        Ok(keys.take(limit).cloned().collect())
    }

    async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Stored>, StoreError> {
        let tables = self.tables();
        let due = tables.deadlines.iter().take(limit);
        Ok(due
            .take_while(|(deadline, _)| *deadline <= now)
            .filter_map(|(_, key)| tables.stored(key))
            .collect())
    }

    async fn count(&self) -> Result<LiveCount, StoreError> {
        let tables = self.tables();
        let mut count = LiveCount::default();
        let live = tables.live.values().flat_map(BTreeMap::values);
        for row in live.filter_map(|key| tables.sessions.get(key)) {
            match row.session.status() {
                SessionStatus::Starting => count.starting += 1,
                _ => count.ready += 1,
            }
        }
        Ok(count)
    }

    async fn claim_shares(
        &self,
        process: ProcessId,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Share>, StoreError> {
        let mut tables = self.tables();
        for holder in tables.shares.values_mut() {
            if holder.0 == process || holder.1 <= now {
                *holder = (process, until);
            }
        }
        let held = |tables: &Tables| -> Vec<Share> {
            let shares = tables.shares.iter();
            let held = shares.filter(|(_, holder)| holder.0 == process);
            held.map(|(share, _)| *share).collect()
        };
        if held(&tables).is_empty() {
            let last = tables.shares.keys().next_back();
            let new = Share(last.map_or(1, |share| share.0 + 1));
            tables.shares.insert(new, (process, until));
        }
        Ok(held(&tables))
    }

    async fn live_in(
        &self,
        share: Share,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        let tables = self.tables();
        Ok(tables.page_of(tables.shared.get(&share), after, limit))
    }

    async fn unreleased(&self, share: Share, limit: usize) -> Result<Vec<SessionKey>, StoreError> {
        let tables = self.tables();
        let keys = tables.unreleased.get(&share);
        Ok(keys.into_iter().flatten().take(limit).cloned().collect())
    }

    async fn released(&self, released: &[SessionKey]) -> Result<(), StoreError> {
        let mut tables = self.tables();
        for keys in tables.unreleased.values_mut() {
            for key in released {
                keys.remove(key);
            }
        }
        Ok(())
    }

    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn close(&self) {}
}
