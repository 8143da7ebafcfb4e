//! Pictures to a device: encoding, the two ways, and how much they carry.
//!
//! There is no HTTP here and no WebSocket: a host has those. What it does with this crate, for each frame:
//!
//! 1. It waits until the way has room ([`RtcPath::ready`], [`WebSocketPace::may_send`]). Nothing queues: what the device
//!    gets is the newest picture.
//! 2. It asks [`Adaptation`] for the size of the picture and its rate, and renders it.
//! 3. It encodes it ([`Encoder`]), and sends it as a [`VideoFrame`] by [`RtcPath::send`], or through its WebSocket.
//! 4. It asks [`Sharpening`] whether the same picture is wanted again, finer, if nothing moves.
//!
//! What the way carries comes as [`PathEvent::Estimate`], or is [`WebSocketPace::rate`]. All but [`RtcPath`] has neither
//! clock nor I/O.

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
