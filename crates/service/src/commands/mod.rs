//! The commands beside `serve`. Those for accounts and copies work on the data folder, also while a service uses it;
//! `regions` measures from where it runs; `session` and `token` are clients of a service, wherever that is.

mod account;
mod backup;
mod completions;
mod configuration;
mod manual;
mod regions;
mod session;
mod signals;
mod status_line;
mod table;
mod terminal;

use std::{io, path::PathBuf};

use clap::Args;
use remote_rendering_protocol::AccountId;

use crate::{
    options::{OptionsError, data_folder},
    private_file::FileError,
    store::{SqliteAccounts, StoreError},
};

pub use account::AccountCommand;
pub use backup::BackupCommand;
pub use completions::CompletionsCommand;
pub use configuration::ConfigurationError;
pub use manual::ManualCommand;
pub use regions::{Outcome as RegionsOutcome, RegionsCommand, RegionsError};
pub use session::{
    Doing, Environment, Fault, Outcome as SessionOutcome, SessionCommand, SessionError,
    SettingName, TokenCommand, UnknownRegion, World,
};
pub use signals::{Signal, Signals};
pub use terminal::{Person, Terminal};

/// The store's file in a data folder.
pub(crate) const STORE_FILE: &str = "remote-rendering.db";

/// Which data folder a command works on.
#[derive(Clone, Debug, Args)]
pub struct DataFolder {
    /// The service's data folder [default: the system's folder for such data]
    #[arg(long, value_name = "DIR", env = "REMOTE_RENDERING_DATA", global = true)]
    data: Option<PathBuf>,
}

/// A command did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// No folder for data is known on this system.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// The folder has no store, and the command makes none.
    #[error(
        "there is no service's data in {}: say where it is with --data DIR", .0.display()
    )]
    NoStore(PathBuf),
    /// The folder cannot be made.
    #[error("the folder {} cannot be used", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// There is no such account.
    #[error("there is no account {0}: `remote-rendering account list` shows those there are")]
    NoAccount(AccountId),
    /// The id is taken, perhaps by an account that is being deleted.
    #[error("there is an account {0} already: choose another id, or leave it out")]
    AccountExists(AccountId),
    /// Deleting needs a yes.
    #[error(
        "deleting account {0} stops its sessions and cannot be undone: say --yes if that is what you want"
    )]
    NotConfirmed(AccountId),
    /// A copy would overwrite a file.
    #[error("{} is there already: give the backup another name", .0.display())]
    FileExists(PathBuf),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The answer could not be printed.
    #[error("the answer cannot be printed")]
    Output(#[from] io::Error),
}

impl DataFolder {
    fn path(&self) -> Result<PathBuf, CommandError> {
        Ok(data_folder(self.data.clone())?)
    }

    /// The store of the folder, which must be there.
    async fn open(&self) -> Result<SqliteAccounts, CommandError> {
        let folder = self.path()?;
        let file = folder.join(STORE_FILE);
        if !file.is_file() {
            return Err(CommandError::NoStore(folder));
        }
        Ok(SqliteAccounts::open(&file).await?)
    }

    /// The store of the folder, made if it is not there.
    async fn open_or_make(&self) -> Result<SqliteAccounts, CommandError> {
        let folder = self.path()?;
        crate::private_file::create_folder(&folder).map_err(|cause| CommandError::Folder {
            path: folder.clone(),
            cause,
        })?;
        Ok(SqliteAccounts::open(&folder.join(STORE_FILE)).await?)
    }
}
