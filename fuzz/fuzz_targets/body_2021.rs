//! A body of 2021 that is accepted is written and read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remote_rendering_protocol::session::{CreateSession, UpdateSession};
use remote_rendering_service::reading::read_json;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(body) = read_json::<CreateSession>(bytes) {
        let text = serde_json::to_vec(&body).unwrap();
        assert_eq!(read_json::<CreateSession>(&text).unwrap(), body);
    }
    if let Ok(body) = read_json::<UpdateSession>(bytes) {
        let text = serde_json::to_vec(&body).unwrap();
        assert_eq!(read_json::<UpdateSession>(&text).unwrap(), body);
    }
});
