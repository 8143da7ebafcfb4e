use proptest::prelude::*;
use remote_rendering_protocol::device::{FrameFlags, FrameHeader};

use super::{Intake, Taken, codec_of, wanted};

fn frame(key: bool) -> FrameHeader {
    FrameHeader {
        flags: FrameFlags {
            key,
            ..FrameFlags::default()
        },
        width: 640,
        height: 360,
        frame: 1,
        camera: 1,
        rtp_time: 0,
        render_us: 0,
        encode_us: 0,
    }
}

#[test]
fn a_size_is_in_the_device_s_own_pixels() {
    let cases = [
        ((640.0, 360.0, 1.0), Some((640, 360))),
        ((640.0, 360.0, 2.0), Some((1280, 720))),
        ((641.0, 361.0, 1.0), Some((642, 362))),
        ((333.3, 187.5, 1.5), Some((500, 282))),
        // In the same shape.
        ((3000.0, 1500.0, 2.0), Some((3840, 1920))),
        ((400.0, 800.0, 3.0), Some((1080, 2160))),
        ((20.0, 3.0, 1.0), Some((20, 16))),
        // An element that is not shown.
        ((0.0, 360.0, 1.0), None),
        ((640.0, f64::NAN, 1.0), None),
    ];
    for ((width, height, ratio), expected) in cases {
        assert_eq!(
            wanted(width, height, ratio),
            expected,
            "{width}x{height} by {ratio}"
        );
    }
}

proptest! {
    #[test]
    fn a_size_can_be_encoded(width in 1.0..20_000.0f64, height in 1.0..20_000.0f64, ratio in 0.25..4.0f64) {
        if let Some((width, height)) = wanted(width, height, ratio) {
            prop_assert!((16..=3840).contains(&width) && (16..=2160).contains(&height));
            prop_assert!(width % 2 == 0 && height % 2 == 0);
        }
    }
}

#[test]
fn a_decoder_begins_with_a_key_frame() {
    let mut intake = Intake::default();
    assert_eq!(intake.take(&frame(false), 0), Taken::SkipAndRefresh);
    assert_eq!(intake.take(&frame(false), 0), Taken::Skip, "it was asked");
    assert_eq!(intake.take(&frame(true), 0), Taken::Decode);
    assert_eq!(intake.take(&frame(false), 0), Taken::Decode);
    assert_eq!(intake.skipped, 2);
}

#[test]
fn a_slow_decoder_goes_on_at_the_next_key_frame() {
    let mut intake = Intake::default();
    intake.take(&frame(true), 0);
    assert_eq!(intake.take(&frame(false), 5), Taken::Decode);
    assert_eq!(intake.take(&frame(false), 6), Taken::SkipAndRefresh);
    // It has caught up, but what it would be given builds on what it was not.
    assert_eq!(intake.take(&frame(false), 0), Taken::Skip);
    assert_eq!(intake.take(&frame(true), 0), Taken::Decode);
    assert_eq!(intake.take(&frame(false), 0), Taken::Decode);
}

#[test]
fn a_decoder_that_breaks_is_tried_again_and_not_for_ever() {
    let mut intake = Intake::default();
    intake.take(&frame(true), 0);
    assert!(intake.failed());
    assert_eq!(
        intake.take(&frame(false), 0),
        Taken::Skip,
        "whoever is told asks"
    );
    assert!(intake.failed());
    intake.decoded();
    assert!(intake.failed());
    assert!(intake.failed());
    assert!(!intake.failed());
}

#[test]
fn the_codec_is_the_stream_s_own() {
    let unit = |kind: u8, rest: &[u8]| [&[0, 0, 0, 1, kind][..], rest].concat();
    let delimiter = unit(9, &[0xf0]);
    let parameters = unit(0x67, &[0x42, 0xc0, 0x28, 0x8c]);
    let picture = unit(0x65, &[0x88, 0x84]);
    let whole = [&delimiter[..], &parameters, &picture].concat();
    assert_eq!(codec_of(&whole).as_deref(), Some("avc1.42C028"));
    assert_eq!(codec_of(&parameters).as_deref(), Some("avc1.42C028"));
    assert_eq!(codec_of(&picture), None);
    assert_eq!(codec_of(&parameters[..6]), None, "cut off");
    assert_eq!(codec_of(&[]), None);
}
