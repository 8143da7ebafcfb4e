//! What the service says, and what comes of it.

use std::time::{Duration, Instant};

use remote_rendering_host::{ModelFolder, control::FromHost};
use remote_rendering_protocol::device::{EndReason, FromHost as Said};
use tokio::io::{AsyncReadExt as _, duplex};

use crate::{
    device::{Came, Device, Hello},
    world::{Host, options},
};

async fn ended(device: &mut Device) -> EndReason {
    device
        .said(|said| match said {
            Said::Ended { reason } => Some(reason),
            _ => None,
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_session_is_the_end_of_the_connection_at_once() {
    for reason in [EndReason::Stopped, EndReason::Expired] {
        let mut host = Host::start().await;
        let mut device = host.device().await;
        device.stream().await;
        device.frame().await;
        let begun = Instant::now();
        let end = tokio::spawn(host.end(reason.clone()));
        assert_eq!(ended(&mut device).await, reason);
        assert!(matches!(device.came().await, Came::Closed));
        end.await.unwrap().unwrap();
        assert!(
            begun.elapsed() < Duration::from_secs(1),
            "{:?}",
            begun.elapsed()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_input_is_the_end_too() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    let (port, begun) = (host.port, Instant::now());
    let end = tokio::spawn(host.abandon());
    assert_eq!(ended(&mut device).await, EndReason::Stopped);
    end.await.unwrap().unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
    let refused = tokio::net::TcpStream::connect(("127.0.0.1", port)).await;
    assert!(refused.is_err(), "nothing listens any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_changes_nothing() {
    let mut host = Host::start().await;
    host.say_line("no JSON\n{\"unknown\":{}}\n\n").await;
    host.say_line("{\"admit\":{\"number\":9,\"token_sha256\":\"ab\",\"seconds\":60}}\n")
        .await;
    let hello = Hello::token(&host.admit(60).await);
    let device = Device::connect(host.port, hello).await;
    assert!(device.is_ok());
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_cannot_start_says_why() {
    let mut broken = options();
    broken.models = vec![ModelFolder {
        name: "none".to_owned(),
        path: "/there/is/no/such/folder".into(),
    }];
    let (_input, hears) = duplex(64);
    let (says, mut output) = duplex(4096);
    let result = remote_rendering_host::run(broken, hears, says).await;
    assert!(result.is_err());
    let mut said = String::new();
    output.read_to_string(&mut said).await.unwrap();
    let said: FromHost = serde_json::from_str(&said).unwrap();
    let FromHost::Failed { code, message } = said else {
        panic!("{said:?}");
    };
    assert_eq!(code, "HostModels");
    assert!(message.contains("/there/is/no/such/folder") && message.contains("--models"));
}
