use std::{
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use remote_rendering_engine::{KeyRing, RingKey, SigningKey};
use remote_rendering_protocol::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Randomness,
    private_file::{self, FileError},
};

/// The signing keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SigningKeysError {
    /// What is in the file is no key ring.
    #[error("{} is damaged: restore it, or remove it, and every access token is issued anew", .0.display())]
    Damaged(PathBuf),
    /// There is no key yet.
    #[error("there are no signing keys in {}: is it the data folder of a service that was started once?", .0.display())]
    None(PathBuf),
    /// The file failed.
    #[error("the signing keys' file failed")]
    File(#[from] FileError),
}

/// The file of a key ring, and the lock beside it.
#[derive(Debug)]
pub(super) struct KeyFile {
    folder: PathBuf,
}

/// Which state of a file it is: every write puts a new file in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    modified: Option<SystemTime>,
    length: u64,
    #[cfg(unix)]
    inode: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    keys: Vec<KeptKey>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KeptKey {
    created_at: Timestamp,
    /// The 32 bytes in base64.
    secret: String,
}

impl KeyFile {
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.join("signing-keys.json")
    }

    /// The file of the first versions: 32 bytes, one key.
    fn single_key_path(&self) -> PathBuf {
        self.folder.join("signing.key")
    }

    /// `None` where there is no file.
    pub(super) fn identity(&self) -> Option<Identity> {
        let metadata = fs::metadata(self.path()).ok()?;
        Some(Identity {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&metadata),
        })
    }

    /// The ring, if there is one.
    pub(super) fn read(&self) -> Result<Option<KeyRing>, SigningKeysError> {
        let path = self.path();
        let Some(bytes) = private_file::read(&path)? else {
            return Ok(None);
        };
        let ring = parse(&bytes).ok_or(SigningKeysError::Damaged(path))?;
        Ok(Some(ring))
    }

    /// The ring; a new one if there is none, which begins with the single key of the first
    /// versions if that is there.
    pub(super) fn open(
        &self,
        randomness: &dyn Randomness,
        now: Timestamp,
    ) -> Result<KeyRing, SigningKeysError> {
        if let Some(ring) = self.read()? {
            return Ok(ring);
        }
        let _lock = self.lock()?;
        if let Some(ring) = self.read()? {
            return Ok(ring);
        }
        let single = self.single_key_path();
        let bytes = match private_file::read(&single)? {
            Some(bytes) => bytes
                .try_into()
                .map_err(|_| SigningKeysError::Damaged(single.clone()))?,
            None => randomness.bytes(),
        };
        let ring = KeyRing::new(SigningKey::from_bytes(&bytes), now);
        self.write(&ring)?;
        // Kept twice, a key would stay on the disk when the ring has dropped it.
        match fs::remove_file(&single) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(FileError {
                path: single,
                doing: "removing",
                cause,
            }
            .into()),
            _ => Ok(ring),
        }
    }

    /// Adds a key, if the ring as it is in the file asks for it; returns the ring in the file.
    pub(super) fn rotate_if(
        &self,
        due: impl FnOnce(&KeyRing) -> bool,
        randomness: &dyn Randomness,
        now: Timestamp,
    ) -> Result<KeyRing, SigningKeysError> {
        let _lock = self.lock()?;
        let ring = self.read()?;
        let ring = ring.ok_or_else(|| SigningKeysError::None(self.folder.clone()))?;
        if !due(&ring) {
            return Ok(ring);
        }
        let rotated = ring.rotated(SigningKey::from_bytes(&randomness.bytes()), now);
        self.write(&rotated)?;
        Ok(rotated)
    }

    fn write(&self, ring: &KeyRing) -> Result<(), SigningKeysError> {
        let keys = ring.keys().map(|ring_key| KeptKey {
            created_at: ring_key.created_at,
            secret: STANDARD.encode(ring_key.key.to_bytes()),
        });
        let content = Content {
            keys: keys.collect(),
        };
        // Texts only: there is nothing in it that JSON cannot write.
        let mut text = serde_json::to_vec_pretty(&content).unwrap_or_default();
        text.push(b'\n');
        Ok(private_file::write(&self.path(), &text)?)
    }

    /// Keeps other processes from writing until it is dropped.
    fn lock(&self) -> Result<fs::File, FileError> {
        let path = self.folder.join("signing-keys.lock");
        let locked = fs::File::create(&path).and_then(|file| {
            file.lock()?;
            Ok(file)
        });
        locked.map_err(|cause| FileError {
            path,
            doing: "locking",
            cause,
        })
    }
}

fn parse(bytes: &[u8]) -> Option<KeyRing> {
    let content: Content = serde_json::from_slice(bytes).ok()?;
    let keys = content.keys.iter().map(|kept| {
        let secret: [u8; 32] = STANDARD.decode(&kept.secret).ok()?.try_into().ok()?;
        Some(RingKey {
            key: SigningKey::from_bytes(&secret),
            created_at: kept.created_at,
        })
    });
    KeyRing::of(keys.collect::<Option<Vec<_>>>()?)
}
