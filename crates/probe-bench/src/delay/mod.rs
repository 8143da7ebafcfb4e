//! Regions at a distance: a SOCKS proxy that delays.
//!
//! A browser that goes through the proxy reaches each region by its own host name, and all are the same service on this
//! machine. The proxy adds the way: half a round trip in each direction, and one round trip before a connection is
//! there, as TCP's handshake takes. That is why it is a SOCKS proxy and not a port for each region: a listening port
//! takes connections at once, whoever listens, while the answer to a SOCKS request can come late. The browser's record of
//! a request then has the handshake where it has it on a real way. TLS and HTTP pass through as they are.
//!
//! | in | what |
//! | --- | --- |
//! | [`Noise`], [`Way`] | how long each round trip takes |
//! | [`Course`] | which region is how far away in one race: shuffled, so that no order helps |
//! | [`carry`] | one direction of a connection: late, in order, byte by byte as it came |
//! | [`Timer`] | waits to a tenth of a millisecond; a virtual clock in tests |
//! | [`Lane`] | one port of the proxy, with the course of the race that runs on it |

mod carry;
mod check;
mod control;
mod course;
mod lane;
mod noise;
mod socks;
mod timer;

pub use carry::carry;
pub use check::{CheckOptions, check};
pub use control::{Options, serve};
pub use course::{Course, Excess, LAYOUT};
pub use lane::Lane;
pub use noise::{LastMile, Noise, Way};
pub use socks::{SocksError, Target};
pub use timer::{PreciseTimer, Timer};
