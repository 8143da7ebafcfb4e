//! What takes seconds, on a clock that the tests move.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    time::Duration,
};

use remote_rendering_protocol::device::FromDevice;
use remote_rendering_renderer::{Gpu, GpuOptions, Renderer};
use remote_rendering_scene::Limits;
use tokio::{sync::Semaphore, task::JoinHandle, time::advance};

use super::*;
use crate::{HostOptions, HostSize, sources::Sources};

const PEER: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A session without sockets and without a frame loop.
struct World {
    events: Events,
    session: JoinHandle<Result<(), HostError>>,
    /// Whose turn it is to read a model.
    reading: Arc<Semaphore>,
}

fn options() -> HostOptions {
    HostOptions {
        size: HostSize::Standard,
        bind: PEER,
        public_address: None,
        tls_cert: None,
        tls_key: None,
        models: Vec::new(),
        models_from: Vec::new(),
        max_model_size: 1 << 20,
        memory: 1 << 28,
        preload: Vec::new(),
    }
}

impl World {
    fn new() -> Self {
        let renderer = Renderer::new(Gpu::open(&GpuOptions::default()).unwrap()).unwrap();
        let renderer = Arc::new(renderer);
        let socket = UdpSocket::bind((PEER, 0)).unwrap();
        socket.set_nonblocking(true).unwrap();
        let (events, heard) = channel();
        let terms = Terms {
            renderer: "none".to_owned(),
            max_upload_bytes: 1 << 20,
            door: Door::new(socket, SocketAddr::new(PEER, 9)).unwrap(),
        };
        let reading = Arc::new(Semaphore::new(1));
        let loader = Loader {
            sources: Sources::new(&options()).unwrap(),
            renderer: Arc::clone(&renderer),
            ceiling: 1 << 28,
            limits: Limits::default(),
            events: events.clone(),
            reading: Arc::clone(&reading),
        };
        let status = Status::new(HostSize::Standard, renderer);
        let session = Session::new(terms, loader, &[], Arc::new(Desk::new()), status);
        Self {
            session: tokio::spawn(session.run(heard)),
            events,
            reading,
        }
    }

    async fn admit(&self, token: &str, seconds: u64) {
        let (known, is_known) = oneshot::channel();
        self.tell(Event::Admit {
            hash: KeyHash::of(token),
            lifetime: Duration::from_secs(seconds),
            known,
        })
        .await;
        is_known.await.unwrap();
    }

    async fn hello(&self, credential: Credential) -> Result<Entered, Refusal> {
        let (answer, answered) = oneshot::channel();
        self.tell(Event::Hello {
            credential,
            wanted: Wanted {
                size: (16, 16),
                smallest_scale: 0.0,
                playing: true,
            },
            peer: PEER,
            answer,
        })
        .await;
        answered.await.unwrap()
    }

    async fn with_token(&self, token: &str) -> Result<Entered, Refusal> {
        self.hello(Credential::Token(KeyHash::of(token))).await
    }

    async fn with_key(&self, before: &Entered) -> Result<Entered, Refusal> {
        let key = KeyHash::of(before.welcome.resume.expose());
        self.hello(Credential::Resume(key)).await
    }

    /// A device that has a model in its scene.
    async fn with_model(&self, token: &str) -> Entered {
        self.admit(token, 60).await;
        let mut entered = self.with_token(token).await.unwrap();
        let source = "sample:alpha".parse().unwrap();
        let load = FromDevice::Load { request: 1, source };
        self.tell(Event::Said(entered.connection, load)).await;
        loop {
            match entered.messages.recv().await.unwrap() {
                FromHost::Loaded { .. } => return entered,
                FromHost::Progress { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Loses a device, and waits until the session knows.
    async fn lose(&self, entered: &Entered) {
        self.tell(Event::Lost(entered.connection)).await;
        self.admit("settled", 0).await;
    }

    async fn tell(&self, event: Event) {
        self.events.send(event).await.unwrap();
    }

    async fn end(self) {
        self.tell(Event::End(EndReason::Stopped)).await;
        self.session.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_runs_out() {
    let world = World::new();
    world.admit("one", 60).await;
    world.admit("two", 60).await;
    advance(Duration::from_secs(59)).await;
    let entered = world.with_token("one").await.unwrap();
    world.lose(&entered).await;
    advance(Duration::from_secs(1)).await;
    assert_eq!(world.with_token("two").await.err(), Some(Refusal::Token));
    world.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_scene_is_kept_for_its_device_fifteen_seconds() {
    let world = World::new();
    let entered = world.with_model("one").await;
    world.lose(&entered).await;
    advance(Duration::from_millis(14_900)).await;
    let back = world.with_key(&entered).await.unwrap();
    assert!(back.welcome.resumed);
    assert_eq!(back.welcome.models.len(), 1);
    world.lose(&back).await;
    advance(Duration::from_secs(15)).await;
    assert_eq!(world.with_key(&back).await.err(), Some(Refusal::Resume));
    world.admit("two", 60).await;
    let next = world.with_token("two").await.unwrap();
    assert!(next.welcome.models.is_empty() && !next.welcome.resumed);
    world.end().await;
}

#[tokio::test(start_paused = true)]
async fn who_comes_back_is_told_which_loads_go_on() {
    let world = World::new();
    world.admit("one", 60).await;
    let entered = world.with_token("one").await.unwrap();
    let turn = world.reading.acquire().await.unwrap();
    for (request, source) in [(7, "sample:alpha"), (8, "sample:none")] {
        let source = source.parse().unwrap();
        let load = FromDevice::Load { request, source };
        world.tell(Event::Said(entered.connection, load)).await;
    }
    let mut entered = entered;
    while !matches!(
        entered.messages.recv().await,
        Some(FromHost::Failed {
            request: Some(8),
            ..
        })
    ) {}
    world.lose(&entered).await;
    let mut back = world.with_key(&entered).await.unwrap();
    assert_eq!(back.welcome.loading, [7]);
    drop(turn);
    let said = back.messages.recv().await;
    assert!(
        matches!(
            said,
            Some(
                FromHost::Loaded {
                    request: Some(7),
                    ..
                } | FromHost::Progress { request: 7, .. }
            )
        ),
        "{said:?}"
    );
    world.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_device_that_does_not_read_is_lost() {
    let world = World::new();
    world.admit("one", 60).await;
    let mut entered = world.with_token("one").await.unwrap();
    for request in 0..1000 {
        let source = "sample:none".parse().unwrap();
        let load = FromDevice::Load { request, source };
        world.tell(Event::Said(entered.connection, load)).await;
    }
    // What was said until then is there, and then the end.
    let mut said = 0;
    while entered.messages.recv().await.is_some() {
        said += 1;
    }
    assert!(said < 1000, "{said}");
    assert!(world.with_key(&entered).await.unwrap().welcome.resumed);
    world.end().await;
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_for_one_scene() {
    let world = World::new();
    world.admit("one", 60).await;
    let entered = world.with_token("one").await.unwrap();
    let key = KeyHash::of(entered.welcome.upload.expose());
    let (answer, scene) = oneshot::channel();
    world.tell(Event::Upload { key, answer }).await;
    let UploadScene {
        number: scene,
        over,
    } = scene.await.unwrap().unwrap();
    let done = async |scene| {
        let (answer, number) = oneshot::channel();
        let file = tempfile::tempfile().unwrap();
        let name = "a.glb".to_owned();
        world
            .tell(Event::Uploaded {
                scene,
                name,
                file,
                answer,
            })
            .await;
        number.await.unwrap()
    };
    assert_eq!(done(scene).await, Some(1));
    assert!(!over.is_cancelled());
    let leave = Event::Said(entered.connection, FromDevice::Leave {});
    world.tell(leave).await;
    assert_eq!(done(scene).await, None, "its device has left meanwhile");
    assert!(over.is_cancelled(), "what is not complete is given up");
    world.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_frame_loop_that_ends_is_the_end() {
    let world = World::new();
    world.admit("one", 60).await;
    let mut entered = world.with_token("one").await.unwrap();
    world.tell(Event::Failed(HostError::Stopped)).await;
    let said = entered.messages.recv().await;
    let reason = EndReason::Failed;
    assert!(matches!(said, Some(FromHost::Ended { reason: of }) if of == reason));
    assert!(entered.messages.recv().await.is_none());
    assert!(world.session.await.unwrap().is_err());
}
