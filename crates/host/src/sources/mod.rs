//! Where models come from.

mod addresses;
mod available;
mod fetched;
mod files;
mod network;
mod samples;
mod uploads;

use std::sync::Arc;

use remote_rendering_protocol::device::{Available, FailedCode, Failure, ModelSource};
use tokio::sync::OwnedSemaphorePermit;

use crate::{HostError, HostOptions};
use addresses::Addresses;
pub(crate) use fetched::Fetched;
use files::Folders;
pub(crate) use uploads::{Upload, Uploads};

/// The sources that the operator allows.
#[derive(Clone, Debug)]
pub(crate) struct Sources {
    folders: Arc<Folders>,
    addresses: Arc<Addresses>,
    max_bytes: u64,
}

/// Is told how many bytes have come, and how many there will be, where that is known.
pub(crate) type Tell<'a> = &'a (dyn Fn(u64, Option<u64>) + Send + Sync);

/// A load's place among those that may be at once. Work that cannot be interrupted keeps it until it is done.
#[derive(Clone, Debug)]
pub(crate) struct Slot(
    #[expect(dead_code, reason = "held, and never read")] Arc<OwnedSemaphorePermit>,
);

impl Slot {
    pub(crate) fn new(permit: OwnedSemaphorePermit) -> Self {
        Self(Arc::new(permit))
    }
}

impl Sources {
    /// What the options allow.
    pub(crate) fn new(options: &HostOptions) -> Result<Self, HostError> {
        Ok(Self {
            folders: Arc::new(Folders::open(&options.models)?),
            addresses: Arc::new(Addresses::new(
                &options.models_from,
                options.max_model_size,
            )?),
            max_bytes: options.max_model_size,
        })
    }

    /// Fetches a model's bytes, or opens their file. An upload is given along, since it is the device's.
    pub(crate) async fn fetch(
        &self,
        source: &ModelSource,
        upload: Option<Upload>,
        slot: &Slot,
        tell: Tell<'_>,
    ) -> Result<Fetched, Failure> {
        tell(0, None);
        match source {
            ModelSource::Sample(name) => {
                let name = name.clone();
                in_background(slot, move || samples::make(&name)).await
            }
            ModelSource::File(path) => {
                let (folders, path, most) =
                    (Arc::clone(&self.folders), path.clone(), self.max_bytes);
                in_background(slot, move || folders.fetch(&path, most)).await
            }
            ModelSource::Address(address) => self.addresses.fetch(address, tell).await,
            ModelSource::Upload(number) => match upload {
                Some(upload) => upload.fetch(),
                None => Err(failure(
                    FailedCode::NotFound,
                    format!("There is no upload {number} any more: upload the model again."),
                )),
            },
        }
    }

    /// The hosts whose addresses are allowed, as `HOST` or `HOST:PORT`.
    pub(crate) fn hosts(&self) -> Vec<String> {
        self.addresses.hosts()
    }

    /// What can be loaded without knowing its name.
    pub(crate) async fn available(&self) -> Vec<Available> {
        let folders = Arc::clone(&self.folders);
        let listed = tokio::task::spawn_blocking(move || available::list(&folders));
        listed.await.unwrap_or_default()
    }
}

/// A failed load.
pub(crate) fn failure(code: FailedCode, message: impl Into<String>) -> Failure {
    Failure::new(code, message)
}

/// Runs what blocks on a thread of its own.
pub(crate) async fn in_background<T: Send + 'static>(
    slot: &Slot,
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let slot = slot.clone();
    let done = tokio::task::spawn_blocking(move || {
        let _slot = slot;
        work()
    });
    let done = done.await;
    // A panic has been printed; what it interrupted was this load alone.
    done.unwrap_or_else(|_| {
        let message =
            "The host could not read the model, and that is its own fault: tell its operator.";
        Err(failure(FailedCode::Broken, message))
    })
}

/// Says that a file is larger than may be loaded.
fn too_large(most: u64) -> Failure {
    let message =
        format!("The model's file is larger than the {most} bytes that the operator allows.");
    let mut failure = failure(FailedCode::TooLarge, message);
    failure.detail.most_bytes = Some(most);
    failure
}
