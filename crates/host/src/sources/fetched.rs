//! A model's file, here but not read.

use std::{
    fmt,
    fs::File,
    io::{self, Read as _, Seek as _},
};

use remote_rendering_protocol::device::{FailedCode, Failure};
use remote_rendering_scene::{Limits, Model, ModelError, NoResources, Resources};

use super::{failure, too_large};

/// A model's file, here but not read.
pub(crate) struct Fetched {
    /// What a person calls it.
    pub(crate) name: String,
    content: Content,
    /// The files beside it.
    resources: Box<dyn Resources + Send>,
}

enum Content {
    Bytes(Vec<u8>),
    File(File),
}

impl fmt::Debug for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetched")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Fetched {
    /// A model in memory.
    pub(super) fn bytes(name: String, bytes: Vec<u8>) -> Self {
        Self {
            name,
            content: Content::Bytes(bytes),
            resources: Box::new(NoResources),
        }
    }

    /// A model in a file, with no file beside it.
    pub(super) fn file(name: String, file: File) -> Self {
        Self {
            name,
            content: Content::File(file),
            resources: Box::new(NoResources),
        }
    }

    /// The same with files beside it.
    pub(super) fn beside(mut self, resources: Box<dyn Resources + Send>) -> Self {
        self.resources = resources;
        self
    }

    /// Reads the model. Blocks, and takes long.
    pub(crate) fn read(self, limits: &Limits) -> Result<Model, Failure> {
        let bytes = match self.content {
            Content::Bytes(bytes) => bytes,
            Content::File(file) => {
                let read = read(file, limits.file_bytes);
                read.map_err(|error| {
                    let message = format!("The host cannot read the model's file: {error}.");
                    failure(FailedCode::NotFound, message)
                })?
                .ok_or_else(|| too_large(limits.file_bytes))?
            }
        };
        let model = Model::read(&bytes, &*self.resources, limits);
        model.map_err(|error| told(&error, limits))
    }
}

/// The bytes of the file from its beginning; none if there are more than `most`.
fn read(mut file: File, most: u64) -> io::Result<Option<Vec<u8>>> {
    file.rewind()?;
    let mut bytes = Vec::new();
    // The length is only how much to expect: the file can change while it is read.
    let expected = file.metadata()?.len().min(most);
    bytes.reserve_exact(usize::try_from(expected).unwrap_or_default());
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok((length <= most).then_some(bytes))
}

/// What a person is told of a model that cannot be read.
fn told(error: &ModelError, limits: &Limits) -> Failure {
    let code = match error {
        ModelError::Version(_) | ModelError::Extensions(_) => FailedCode::Unsupported,
        ModelError::TooLarge { what, limit, .. }
            if *what == "bytes in memory" && *limit == limits.memory_bytes =>
        {
            FailedCode::Memory
        }
        ModelError::TooLarge { .. } => FailedCode::TooLarge,
        _ => FailedCode::Broken,
    };
    let mut text = error.to_string();
    if let Some(first) = text.get(..1) {
        text.replace_range(..1, &first.to_uppercase());
    }
    let mut failure = failure(code, format!("{text}. {}", error.advice()));
    match error {
        ModelError::Extensions(names) => failure.detail.extensions.clone_from(names),
        ModelError::Container(_) => {}
        _ => failure.detail.fault = Some(format!("{text}.")),
    }
    failure
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn fetched(bytes: &[u8]) -> Fetched {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Fetched::file("test".to_owned(), file)
    }

    #[test]
    fn each_fault_has_its_code() {
        let extension =
            br#"{"asset":{"version":"2.0"},"extensionsRequired":["KHR_draco_mesh_compression"]}"#;
        for (bytes, code) in [
            (&b"no model"[..], FailedCode::Broken),
            (b"", FailedCode::Broken),
            (br#"{"asset":{"version":"1.0"}}"#, FailedCode::Unsupported),
            (extension, FailedCode::Unsupported),
            (
                br#"{"asset":{"version":"2.0"},"buffers":[{"byteLength":4,"uri":"a.bin"}]}"#,
                FailedCode::Broken,
            ),
        ] {
            let failed = fetched(bytes).read(&Limits::default()).unwrap_err();
            assert_eq!(failed.code, code, "{}", failed.message);
            assert!(failed.message.ends_with('.'), "{}", failed.message);
            let names = failed.detail.extensions;
            assert_eq!(names.concat().is_empty(), bytes != extension, "{names:?}");
        }
    }

    #[test]
    fn limits_have_their_codes() {
        let alpha = remote_rendering_scene::samples::alpha();
        let with = |change: fn(&mut Limits)| {
            let mut limits = Limits::default();
            change(&mut limits);
            fetched(&alpha).read(&limits).map_err(|failed| failed.code)
        };
        assert!(with(|_| ()).is_ok());
        let file = with(|limits| limits.file_bytes = 1000);
        assert_eq!(file.unwrap_err(), FailedCode::TooLarge);
        let memory = with(|limits| limits.memory_bytes = 100_000);
        assert_eq!(memory.unwrap_err(), FailedCode::Memory);
        let triangles = with(|limits| limits.triangles = 1);
        assert_eq!(triangles.unwrap_err(), FailedCode::TooLarge);
    }

    #[test]
    fn an_upload_can_be_read_twice() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&remote_rendering_scene::samples::alpha())
            .unwrap();
        for _ in 0..2 {
            let again = Fetched::file("test".to_owned(), file.try_clone().unwrap());
            assert!(again.read(&Limits::default()).is_ok());
        }
    }
}
