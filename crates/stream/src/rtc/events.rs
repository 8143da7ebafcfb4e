use std::{
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use remote_rendering_protocol::device::Camera;
use tokio::sync::Notify;

use crate::BitRate;

/// What a way to a device tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PathEvent {
    /// Frames can be sent. The first must be a key frame.
    Open,
    /// From where the device sees the scene now. Only the newest is told.
    Camera(Camera),
    /// The next frame must be a key frame: the device asks for one, or a frame could not be sent on which others build.
    Refresh,
    /// What frames may take, all in all. The rest of what the way carries is left to packet headers, to repairs, and to
    /// finding out whether it carries more.
    Estimate(BitRate),
    /// Nothing comes after this.
    Closed(PathEnd),
}

/// Why a way to a device has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathEnd {
    /// The device's packets have not come through: something between it and this host blocks UDP.
    #[error("the device did not connect in time: UDP may be blocked between it and this host")]
    NotConnected,
    /// It was connected, and then nothing came any more.
    #[error("nothing has come from the device for a while")]
    Silent,
    /// The device has closed it.
    #[error("the device has closed the connection")]
    Left,
    /// The device broke the rules, or the host's socket failed; the log has the cause.
    #[error("the connection failed")]
    Failed,
}

/// What has happened and was not told yet: one of each kind, so that who listens slowly hears the newest, and nothing piles up.
#[derive(Debug, Default)]
struct Untold {
    open: bool,
    refresh: bool,
    camera: Option<Camera>,
    estimate: Option<BitRate>,
    closed: Option<PathEnd>,
    /// The sequence of the newest camera.
    newest: u32,
    /// Whether the path's task is gone.
    over: bool,
}

#[derive(Debug, Default)]
struct Shared {
    untold: Mutex<Untold>,
    changed: Notify,
}

/// Where the events of a path come out.
#[derive(Debug)]
pub struct PathEvents(Arc<Shared>);

/// Where they go in.
#[derive(Clone, Debug)]
pub(super) struct Teller(Arc<Shared>);

/// Ends the events when it is dropped, by a panic too.
#[derive(Debug)]
pub(super) struct LastTeller(Teller);

pub(super) fn events() -> (Teller, PathEvents) {
    let shared = Arc::<Shared>::default();
    (Teller(Arc::clone(&shared)), PathEvents(shared))
}

impl Shared {
    fn untold(&self) -> MutexGuard<'_, Untold> {
        // Each change is one assignment, so a panic leaves nothing half done.
        self.untold.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PathEvents {
    /// The next event; none after the last. Giving up the wait loses nothing.
    pub async fn next(&mut self) -> Option<PathEvent> {
        loop {
            // In this order, a change in between is not missed: there is one waiter.
            let changed = self.0.changed.notified();
            {
                let mut untold = self.0.untold();
                if let Some(event) = untold.take() {
                    return Some(event);
                }
                if untold.over {
                    return None;
                }
            }
            changed.await;
        }
    }
}

impl Untold {
    fn take(&mut self) -> Option<PathEvent> {
        if std::mem::take(&mut self.open) {
            return Some(PathEvent::Open);
        }
        if let Some(end) = self.closed.take() {
            // What came before is of no use any more.
            *self = Self {
                over: true,
                ..Self::default()
            };
            return Some(PathEvent::Closed(end));
        }
        if std::mem::take(&mut self.refresh) {
            return Some(PathEvent::Refresh);
        }
        let camera = self.camera.take().map(PathEvent::Camera);
        camera.or_else(|| self.estimate.take().map(PathEvent::Estimate))
    }
}

impl Teller {
    pub(super) fn tell(&self, event: PathEvent) {
        let mut untold = self.0.untold();
        if untold.over {
            return;
        }
        match event {
            PathEvent::Open => untold.open = true,
            PathEvent::Refresh => untold.refresh = true,
            // An older camera may come later: the channel keeps no order.
            PathEvent::Camera(camera) if camera.sequence > untold.newest => {
                untold.newest = camera.sequence;
                untold.camera = Some(camera);
            }
            PathEvent::Camera(_) => return,
            PathEvent::Estimate(rate) => untold.estimate = Some(rate),
            PathEvent::Closed(end) => untold.closed = Some(end),
        }
        drop(untold);
        self.0.changed.notify_one();
    }
}

impl From<Teller> for LastTeller {
    fn from(teller: Teller) -> Self {
        Self(teller)
    }
}

impl Deref for LastTeller {
    type Target = Teller;

    fn deref(&self) -> &Teller {
        &self.0
    }
}

impl Drop for LastTeller {
    fn drop(&mut self) {
        let Teller(shared) = &self.0;
        shared.untold().over = true;
        shared.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera(sequence: u32) -> PathEvent {
        PathEvent::Camera(Camera {
            sequence,
            position: [0.0; 3],
            rotation: [0.0, 0.0, 0.0, 1.0],
            field_of_view: 1.0,
        })
    }

    #[tokio::test]
    async fn who_listens_slowly_hears_the_newest() {
        let (teller, mut events) = events();
        let estimate = |kilobits| PathEvent::Estimate(BitRate::from_kilobits(kilobits));
        for number in 1..1000 {
            teller.tell(camera(number));
            teller.tell(estimate(number));
            teller.tell(PathEvent::Refresh);
        }
        teller.tell(camera(5));
        teller.tell(PathEvent::Open);
        let wanted = [
            PathEvent::Open,
            PathEvent::Refresh,
            camera(999),
            estimate(999),
        ];
        for event in wanted {
            assert_eq!(events.next().await, Some(event));
        }
        // Older than one that was told already.
        teller.tell(camera(998));
        teller.tell(estimate(1));
        assert_eq!(events.next().await, Some(estimate(1)));
    }

    #[tokio::test]
    async fn the_end_is_told_once_and_last() {
        let (teller, mut events) = events();
        let last = LastTeller::from(teller.clone());
        teller.tell(camera(1));
        teller.tell(PathEvent::Closed(PathEnd::Left));
        drop(last);
        assert_eq!(events.next().await, Some(PathEvent::Closed(PathEnd::Left)));
        assert_eq!(events.next().await, None);
        // The path itself may still say something.
        teller.tell(PathEvent::Refresh);
        assert_eq!(events.next().await, None);
    }

    #[tokio::test]
    async fn a_task_that_fails_ends_the_events() {
        let (teller, mut events) = events();
        let last = LastTeller::from(teller);
        let task = tokio::spawn(async move {
            let _last = last;
            panic!("as a fault in a library would");
        });
        assert_eq!(events.next().await, None);
        assert!(task.await.is_err());
    }
}
