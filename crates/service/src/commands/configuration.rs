//! Reading `arrconfig.json`.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use remote_rendering_client::{Json as _, JsonError, SerdeJson};
use remote_rendering_protocol::arrconfig::ArrConfig;

/// A file is not one in the form of `arrconfig.json`. Quotes nothing of it: it has the account's key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// The file cannot be read.
    #[error("{} cannot be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The file is not JSON of that form.
    #[error("{} is not a configuration in the form of arrconfig.json", .path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// Where it is wrong, and why.
        #[source]
        cause: JsonError,
    },
}

/// Reads the file at a path.
pub(crate) fn read(path: &Path) -> Result<ArrConfig, ConfigurationError> {
    let text = fs::read_to_string(path).map_err(|cause| ConfigurationError::Unreadable {
        path: path.to_owned(),
        cause,
    })?;
    // PowerShell and Windows' editors begin a file with a mark of its encoding.
    let text = text.trim_start_matches('\u{feff}');
    SerdeJson::parse(text).map_err(|cause| ConfigurationError::Form {
        path: path.to_owned(),
        cause,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editors_mark_is_passed_over_and_a_mistake_quotes_no_value() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("arrconfig.json");
        fs::write(
            &path,
            "\u{feff}{\"accountSettings\":{\"arrAccountId\":\"x\"}}",
        )
        .unwrap();
        let config = read(&path).unwrap();
        assert_eq!(config.account_settings.arr_account_id.as_deref(), Some("x"));

        fs::write(&path, "{\"accountSettings\":{\"arrAccountKey\":4711}}").unwrap();
        let ConfigurationError::Form { cause, .. } = read(&path).unwrap_err() else {
            panic!("it can be read");
        };
        assert!(!cause.to_string().contains("4711"), "{cause}");
    }
}
