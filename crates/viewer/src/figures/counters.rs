//! What a peer connection counts, as figures of a second.

use super::{Link, narrow};

/// The counters of the browser, since the peer connection was opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counters {
    pub(crate) bytes: f64,
    /// Packets.
    pub(crate) received: f64,
    /// Packets; some come after all, so that this may go down.
    pub(crate) lost: f64,
    /// Frames.
    pub(crate) decoded: f64,
    pub(crate) decode_seconds: f64,
    /// Frames.
    pub(crate) dropped: f64,
    pub(crate) round_trip_seconds: Option<f64>,
    /// The video's type, and its parameters.
    pub(crate) codec: Option<(String, String)>,
}

impl Counters {
    /// What has come to that since an earlier look.
    pub(crate) fn since(&self, before: &Self) -> Link {
        let lost = (self.lost - before.lost).max(0.0);
        let packets = (self.received - before.received).max(0.0) + lost;
        let decoded = self.decoded - before.decoded;
        let decode_ms = (self.decode_seconds - before.decode_seconds) * 1000.0 / decoded;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast of a float ends at the limits"
        )]
        Link {
            bytes: self.bytes as u64,
            loss: (packets > 0.0).then(|| narrow(lost / packets)),
            round_trip_ms: self
                .round_trip_seconds
                .map(|seconds| narrow(seconds * 1000.0)),
            decode_ms: (decoded > 0.0).then(|| narrow(decode_ms)),
            dropped: self.dropped as u32,
            codec: self
                .codec
                .as_ref()
                .map(|(kind, parameters)| name(kind, parameters)),
        }
    }
}

/// `H.264 (42e01f)` of `video/H264` with `…;profile-level-id=42e01f`.
fn name(kind: &str, parameters: &str) -> String {
    let kind = kind.strip_prefix("video/").unwrap_or(kind);
    let kind = if kind == "H264" { "H.264" } else { kind };
    let mut parts = parameters.split(';');
    match parts.find_map(|part| part.trim().strip_prefix("profile-level-id=")) {
        Some(profile) => format!("{kind} ({profile})"),
        None => kind.to_owned(),
    }
}
