//! A whole host, over loopback: the service's side of its line, and devices.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "these are tests"
)]

mod connection;
mod control;
mod device;
mod frames;
mod loads;
mod rtc;
mod tls;
mod uploads;
mod world;

/// A device that speaks WebRTC, as the stream's own tests have it.
#[allow(dead_code, reason = "those use more of it")]
#[path = "../../../stream/tests/support/device.rs"]
mod peer;
