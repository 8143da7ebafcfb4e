//! The sessions of a sandbox, in the order of their creation.

use remote_rendering_engine::{Command, Session, SessionKey, Settings, api::Fault};
use remote_rendering_protocol::{RegionName, Timestamp};

use crate::{
    draws::Draws,
    servers::{Allocation, allocate},
};

/// All sessions, and what is still to become of them.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    kept: Vec<Kept>,
    /// How many there have been.
    created: u64,
}

#[derive(Debug)]
struct Kept {
    /// Its place in the order of all.
    place: u64,
    session: Session,
    /// Its server, until it has it or there is none.
    allocation: Option<Allocation>,
}

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) sessions: Vec<&'a Session>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<u64>,
}

impl Sessions {
    /// Lets happen what was to happen until now. Everything else is asked of sessions that are up to date.
    pub(crate) fn settle(&mut self, now: Timestamp) {
        for kept in &mut self.kept {
            let due = kept.allocation.take_if(|allocation| allocation.at <= now);
            if let Some(Allocation { at, command }) = due {
                // Refused for a session that was stopped while its server booted, which is as it should be.
                let _ = kept.session.execute(command, at);
            }
            let _ = kept.session.execute(Command::Lapse, now);
        }
        self.kept.retain(|kept| !kept.session.is_forgotten(now));
    }

    /// Creates a session, or finds the one of an equal create. Says whether it is new.
    pub(crate) fn create(
        &mut self,
        key: SessionKey,
        settings: Settings,
        now: Timestamp,
        draws: &mut Draws<'_>,
    ) -> Result<(bool, &Session), Fault> {
        if let Some(place) = self.place(&key) {
            let existing = &self.kept[place].session;
            existing.same_create(&settings)?;
            return Ok((false, existing));
        }
        let leased = self.leased(&key.region, &settings);
        let allocation = allocate(&key, &settings.size, leased, now, draws);
        let place = self.created;
        self.created = self.created.saturating_add(1);
        let kept = self.kept.push_mut(Kept {
            place,
            session: Session::begin(key, settings, now),
            allocation: Some(allocation),
        });
        Ok((true, &kept.session))
    }

    pub(crate) fn get(&self, key: &SessionKey) -> Result<&Session, Fault> {
        let place = self.place(key).ok_or_else(Fault::no_session)?;
        Ok(&self.kept[place].session)
    }

    /// Carries out what the session's owner wants; gives the session after it.
    pub(crate) fn execute(
        &mut self,
        key: &SessionKey,
        command: Command,
        now: Timestamp,
    ) -> Result<&Session, Fault> {
        let place = self.place(key).ok_or_else(Fault::no_session)?;
        let kept = &mut self.kept[place];
        kept.session.execute(command, now).answer?;
        Ok(&kept.session)
    }

    /// The live sessions of a region behind a place.
    pub(crate) fn page(&self, region: &RegionName, after: Option<u64>, most: usize) -> Page<'_> {
        let mut rest = self.kept.iter().filter(|kept| {
            let is_behind = after.is_none_or(|after| kept.place > after);
            is_behind && kept.session.is_live() && kept.session.key().region == *region
        });
        let page: Vec<&Kept> = rest.by_ref().take(most).collect();
        let has_more = rest.next().is_some();
        let last = page.last().filter(|_| has_more);
        Page {
            next: last.map(|kept| kept.place),
            sessions: page.iter().map(|kept| &kept.session).collect(),
        }
    }

    /// How many servers of a region and a size are leased, or are booting for a session.
    fn leased(&self, region: &RegionName, settings: &Settings) -> usize {
        let has_server = |kept: &&Kept| {
            let fails = matches!(
                kept.allocation,
                Some(Allocation {
                    command: Command::Failed(_),
                    ..
                })
            );
            kept.session.is_live()
                && !fails
                && kept.session.key().region == *region
                && kept.session.settings().size == settings.size
        };
        self.kept.iter().filter(has_server).count()
    }

    fn place(&self, key: &SessionKey) -> Option<usize> {
        self.kept.iter().position(|kept| kept.session.key() == key)
    }
}
