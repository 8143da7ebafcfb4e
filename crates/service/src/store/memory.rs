use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use remote_rendering_engine::{Account, Session, SessionKey};
use remote_rendering_protocol::{AccountId, RegionName};

use super::{Insertion, Position, Replacement, Store, StoreError, Stored, Version};

/// A store that is gone with the process: for `--ephemeral`, and for tests.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    accounts: BTreeMap<AccountId, Account>,
    sessions: HashMap<SessionKey, Row>,
    /// The live sessions of each account and region, in the order of their creation.
    live: BTreeMap<(AccountId, RegionName), BTreeMap<Position, SessionKey>>,
    last_position: u64,
}

#[derive(Debug)]
struct Row {
    session: Session,
    version: Version,
    position: Position,
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

    async fn insert(&self, session: &Session) -> Result<Insertion, StoreError> {
        let mut tables = self.tables();
        let key = session.key();
        if tables.sessions.contains_key(key) {
            return Ok(Insertion::Taken);
        }
        tables.last_position += 1;
        let position = Position(tables.last_position);
        if session.is_live() {
            tables
                .live
                .entry(list_of(key))
                .or_default()
                .insert(position, key.clone());
        }
        tables.sessions.insert(
            key.clone(),
            Row {
                session: session.clone(),
                version: Version(0),
                position,
            },
        );
        Ok(Insertion::Done)
    }

    async fn session(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError> {
        let tables = self.tables();
        Ok(tables.sessions.get(key).map(|row| Stored {
            session: row.session.clone(),
            version: row.version,
        }))
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
        row.session = session.clone();
        row.version = Version(read.0 + 1);
        let position = row.position;
        if !session.is_live()
            && let Some(list) = tables.live.get_mut(&list_of(key))
        {
            list.remove(&position);
        }
        Ok(Replacement::Done)
    }

    async fn live(&self) -> Result<Vec<Session>, StoreError> {
        let tables = self.tables();
        let keys = tables.live.values().flat_map(BTreeMap::values);
        Ok(keys
            .filter_map(|key| tables.sessions.get(key))
            .map(|row| row.session.clone())
            .collect())
    }

    async fn page(
        &self,
        account: AccountId,
        region: &RegionName,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<(Position, Session)>, StoreError> {
        let tables = self.tables();
        let Some(list) = tables.live.get(&(account, region.clone())) else {
            return Ok(Vec::new());
        };
        let first = Position(after.map_or(0, |position| position.0.saturating_add(1)));
        let rows = list
            .range(first..)
            .take(limit)
            .filter_map(|(position, key)| {
                let row = tables.sessions.get(key)?;
                Some((*position, row.session.clone()))
            });
        Ok(rows.collect())
    }

    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn close(&self) {}
}
