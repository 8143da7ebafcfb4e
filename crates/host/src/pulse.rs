//! Whether the thread that renders goes on.

use crate::frames::Desk;

/// Feels from sign to sign whether the frame loop comes round.
#[derive(Debug)]
pub(crate) struct Pulse<'a> {
    desk: &'a Desk,
    rounds: u64,
    at_work: u32,
}

impl<'a> Pulse<'a> {
    pub(crate) fn new(desk: &'a Desk) -> Self {
        desk.wake();
        Self {
            desk,
            rounds: desk.rounds(),
            at_work: 0,
        }
    }

    /// For how many signs, this one included, the loop has not come round. It is counted in signs and not in time: while a
    /// machine sleeps there are none.
    pub(crate) fn feel(&mut self) -> u32 {
        let rounds = self.desk.rounds();
        self.at_work = if rounds == self.rounds {
            self.at_work.saturating_add(1)
        } else {
            0
        };
        self.rounds = rounds;
        // A loop that waits would not come round until the next sign.
        self.desk.wake();
        self.at_work
    }
}
