//! A time span that is read is written and read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remote_rendering_protocol::{MaxLeaseTime, Timespan};

fuzz_target!(|text: &str| {
    if let Ok(span) = text.parse::<Timespan>() {
        assert_eq!(span.to_string().parse(), Ok(span));
        assert!(span <= Timespan::MAX);
        if let Ok(lease) = MaxLeaseTime::try_from(span) {
            assert_eq!(lease.span(), span);
        }
    }
});
