//! What the device has uploaded.

use std::{collections::VecDeque, fs::File, sync::Arc};

use remote_rendering_protocol::device::{FailedCode, Failure};

use super::{Fetched, failure};

/// How many uploads are kept. A device loads what it has uploaded at once; these are for loading it again.
const MOST: usize = 4;

/// The uploads of the device that has the scene.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    kept: VecDeque<Upload>,
    last: u32,
}

/// An uploaded file. It has no name in the system, so that nothing of it is left when the host ends, however it does.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    number: u32,
    name: String,
    file: Arc<File>,
}

impl Uploads {
    /// Keeps a file, in the place of the oldest where there are many. Gives its number, which none had before.
    pub(crate) fn keep(&mut self, name: String, file: File) -> u32 {
        if self.kept.len() >= MOST {
            self.kept.pop_front();
        }
        self.last = self.last.wrapping_add(1);
        self.kept.push_back(Upload {
            number: self.last,
            name,
            file: Arc::new(file),
        });
        self.last
    }

    /// The upload of this number, if it is still there.
    pub(crate) fn find(&self, number: u32) -> Option<Upload> {
        self.kept.iter().find(|kept| kept.number == number).cloned()
    }

    /// Forgets all; numbers go on.
    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }
}

impl Upload {
    /// The file, for reading.
    pub(super) fn fetch(self) -> Result<Fetched, Failure> {
        let file = self.file.try_clone();
        let file = file.map_err(|_| {
            let message = "The host cannot open the upload again: upload the model once more.";
            failure(FailedCode::NotFound, message)
        })?;
        Ok(Fetched::file(self.name, file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_upload_makes_room() {
        let mut uploads = Uploads::default();
        let mut keep = || uploads.keep("a.glb".to_owned(), tempfile::tempfile().unwrap());
        let numbers: Vec<u32> = (0..=MOST).map(|_| keep()).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        assert!(uploads.find(1).is_none());
        assert!((2..=5).all(|number| uploads.find(number).is_some()));
        uploads.clear();
        assert!(uploads.find(5).is_none());
        let next = uploads.keep("b.glb".to_owned(), tempfile::tempfile().unwrap());
        assert_eq!(next, 6, "an old number never means another file");
    }
}
