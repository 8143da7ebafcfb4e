#![allow(
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    reason = "each test uses a part of it, and numbers are small"
)]

pub(crate) mod device;
pub(crate) mod film;
pub(crate) mod pictures;
