//! Frames by WebRTC.

mod events;
mod offer;
mod task;

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use tokio::{
    net::UdpSocket,
    sync::{Notify, mpsc},
    task::JoinHandle,
    time::Instant,
};

pub use events::{PathEnd, PathEvent, PathEvents};
pub use offer::OfferError;

use events::Teller;
use task::Task;

use crate::{BitRate, VideoFrame};

/// How the host takes part in WebRTC.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RtcOptions {
    /// The host's socket. It serves one path after the other, so that a host needs one open port: the former path is closed
    /// before the next is answered.
    pub socket: Arc<UdpSocket>,
    /// Under which address devices reach the socket.
    pub advertised: SocketAddr,
    /// What the way is taken to carry until something is known. 2 Mbit/s.
    pub start: BitRate,
    /// The most that frames ever take. 30 Mbit/s.
    pub most: BitRate,
    /// Until when a device must have connected. 10 s: where UDP is blocked, a device goes on without it.
    pub connect_within: Duration,
    /// After how long a silence the path ends. 8 s: browsers report every second, and ask every 2.5 s whether the host is there.
    pub silence: Duration,
}

/// The way to one device. Dropping it ends the way.
#[derive(Debug)]
pub struct RtcPath {
    frames: mpsc::Sender<Arc<VideoFrame>>,
    /// Whether frames are left out until one stands for itself.
    broken: AtomicBool,
    shared: Arc<Shared>,
    teller: Teller,
    task: JoinHandle<()>,
}

/// What was measured of a path.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PathStatistics {
    /// The way there and back.
    pub round_trip: Option<Duration>,
    /// The share of packets that were lost, from 0 to 1.
    pub loss: Option<f32>,
    /// What the way can carry as far as is known.
    pub estimate: Option<BitRate>,
    /// How many bits were sent in all, with everything above UDP.
    pub bits_sent: u64,
    /// How many frames were sent.
    pub frames_sent: u64,
    /// How many bytes of frames have not been sent yet.
    pub queued: usize,
}

/// What the path and its task both know.
#[derive(Debug, Default)]
struct Shared {
    statistics: Mutex<PathStatistics>,
    open: AtomicBool,
    /// What frames would take, in bits per second.
    wanted: AtomicU32,
    /// That less waits, or the path is open.
    drained: Notify,
}

/// How long what waits may take until another frame is wanted: about the time in which one is rendered and encoded, so that
/// the way is not idle meanwhile.
const READY_QUEUE: Duration = Duration::from_millis(15);

/// How long what waits may take until frames are left out. A key frame takes several frames' time.
const FULL_QUEUE: Duration = Duration::from_millis(250);

impl RtcOptions {
    /// With the documented values.
    pub fn new(socket: Arc<UdpSocket>, advertised: SocketAddr) -> Self {
        Self {
            socket,
            advertised,
            start: BitRate::from_kilobits(2000),
            most: BitRate::from_kilobits(30_000),
            connect_within: Duration::from_secs(10),
            silence: Duration::from_secs(8),
        }
    }
}

impl RtcPath {
    /// Answers a device's offer: the path, the answer, and what happens on the path. It must be called within a tokio
    /// runtime, where the path's task will run.
    ///
    /// The device offers one video section that receives, and creates the data channel [`CHANNEL`]. Its own candidates
    /// are not needed: the host waits at the one that the answer has (ICE lite), and sends to where the device's
    /// packets come from.
    ///
    /// [`CHANNEL`]: remote_rendering_protocol::device::CHANNEL
    pub fn answer(
        offer: &str,
        options: RtcOptions,
    ) -> Result<(Self, String, PathEvents), OfferError> {
        let agreed = offer::agree(offer, &options, Instant::now().into_std())?;
        let (teller, events) = events::events();
        // One that is being sent, and one that comes meanwhile.
        let (sender, frames) = mpsc::channel(2);
        let shared = Arc::<Shared>::default();
        shared.wanted.store(options.most.bits(), Ordering::Relaxed);
        let answer = agreed.answer.clone();
        let last = teller.clone().into();
        let task = Task::new(agreed, options, Arc::clone(&shared), last, frames);
        let path = Self {
            frames: sender,
            broken: AtomicBool::new(true),
            shared,
            teller,
            task: tokio::spawn(task.run()),
        };
        Ok((path, answer, events))
    }

    /// Whether a frame would go out now. It is asked before a picture is rendered: then the device gets the newest picture,
    /// instead of an older one that waits here.
    pub fn is_ready(&self) -> bool {
        self.is_open() && self.queue() <= READY_QUEUE && self.frames.capacity() > 0
    }

    /// Waits until [`is_ready`](Self::is_ready), which may be never, if the path ends. Giving up the wait does no harm.
    pub async fn ready(&self) {
        loop {
            let drained = self.shared.drained.notified();
            tokio::pin!(drained);
            // From here on nothing is missed.
            drained.as_mut().enable();
            if self.is_ready() {
                return;
            }
            drained.await;
        }
    }

    /// Sends a frame, without waiting. False if it is left out: because nothing was connected, because it would stand at
    /// the end of a long queue, or because it builds on one that was left out. Then [`PathEvent::Refresh`] is told.
    pub fn send(&self, frame: Arc<VideoFrame>) -> bool {
        let key = frame.encoded.key;
        let builds_on_sent = key || !self.broken.load(Ordering::Relaxed);
        let sent = self.is_open()
            && builds_on_sent
            && self.queue() <= FULL_QUEUE
            && self.frames.try_send(frame).is_ok();
        self.broken.store(!sent, Ordering::Relaxed);
        if !sent && self.is_open() {
            self.teller.tell(PathEvent::Refresh);
        }
        sent
    }

    /// What frames would take if the way carried it. Whether it carries more is not tried: that takes some of it.
    pub fn set_wanted(&self, rate: BitRate) {
        self.shared.wanted.store(rate.bits(), Ordering::Relaxed);
    }

    /// What was measured so far.
    pub fn statistics(&self) -> PathStatistics {
        self.shared.statistics()
    }

    /// Ends the path, and waits until its socket can be used by the next.
    pub async fn close(self) {
        let Self { frames, task, .. } = self;
        drop(frames);
        // It has no result, and a panic in it was reported already.
        let _ = task.await;
    }

    fn is_open(&self) -> bool {
        self.shared.open.load(Ordering::Relaxed)
    }

    /// How long what waits will take.
    fn queue(&self) -> Duration {
        let statistics = self.shared.statistics();
        statistics.estimate.map_or(Duration::ZERO, |estimate| {
            #[expect(clippy::cast_precision_loss, reason = "a queue is far below 2^52 bits")]
            let bits = statistics.queued as f64 * 8.0;
            Duration::from_secs_f64(bits / f64::from(estimate.bits().max(1)))
        })
    }
}

impl Shared {
    fn wanted(&self) -> BitRate {
        BitRate::from_bits(self.wanted.load(Ordering::Relaxed))
    }

    fn statistics(&self) -> PathStatistics {
        *self.lock()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, PathStatistics> {
        // Numbers, each written whole.
        self.statistics
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
