//! Pictures become H.264.

mod budget;
mod quantizer;
mod software;

use std::{fmt, sync::Arc};

pub use software::SoftwareEncoder;

use crate::{BitRate, Picture, PictureError};

/// What makes H.264 of pictures, one after the other. An error leaves it usable: the next picture is a key frame.
pub trait Encoder: Send {
    /// Encodes the picture; with `key`, so that a decoder can begin with it. A picture of another size than the one
    /// before is a key frame by itself.
    fn encode(&mut self, picture: &Picture<'_>, key: bool) -> Result<Encoded, EncodeError>;

    /// What the frames may take from now on. They share the bit rate evenly, so the frame rate is the one at which
    /// `encode` is called.
    fn set_rate(&mut self, rate: BitRate, frames_per_second: f32);
}

/// One frame of H.264.
#[derive(Clone, PartialEq, Eq)]
pub struct Encoded {
    /// Annex B. A key frame has its parameter sets with it.
    pub bytes: Arc<[u8]>,
    /// Whether a decoder can begin here.
    pub key: bool,
    /// The quantizer with which the frame begins, from 0 (finest) to 51: below some 22 nobody sees a difference from
    /// the picture any more.
    pub quantizer: u8,
}

/// Why a picture was not encoded.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// It is no picture that an encoder takes.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The encoder does not start.
    #[error("the H.264 encoder cannot be set up for {width} by {height} pixels")]
    Setup {
        /// The picture's width.
        width: u16,
        /// The picture's height.
        height: u16,
        /// What it says.
        #[source]
        source: openh264::Error,
    },
    /// The encoder refuses a picture.
    #[error("the H.264 encoder has failed; the next picture starts it anew")]
    Failed(#[source] openh264::Error),
    /// What came out is not H.264 that can be read.
    #[error(
        "the H.264 encoder has written what is not a frame: {what}; the next picture starts it anew"
    )]
    Output {
        /// What is wrong with it.
        what: &'static str,
    },
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoded")
            .field("bytes", &self.bytes.len())
            .field("key", &self.key)
            .field("quantizer", &self.quantizer)
            .finish()
    }
}
