use std::{fmt::Write as _, path::PathBuf};

use clap::Subcommand;
use remote_rendering_engine::{KeyRing, token::LIFETIME};
use remote_rendering_protocol::Timestamp;

use super::file::{KeyFile, SigningKeysError};
use crate::{Clock, Randomness, options::data_folder};

/// `remote-rendering signing-key`: the keys that access tokens are signed with.
#[derive(Clone, Debug, Subcommand)]
pub enum SigningKeyCommand {
    /// Adds a key that signs from now on. Tokens of the older keys stay good until they expire; a
    /// running service notices by itself
    Rotate(Folder),
    /// Lists the ids of the keys and what each does. Never prints a key
    List(Folder),
}

/// Whose keys.
#[derive(Clone, Debug, clap::Args)]
pub struct Folder {
    /// The folder of the service's data [default: the system's folder for such data]
    #[arg(long, value_name = "DIR", env = "REMOTE_RENDERING_DATA")]
    data: Option<PathBuf>,
}

impl SigningKeyCommand {
    /// Carries out the command; returns what to print.
    pub fn run(
        &self,
        clock: &dyn Clock,
        randomness: &dyn Randomness,
    ) -> Result<String, Box<dyn std::error::Error>> {
        let (Self::Rotate(folder) | Self::List(folder)) = self;
        let folder = data_folder(folder.data.clone())?;
        let file = KeyFile::in_folder(&folder);
        let ring = file.read()?.ok_or(SigningKeysError::None(folder))?;
        let ring = match self {
            Self::List(_) => ring,
            Self::Rotate(_) => file.rotate_if(|_| true, randomness, clock.now())?,
        };
        Ok(listed(&ring))
    }
}

fn listed(ring: &KeyRing) -> String {
    let mut text = String::new();
    let mut replaced_at: Option<Timestamp> = None;
    for ring_key in ring.keys() {
        let (id, created_at) = (ring_key.key.id(), ring_key.created_at);
        // Writing to a String cannot fail.
        let _ = match replaced_at {
            None => writeln!(text, "{id}  since {created_at}  signs"),
            Some(at) => {
                let end = at.after(LIFETIME).after(KeyRing::SLACK);
                writeln!(text, "{id}  since {created_at}  verifies until {end}")
            }
        };
        replaced_at = Some(created_at);
    }
    text
}
