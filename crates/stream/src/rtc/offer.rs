//! A device's offer, and what is answered.

use std::{
    net::SocketAddr,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use remote_rendering_protocol::device::MAX_MESSAGE;
use str0m::{
    Candidate, Rtc, RtcConfig, RtcError,
    bwe::Bitrate,
    change::SdpOffer,
    crypto::{CryptoProvider, from_feature_flags},
    error::{IceError, SdpError},
    format::Codec,
    media::{Direction, Mid, Pt},
    rtp::Extension,
};

use super::RtcOptions;

/// Why an offer is not taken.
#[derive(Debug, thiserror::Error)]
pub enum OfferError {
    /// It is longer than any offer of a browser.
    #[error("the offer has {0} bytes; at most {MAX_MESSAGE} are read")]
    TooLong(usize),
    /// It is no session description.
    #[error("the offer is not a session description")]
    Malformed(#[source] SdpError),
    /// It is one, and it cannot be agreed on.
    #[error("the offer cannot be answered")]
    Refused(#[source] RtcError),
    /// No section of it receives video in H.264, constrained baseline, with packetization mode 1.
    #[error(
        "the offer has no video in H.264 (profile-level-id 42e01f, packetization-mode 1) to be received"
    )]
    NoVideo,
    /// It has no data channel.
    #[error("the offer has no data channel")]
    NoChannel,
    /// The host's own address cannot be told to a device.
    #[error("the host cannot be reached under {address}")]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: IceError,
    },
}

/// A connection that has agreed and not begun.
pub(super) struct Agreed {
    pub(super) rtc: Rtc,
    pub(super) video: Video,
    pub(super) answer: String,
}

/// The section of the video, its direction, and the payload type of its frames.
#[derive(Clone, Copy)]
pub(super) struct Video {
    pub(super) mid: Mid,
    pub(super) direction: Direction,
    pub(super) payload: Pt,
}

/// What browsers offer first among those that every one of them has.
const PROFILE_LEVEL_ID: u32 = 0x42_e0_1f;

/// The cryptography, set up once.
static CRYPTO: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| Arc::new(from_feature_flags()));

/// The largest message that a device sends; a camera has some forty bytes.
const MAX_CHANNEL_MESSAGE: u32 = 1024;

/// How many packets are kept for a repair: a second of 25 Mbit/s.
const KEPT_PACKETS: usize = 2600;

pub(super) fn agree(offer: &str, options: &RtcOptions, now: Instant) -> Result<Agreed, OfferError> {
    if offer.len() > MAX_MESSAGE {
        return Err(OfferError::TooLong(offer.len()));
    }
    let offer = SdpOffer::from_sdp_string(offer).map_err(OfferError::Malformed)?;
    let mut rtc = config(options).build(now);
    let candidate = Candidate::host(options.advertised, "udp");
    rtc.add_local_candidate(candidate.map_err(|source| OfferError::Address {
        address: options.advertised,
        source,
    })?);
    let answer = rtc
        .sdp_api()
        .accept_offer(offer)
        .map_err(OfferError::Refused)?;
    let answer = answer.to_sdp_string();
    if !answer.contains("webrtc-datachannel") {
        return Err(OfferError::NoChannel);
    }
    let video = video(&mut rtc, &answer).ok_or(OfferError::NoVideo)?;
    Ok(Agreed { rtc, video, answer })
}

fn config(options: &RtcOptions) -> RtcConfig {
    let mut config = RtcConfig::new()
        .set_crypto_provider(Arc::clone(&CRYPTO))
        .set_ice_lite(true)
        .clear_codecs()
        // Not among the standard ones. Without it browsers hold frames back to play them evenly.
        .set_extension(14, Extension::PlayoutDelay)
        .enable_bwe(Some(Bitrate::bps(options.start.bits().into())))
        .set_stats_interval(Some(Duration::from_secs(1)))
        .set_send_buffer_video(KEPT_PACKETS)
        .set_sctp_max_message_size(MAX_CHANNEL_MESSAGE);
    config
        .codec_config()
        .add_h264(108.into(), Some(109.into()), true, PROFILE_LEVEL_ID);
    config
}

/// The first section of the answer that sends video in the one codec. The library tells its sections only once it is
/// connected, which is too late for a refusal.
fn video(rtc: &mut Rtc, answer: &str) -> Option<Video> {
    let sections = answer.split("\r\nm=").skip(1);
    let videos = sections.filter(|section| section.starts_with("video "));
    videos
        .filter_map(|section| section.lines().find_map(|line| line.strip_prefix("a=mid:")))
        .find_map(|mid| {
            let mid = Mid::from(mid);
            let direction = rtc.media(mid)?.direction();
            let writer = rtc.writer(mid).filter(|_| direction.is_sending())?;
            let mut payloads = writer.payload_params();
            let payload = payloads.find(|params| params.spec().codec == Codec::H264)?;
            Some(Video {
                mid,
                direction,
                payload: payload.pt(),
            })
        })
}
