//! Pictures to a device: encoding, the two ways, and how much they carry.

mod adaptation;
mod encoder;
mod frame;
mod pace;
mod picture;
mod rate;
mod rtc;
mod sharpening;

pub use adaptation::{Adaptation, Conditions, Effort, Plan};
pub use encoder::{EncodeError, Encoded, Encoder, SoftwareEncoder};
pub use frame::VideoFrame;
pub use pace::{PaceLimits, WebSocketPace};
pub use picture::{Picture, PictureError};
pub use rate::BitRate;
pub use rtc::{OfferError, PathEnd, PathEvent, PathEvents, PathStatistics, RtcOptions, RtcPath};
pub use sharpening::{Sharpening, Sharpness};
