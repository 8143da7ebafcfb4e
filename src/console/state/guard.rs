//! The guard against forgotten sessions: of which to warn, and what the person's rule asks for.

use std::time::Duration;

use remote_rendering_protocol::{MaxLeaseTime, SessionStatus, Timespan, Timestamp};

use super::{
    connection::Profile,
    prices::{Amount, Price, Prices},
    sessions::{SessionKey, SessionRow, Sessions},
    settings::Rule,
};

/// How long before an end the person is warned, at most.
const WARNED_BEFORE: Duration = Duration::from_mins(5);

/// How much an extension adds, in minutes.
pub const EXTENSION: i64 = 30;

/// A warning that the person has read: of this session, with this lease in minutes. Once extended, it is warned of anew.
pub type Read = (SessionKey, i64);

/// What is to be done by the person's rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Give this session this lease in total.
    Extend(SessionKey, MaxLeaseTime),
    /// Stop these.
    Stop(Vec<SessionKey>),
}

/// The sessions whose lease is about to end, the first one first; without those that were warned of already.
pub fn warnings<'a>(
    sessions: &'a Sessions,
    rule: Rule,
    read: &[Read],
    now: Timestamp,
) -> Vec<&'a SessionRow> {
    let is_read = |row: &SessionRow| {
        let lease = row.properties.max_lease_time_minutes;
        read.iter().any(|(key, of)| *key == row.key && *of == lease)
    };
    let is_warned_of = |row: &&SessionRow| {
        row.is_ending_soon(now)
            && row.busy.is_none()
            && !is_read(row)
            && extension(sessions, row, rule).is_none()
    };
    // Few at a time: an insertion each costs less of the page than a sort.
    let mut ending: Vec<&SessionRow> = Vec::new();
    for row in sessions.rows.iter().map(|row| &**row).filter(is_warned_of) {
        let place = ending.partition_point(|it| it.lease_ends_at() <= row.lease_ends_at());
        ending.insert(place, row);
    }
    ending
}

/// What the rule asks for, now that the page was last touched at `touched`.
pub fn deeds(sessions: &Sessions, rule: Rule, touched: Timestamp, now: Timestamp) -> Vec<Deed> {
    match rule {
        Rule::Warn => Vec::new(),
        Rule::Extend(_) => {
            let ending = sessions.rows.iter().filter(|row| row.is_ending_soon(now));
            ending
                .filter_map(|row| {
                    Some(Deed::Extend(
                        row.key.clone(),
                        extension(sessions, row, rule)?,
                    ))
                })
                .collect()
        }
        Rule::Stop(after) => {
            let away = now.since(touched);
            let forgotten: Vec<_> = own_live(sessions)
                .filter(|row| row.busy.is_none() && row.failure.is_none())
                .map(|row| row.key.clone())
                .collect();
            if away < after.span() || forgotten.is_empty() {
                return Vec::new();
            }
            vec![Deed::Stop(forgotten)]
        }
    }
}

/// The lease that the rule gives a session; `None` where it gives none: it is somebody else's, has had all it may have,
/// or the last attempt failed.
fn extension(sessions: &Sessions, row: &SessionRow, rule: Rule) -> Option<MaxLeaseTime> {
    let Rule::Extend(to) = rule else {
        return None;
    };
    let present = row.properties.max_lease_time_minutes;
    let is_free = row.busy.is_none() && row.failure.is_none();
    if !is_free || !sessions.is_own(&row.key) {
        return None;
    }
    let longer = longer(present, EXTENSION);
    let longer = if longer.span() > to.span() {
        to
    } else {
        longer
    };
    (longer.whole_minutes() > present).then_some(longer)
}

/// The present lease and so many minutes more, at most a day.
pub fn longer(present: i64, minutes: i64) -> MaxLeaseTime {
    MaxLeaseTime::from_minutes(present.saturating_add(minutes)).unwrap_or(MaxLeaseTime::MAX)
}

/// What sessions come to that go on by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// How many there are.
    pub count: usize,
    /// What all of them cost an hour; `None` where any price is not known.
    pub an_hour: Option<Price>,
    /// What they cost from now until their leases end, at most; `None` where any price is not known.
    pub until_end: Option<Price>,
    /// When the last lease ends, at the latest; `None` while any has not begun.
    pub last_end: Option<Timestamp>,
}

/// What the live sessions of this page come to that `which` means; `None` where there are none.
pub fn outlook(
    sessions: &Sessions,
    which: &dyn Fn(&SessionRow) -> bool,
    prices: &Prices,
    now: Timestamp,
) -> Option<Outlook> {
    let live: Vec<_> = sessions
        .rows
        .iter()
        .filter(|row| row.is_live() && which(row))
        .collect();
    let sum = |span: &dyn Fn(&SessionRow) -> Timespan| {
        let amounts = live.iter().map(|row| {
            let price = prices.of(&row.properties.size)?;
            Some(price.amount.for_hours(span(row)))
        });
        amounts
            .collect::<Option<Vec<Amount>>>()
            .map(|amounts| prices.price(amounts.into_iter().sum()))
    };
    let ends = live.iter().map(|row| Some(row.lease_end()?.latest));
    (!live.is_empty()).then(|| Outlook {
        count: live.len(),
        an_hour: sum(&|_| Timespan::from_minutes(60)),
        until_end: sum(&|row| row.may_go_on_for(now)),
        last_end: ends
            .collect::<Option<Vec<_>>>()
            .and_then(|ends| ends.into_iter().max()),
    })
}

/// The live sessions that were created in this tab.
pub fn own_live(sessions: &Sessions) -> impl Iterator<Item = &SessionRow> {
    let is_own = |row: &&SessionRow| row.is_live() && sessions.is_own(&row.key);
    sessions.rows.iter().map(|row| &**row).filter(is_own)
}

/// Those, by their places.
pub fn own_keys(sessions: &Sessions) -> Vec<SessionKey> {
    own_live(sessions).map(|row| row.key.clone()).collect()
}

/// Whether a token is about to expire for which no new one can be had.
pub fn token_expires_soon(profile: &Profile, now: Timestamp) -> bool {
    let expires_soon = |at: Timestamp| at.since(now) < WARNED_BEFORE.into();
    !profile.can_renew && profile.token_expires_at.is_some_and(expires_soon)
}

impl SessionRow {
    /// How long before the end of its lease a session is warned of: five minutes, or a quarter of a short lease.
    pub fn warned_before(&self) -> Timespan {
        let lease = u64::try_from(self.properties.max_lease_time_minutes).unwrap_or_default();
        let quarter = Timespan::from_ticks(Timespan::from_minutes(lease).ticks() / 4);
        quarter.min(WARNED_BEFORE.into())
    }

    /// Whether its lease is about to end.
    pub fn is_ending_soon(&self, now: Timestamp) -> bool {
        let is_ready = self.properties.status == SessionStatus::Ready;
        let left = self.lease_left(now).filter(|_| is_ready);
        left.is_some_and(|left| left < self.warned_before())
    }

    /// For how long it leases a server from now on, at most: a lease that has not begun is still whole.
    fn may_go_on_for(&self, now: Timestamp) -> Timespan {
        match self.lease_end() {
            Some(end) => end.latest.since(now),
            None => longer(self.properties.max_lease_time_minutes, 0).span(),
        }
    }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
