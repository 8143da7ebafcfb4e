use remote_rendering_protocol::device::{FrameFlags, FrameHeader, HostStatistics, Transport};

use super::{Counters, Figures, Link, Matching, Sample};

fn header(camera: u32, rtp_time: u32) -> FrameHeader {
    FrameHeader {
        flags: FrameFlags::default(),
        width: 1280,
        height: 720,
        frame: camera,
        camera,
        rtp_time,
        render_us: 4_500,
        encode_us: 6_000,
    }
}

#[test]
fn from_a_camera_to_its_picture() {
    let mut figures = Figures::default();
    for (sequence, at) in [(1, 0.0), (2, 16.0), (3, 32.0), (4, 48.0)] {
        figures.camera_left(sequence, at);
    }
    figures.identified(&header(2, 0), 76.0);
    let statistics = figures.statistics();
    assert_eq!(statistics.camera_to_pixels_ms, Some(60.0));
    assert_eq!((statistics.width, statistics.height), (1280, 720));
    assert_eq!(statistics.render_ms, Some(4.5));
    assert_eq!(statistics.encode_ms, Some(6.0));
    // A sharper one of the same, and an older one that was late.
    figures.identified(&header(2, 0), 500.0);
    figures.identified(&header(1, 0), 600.0);
    // And one from a camera that nobody remembers.
    figures.identified(&header(9, 0), 700.0);
    let again = figures.statistics();
    assert_eq!(again.camera_to_pixels_ms, Some(60.0));
    assert_eq!(again.camera_to_pixels_p50_ms, Some(60.0));
}

#[test]
fn half_of_the_pictures_and_nearly_all_took_less() {
    let mut figures = Figures::default();
    for (sequence, took) in (1..).zip([10.0, 90.0, 20.0, 30.0, 1000.0]) {
        figures.camera_left(sequence, 0.0);
        figures.identified(&header(sequence, 0), took);
    }
    let statistics = figures.statistics();
    assert_eq!(statistics.camera_to_pixels_p50_ms, Some(30.0));
    assert_eq!(statistics.camera_to_pixels_p95_ms, Some(1000.0));
    assert_eq!(statistics.camera_to_pixels_ms, Some(1000.0));
    for sequence in 6..=100 {
        figures.camera_left(sequence, 0.0);
        figures.identified(&header(sequence, 0), f64::from(sequence));
    }
    let statistics = figures.statistics();
    assert_eq!(statistics.camera_to_pixels_p95_ms, Some(97.0));
}

#[test]
fn a_second_is_a_sample() {
    let mut figures = Figures::default();
    figures.way(Some(Transport::WebRtc));
    let link = |bytes| Link {
        bytes,
        loss: Some(0.01),
        round_trip_ms: Some(52.0),
        ..Link::default()
    };
    figures.second(1_000.0, link(0));
    for sequence in 1..=60 {
        figures.camera_left(sequence, 0.0);
        figures.shown();
        figures.identified(&header(sequence, 0), 25.0);
    }
    figures.second(3_000.0, link(500_000));
    let statistics = figures.statistics();
    let sample = Sample {
        camera_to_pixels_ms: Some(25.0),
        frames_per_second: 30.0,
        bit_rate: 2_000_000,
        render_ms: Some(4.5),
    };
    assert_eq!(statistics.history[1], sample);
    assert_eq!(statistics.bit_rate, 2_000_000);
    assert_eq!(statistics.round_trip_ms, Some(52.0));
    // Nothing moves: the figures of pictures stay, the sample says that there was none.
    figures.second(4_000.0, link(500_000));
    let still = figures.statistics();
    assert_eq!(still.history[2], Sample::default());
    assert_eq!(still.camera_to_pixels_p50_ms, Some(25.0));
    // What the host says fills in where the browser knows nothing, and another way begins anew.
    figures.way(Some(Transport::WebSocket));
    assert_eq!(figures.statistics().round_trip_ms, None);
    figures.host(&HostStatistics {
        round_trip_ms: Some(7.0),
        triangles: 12,
        ..HostStatistics::default()
    });
    figures.second(5_000.0, Link::default());
    let other = figures.statistics();
    assert_eq!(
        (other.round_trip_ms, other.triangles, other.bit_rate),
        (Some(7.0), 12, 0)
    );
}

#[test]
fn the_history_is_a_minute() {
    let mut figures = Figures::default();
    for second in 0..200 {
        figures.second(f64::from(second) * 1000.0, Link::default());
    }
    assert_eq!(figures.statistics().history.len(), 60);
}

#[test]
fn headers_and_pictures_find_each_other_in_any_order() {
    let mut matching = Matching::default();
    assert_eq!(matching.header(header(1, 90)), None);
    assert_eq!(matching.picture(90, 5.0), Some(header(1, 90)));
    assert_eq!(matching.picture(90, 5.0), None, "it was taken");
    assert_eq!(matching.picture(180, 7.0), None);
    assert_eq!(matching.header(header(2, 180)), Some((header(2, 180), 7.0)));
    // What never finds anything is forgotten.
    for time in 1_000..2_000 {
        matching.header(header(3, time));
    }
    assert_eq!(matching.picture(1_000, 9.0), None);
    assert_eq!(matching.picture(1_999, 9.0), Some(header(3, 1_999)));
}

#[test]
fn counters_become_figures_of_a_second() {
    let before = Counters {
        bytes: 1_000.0,
        received: 100.0,
        lost: 2.0,
        decoded: 30.0,
        decode_seconds: 0.1,
        ..Counters::default()
    };
    let after = Counters {
        bytes: 9_000.0,
        received: 195.0,
        lost: 7.0,
        decoded: 60.0,
        decode_seconds: 0.19,
        dropped: 3.0,
        round_trip_seconds: Some(0.05),
        codec: Some((
            "video/H264".to_owned(),
            "packetization-mode=1;profile-level-id=42e01f".to_owned(),
        )),
    };
    let expected = Link {
        bytes: 9_000,
        loss: Some(0.05),
        round_trip_ms: Some(50.0),
        decode_ms: Some(3.0),
        dropped: 3,
        codec: Some("H.264 (42e01f)".to_owned()),
    };
    assert_eq!(after.since(&before), expected);
    // Nothing came, and some that were lost came after all.
    let recovered = Counters {
        lost: 5.0,
        ..after.clone()
    };
    let link = recovered.since(&after);
    assert_eq!((link.loss, link.decode_ms), (None, None));
}
