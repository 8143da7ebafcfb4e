//! A body of v1 that is accepted is written and read again as the same; strict JSON is read as what
//! it is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remote_rendering_protocol::v1::{CreateSession, UpdateSession};
use remote_rendering_service::reading::{read_json, read_json5};

fuzz_target!(|bytes: &[u8]| {
    let read = read_json5::<CreateSession>(bytes);
    if let Ok(body) = &read {
        let text = serde_json::to_vec(body).unwrap();
        assert_eq!(read_json5::<CreateSession>(&text).as_ref(), Ok(body));
    }
    if let Ok(body) = read_json5::<UpdateSession>(bytes) {
        let text = serde_json::to_vec(&body).unwrap();
        assert_eq!(read_json5::<UpdateSession>(&text), Ok(body));
    }
    // Both readers accept it: they agree. What is refused for its brackets is refused by one only.
    if let (Ok(strict), Ok(body)) = (read_json::<CreateSession>(bytes), read) {
        assert_eq!(strict, body);
    }
});
