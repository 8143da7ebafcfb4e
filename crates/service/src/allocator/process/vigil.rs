use std::time::Duration;

use remote_rendering_host::control::SIGN_EVERY;
use tokio::time::Instant;

/// How many times in a row no sign is found until a host is given up: after a minute. A machine with more to do than it has
/// processors delays signs by seconds.
const MOST_SILENT: u32 = 12;

/// For how many signs a host may be at the same picture: five minutes. A picture that takes longer than two is given up by
/// the renderer itself, unless the driver does not come back from a call.
const MOST_AT_WORK: u32 = 60;

/// Watches for a host's signs of life.
///
/// It counts looks and not time: while the machine sleeps, or this process is stopped, nobody looks, and nothing is held
/// against the host.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vigil {
    looked: Instant,
    /// Looks since the last sign.
    silent: u32,
    /// What the last sign said.
    at_work: u32,
}

/// A host that serves nobody any more, although its process is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lifeless {
    /// It gives no sign of life.
    Silent,
    /// It does, and does not come to an end with a picture.
    Stuck,
}

impl Vigil {
    /// Begins now.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            looked: now,
            silent: 0,
            at_work: 0,
        }
    }

    /// A sign has come.
    pub(super) fn hear(&mut self, at_work: u32) {
        self.silent = 0;
        self.at_work = at_work;
    }

    /// When to look.
    pub(super) fn next(&self) -> Instant {
        self.looked + SIGN_EVERY
    }

    /// Looks whether a sign has come since the last look.
    pub(super) fn look(&mut self, now: Instant) -> Result<(), Lifeless> {
        let late = now.saturating_duration_since(self.next());
        self.looked = now;
        if self.at_work >= MOST_AT_WORK {
            return Err(Lifeless::Stuck);
        }
        self.silent += 1;
        if late > SIGN_EVERY {
            // Nobody has looked for a while, so the host may not have run either: it begins anew.
            self.silent = 0;
        }
        if self.silent >= MOST_SILENT {
            return Err(Lifeless::Silent);
        }
        Ok(())
    }
}

impl Lifeless {
    /// For how long.
    pub(super) fn time(self) -> Duration {
        SIGN_EVERY
            * match self {
                Self::Silent => MOST_SILENT,
                Self::Stuck => MOST_AT_WORK,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks in time so often; whether the host is given up by the last one, and by none before.
    fn looks(vigil: &mut Vigil, count: u32) -> Result<(), Lifeless> {
        for _ in 1..count {
            assert_eq!(vigil.look(vigil.next()), Ok(()));
        }
        vigil.look(vigil.next())
    }

    #[test]
    fn a_minute_without_a_sign_is_too_long() {
        let mut vigil = Vigil::new(Instant::now());
        assert_eq!(looks(&mut vigil, 11), Ok(()));
        vigil.hear(0);
        assert_eq!(looks(&mut vigil, 12), Err(Lifeless::Silent));
        assert_eq!(Lifeless::Silent.time(), Duration::from_mins(1));
    }

    #[test]
    fn a_picture_may_take_minutes_and_not_for_ever() {
        let mut vigil = Vigil::new(Instant::now());
        for at_work in 1..60 {
            vigil.hear(at_work);
            assert_eq!(looks(&mut vigil, 1), Ok(()));
        }
        vigil.hear(60);
        assert_eq!(looks(&mut vigil, 1), Err(Lifeless::Stuck));
        assert_eq!(Lifeless::Stuck.time(), Duration::from_mins(5));
    }

    #[test]
    fn a_machine_that_has_slept_gives_its_hosts_their_time() {
        let mut vigil = Vigil::new(Instant::now());
        assert_eq!(looks(&mut vigil, 11), Ok(()));
        let awake = vigil.next() + Duration::from_hours(8);
        assert_eq!(vigil.look(awake), Ok(()));
        assert_eq!(looks(&mut vigil, 12), Err(Lifeless::Silent));
    }

    #[test]
    fn a_look_that_is_a_little_late_counts() {
        let mut vigil = Vigil::new(Instant::now());
        for _ in 1..12 {
            let late = vigil.next() + SIGN_EVERY;
            assert_eq!(vigil.look(late), Ok(()));
        }
        assert_eq!(vigil.look(vigil.next()), Err(Lifeless::Silent));
    }
}
