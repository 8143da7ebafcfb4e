//! What the encoder writes, read by a decoder of another hand's making, or by `OpenH264`'s own.

#![allow(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    reason = "these are tests, and numbers are small"
)]

mod support;

use h264_reader::nal::{Nal, RefNal, UnitType, sps::SeqParameterSet};
use openh264::{decoder::Decoder, formats::YUVSource};
use remote_rendering_stream::{
    BitRate, EncodeError, Encoded, Encoder, Picture, PictureError, SoftwareEncoder,
};
use support::pictures::{Frame, Scene, psnr};

const SIZE: (u16, u16) = (480, 270);
const PER_SECOND: f32 = 30.0;

/// Encodes the pictures, decodes them again, and gives what came of each: the frame, and how alike the pictures are.
fn through(
    encoder: &mut impl Encoder,
    decoder: &mut Decoder,
    frame: &Frame,
    key: bool,
) -> (Encoded, f64) {
    let picture = frame.picture();
    let encoded = encoder.encode(&picture, key).unwrap();
    let decoded = decoder.decode(&encoded.bytes).unwrap().unwrap();
    let size = (usize::from(frame.width), usize::from(frame.height));
    assert_eq!(decoded.dimensions(), size);
    let likeness = psnr(picture.y, size.0, decoded.y(), decoded.strides().0);
    (encoded, likeness)
}

fn turning(scene: &Scene, number: u16) -> Frame {
    scene.frame(SIZE.0, SIZE.1, f32::from(number) / 90.0)
}

fn kilobits(frames: &[Encoded]) -> f64 {
    let bytes: usize = frames.iter().map(|frame| frame.bytes.len()).sum();
    let seconds = frames.len() as f64 / f64::from(PER_SECOND);
    bytes as f64 * 8.0 / 1000.0 / seconds
}

#[test]
fn a_moving_picture_keeps_to_its_rate_and_looks_like_itself() {
    let scene = Scene::new();
    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(600), PER_SECOND);
    let mut decoder = Decoder::new().unwrap();
    let mut frames = Vec::new();
    for (number, rate, least) in (0..180).map(|number| match number {
        0..60 => (number, 600, 34.0),
        60..120 => (number, 300, 31.0),
        _ => (number, 1200, 37.0),
    }) {
        if number % 60 == 0 {
            encoder.set_rate(BitRate::from_kilobits(rate), PER_SECOND);
        }
        let frame = turning(&scene, number);
        let (encoded, likeness) = through(&mut encoder, &mut decoder, &frame, false);
        assert_eq!(encoded.key, number == 0, "frame {number}");
        // A change of rate needs some frames.
        assert!(
            number % 60 < 12 || likeness > least,
            "frame {number}: {likeness:.1} dB"
        );
        frames.push(encoded);
    }
    for (part, rate) in frames.chunks(60).zip([600.0, 300.0, 1200.0]) {
        let found = kilobits(part);
        assert!(
            (found / rate - 1.0).abs() < 0.15,
            "{found:.0} instead of {rate} kbit/s"
        );
    }
}

#[test]
fn a_key_frame_comes_when_it_is_asked_for_and_is_paid_back() {
    let scene = Scene::new();
    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(1000), PER_SECOND);
    let mut decoder = Decoder::new().unwrap();
    let mut frames = Vec::new();
    for number in 0..90 {
        let frame = turning(&scene, number);
        let wanted = number % 30 == 15;
        let (encoded, likeness) = through(&mut encoder, &mut decoder, &frame, wanted);
        assert_eq!(encoded.key, wanted || number == 0);
        assert!(likeness > 30.0, "frame {number}: {likeness:.1} dB");
        if encoded.key {
            // Whoever begins here has everything.
            let mut fresh = Decoder::new().unwrap();
            assert!(fresh.decode(&encoded.bytes).unwrap().is_some());
            assert!(encoded.bytes.len() * 8 < 1_000_000 * 10 / 30, "{encoded:?}");
        }
        frames.push(encoded);
    }
    let found = kilobits(&frames[30..]);
    assert!((found / 1000.0 - 1.0).abs() < 0.15, "{found:.0} kbit/s");
}

#[test]
fn a_link_too_slow_for_a_key_frame_gets_every_frame_all_the_same() {
    let scene = Scene::new();
    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(30), PER_SECOND);
    let mut decoder = Decoder::new().unwrap();
    let mut frames = Vec::new();
    for number in 0..60 {
        let frame = turning(&scene, number);
        frames.push(through(&mut encoder, &mut decoder, &frame, number == 10).0);
    }
    // A key frame cannot become small enough; what follows it gives way.
    assert!(frames[10].bytes.len() * 8 > 20_000, "{:?}", frames[10]);
    assert!(kilobits(&frames[20..]) < 45.0, "{frames:?}");
}

#[test]
fn a_rate_that_grows_many_times_costs_one_key_frame() {
    let scene = Scene::new();
    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(150), PER_SECOND);
    let mut decoder = Decoder::new().unwrap();
    let mut frames = Vec::new();
    for number in 0..90 {
        if number >= 30 {
            // As an estimate grows: a little with each frame.
            let rate = (150 + 50 * (u32::from(number) - 29)).min(1500);
            encoder.set_rate(BitRate::from_kilobits(rate), PER_SECOND);
        }
        let frame = turning(&scene, number);
        frames.push(through(&mut encoder, &mut decoder, &frame, false).0);
    }
    let keys = frames.iter().filter(|frame| frame.key).count();
    assert_eq!(
        keys, 2,
        "the first, and one where the encoder had to begin anew"
    );
    let found = kilobits(&frames[60..]);
    assert!((found / 1500.0 - 1.0).abs() < 0.15, "{found:.0} kbit/s");
}

#[test]
fn a_still_picture_becomes_sharp_and_then_costs_little() {
    let scene = Scene::new();
    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(400), PER_SECOND);
    let mut decoder = Decoder::new().unwrap();
    for number in 0..30 {
        through(&mut encoder, &mut decoder, &turning(&scene, number), false);
    }
    let still = turning(&scene, 30);
    let (first, blurred) = through(&mut encoder, &mut decoder, &still, false);
    let mut last = (first.clone(), blurred);
    let mut rounds = 0;
    while last.0.quantizer > 20 {
        last = through(&mut encoder, &mut decoder, &still, false);
        rounds += 1;
        assert!(rounds < 40, "{last:?}");
    }
    let (last, sharp) = last;
    assert!(first.quantizer > 26, "{first:?}");
    assert!(
        sharp > 42.0 && sharp > blurred + 5.0,
        "from {blurred:.1} to {sharp:.1} dB"
    );
    assert!(!last.key);
}

#[test]
fn a_picture_of_another_size_is_a_key_frame() {
    let scene = Scene::new();
    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(2000), PER_SECOND);
    let mut decoder = Decoder::new().unwrap();
    let sizes = [
        SIZE,
        SIZE,
        (480, 270),
        (322, 182),
        SIZE,
        (16, 16),
        (180, 320),
    ];
    let mut before = None;
    for size in sizes {
        let frame = scene.frame(size.0, size.1, 0.1);
        let (encoded, likeness) = through(&mut encoder, &mut decoder, &frame, false);
        assert_eq!(encoded.key, before != Some(size), "{size:?}");
        assert!(likeness > 30.0, "{size:?}: {likeness:.1} dB");
        before = Some(size);
    }
}

#[test]
fn colours_come_out_as_they_went_in() {
    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(2000), PER_SECOND);
    let mut decoder = Decoder::new().unwrap();
    // White, black, red, green, blue, grey in BT.709, limited range.
    let colours = [
        (235, 128, 128),
        (16, 128, 128),
        (63, 102, 240),
        (173, 42, 26),
        (32, 240, 118),
        (126, 128, 128),
    ];
    for colour in colours {
        let frame = Frame::plain(64, 64, colour);
        let encoded = encoder.encode(&frame.picture(), true).unwrap();
        let decoded = decoder.decode(&encoded.bytes).unwrap().unwrap();
        let found = (decoded.y()[33], decoded.u()[17], decoded.v()[17]);
        let near = |a: u8, b: u8| a.abs_diff(b) <= 2;
        assert!(
            near(found.0, colour.0) && near(found.1, colour.1) && near(found.2, colour.2),
            "{found:?} instead of {colour:?}"
        );
    }
}

/// The parameter set in a key frame.
fn parameters(encoded: &Encoded) -> SeqParameterSet {
    let units = &encoded.bytes;
    let start = units
        .windows(4)
        .position(|four| four == [0, 0, 0, 1])
        .unwrap()
        + 4;
    let length = units[start..]
        .windows(4)
        .position(|four| four == [0, 0, 0, 1]);
    let unit = RefNal::new(&units[start..start + length.unwrap()], &[], true);
    let kind = unit.header().unwrap().nal_unit_type();
    assert_eq!(kind, UnitType::SeqParameterSet);
    SeqParameterSet::from_bits(unit.rbsp_bits()).unwrap()
}

#[test]
fn the_stream_says_what_it_is() {
    for (size, level) in [
        ((640, 360), 31),
        ((1280, 720), 32),
        ((1920, 1080), 42),
        ((2160, 3840), 52),
    ] {
        let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(4000), PER_SECOND);
        let frame = Frame::plain(size.0, size.1, (100, 120, 130));
        let set = parameters(&encoder.encode(&frame.picture(), false).unwrap());
        assert_eq!(u8::from(set.profile_idc), 66);
        // What makes the baseline profile the constrained one.
        assert!(set.constraint_flags.flag1());
        assert_eq!(set.level_idc, level, "{size:?}");
        let signal = set.vui_parameters.unwrap().video_signal_type.unwrap();
        assert!(!signal.video_full_range_flag);
        let colour = signal.colour_description.unwrap();
        assert_eq!(
            (
                colour.colour_primaries,
                colour.transfer_characteristics,
                colour.matrix_coefficients
            ),
            (1, 1, 1)
        );
    }
}

#[test]
fn what_is_no_picture_is_refused_and_does_no_harm() {
    let mut encoder = SoftwareEncoder::new(BitRate::from_kilobits(1000), PER_SECOND);
    let good = Frame::plain(64, 64, (100, 128, 128));
    encoder.encode(&good.picture(), false).unwrap();
    let bytes = vec![0; 64 * 64];
    for (width, height) in [(0, 0), (63, 64), (64, 14), (3842, 64), (3000, 3000)] {
        let picture = Picture {
            width,
            height,
            y: &bytes,
            u: &bytes,
            v: &bytes,
        };
        let error = encoder.encode(&picture, false).unwrap_err();
        assert!(
            matches!(error, EncodeError::Picture(PictureError::Size { .. })),
            "{error}"
        );
    }
    let short = Picture {
        v: &bytes[..1023],
        ..good.picture()
    };
    let error = encoder.encode(&short, false).unwrap_err();
    assert_eq!(
        error.to_string(),
        "plane v of the picture has 1023 bytes instead of 1024"
    );
    // The stream goes on where it was.
    assert!(!encoder.encode(&good.picture(), false).unwrap().key);
}
