//! Waiting.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use remote_rendering_protocol::Timespan;

/// The longest time that browsers' timers know, in milliseconds; they ring at once for a longer one.
const LONGEST: u32 = i32::MAX.unsigned_abs();

/// Waits, at most for 24 days. Rounded up to milliseconds: a timer that rings early finds nothing to do yet.
pub(crate) async fn sleep(duration: Duration) {
    let rounded_up = Timespan::from(duration).ticks().div_ceil(10_000);
    let rounded_up = u32::try_from(rounded_up).unwrap_or(u32::MAX);
    TimeoutFuture::new(rounded_up.min(LONGEST)).await;
}
