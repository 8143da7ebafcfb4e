//! Pictures to a device: encoding, the two ways, and how much they carry.

mod encoder;
mod picture;
mod rate;

pub use encoder::{EncodeError, Encoded, Encoder, SoftwareEncoder};
pub use picture::{Picture, PictureError};
pub use rate::BitRate;
