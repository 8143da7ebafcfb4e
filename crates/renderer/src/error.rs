//! What can go wrong while rendering.

use thiserror::Error;

/// Why a model was not prepared or a picture not rendered.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// Models may not take as much of the device; see
    /// [`GpuOptions::model_bytes`](crate::GpuOptions::model_bytes).
    #[error(
        "the model takes {} MiB of graphics memory, and {} MiB are left: unload another model, or \
         simplify this one", mebibytes(*.needed), .left >> 20
    )]
    Memory {
        /// What the model takes, in bytes.
        needed: u64,
        /// What is left, in bytes.
        left: u64,
    },

    /// The device has no memory left.
    #[error("the graphics device is out of memory: unload a model, or ask for smaller pictures")]
    DeviceMemory(#[source] wgpu::Error),

    /// The device cannot hold something in one piece.
    #[error("the model has {what} of {found}, and the graphics device takes {limit} at most")]
    Limit {
        /// What it is, with its unit, as `a texture edge in pixels`.
        what: &'static str,
        /// Its size.
        found: u64,
        /// The largest size.
        limit: u64,
    },

    /// There are no such pictures.
    #[error(
        "a picture of {width} × {height} cannot be rendered: both are 1 to {limit}, and even for I420"
    )]
    Size {
        /// The width that was asked for.
        width: u32,
        /// The height that was asked for.
        height: u32,
        /// The greatest width and height.
        limit: u32,
    },

    /// There are pictures of one or four samples.
    #[error("pictures of {0} samples cannot be rendered: 1 and 4 can")]
    Samples(u32),

    /// A model of the scene is on another device, or on this one before it was lost and opened again.
    #[error("the scene has a model of another graphics device: prepare it again on this one")]
    Foreign,

    /// The device is gone: open it again.
    #[error("the graphics device was lost ({0}): open it again, and prepare the models again")]
    Lost(String),

    /// The device does not finish.
    #[error("the graphics device has not finished a picture within {0} seconds")]
    Hung(u64),

    /// The device refuses what it was told: a mistake in this crate or in the driver.
    #[error("the graphics device refuses a command")]
    Refused(#[source] wgpu::Error),
}

impl From<wgpu::Error> for RenderError {
    fn from(error: wgpu::Error) -> Self {
        match error {
            wgpu::Error::OutOfMemory { .. } => Self::DeviceMemory(error),
            wgpu::Error::Validation { .. } | wgpu::Error::Internal { .. } => Self::Refused(error),
        }
    }
}

/// At least one: nobody wants to read that something takes nothing.
fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20).max(1)
}
