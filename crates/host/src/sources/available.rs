//! What a device can ask for without knowing its name.

use remote_rendering_protocol::device::{Available, ModelSource};

use super::{files::Folders, samples};

/// The samples, and the models of the folders.
pub(super) fn list(folders: &Folders) -> Vec<Available> {
    let samples = samples::names().map(|name| Available {
        source: ModelSource::Sample(name.to_owned()),
        bytes: None,
    });
    samples.chain(folders.list()).collect()
}
