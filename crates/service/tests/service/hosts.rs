//! Sessions whose servers are real: a process for each, to which a device connects.

use std::{fs, net::Ipv4Addr, path::Path, process::Command, sync::Arc, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use http::HeaderValue;
use remote_rendering_protocol::device::{
    ConnectionGrant, ConnectionToken, EndReason, FromDevice, FromHost, HostPacket, Refusal,
    SUBPROTOCOL, Transport, Welcome,
};
use remote_rendering_service::{
    HostProgram, HostSettings, Metrics, Parts, PoolMetrics, PoolRule, ProcessAllocator,
};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};

use crate::{
    jumping_clock::JumpingClock,
    support::{Answer, TestService, created, parts},
};

const PREMIUM: &str = r#"{"maxLeaseTimeMinutes":10,"size":"Premium"}"#;

/// Much longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A service whose servers are processes of the real binary.
struct Hosted {
    service: TestService,
    clock: Arc<JumpingClock>,
    folder: TempDir,
}

/// A connected device.
struct Device(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Hosted {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(JumpingClock::starting_at(created()));
        let metrics = Metrics::new();
        let allocator = allocator(folder.path(), metrics.pool.clone());
        let parts = Parts {
            allocator: Arc::new(allocator),
            clock: Arc::clone(&clock) as _,
            metrics,
            ..parts()
        };
        Self {
            service: TestService::of(parts).await,
            clock,
            folder,
        }
    }

    /// Creates a session, and waits until it is not starting any more.
    async fn create(&self, id: &str) -> serde_json::Value {
        let path = self.service.path(&format!("/{id}"));
        let created = self.service.call("PUT", &path, PREMIUM).await;
        assert_eq!(created.status, 201, "{created:?}");
        self.until(id, |status| status != "Starting").await
    }

    async fn until(&self, id: &str, is_it: impl Fn(&str) -> bool) -> serde_json::Value {
        let waited = async {
            loop {
                let session = self.service.session(id).await;
                if is_it(session["status"].as_str().unwrap()) {
                    return session;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, waited).await.unwrap()
    }

    async fn ask(&self, id: &str) -> Answer {
        let path = self.service.path(&format!("/{id}/:connect"));
        self.service.call("POST", &path, "").await
    }

    async fn grant(&self, id: &str) -> ConnectionGrant {
        granted(&self.ask(id).await)
    }

    /// The processes that were started, in that order.
    fn processes(&self) -> Vec<u32> {
        let written = fs::read_to_string(self.folder.path().join("processes"));
        let written = written.unwrap_or_default();
        written.lines().map(|line| line.parse().unwrap()).collect()
    }

    /// Waits until the first process is gone, and asserts that it was there.
    async fn process_is_gone(&self) {
        let process = self.processes()[0];
        let gone = async {
            while Path::new(&format!("/proc/{process}")).exists() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, gone).await.unwrap();
    }

    async fn kill(&self) {
        self.signal("-KILL").await;
    }

    /// Sends a signal to the first process, as soon as it is there.
    async fn signal(&self, signal: &str) {
        let sent = async {
            while self.processes().is_empty() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let process = self.processes()[0].to_string();
            Command::new("kill").args([signal, &process]).status()
        };
        let sent = tokio::time::timeout(PATIENCE, sent).await.unwrap();
        assert!(sent.unwrap().success());
    }
}

/// Each process writes down its number.
fn allocator(folder: &Path, metrics: PoolMetrics) -> ProcessAllocator {
    let script = format!(
        r#"echo $$ >> '{}/processes'; exec '{}' host "$@""#,
        folder.display(),
        env!("CARGO_BIN_EXE_remote-rendering")
    );
    let program = HostProgram {
        program: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into(), "host".into()],
        start_timeout: PATIENCE,
        settings: HostSettings {
            hostname: "127.0.0.1".to_owned(),
            public_address: Ipv4Addr::LOCALHOST.into(),
            bind: Ipv4Addr::LOCALHOST.into(),
            tls: None,
            models: [].into(),
            models_from: Vec::new(),
            max_model_size: None,
            memory: None,
        },
    };
    let rule = PoolRule {
        servers: Some(1),
        ..PoolRule::endless(Duration::ZERO)
    };
    ProcessAllocator::new(program, vec![rule], metrics)
}

fn granted(answer: &Answer) -> ConnectionGrant {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("Cache-Control"), "no-store");
    serde_json::from_str(&answer.body).unwrap()
}

impl Device {
    /// Says hello with a token; tells the host's answer.
    async fn hello(grant: &ConnectionGrant) -> (Self, FromHost) {
        let mut request = grant.address.as_str().into_client_request().unwrap();
        let protocol = HeaderValue::from_static(SUBPROTOCOL);
        request
            .headers_mut()
            .insert("Sec-WebSocket-Protocol", protocol);
        let (socket, _) = connect_async(request).await.unwrap();
        let mut device = Self(socket);
        device
            .say(&FromDevice::Hello {
                token: Some(ConnectionToken::new(grant.token.expose())),
                resume: None,
                width: 64,
                height: 64,
                smallest_scale: None,
                paused: false,
            })
            .await;
        let answer = device.hear().await.unwrap();
        (device, answer)
    }

    async fn connect(grant: &ConnectionGrant) -> (Self, Welcome) {
        match Self::hello(grant).await {
            (device, FromHost::Welcome(welcome)) => (device, welcome),
            (_, other) => panic!("{other:?}"),
        }
    }

    async fn say(&mut self, said: &FromDevice) {
        let text = serde_json::to_string(said).unwrap();
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// What the host says next; `None` when it has closed.
    async fn hear(&mut self) -> Option<FromHost> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.0.next()).await;
            match message.unwrap() {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                None | Some(Ok(Message::Close(_)) | Err(_)) => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// Asks for pictures, and waits for the first.
    async fn stream(&mut self) {
        let transport = Transport::WebSocket;
        self.say(&FromDevice::Stream { transport }).await;
        let came = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Binary(bytes))) => return bytes,
                    Some(Ok(_)) => {}
                    other => panic!("{other:?}"),
                }
            }
        };
        let bytes = tokio::time::timeout(PATIENCE, came).await.unwrap();
        let packet = HostPacket::read(&bytes).unwrap();
        assert!(matches!(packet, HostPacket::Frame(header, _) if header.flags.key));
    }

    /// Hears of the connection's end, and of nothing after it.
    async fn end(mut self) -> EndReason {
        loop {
            match self.hear().await {
                Some(FromHost::Ended { reason }) => {
                    assert!(self.hear().await.is_none());
                    return reason;
                }
                Some(_) => {}
                None => panic!("the host closed without a word"),
            }
        }
    }
}

#[tokio::test]
async fn a_device_connects_by_a_token_that_is_good_once() {
    let hosted = Hosted::start().await;
    let ready = hosted.create("s").await;
    assert_eq!(ready["status"], "Ready", "{ready}");
    assert_eq!(
        (&ready["hostname"], &ready["teraflops"]),
        (&"127.0.0.1".into(), &10.6.into())
    );
    let metrics = hosted.service.call("GET", "/metrics", "").await.body;
    let leased = r#"remote_rendering_servers{region="westeurope",size="Premium",state="leased"} 1"#;
    assert!(metrics.contains(leased), "{metrics}");

    let grant = hosted.grant("s").await;
    let port = &ready["handshakePort"];
    assert_eq!(grant.address, format!("ws://127.0.0.1:{port}/connect"));
    assert_eq!(grant.expires_in_seconds, 60);
    assert_eq!(grant.token.expose().len(), 43);
    let v1 = hosted.service.v1("/s/connect");
    let of_v1 = granted(&hosted.service.call("POST", &v1, "").await);
    assert_eq!(of_v1.address, grant.address);
    assert_ne!(of_v1.token.expose(), grant.token.expose());

    let (mut device, _) = Device::connect(&grant).await;
    let refused = |answer| match answer {
        FromHost::Refused { reason } => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(Device::hello(&of_v1).await.1), Refusal::Busy);
    device.say(&FromDevice::Leave {}).await;
    while device.hear().await.is_some() {}
    assert_eq!(refused(Device::hello(&grant).await.1), Refusal::Token);
    Device::connect(&of_v1).await;
    hosted.service.service.shutdown().await;
    hosted.process_is_gone().await;
}

#[tokio::test]
async fn the_end_of_a_session_closes_the_connection_and_ends_the_process() {
    for (expected, code) in [
        (EndReason::Expired, "SessionExpired"),
        (EndReason::Stopped, "SessionStopped"),
    ] {
        let hosted = Hosted::start().await;
        hosted.create("s").await;
        let (mut device, _) = Device::connect(&hosted.grant("s").await).await;
        device.stream().await;
        if expected == EndReason::Expired {
            hosted.clock.jump(Duration::from_mins(10));
        } else {
            let stop = hosted.service.path("/s/:stop");
            hosted.service.call("POST", &stop, "").await;
        }
        assert_eq!(device.end().await, expected);
        hosted.process_is_gone().await;
        hosted.ask("s").await.refused(409, code);
        // There is a place for one: it is free.
        assert_eq!(hosted.create("next").await["status"], "Ready");
        hosted.service.service.shutdown().await;
    }
}

#[tokio::test]
async fn a_host_that_is_killed_fails_its_session_whenever_that_is() {
    let hosted = Hosted::start().await;
    let path = hosted.service.path("/starting");
    hosted.service.call("PUT", &path, PREMIUM).await;
    hosted.ask("starting").await.refused(409, "SessionStarting");
    hosted.kill().await;
    let failed = hosted
        .until("starting", |status| status != "Starting")
        .await;
    assert_eq!(failed["error"]["code"], "ServerStartFailed", "{failed}");

    let hosted = Hosted::start().await;
    hosted.create("ready").await;
    let (mut device, _) = Device::connect(&hosted.grant("ready").await).await;
    hosted.kill().await;
    while device.hear().await.is_some() {}
    let failed = hosted.until("ready", |status| status != "Ready").await;
    assert_eq!(failed["error"]["code"], "ServerFailed", "{failed}");
    let refused = hosted.ask("ready").await;
    refused.refused(409, "SessionFailed");
    assert_eq!(
        refused.json()["error"]["innerError"]["code"],
        "ServerFailed"
    );
    hosted.process_is_gone().await;
}

#[tokio::test]
async fn a_host_that_hangs_fails_its_session_and_is_killed() {
    let hosted = Hosted::start().await;
    hosted.create("ready").await;
    let (mut device, _) = Device::connect(&hosted.grant("ready").await).await;
    hosted.signal("-STOP").await;
    // From here on the clock runs to the next thing that waits for it. The host would not hear of that.
    tokio::time::pause();
    let failed = async {
        loop {
            let session = hosted.service.session("ready").await;
            if session["status"] != "Ready" {
                return session;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let failed = tokio::time::timeout(Duration::from_mins(2), failed).await;
    tokio::time::resume();
    let failed = failed.unwrap();
    assert_eq!(failed["error"]["code"], "ServerSilent", "{failed}");
    while device.hear().await.is_some() {}
    hosted.process_is_gone().await;
}

#[tokio::test]
async fn the_models_of_a_create_are_in_the_scene_of_the_device() {
    let hosted = Hosted::start().await;
    let create = hosted.service.v1("/create");
    let body = "{'maxLeaseTime':'0:10:0','models':['sample:gears'],'size':'premium'}";
    let created = hosted.service.call("POST", &create, body).await;
    assert_eq!(created.status, 202, "{created:?}");
    let id = created.json()["sessionId"].as_str().unwrap().to_owned();
    hosted.until(&id, |status| status == "Ready").await;
    let (mut device, welcome) = Device::connect(&hosted.grant(&id).await).await;
    let mut models = welcome.models;
    while models.is_empty() {
        match device.hear().await {
            Some(FromHost::Loaded { model, .. }) => models.push(model),
            Some(FromHost::Progress { .. } | FromHost::Statistics(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(models[0].source.to_string(), "sample:gears");
    hosted.service.service.shutdown().await;
}
