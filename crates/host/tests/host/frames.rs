//! Pictures.

use openh264::{decoder::Decoder, formats::YUVSource as _};
use remote_rendering_protocol::device::{Camera, EndReason, FromDevice, FromHost};

use crate::{
    device::{Device, Hello},
    world::Host,
};

/// The mean colour of a part of a picture: Y, U and V.
fn mean(decoder: &mut Decoder, video: &[u8]) -> Option<[f64; 3]> {
    let picture = decoder.decode(video).unwrap()?;
    let (width, height) = picture.dimensions();
    let (stride, chroma, _) = picture.strides();
    let mean = |plane: &[u8], stride: usize, width: usize, height: usize| {
        let rows = plane.chunks(stride).take(height);
        let sum: f64 = rows
            .flat_map(|row| &row[..width])
            .map(|byte| f64::from(*byte))
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "a picture's area")]
        let count = (width * height) as f64;
        sum / count
    };
    Some([
        mean(picture.y(), stride, width, height),
        mean(picture.u(), chroma, width / 2, height / 2),
        mean(picture.v(), chroma, width / 2, height / 2),
    ])
}

/// Down at the landscape, or up at the sky.
fn camera(sequence: u32, down: bool) -> Camera {
    let (sine, cosine) = (0.25 * std::f32::consts::PI).sin_cos();
    Camera {
        sequence,
        position: [0.0, 30.0, 0.0],
        rotation: [if down { -sine } else { sine }, 0.0, 0.0, cosine],
        field_of_view: 1.0,
    }
}

async fn load(device: &mut Device, source: &str) {
    device.load(1, source).await;
    device
        .said(|said| match said {
            FromHost::Loaded { .. } => Some(()),
            FromHost::Failed { failure, .. } => panic!("{failure:?}"),
            _ => None,
        })
        .await;
}

/// Frames until one of this camera comes that will not become any better.
async fn sharp(device: &mut Device, decoder: &mut Decoder, camera: u32) -> [f64; 3] {
    loop {
        let (header, video) = device.frame().await;
        let colour = mean(decoder, &video);
        if header.camera == camera && header.flags.sharp {
            return colour.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_and_show_what_is_seen() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    load(&mut device, "sample:terrain").await;
    device.look(camera(1, true)).await;
    device.stream().await;
    let (header, video) = device.frame().await;
    assert!(header.flags.key && !header.flags.checkerboard);
    assert_eq!((header.width, header.height), (160, 120));
    assert_eq!((header.frame, header.camera), (1, 1));
    assert!(header.render_us > 0 && header.encode_us > 0);
    let mut decoder = Decoder::new().unwrap();
    mean(&mut decoder, &video);
    let ground = sharp(&mut device, &mut decoder, 1).await;
    device.look(camera(2, false)).await;
    let backdrop = sharp(&mut device, &mut decoder, 2).await;
    // The backdrop is brighter than the ground, and nearly grey.
    assert!(backdrop[0] > ground[0] + 20.0, "{backdrop:?} {ground:?}");
    assert!(
        (126.0..134.0).contains(&backdrop[1]) && ground[1] < 120.0,
        "{backdrop:?} {ground:?}"
    );
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_still_picture_is_sharpened_and_left_alone() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    load(&mut device, "sample:gears").await;
    device.stream().await;
    let mut decoder = Decoder::new().unwrap();
    sharp(&mut device, &mut decoder, 0).await;
    // Whatever was still to come would come before the answer to this.
    device.load(2, "sample:none").await;
    let mut frames = 0;
    loop {
        match device.came().await {
            crate::device::Came::Frame(..) => frames += 1,
            crate::device::Came::Said(FromHost::Failed { .. }) => break,
            crate::device::Came::Said(_) => {}
            crate::device::Came::Closed => panic!("the host has closed"),
        }
    }
    assert_eq!(frames, 0);
    // The last second is told even though no frame follows it.
    let statistics = device.said(|said| match said {
        FromHost::Statistics(statistics) => Some(statistics),
        _ => None,
    });
    let statistics = statistics.await;
    assert!(statistics.frames > 0 && statistics.bits > 0 && statistics.triangles > 1000);
    device.look(camera(1, true)).await;
    let (header, _) = device.frame().await;
    assert_eq!(header.camera, 1);
    assert!(!header.flags.sharp);
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_before_it_is_asked_for() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    device.look(camera(1, true)).await;
    device.load(1, "sample:none").await;
    let first = device.came().await;
    assert!(matches!(first, crate::device::Came::Said(_)), "{first:?}");
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_size_and_a_refresh_are_followed() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    device.stream().await;
    device.frame().await;
    device
        .say(&FromDevice::View {
            width: 99,
            height: 201,
        })
        .await;
    let header = loop {
        let (header, _) = device.frame().await;
        if header.flags.sharp && header.width != 160 {
            break header;
        }
    };
    assert_eq!((header.width, header.height), (98, 200));
    device.say(&FromDevice::Refresh {}).await;
    let (header, video) = device.frame().await;
    assert!(header.flags.key);
    // A decoder that has seen nothing can begin here.
    assert!(mean(&mut Decoder::new().unwrap(), &video).is_some());
    // An older camera than the newest changes nothing.
    device.look(camera(7, true)).await;
    device.look(camera(5, false)).await;
    let header = loop {
        let (header, _) = device.frame().await;
        if header.flags.sharp && header.camera != 0 {
            break header;
        }
    };
    assert_eq!(header.camera, 7);
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_says_how_small_pictures_may_become() {
    let mut host = Host::start().await;
    // The way that nothing is known of does not carry it in full.
    let large = (3200, 1800);
    for (smallest_scale, size) in [(None, (2400, 1350)), (Some(1.0), large)] {
        let token = host.admit(60).await;
        let hello = Hello {
            size: large,
            smallest_scale,
            ..Hello::token(&token)
        };
        let mut device = Device::connect(host.port, hello).await.unwrap();
        device.stream().await;
        let (header, _) = device.frame().await;
        assert_eq!((header.width, header.height), size);
        device.say(&FromDevice::Leave {}).await;
        device.closed().await;
    }
    host.end(EndReason::Stopped).await.unwrap();
}

/// How many frames come before the host answers.
async fn before_an_answer(device: &mut Device, request: u32) -> u32 {
    device.load(request, "sample:none").await;
    let mut frames = 0;
    loop {
        match device.came().await {
            crate::device::Came::Frame(..) => frames += 1,
            crate::device::Came::Said(FromHost::Failed { .. }) => return frames,
            crate::device::Came::Said(_) => {}
            crate::device::Came::Closed => panic!("the host has closed"),
        }
    }
}

/// Frames until one comes that will not become any better, and how many there were.
async fn until_sharp(device: &mut Device) -> u32 {
    let mut frames = 1;
    while !device.frame().await.0.flags.sharp {
        frames += 1;
    }
    frames
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moves_by_itself_plays_until_it_is_paused() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    load(&mut device, "sample:windmill").await;
    device.stream().await;
    // Far more than a still picture has, which none of them is.
    for _ in 0..60 {
        assert!(!device.frame().await.0.flags.sharp);
    }
    device.say(&FromDevice::Play { playing: false }).await;
    until_sharp(&mut device).await;
    assert_eq!(before_an_answer(&mut device, 2).await, 0);
    device.say(&FromDevice::Play { playing: true }).await;
    for _ in 0..60 {
        assert!(!device.frame().await.0.flags.sharp);
    }
    // Without it nothing moves any more.
    device.say(&FromDevice::Unload { model: 1 }).await;
    until_sharp(&mut device).await;
    assert_eq!(before_an_answer(&mut device, 3).await, 0);
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_may_begin_with_a_pause() {
    let mut host = Host::start().await;
    let token = host.admit(60).await;
    let mut hello = Hello::token(&token);
    hello.paused = true;
    let mut device = Device::connect(host.port, hello).await.unwrap();
    device.load(1, "sample:windmill").await;
    let model = device.said(|said| match said {
        FromHost::Loaded { model, .. } => Some(model),
        _ => None,
    });
    assert!(model.await.animated);
    device.stream().await;
    until_sharp(&mut device).await;
    assert_eq!(before_an_answer(&mut device, 2).await, 0);
    host.end(EndReason::Stopped).await.unwrap();
}
