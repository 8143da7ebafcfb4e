//! A host in this process, and the service's side of its line.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::atomic::{AtomicU64, Ordering},
};

use remote_rendering_host::{
    HostError, HostOptions, HostSize,
    control::{FromHost, ToHost},
    run,
};
use remote_rendering_protocol::device::{EndReason, Refusal};
use sha2::{Digest as _, Sha256};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, duplex},
    task::JoinHandle,
};

use crate::device::{Device, Hello};

/// A host and the line to it.
pub(crate) struct Host {
    pub(crate) port: u16,
    pub(crate) inspector: u16,
    ending: JoinHandle<Result<(), HostError>>,
    input: DuplexStream,
    output: Lines<BufReader<DuplexStream>>,
    admitted: u64,
}

/// What a host has unless a test says otherwise: small limits, and nothing allowed.
pub(crate) fn options() -> HostOptions {
    HostOptions {
        size: HostSize::Standard,
        bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
        public_address: None,
        tls_cert: None,
        tls_key: None,
        models: Vec::new(),
        models_from: Vec::new(),
        max_model_size: 4 << 20,
        memory: 1 << 30,
        preload: Vec::new(),
    }
}

impl Host {
    pub(crate) async fn start() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn with(options: HostOptions) -> Self {
        let (input, hears) = duplex(4096);
        let (says, output) = duplex(4096);
        let ending = tokio::spawn(run(options, hears, says));
        let mut output = BufReader::new(output).lines();
        match heard(&mut output).await {
            Some(FromHost::Ready {
                handshake_port,
                inspector_port,
                renderer,
            }) => {
                assert!((49_152..=65_534).contains(&handshake_port));
                assert!((49_152..=65_534).contains(&inspector_port));
                assert!(!renderer.is_empty());
                Self {
                    port: handshake_port,
                    inspector: inspector_port,
                    ending,
                    input,
                    output,
                    admitted: 0,
                }
            }
            other => panic!("the host is not ready: {other:?}"),
        }
    }

    /// Announces a new token that is good for so long.
    pub(crate) async fn admit(&mut self, seconds: u32) -> String {
        static TOKENS: AtomicU64 = AtomicU64::new(0);
        let token = format!("token {}", TOKENS.fetch_add(1, Ordering::Relaxed));
        self.admitted += 1;
        let token_sha256 = format!("{:x}", Sha256::digest(token.as_bytes()));
        let number = self.admitted;
        self.say(&ToHost::Admit {
            number,
            token_sha256,
            seconds,
        })
        .await;
        assert_eq!(self.heard().await, Some(FromHost::Admitted { number }));
        token
    }

    /// A device that is let in, as soon as the host knows that the one before is gone.
    pub(crate) async fn device(&mut self) -> Device {
        let token = self.admit(60).await;
        loop {
            match Device::connect(self.port, Hello::token(&token)).await {
                Err(Refusal::Busy) => {}
                connected => return connected.unwrap(),
            }
        }
    }

    pub(crate) async fn say(&mut self, message: &ToHost) {
        let line = serde_json::to_string(message).unwrap() + "\n";
        self.say_line(&line).await;
    }

    pub(crate) async fn say_line(&mut self, line: &str) {
        self.input.write_all(line.as_bytes()).await.unwrap();
    }

    /// The next message; none when the host's output has ended.
    pub(crate) async fn heard(&mut self) -> Option<FromHost> {
        heard(&mut self.output).await
    }

    /// Ends the session, and gives how the host ended.
    pub(crate) async fn end(mut self, reason: EndReason) -> Result<(), HostError> {
        self.say(&ToHost::End { reason }).await;
        self.ending.await.unwrap()
    }

    /// Ends the input, as a service that is killed does.
    pub(crate) async fn abandon(self) -> Result<(), HostError> {
        drop(self.input);
        self.ending.await.unwrap()
    }
}

/// The next message that is no sign of life.
async fn heard(output: &mut Lines<BufReader<DuplexStream>>) -> Option<FromHost> {
    loop {
        let line = output.next_line().await.unwrap()?;
        match serde_json::from_str(&line).unwrap() {
            FromHost::Alive { at_work } => assert!(at_work < 6, "the frame loop hangs"),
            said => return Some(said),
        }
    }
}
