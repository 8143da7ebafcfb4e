//! What a device and a host say to each other.

use proptest::prelude::*;
use remote_rendering_protocol::device::{
    Camera, ConnectionToken, DevicePacket, FailedCode, Failure, FrameFlags, FrameHeader,
    FromDevice, FromHost, HostPacket, ModelInfo, ModelSource, ModelSourceError, PacketError,
    Refusal, Transport,
};
use serde_json::json;

const CAMERA: Camera = Camera {
    sequence: 7,
    position: [1.0, 2.5, -3.0],
    rotation: [0.0, 0.6, 0.0, 0.8],
    field_of_view: 0.8,
};

#[test]
fn a_camera_has_one_form() {
    let bytes = DevicePacket::Camera(CAMERA).to_bytes();
    assert_eq!(bytes.len(), 37);
    assert_eq!(&bytes[..9], [1, 7, 0, 0, 0, 0, 0, 128, 63]);
    assert_eq!(DevicePacket::read(&bytes), Ok(DevicePacket::Camera(CAMERA)));
}

#[test]
fn a_camera_that_sees_nothing_is_refused() {
    let wrong = [
        Camera {
            sequence: 0,
            ..CAMERA
        },
        Camera {
            position: [f32::NAN, 0.0, 0.0],
            ..CAMERA
        },
        Camera {
            position: [0.0, f32::INFINITY, 0.0],
            ..CAMERA
        },
        Camera {
            position: [0.0, 0.0, 2.0 * Camera::FARTHEST],
            ..CAMERA
        },
        Camera {
            rotation: [0.0; 4],
            ..CAMERA
        },
        Camera {
            rotation: [f32::NAN; 4],
            ..CAMERA
        },
        Camera {
            field_of_view: 0.0,
            ..CAMERA
        },
        Camera {
            field_of_view: 3.2,
            ..CAMERA
        },
        Camera {
            field_of_view: f32::NAN,
            ..CAMERA
        },
    ];
    for camera in wrong {
        let bytes = DevicePacket::Camera(camera).to_bytes();
        assert_eq!(
            DevicePacket::read(&bytes),
            Err(PacketError::Range),
            "{camera:?}"
        );
    }
}

#[test]
fn a_rotation_comes_out_with_length_one() {
    let long = Camera {
        rotation: [0.0, 0.0, 0.0, 1.5],
        ..CAMERA
    };
    let read = DevicePacket::read(&DevicePacket::Camera(long).to_bytes()).unwrap();
    let straight = Camera {
        rotation: [0.0, 0.0, 0.0, 1.0],
        ..CAMERA
    };
    assert_eq!(read, DevicePacket::Camera(straight));
}

#[test]
fn packets_of_another_length_or_kind_are_refused() {
    for packet in [
        DevicePacket::Camera(CAMERA),
        DevicePacket::Received { frame: 9 },
    ] {
        let mut bytes = packet.to_bytes();
        bytes.push(0);
        assert_eq!(DevicePacket::read(&bytes), Err(PacketError::Length));
        bytes.truncate(bytes.len() - 2);
        assert_eq!(DevicePacket::read(&bytes), Err(PacketError::Length));
    }
    assert_eq!(DevicePacket::read(&[]), Err(PacketError::Length));
    assert_eq!(DevicePacket::read(&[9]), Err(PacketError::Kind));
    assert_eq!(HostPacket::read(&[1; 26]), Err(PacketError::Kind));
    assert_eq!(HostPacket::read(&[3; 25]), Err(PacketError::Length));
}

#[test]
fn messages_are_written_as_the_wire_has_them() {
    let hello = |smallest_scale| FromDevice::Hello {
        token: Some(ConnectionToken::new("abc")),
        resume: None,
        width: 1280,
        height: 720,
        smallest_scale,
        paused: false,
    };
    let written = serde_json::to_value(hello(None)).unwrap();
    let bare = json!({"hello": {"token": "abc", "resume": null, "width": 1280, "height": 720}});
    assert_eq!(written, bare);
    // What an older device says is understood.
    assert!(matches!(
        serde_json::from_value(bare).unwrap(),
        FromDevice::Hello {
            smallest_scale: None,
            ..
        }
    ));
    let hello = hello(Some(0.5));
    let written = serde_json::to_value(&hello).unwrap();
    assert_eq!(written["hello"]["smallestScale"], json!(0.5));
    assert!(!format!("{hello:?}").contains("abc"));
    let stream = FromDevice::Stream {
        transport: Transport::WebRtc,
    };
    assert_eq!(
        serde_json::to_value(&stream).unwrap(),
        json!({"stream": {"transport": "webrtc"}})
    );
    let refused = json!({"refused": {"reason": "busy"}});
    let read: FromHost = serde_json::from_value(refused).unwrap();
    assert!(matches!(
        read,
        FromHost::Refused {
            reason: Refusal::Busy
        }
    ));
    let load: FromDevice =
        serde_json::from_value(json!({"load": {"request": 1, "source": "sample:gears"}})).unwrap();
    assert!(matches!(
        load,
        FromDevice::Load { request: 1, source: ModelSource::Sample(name) } if name == "gears"
    ));
}

/// What a host does not say yet, or does not know, is not there.
#[test]
fn a_failure_says_what_is_known() {
    let bare = json!({"code": "tooLarge", "message": "Words."});
    let mut failure: Failure = serde_json::from_value(bare).unwrap();
    assert_eq!(failure, Failure::new(FailedCode::TooLarge, "Words."));
    failure.detail.most_bytes = Some(1000);
    let written = serde_json::to_value(&failure).unwrap();
    assert_eq!(
        written,
        json!({"code": "tooLarge", "message": "Words.", "detail": {"mostBytes": 1000}})
    );
    assert_eq!(serde_json::from_value::<Failure>(written).unwrap(), failure);
}

#[test]
fn sources_are_told_apart() {
    for (text, source, name) in [
        ("sample:gears", ModelSource::Sample("gears".into()), "gears"),
        ("upload:12", ModelSource::Upload(12), "12"),
        (
            "file:cars/new/coupe.glb",
            ModelSource::File("cars/new/coupe.glb".into()),
            "coupe.glb",
        ),
        (
            "https://models.example/a/b.glb?sig=1/2",
            ModelSource::Address("https://models.example/a/b.glb?sig=1/2".into()),
            "b.glb",
        ),
        (
            "https://models.example/?sig=1/2",
            ModelSource::Address("https://models.example/?sig=1/2".into()),
            "models.example",
        ),
    ] {
        assert_eq!(text.parse(), Ok(source.clone()));
        assert_eq!(source.to_string(), text);
        assert_eq!(source.file_name(), name);
    }
}

#[test]
fn sources_that_lead_elsewhere_are_refused() {
    for text in [
        "sample:",
        "sample:..",
        "sample:a/b",
        "file:",
        "file:a/../b",
        "file:/etc/passwd",
        "file:a//b",
        "file:a\\b",
        "file:./a",
        "file:a\nb",
        "upload:",
        "upload:-1",
        "upload:01",
        "upload:+1",
    ] {
        assert_eq!(
            text.parse::<ModelSource>(),
            Err(ModelSourceError::Name),
            "{text:?}"
        );
    }
    for text in ["", "gears", "http://models.example/a.glb", "ftp:a"] {
        assert_eq!(
            text.parse::<ModelSource>(),
            Err(ModelSourceError::Kind),
            "{text:?}"
        );
    }
    let long = format!("file:{}", "a".repeat(ModelSource::MAX_LENGTH));
    assert_eq!(long.parse::<ModelSource>(), Err(ModelSourceError::TooLong));
}

proptest! {
    #[test]
    fn frames_come_out_as_they_went_in(
        bits in any::<[bool; 3]>(),
        size in any::<[u16; 2]>(),
        numbers in any::<[u32; 5]>(),
        video in proptest::collection::vec(any::<u8>(), 0..50),
    ) {
        let header = FrameHeader {
            flags: FrameFlags { key: bits[0], checkerboard: bits[1], sharp: bits[2] },
            width: size[0],
            height: size[1],
            frame: numbers[0],
            camera: numbers[1],
            rtp_time: numbers[2],
            render_us: numbers[3],
            encode_us: numbers[4],
        };
        let frame = HostPacket::Frame(header, &video);
        let bytes = frame.to_bytes();
        prop_assert_eq!(HostPacket::read(&bytes), Ok(frame));
        let alone = HostPacket::Header(header);
        let bytes = alone.to_bytes();
        prop_assert_eq!(bytes.len(), FrameHeader::LENGTH);
        prop_assert_eq!(HostPacket::read(&bytes), Ok(alone));
    }

    #[test]
    fn bytes_of_strangers_are_refused_or_mean_what_they_say(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(packet @ DevicePacket::Received { .. }) = DevicePacket::read(&bytes) {
            prop_assert_eq!(packet.to_bytes(), bytes.clone());
        }
        if let Ok(packet) = HostPacket::read(&bytes) {
            prop_assert_eq!(packet.to_bytes().len(), bytes.len());
        }
    }
}

#[test]
fn older_sides_know_nothing_of_what_moves() {
    let hello = json!({"hello": {"token": "abc", "resume": null, "width": 64, "height": 48}});
    let read: FromDevice = serde_json::from_value(hello).unwrap();
    assert!(matches!(read, FromDevice::Hello { paused: false, .. }));
    let model = json!({
        "model": 1, "name": "gears", "source": "sample:gears", "triangles": 9,
        "low": null, "high": null, "notes": [],
    });
    let read: ModelInfo = serde_json::from_value(model).unwrap();
    assert!(!read.animated);
    let play = serde_json::to_value(FromDevice::Play { playing: false }).unwrap();
    assert_eq!(play, json!({"play": {"playing": false}}));
}
