//! Pictures to a device: encoding, the two ways, and how much they carry.

mod encoder;
mod frame;
mod picture;
mod rate;
mod rtc;

pub use encoder::{EncodeError, Encoded, Encoder, SoftwareEncoder};
pub use frame::VideoFrame;
pub use picture::{Picture, PictureError};
pub use rate::BitRate;
pub use rtc::{OfferError, PathEnd, PathEvent, PathEvents, PathStatistics, RtcOptions, RtcPath};
