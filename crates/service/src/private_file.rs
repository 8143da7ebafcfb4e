use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

/// A file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {doing} failed", .path.display())]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// `reading` or `writing`.
    pub doing: &'static str,
    /// Why.
    #[source]
    pub cause: io::Error,
}

/// The bytes of a file; `None` where there is none.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, FileError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(FileError {
            path: path.to_owned(),
            doing: "reading",
            cause,
        }),
    }
}

/// Writes a file that only its owner may read (mode 0600), in place of the old one at once: a
/// reader, and a crash, find the whole old file or the whole new one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    });
    written.map_err(|cause| FileError {
        path: path.to_owned(),
        doing: "writing",
        cause,
    })
}

/// Makes a folder, and those above it, that only its owner may enter. One that is there stays as it
/// is.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
