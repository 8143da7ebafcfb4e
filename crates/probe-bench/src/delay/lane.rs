use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::future::try_join;
use tokio::{
    io::{AsyncRead, AsyncWrite, split},
    net::{TcpListener, TcpStream},
    time::Instant,
};

use super::{Course, SocksError, Timer, Way, carry, socks};

/// One port of the proxy. A browser context that goes through it races on the lane's course.
#[derive(Debug)]
pub struct Lane {
    listener: TcpListener,
    course: Arc<RwLock<Arc<Course>>>,
}

/// The course of a lane, to be changed between races.
#[derive(Clone, Debug)]
pub(super) struct Courses(Arc<RwLock<Arc<Course>>>);

impl Courses {
    /// The course of the present race.
    pub(super) fn now(&self) -> Arc<Course> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// New connections race on this course from now on.
    pub(super) fn set(&self, course: Course) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(course);
    }
}

impl Lane {
    /// Takes a free port of this machine.
    ///
    /// # Errors
    ///
    /// There is none.
    pub async fn open(course: Course) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?,
            course: Arc::new(RwLock::new(Arc::new(course))),
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    ///
    /// The system does not say.
    pub fn addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    pub(super) fn courses(&self) -> Courses {
        Courses(Arc::clone(&self.course))
    }

    /// Serves the lane's connections, for ever.
    ///
    /// # Errors
    ///
    /// The listener failed.
    pub async fn serve(self, timer: impl Timer + Clone + Send + Sync + 'static) -> io::Result<()> {
        let courses = self.courses();
        loop {
            let (client, _) = self.listener.accept().await?;
            let (course, timer) = (courses.now(), timer.clone());
            tokio::spawn(async move {
                // How a connection ends is the browser's business: it aborts many.
                let _ = connect(client, &course, &timer).await;
            });
        }
    }
}

async fn connect(
    mut client: TcpStream,
    course: &Course,
    timer: &impl Timer,
) -> Result<(), SocksError> {
    client.set_nodelay(true)?;
    let target = socks::read_target(&mut client).await?;
    let asked_at = Instant::now();
    let mut way = course.way_to(&target.host);
    // Every name is this machine: nothing else can be reached through the proxy.
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, target.port)).await;
    let handshake = way.as_mut().map_or(Duration::ZERO, Way::round_trip);
    timer.until(asked_at + handshake).await;
    let Ok(server) = server else {
        return Ok(socks::refused(&mut client).await?);
    };
    server.set_nodelay(true)?;
    socks::connected(&mut client).await?;
    let late = |late| course.note_late(late);
    Ok(relay(client, server, way, timer, late).await?)
}

/// Carries both directions. All that the server sends between two messages of the client is one answer, and has one
/// delay.
async fn relay(
    client: impl AsyncRead + AsyncWrite,
    server: impl AsyncRead + AsyncWrite,
    mut way: Option<Way>,
    timer: &impl Timer,
    late: impl Fn(Duration),
) -> io::Result<()> {
    let (from_client, to_client) = split(client);
    let (from_server, to_server) = split(server);
    let asked = AtomicBool::new(true);
    let there = way.as_ref().map_or(Duration::ZERO, Way::there);
    let mut back = Duration::ZERO;
    let answer_delay = || {
        if let Some(way) = &mut way
            && asked.swap(false, Ordering::Relaxed)
        {
            back = way.back();
        }
        back
    };
    let requests = carry(
        from_client,
        to_server,
        timer,
        || there,
        |lateness| {
            asked.store(true, Ordering::Relaxed);
            late(lateness);
        },
    );
    let answers = carry(from_server, to_client, timer, answer_delay, &late);
    try_join(requests, answers).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _, duplex},
        time::sleep_until,
    };

    use super::*;
    use crate::delay::Noise;

    struct VirtualTimer;

    impl Timer for VirtualTimer {
        async fn until(&self, at: Instant) {
            sleep_until(at).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_server_says_at_once_is_one_answer_with_one_delay() {
        let course = Course::with_bases(Noise::C, [3, 4], [("near".to_owned(), 40.0)]);
        let (mut client, proxy_client) = duplex(64);
        let (proxy_server, mut server) = duplex(64);
        let way = course.way_to("near");
        let browser = async move {
            let mut times = Vec::new();
            for _ in 0..8 {
                client.write_all(b"?").await.unwrap();
                let began = Instant::now();
                for _ in 0..3 {
                    client.read_exact(&mut [0; 1]).await.unwrap();
                    times.push(began.elapsed());
                }
            }
            times
        };
        let service = async move {
            while server.read(&mut [0; 1]).await.unwrap() > 0 {
                for piece in [b"a", b"b", b"c"] {
                    server.write_all(piece).await.unwrap();
                    tokio::task::yield_now().await;
                }
            }
        };
        let (relayed, times, ()) = tokio::join!(
            relay(proxy_client, proxy_server, way, &VirtualTimer, |_| {}),
            browser,
            service
        );
        relayed.unwrap();
        for answer in times.chunks_exact(3) {
            assert!(answer[0] >= Duration::from_millis(40), "{answer:?}");
            assert!(answer.iter().all(|it| *it == answer[0]), "{answer:?}");
        }
        let draws: HashSet<_> = times.iter().collect();
        assert!(draws.len() > 1, "each answer draws anew: {times:?}");
    }
}
