//! The account that the service makes for a developer, and its file.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use remote_rendering_engine::{Account, KeyHash};
use remote_rendering_protocol::{AccountKey, Timestamp, arrconfig::ArrConfig};
use tracing::warn;

use crate::{
    Randomness, Scheme, Store, account_file,
    private_file::{self, FileError},
    store::StoreError,
};

/// The development account cannot be made or offered.
#[derive(Debug, thiserror::Error)]
pub enum DevelopmentError {
    /// The service would offer an account, whose key lies in a file, to other machines.
    #[error(
        "a development account must not be reachable from other machines: listen on a loopback address such as \
         127.0.0.1:8080 instead of {0}, or make an account with `remote-rendering account create` and delete \
         the development account with `remote-rendering account delete`"
    )]
    NotLoopback(SocketAddr),
    /// The store failed.
    #[error("the development account cannot be kept")]
    Store(#[from] StoreError),
    /// Its file failed.
    #[error("the development account's file failed")]
    File(#[from] FileError),
}

/// Makes a development account in a store that has no account, and keeps the file of the one that
/// there is in step with the address. Returns the file's path, or `None` where the store has other
/// accounts only.
pub(crate) async fn prepare(
    store: &dyn Store,
    folder: &Path,
    addr: SocketAddr,
    scheme: Scheme,
    randomness: &dyn Randomness,
    now: Timestamp,
) -> Result<Option<PathBuf>, DevelopmentError> {
    let mut accounts = store.accounts().await?;
    accounts.retain(Account::is_open);
    let present = accounts.iter().find(|account| account.development);
    if present.is_none() && !accounts.is_empty() {
        return Ok(None);
    }
    if !addr.ip().is_loopback() {
        return Err(DevelopmentError::NotLoopback(addr));
    }
    let path = folder.join("arrconfig.json");
    let url = format!("{}://{addr}", scheme.as_str());
    let (account, key) = match present {
        None => fresh(&url, randomness, now),
        Some(account) => match key_of_file(&path, account)? {
            Some(key) => (
                Account {
                    domain: url.clone(),
                    ..account.clone()
                },
                key,
            ),
            None => rekeyed(account, &path, fresh(&url, randomness, now)),
        },
    };
    // The file first: a crash between the two leaves a key that opens nothing, and the next start
    // makes another.
    private_file::write(&path, &account_file::text(account.id, &key, &url))?;
    store.put_account(&account).await?;
    Ok(Some(path))
}

fn fresh(url: &str, randomness: &dyn Randomness, now: Timestamp) -> (Account, AccountKey) {
    let key = AccountKey::from_bytes(&randomness.bytes::<32>());
    // Nobody ever sees the second key: a file holds one.
    let unseen = AccountKey::from_bytes(&randomness.bytes::<32>());
    let account = Account {
        id: account_file::new_id(randomness),
        domain: url.to_owned(),
        primary_key: KeyHash::of(&key),
        secondary_key: KeyHash::of(&unseen),
        created_at: now,
        development: true,
        closed_at: None,
    };
    (account, key)
}

/// The account with the keys of a fresh one: its own are lost.
fn rekeyed(
    account: &Account,
    path: &Path,
    (fresh, key): (Account, AccountKey),
) -> (Account, AccountKey) {
    warn!(file = %path.display(), "the development account's key is not in its file: it gets a new key");
    (
        Account {
            id: account.id,
            created_at: account.created_at,
            ..fresh
        },
        key,
    )
}

/// The key in the file, if it is this account's.
fn key_of_file(path: &Path, account: &Account) -> Result<Option<AccountKey>, FileError> {
    let Some(bytes) = private_file::read(path)? else {
        return Ok(None);
    };
    let config: Option<ArrConfig> = serde_json::from_slice(&bytes).ok();
    let key = config.and_then(|config| config.account_key().ok().flatten());
    Ok(key.filter(|key| account.opens_with(key)))
}
