//! The sessions of all regions, as last seen.

use std::rc::Rc;

use remote_rendering_client::fallback::FallbackStep;
use remote_rendering_protocol::{RegionName, Timestamp, session::SessionProperties};
use yew::Reducible;

use super::failure::Failure;
pub use super::session::{Busy, HISTORY_KEPT, ReadySince, SessionKey, SessionRow, StatusSeen};

/// How the list of one region is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Asked for, not there yet.
    Loading,
    /// There.
    Listed,
    /// Not to be had.
    Failed(Failure),
}

/// How the creation of a session is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Creation {
    /// Nothing asked.
    #[default]
    Idle,
    /// On its way.
    Running(Tries),
    /// Done: this one, after these tries.
    Done(SessionKey, Tries),
    /// Failed.
    Failed(Failure),
    /// None of these had a server free.
    NoServer(Vec<FallbackStep>),
}

/// How far a creation has gone through its plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// What is tried now, or was created.
    pub present: Option<FallbackStep>,
    /// What came to nothing before.
    pub failed: Vec<FallbackStep>,
}

/// The sessions of all regions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sessions {
    /// The rows, newest first. Shared: what does not change is not copied with what does.
    pub rows: Vec<Rc<SessionRow>>,
    /// The list of each region.
    pub listings: Vec<(RegionName, Listing)>,
    /// The creation form's call.
    pub creation: Creation,
    /// A session that was asked for by a link, and why it could not be had.
    pub missed: Option<(SessionKey, Failure)>,
    /// The sessions that were created in this tab.
    pub own: Vec<SessionKey>,
}

/// What happens to the sessions.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A region's list was asked for.
    Listing(RegionName),
    /// A region's list failed.
    ListFailed(RegionName, Failure),
    /// The service described a session.
    Seen(RegionName, SessionProperties, Timestamp),
    /// A region's list is there: the sessions that the service described, at once.
    SeenAll(RegionName, Vec<SessionProperties>, Timestamp),
    /// A creation is on its way; told again with each step of its plan.
    Creating(Tries),
    /// It succeeded, after these tries.
    Created(SessionKey, Tries),
    /// It failed.
    CreateFailed(Failure),
    /// None of these had a server free.
    NoServer(Vec<FallbackStep>),
    /// These were created in this tab before it was loaded anew.
    Own(Vec<SessionKey>),
    /// Something is being done to these sessions.
    Began(Vec<SessionKey>, Busy),
    /// It was done, or is not to be done.
    Finished(Vec<SessionKey>),
    /// It failed.
    Failed(SessionKey, Failure),
    /// The session has gone from the service.
    Gone(SessionKey),
    /// A session that is in no list is asked for.
    LookingUp,
    /// It is not to be had.
    Missed(SessionKey, Failure),
    /// The person has read enough of an ended session.
    Dismissed(SessionKey),
    /// Somebody signed out.
    Cleared,
}

impl Sessions {
    /// The row of a session.
    pub fn find(&self, key: &SessionKey) -> Option<&Rc<SessionRow>> {
        self.rows.iter().find(|row| row.key == *key)
    }

    /// Why a session that was asked for by a link could not be had.
    pub fn missed(&self, key: &SessionKey) -> Option<&Failure> {
        let missed = self.missed.as_ref().filter(|(missed, _)| missed == key);
        missed.map(|(_, failure)| failure)
    }

    /// How many sessions lease, or are about to lease, a server.
    pub fn live(&self) -> usize {
        self.rows.iter().filter(|row| row.is_live()).count()
    }

    /// Whether a session was created in this tab.
    pub fn is_own(&self, key: &SessionKey) -> bool {
        self.own.contains(key)
    }

    /// The sessions that are about to be stopped.
    pub fn about_to_stop(&self) -> impl Iterator<Item = &Rc<SessionRow>> {
        let is_about_to = |row: &&Rc<SessionRow>| matches!(row.busy, Some(Busy::AboutToStop(_)));
        self.rows.iter().filter(is_about_to)
    }

    /// How the list of a region is doing, if it was ever asked for.
    pub fn listing(&self, region: &RegionName) -> Option<&Listing> {
        self.listings
            .iter()
            .find(|(known, _)| known == region)
            .map(|(_, listing)| listing)
    }

    fn list(&mut self, region: RegionName, listing: Listing) {
        match self.listings.iter_mut().find(|(known, _)| *known == region) {
            Some((_, present)) => *present = listing,
            None => self.listings.push((region, listing)),
        }
    }

    fn change(&mut self, keys: &[SessionKey], change: impl Fn(&mut SessionRow)) {
        for row in &mut self.rows {
            if keys.contains(&row.key) {
                change(Rc::make_mut(row));
            }
        }
    }

    /// Takes in what the service says of a session. `likely` is where its row may be, the answer is where it is: lists come
    /// in one order, so that the next session's row is most likely the next.
    fn see(
        &mut self,
        region: RegionName,
        properties: SessionProperties,
        seen_at: Timestamp,
        likely: usize,
    ) -> usize {
        let key = SessionKey {
            region,
            id: properties.id.clone(),
        };
        let is_it = |row: &Rc<SessionRow>| row.key == key;
        let place = if self.rows.get(likely).is_some_and(is_it) {
            Some(likely)
        } else {
            self.rows.iter().position(is_it)
        };
        let before = place.map(|place| &*self.rows[place]);
        // Answers can overtake each other: an end is final, whatever an older answer says.
        if let Some(before) = before
            && (!before.is_live() || before.seen_at > seen_at)
        {
            return place.unwrap_or_default();
        }
        let ready_since = ReadySince::observe(before, &properties, seen_at);
        if self.missed(&key).is_some() {
            self.missed = None;
        }
        if let Some(place) = place {
            let row = Rc::make_mut(&mut self.rows[place]);
            row.properties = properties;
            row.seen_at = seen_at;
            row.ready_since = ready_since;
            row.remember_status();
            return place;
        }
        let mut row = SessionRow {
            key,
            properties,
            seen_at,
            ready_since,
            history: Vec::new(),
            busy: None,
            failure: None,
        };
        row.remember_status();
        self.rows.push(Rc::new(row));
        self.rows.len() - 1
    }

    fn order(&mut self) {
        self.rows
            .sort_by_key(|row| std::cmp::Reverse(row.created_at()));
    }
}

impl Reducible for Sessions {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        if let Action::Listing(region) = &action
            && self.listing(region).is_some()
        {
            return self;
        }
        let mut next = (*self).clone();
        match action {
            Action::Listing(region) => next.listings.push((region, Listing::Loading)),
            Action::ListFailed(region, failure) => {
                next.list(region, Listing::Failed(failure));
            }
            Action::Seen(region, properties, at) => {
                next.see(region, properties, at, 0);
                next.order();
            }
            Action::SeenAll(region, all, at) => {
                let mut likely = 0;
                for properties in all {
                    likely = next.see(region.clone(), properties, at, likely) + 1;
                }
                next.order();
                next.list(region, Listing::Listed);
            }
            Action::Creating(tries) => next.creation = Creation::Running(tries),
            Action::Created(key, tries) => {
                next.own.push(key.clone());
                next.creation = Creation::Done(key, tries);
            }
            Action::Own(keys) => next.own = keys,
            Action::CreateFailed(failure) => next.creation = Creation::Failed(failure),
            Action::NoServer(tried) => next.creation = Creation::NoServer(tried),
            Action::Began(keys, busy) => next.change(&keys, |row| {
                row.busy = Some(busy);
                row.failure = None;
            }),
            Action::Finished(keys) => next.change(&keys, |row| row.busy = None),
            Action::Failed(key, failure) => next.change(&[key], |row| {
                row.busy = None;
                row.failure = Some(failure.clone());
            }),
            Action::Gone(key) => next.rows.retain(|row| row.key != key),
            Action::LookingUp => next.missed = None,
            Action::Missed(key, failure) => next.missed = Some((key, failure)),
            Action::Dismissed(key) => {
                next.rows.retain(|row| row.key != key || row.is_live());
            }
            Action::Cleared => next = Self::default(),
        }
        Rc::new(next)
    }
}

#[cfg(test)]
#[path = "sessions_tests.rs"]
mod tests;
