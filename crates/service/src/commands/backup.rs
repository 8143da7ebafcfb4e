use std::{io::Write, path::PathBuf};

use clap::Args;

use super::{CommandError, DataFolder};

/// `remote-rendering backup`.
#[derive(Clone, Debug, Args)]
pub struct BackupCommand {
    #[command(flatten)]
    folder: DataFolder,
    /// The file to write: it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl BackupCommand {
    /// Copies accounts and sessions, as they are at one moment, also while a service uses them.
    ///
    /// To go back to a copy, put it into an empty data folder under the store's name.
    pub async fn run(self, out: &mut (dyn Write + Send)) -> Result<(), CommandError> {
        let store = self.folder.open().await?;
        if self.file.exists() {
            return Err(CommandError::FileExists(self.file));
        }
        let copied = store.backup(&self.file).await;
        store.close().await;
        copied?;
        writeln!(
            out,
            "{}: to go back to it, put it into an empty data folder as {}",
            self.file.display(),
            super::STORE_FILE
        )?;
        Ok(())
    }
}
