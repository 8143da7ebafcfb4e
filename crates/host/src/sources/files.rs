//! Models in folders of the operator's.
//!
//! A path is followed by `cap-std`, which opens nothing outside the folder, whatever links lie in it.

use std::{collections::VecDeque, fs::File, io, io::Read as _, path::Path};

use cap_std::{
    ambient_authority,
    fs::{Dir, Metadata},
};
use remote_rendering_protocol::device::{Available, FailedCode, Failure, ModelSource};
use remote_rendering_scene::Resources;

use super::{Fetched, failure, too_large};
use crate::{HostError, options::ModelFolder};

/// How many models are listed in all.
const MOST_LISTED: usize = 500;

/// How many entries of folders are looked at for a list.
const MOST_SEEN: usize = 20_000;

/// How many folders deep a list goes.
const DEEPEST: usize = 8;

/// The folders, by their names.
#[derive(Debug)]
pub(super) struct Folders(Vec<(String, Dir)>);

impl Folders {
    /// Opens the folders.
    pub(super) fn open(folders: &[ModelFolder]) -> Result<Self, HostError> {
        let open = |folder: &ModelFolder| {
            let dir = Dir::open_ambient_dir(&folder.path, ambient_authority());
            let dir = dir.map_err(|cause| HostError::Folder {
                path: folder.path.clone(),
                cause,
            })?;
            Ok((folder.name.clone(), dir))
        };
        folders.iter().map(open).collect::<Result<_, _>>().map(Self)
    }

    /// Opens the model at a folder's name and a path in it.
    pub(super) fn fetch(&self, path: &str, most: u64) -> Result<Fetched, Failure> {
        let (folder, within) = path.split_once('/').unwrap_or((path, ""));
        let known = self.0.iter().find(|(name, _)| name == folder);
        let Some((_, dir)) = known else {
            let message = format!("The operator allows no folder {folder:?}.");
            return Err(failure(FailedCode::NotAllowed, message));
        };
        if !is_model(within) {
            let message = "Only .glb and .gltf files are models.";
            return Err(failure(FailedCode::NotAllowed, message));
        }
        let within = Path::new(within);
        let (file, length) = open_file(dir, within).map_err(|error| told(&error))?;
        if length > most {
            return Err(too_large(most));
        }
        let folder = match within.parent() {
            Some(parent) if parent != Path::new("") => dir.open_dir(parent),
            _ => dir.try_clone(),
        };
        let folder = folder.map_err(|error| told(&error))?;
        let name = within.file_name().unwrap_or_default().to_string_lossy();
        Ok(Fetched::file(name.into_owned(), file).beside(Box::new(Beside(folder))))
    }

    /// The models that there are, each folder's by name, those of deeper folders last.
    pub(super) fn list(&self) -> Vec<Available> {
        let mut models = Vec::new();
        let mut seen = 0;
        for (name, dir) in &self.0 {
            let Ok(dir) = dir.try_clone() else { continue };
            let mut waiting = VecDeque::from([(name.clone(), dir, 1)]);
            while let Some((path, dir, depth)) = waiting.pop_front() {
                for (name, entry) in entries(&dir, &mut seen) {
                    let path = format!("{path}/{name}");
                    match entry {
                        Entry::Model(bytes) if models.len() < MOST_LISTED => {
                            // A name that the wire cannot carry cannot be asked for either.
                            let source = format!("file:{path}").parse::<ModelSource>();
                            models.extend(source.ok().map(|source| Available {
                                source,
                                bytes: Some(bytes),
                            }));
                        }
                        Entry::Folder(dir) if depth < DEEPEST => {
                            waiting.push_back((path, dir, depth + 1));
                        }
                        Entry::Model(_) | Entry::Folder(_) => {}
                    }
                }
            }
        }
        models
    }
}

enum Entry {
    Model(u64),
    Folder(Dir),
}

/// The models and folders in a folder, by name. What cannot be read is passed over.
fn entries(dir: &Dir, seen: &mut usize) -> Vec<(String, Entry)> {
    let Ok(entries) = dir.entries() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        *seen += 1;
        if *seen > MOST_SEEN {
            break;
        }
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() {
            let dir = entry.open_dir();
            found.extend(dir.ok().map(|dir| (name, Entry::Folder(dir))));
        } else if is_model(&name) {
            // A link to a file within the folder is one; a link to a folder could lead round in a ring.
            let file = dir.metadata(&name).ok().filter(Metadata::is_file);
            found.extend(file.map(|file| (name, Entry::Model(file.len()))));
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

fn is_model(path: &str) -> bool {
    let extension = Path::new(path).extension().unwrap_or_default();
    ["glb", "gltf"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// Opens a file for reading, and says how long it is.
fn open_file(dir: &Dir, path: &Path) -> io::Result<(File, u64)> {
    // Looked at before it is opened: opening a pipe would wait for somebody to write.
    let seen = dir.metadata(path)?;
    if !seen.is_file() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "not a file"));
    }
    let file = dir.open(path)?.into_std();
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// What a person is told of a file that cannot be opened. A way out of the folder is "denied", as by the system.
fn told(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::PermissionDenied => failure(
            FailedCode::NotAllowed,
            "The file lies outside the folder that the operator allows, or the host may not read it.",
        ),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            failure(FailedCode::NotFound, "There is no such file in the folder.")
        }
        _ => failure(
            FailedCode::NotFound,
            format!("The file cannot be opened: {error}."),
        ),
    }
}

/// The files beside a model, and in folders below its own.
#[derive(Debug)]
struct Beside(Dir);

impl Resources for Beside {
    fn read(&self, path: &str, at_most: u64) -> Result<Vec<u8>, String> {
        let opened = open_file(&self.0, Path::new(path));
        let (file, length) = opened.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "is not beside the model".to_owned(),
            io::ErrorKind::PermissionDenied => "may not be read".to_owned(),
            _ => format!("cannot be read: {error}"),
        })?;
        let too_large = || format!("has more than the {at_most} bytes that are left");
        if length > at_most {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let read = file.take(at_most.saturating_add(1)).read_to_end(&mut bytes);
        let read = read.map_err(|error| format!("cannot be read: {error}"))?;
        if u64::try_from(read).unwrap_or(u64::MAX) > at_most {
            return Err(too_large());
        }
        Ok(bytes)
    }
}

#[cfg(test)]
#[path = "files/tests.rs"]
mod tests;
