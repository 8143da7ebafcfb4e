//! Pictures by WebRTC.

use openh264::decoder::Decoder;
use remote_rendering_protocol::device::{
    Camera, DevicePacket, EndReason, FromDevice, FromHost, Transport,
};
use str0m::Event;

use crate::{
    device::Device,
    peer::{self, header},
    world::Host,
};

/// Agrees on WebRTC, asks for pictures, and waits until they can come.
async fn agree(device: &mut Device) -> peer::Device {
    let mut peer = peer::Device::new().await;
    let sdp = peer.offer.clone();
    device.say(&FromDevice::Offer { sdp }).await;
    let answer = device.said(|said| match said {
        FromHost::Answer { sdp } => Some(sdp),
        FromHost::NoWebRtc { message } => panic!("{message}"),
        _ => None,
    });
    peer.accept(&answer.await);
    let transport = Transport::WebRtc;
    device.say(&FromDevice::Stream { transport }).await;
    peer.connect().await;
    // The first frame may have gone by while the channel was opened.
    device.say(&FromDevice::Refresh {}).await;
    peer
}

/// Waits for a frame of a camera, and for a picture.
async fn sees(peer: &mut peer::Device, camera: u32) {
    let mut decoder = Decoder::new().unwrap();
    let (mut has_picture, mut has_header) = (false, false);
    while !has_picture || !has_header {
        match peer.next().await {
            Event::MediaData(frame) => {
                has_picture |= decoder
                    .decode(&frame.data)
                    .is_ok_and(|picture| picture.is_some());
            }
            Event::ChannelData(data) => has_header |= header(&data.data).camera == camera,
            _ => {}
        }
    }
}

fn look(peer: &mut peer::Device, sequence: u32) {
    peer.say(&DevicePacket::Camera(Camera {
        sequence,
        position: [0.0, 0.0, 3.0],
        rotation: [0.0, 0.0, 0.0, 1.0],
        field_of_view: 1.0,
    }));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_and_cameras_go() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    let mut first = agree(&mut device).await;
    look(&mut first, 3);
    sees(&mut first, 3).await;
    // The same device once more, as after a change of its network.
    let mut second = agree(&mut device).await;
    look(&mut second, 4);
    sees(&mut second, 4).await;
    // And through the WebSocket, which starts with what stands for itself.
    device.stream().await;
    let (header, _) = device.frame().await;
    assert!(header.flags.key);
    device.say(&FromDevice::Leave {}).await;
    device.closed().await;
    // The next device has the same port.
    let mut device = host.device().await;
    let mut third = agree(&mut device).await;
    look(&mut third, 1);
    sees(&mut third, 1).await;
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_none_changes_nothing() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    for sdp in ["", "v=0", "no offer"] {
        let sdp = sdp.to_owned();
        device.say(&FromDevice::Offer { sdp }).await;
        let message = device.said(|said| match said {
            FromHost::NoWebRtc { message } => Some(message),
            _ => None,
        });
        assert!(!message.await.is_empty());
    }
    device.stream().await;
    device.frame().await;
    host.end(EndReason::Stopped).await.unwrap();
}
