//! Who may connect, and who comes back.

use remote_rendering_protocol::device::{
    EndReason, FromDevice, FromHost, Refusal, ResumeKey, SUBPROTOCOL,
};
use tokio_tungstenite::tungstenite::{self, Message};

use crate::{
    device::{Came, Device, Hello, came, open, say},
    world::Host,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_lets_in_once() {
    let mut host = Host::start().await;
    let token = host.admit(60).await;
    let device = Device::connect(host.port, Hello::token(&token))
        .await
        .unwrap();
    assert!(!device.welcome.resumed);
    assert!(device.welcome.models.is_empty());
    let samples = device.welcome.available.iter();
    assert!(
        samples
            .map(|model| model.source.to_string())
            .any(|source| source == "sample:gears")
    );
    device.vanish();
    let again = Device::connect(host.port, Hello::token(&token)).await;
    assert_eq!(again.err(), Some(Refusal::Token));
    let unknown = Device::connect(host.port, Hello::token("a guess")).await;
    assert_eq!(unknown.err(), Some(Refusal::Token));
    let expired = host.admit(0).await;
    let expired = Device::connect(host.port, Hello::token(&expired)).await;
    assert_eq!(expired.err(), Some(Refusal::Token));
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_device_is_refused_and_keeps_its_token() {
    let mut host = Host::start().await;
    let mut first = host.device().await;
    let token = host.admit(60).await;
    let second = Device::connect(host.port, Hello::token(&token)).await;
    assert_eq!(second.err(), Some(Refusal::Busy));
    first.say(&FromDevice::Leave {}).await;
    first.closed().await;
    let second = Device::connect(host.port, Hello::token(&token)).await;
    assert!(second.is_ok());
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_device_comes_back_to_its_scene() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    device.load(1, "sample:alpha").await;
    let loaded = device.said(|said| match said {
        FromHost::Loaded { model, .. } => Some(model),
        _ => None,
    });
    let model = loaded.await;
    let first_key = device.welcome.resume.clone();
    device.vanish();
    let device = Device::connect(host.port, Hello::resume(&first_key))
        .await
        .unwrap();
    assert!(device.welcome.resumed);
    assert_eq!(device.welcome.models, [model]);
    assert_ne!(device.welcome.resume.expose(), first_key.expose());
    let second_key = device.welcome.resume.clone();
    device.vanish();
    let old = Device::connect(host.port, Hello::resume(&first_key)).await;
    assert_eq!(old.err(), Some(Refusal::Resume));
    assert!(
        Device::connect(host.port, Hello::resume(&second_key))
            .await
            .is_ok()
    );
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_seems_alive_is_replaced() {
    let mut host = Host::start().await;
    let mut old = host.device().await;
    let key = old.welcome.resume.clone();
    let mut new = Device::connect(host.port, Hello::resume(&key))
        .await
        .unwrap();
    let reason = old.said(|said| match said {
        FromHost::Ended { reason } => Some(reason),
        _ => None,
    });
    assert_eq!(reason.await, EndReason::Replaced);
    assert!(matches!(old.came().await, Came::Closed));
    new.stream().await;
    new.frame().await;
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_or_comes_with_a_token_leaves_nothing_behind() {
    let mut host = Host::start().await;
    for leaves in [true, false] {
        let mut device = host.device().await;
        assert!(!device.welcome.resumed && device.welcome.models.is_empty());
        device.load(1, "sample:alpha").await;
        device
            .said(|said| matches!(said, FromHost::Loaded { .. }).then_some(()))
            .await;
        let key = device.welcome.resume.clone();
        if leaves {
            device.say(&FromDevice::Leave {}).await;
            device.closed().await;
            let back = Device::connect(host.port, Hello::resume(&key)).await;
            assert_eq!(back.err(), Some(Refusal::Resume));
        } else {
            device.vanish();
        }
    }
    let device = host.device().await;
    assert!(device.welcome.models.is_empty());
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_hello_is_refused() {
    let mut host = Host::start().await;
    let token = host.admit(60).await;
    let mut both = Hello::token(&token);
    both.resume = Some(ResumeKey::new("key"));
    let mut neither = Hello::token(&token);
    neither.token = None;
    let text = |message: &FromDevice| serde_json::to_string(message).unwrap();
    for first in [
        Message::Text("no JSON".into()),
        Message::Text(text(&FromDevice::Refresh {}).into()),
        Message::Text(text(&both.message()).into()),
        Message::Text(text(&neither.message()).into()),
        Message::Binary(vec![1, 2, 3].into()),
    ] {
        use futures_util::SinkExt as _;
        let mut socket = open(host.port, Some(SUBPROTOCOL)).await.unwrap();
        socket.send(first).await.unwrap();
        let refused = came(&mut socket).await;
        assert!(
            matches!(&refused, Came::Said(FromHost::Refused { reason }) if *reason == Refusal::Hello),
            "{refused:?}"
        );
        assert!(matches!(came(&mut socket).await, Came::Closed));
    }
    assert!(
        Device::connect(host.port, Hello::token(&token))
            .await
            .is_ok()
    );
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_wire_is_refused_before_it_begins() {
    let host = Host::start().await;
    for protocol in [None, Some("remote-rendering.99")] {
        match open(host.port, protocol).await {
            Err(tungstenite::Error::Http(answer)) => {
                assert_eq!(answer.status().as_u16(), 400);
                let body = String::from_utf8(answer.body().clone().unwrap()).unwrap();
                assert!(body.contains("\"code\":\"Subprotocol\""), "{body}");
            }
            other => panic!("{other:?}"),
        }
    }
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_breaks_the_rules_is_sent_away() {
    let mut host = Host::start().await;
    let hello = Hello::token("again").message();
    let hello = serde_json::to_string(&hello).unwrap();
    for wrong in [
        Message::Text("{}".into()),
        Message::Text("{\"fly\":{}}".into()),
        Message::Text(hello.into()),
        Message::Text("{\"stream\":{\"transport\":\"pigeon\"}}".into()),
        Message::Binary(vec![].into()),
        Message::Binary(vec![1; 37].into()),
    ] {
        let mut device = host.device().await;
        device.send(wrong.clone()).await;
        let reason = device.said(|said| match said {
            FromHost::Ended { reason } => Some(reason),
            _ => None,
        });
        assert_eq!(reason.await, EndReason::Protocol, "{wrong:?}");
        device.closed().await;
    }
    let mut device = host.device().await;
    let long = "x".repeat(100_000);
    device.send(Message::Text(long.into())).await;
    device.closed().await;
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_do_not_take_every_place() {
    let mut host = Host::start().await;
    let mut strangers = Vec::new();
    let refused = loop {
        match open(host.port, Some(SUBPROTOCOL)).await {
            Ok(socket) => strangers.push(socket),
            Err(tungstenite::Error::Http(answer)) => break answer,
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(refused.status().as_u16(), 503);
    assert_eq!(strangers.len(), 16);
    // One that goes away makes room.
    let mut stranger = strangers.remove(0);
    say(&mut stranger, &FromDevice::Refresh {}).await;
    while !matches!(came(&mut stranger).await, Came::Closed) {}
    let device = host.device().await;
    drop(device);
    host.end(EndReason::Stopped).await.unwrap();
}
