use std::{
    cmp::Ordering,
    collections::BinaryHeap,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
};

use tokio::{sync::oneshot, time::Instant};

/// Waits until a moment.
pub trait Timer {
    /// Waits until the moment, or not at all where it is past.
    fn until(&self, at: Instant) -> impl Future<Output = ()> + Send;
}

/// A timer that is right to about a tenth of a millisecond, on a thread of its own: tokio's counts whole milliseconds,
/// and would be late by up to one for each direction.
#[derive(Clone, Debug)]
pub struct PreciseTimer {
    alarms: Sender<Alarm>,
}

#[derive(Debug)]
struct Alarm {
    at: Instant,
    wake: oneshot::Sender<()>,
}

impl PreciseTimer {
    /// Starts the timer's thread, which ends with the last clone of the timer.
    pub fn start() -> Self {
        let (alarms, set) = channel();
        thread::spawn(move || ring(&set));
        Self { alarms }
    }
}

impl Timer for PreciseTimer {
    async fn until(&self, at: Instant) {
        if at <= Instant::now() {
            return;
        }
        let (wake, woken) = oneshot::channel();
        // The thread ends after the last timer: it is there.
        if self.alarms.send(Alarm { at, wake }).is_ok() {
            let _ = woken.await;
        }
    }
}

fn ring(set: &Receiver<Alarm>) {
    let mut alarms: BinaryHeap<Alarm> = BinaryHeap::new();
    loop {
        let new = match alarms.peek() {
            None => set.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(next) => set.recv_timeout(next.at.saturating_duration_since(Instant::now())),
        };
        match new {
            Ok(alarm) => alarms.push(alarm),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let now = Instant::now();
        while let Some(alarm) = pop_due(&mut alarms, now) {
            // Who waited may have given up.
            let _ = alarm.wake.send(());
        }
    }
}

fn pop_due(alarms: &mut BinaryHeap<Alarm>, now: Instant) -> Option<Alarm> {
    let is_due = alarms.peek().is_some_and(|alarm| alarm.at <= now);
    is_due.then(|| alarms.pop()).flatten()
}

/// The earliest alarm is the greatest, since the heap gives that first.
impl Ord for Alarm {
    fn cmp(&self, other: &Self) -> Ordering {
        other.at.cmp(&self.at)
    }
}

impl PartialOrd for Alarm {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Alarm {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Alarm {}
