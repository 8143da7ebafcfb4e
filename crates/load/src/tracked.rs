use remote_rendering_protocol::{
    SessionSize, SessionStatus, Timestamp, session::SessionProperties,
};

/// What a client asks of its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// That it be there.
    Create,
    /// A longer lease, in minutes.
    Extend(i64),
    /// Its end.
    Stop,
}

/// What a session is, as far as clients determine it. Starting and ready are one: the service goes
/// from one to the other by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was never created.
    Absent,
    /// It starts or is ready, with this lease in minutes. A lease of 0 ends as soon as it begins.
    Live {
        /// The lease.
        lease: i64,
    },
    /// Its owner stopped it.
    Stopped {
        /// The lease that it had.
        lease: i64,
    },
    /// Its lease of 0 minutes has ended.
    Expired,
}

/// A session of one client, who alone changes it: what was acknowledged, and the one change whose
/// answer has not come.
///
/// The wrong beliefs that a service can be caught in: a change that was acknowledged and is gone,
/// one that is half there, an end that is taken back, another creation time, another server.
#[derive(Clone, Debug)]
pub struct Tracked {
    /// Its id.
    pub id: String,
    /// The size that it is created with.
    pub size: SessionSize,
    /// The lease that it is created with.
    pub first_lease: i64,
    acknowledged: State,
    pending: Option<Change>,
    created_at: Option<Timestamp>,
    hostname: Option<String>,
}

/// What the service says about a session is not what it acknowledged.
#[derive(Debug, thiserror::Error)]
#[error("session {id}: acknowledged {acknowledged:?}, sent {pending:?}, but found {found}")]
pub struct Discrepancy {
    /// Which session.
    pub id: String,
    /// The acknowledged state.
    pub acknowledged: State,
    /// The change without an answer.
    pub pending: Option<Change>,
    /// What the service says.
    pub found: String,
}

impl Tracked {
    /// A session that was not asked for yet.
    pub const fn new(id: String, first_lease: i64, size: SessionSize) -> Self {
        Self {
            id,
            size,
            first_lease,
            acknowledged: State::Absent,
            pending: None,
            created_at: None,
            hostname: None,
        }
    }

    /// What was acknowledged last.
    pub const fn acknowledged(&self) -> State {
        self.acknowledged
    }

    /// Whether it is in lists for certain: no change is on its way, and it does not end by itself.
    pub const fn is_live(&self) -> bool {
        matches!(self.acknowledged, State::Live { lease } if lease > 0) && self.pending.is_none()
    }

    /// Whether it may be in a list.
    pub const fn may_be_live(&self) -> bool {
        matches!(self.acknowledged, State::Live { .. }) || self.pending.is_some()
    }

    /// Whether it ends by itself, as soon as it has its server.
    pub const fn ends_at_once(&self) -> bool {
        self.first_lease == 0
    }

    /// A change is about to be sent.
    pub const fn send(&mut self, change: Change) {
        self.pending = Some(change);
    }

    /// The change was acknowledged.
    pub fn acknowledge(&mut self) {
        if let Some(change) = self.pending.take() {
            self.acknowledged = self.after(change);
        }
    }

    fn after(&self, change: Change) -> State {
        match (change, self.acknowledged) {
            (Change::Create, _) => State::Live {
                lease: self.first_lease,
            },
            (Change::Extend(lease), State::Live { .. }) => State::Live { lease },
            (Change::Stop, State::Live { lease }) => State::Stopped { lease },
            (_, ended) => ended,
        }
    }

    /// Compares with what the service says, and goes on from there: a change without an answer was
    /// made or was not.
    pub fn check(&mut self, found: Option<&SessionProperties>) -> Result<(), Discrepancy> {
        let without = self.acknowledged;
        let with = self.pending.map_or(without, |change| self.after(change));
        let become_of = [with, without]
            .into_iter()
            .find_map(|state| self.agreed(state, found));
        let Some(state) = become_of.filter(|_| self.is_the_same(found)) else {
            return Err(Discrepancy {
                id: self.id.clone(),
                acknowledged: self.acknowledged,
                pending: self.pending,
                found: found.map_or_else(|| "nothing".to_owned(), |it| format!("{it:?}")),
            });
        };
        self.acknowledged = state;
        self.pending = None;
        if let Some(found) = found {
            self.created_at = found.creation_time;
            self.hostname = found.hostname.clone().or_else(|| self.hostname.take());
        }
        Ok(())
    }

    /// The state, or the one that it became by itself, if what was found is that.
    fn agreed(&self, state: State, found: Option<&SessionProperties>) -> Option<State> {
        let Some(found) = found else {
            return (state == State::Absent).then_some(state);
        };
        if found.id.as_str() != self.id || found.size != self.size {
            return None;
        }
        let lease = found.max_lease_time_minutes;
        let is_live = matches!(found.status, SessionStatus::Starting | SessionStatus::Ready);
        let has_expired = found.status == SessionStatus::Expired
            && found.elapsed_time_minutes == lease
            && lease == 0;
        match state {
            State::Live { lease: known } if lease != known => None,
            State::Live { .. } if has_expired => Some(State::Expired),
            State::Live { .. } => {
                (is_live && (0..=lease).contains(&found.elapsed_time_minutes)).then_some(state)
            }
            State::Stopped { lease: known } => {
                (found.status == SessionStatus::Stopped && lease == known).then_some(state)
            }
            State::Expired => has_expired.then_some(state),
            State::Absent => None,
        }
    }

    /// Whether it is the session of before: created then, on the server of then.
    fn is_the_same(&self, found: Option<&SessionProperties>) -> bool {
        let Some(found) = found else { return true };
        let same_server = match (&self.hostname, &found.hostname) {
            (Some(before), Some(now)) => before == now,
            // A server that was told is not taken back while the session lives.
            (Some(_), None) => found.status != SessionStatus::Starting,
            (None, _) => true,
        };
        same_server && (self.created_at.is_none() || self.created_at == found.creation_time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(status: SessionStatus, lease: i64) -> SessionProperties {
        SessionProperties {
            id: "s".parse().unwrap(),
            creation_time: Some(Timestamp::UNIX_EPOCH),
            arr_inspector_port: None,
            handshake_port: None,
            elapsed_time_minutes: 0,
            hostname: None,
            max_lease_time_minutes: lease,
            size: SessionSize::Standard,
            status,
            teraflops: None,
            error: None,
        }
    }

    fn created(lease: i64) -> Tracked {
        let mut session = Tracked::new("s".to_owned(), lease, SessionSize::Standard);
        session.send(Change::Create);
        session.acknowledge();
        session
    }

    #[test]
    fn a_change_without_an_answer_may_be_made_or_not() {
        let starting = found(SessionStatus::Starting, 10);
        let mut unanswered = Tracked::new("s".to_owned(), 10, SessionSize::Standard);
        unanswered.send(Change::Create);
        unanswered.clone().check(None).unwrap();
        unanswered.check(Some(&starting)).unwrap();
        // Now that it was seen, it stays.
        unanswered.check(None).unwrap_err();
        assert_eq!(unanswered.acknowledged(), State::Live { lease: 10 });

        unanswered.send(Change::Extend(20));
        for (lease, is_possible) in [(10, true), (20, true), (15, false)] {
            let found = found(SessionStatus::Ready, lease);
            assert_eq!(unanswered.clone().check(Some(&found)).is_ok(), is_possible);
        }
        unanswered.check(Some(&starting)).unwrap();
        let extended = found(SessionStatus::Starting, 20);
        unanswered.check(Some(&extended)).unwrap_err();
    }

    #[test]
    fn what_was_acknowledged_is_there() {
        created(10).check(None).unwrap_err();
        let mut session = created(10);
        session.send(Change::Extend(20));
        session.acknowledge();
        let before = found(SessionStatus::Ready, 10);
        session.check(Some(&before)).unwrap_err();
        session.send(Change::Stop);
        session.acknowledge();
        let back = found(SessionStatus::Ready, 20);
        session.check(Some(&back)).unwrap_err();
        let stopped = found(SessionStatus::Stopped, 20);
        session.check(Some(&stopped)).unwrap();
    }

    #[test]
    fn only_a_lease_of_nothing_may_have_ended_and_that_is_final() {
        let mut session = created(0);
        session
            .check(Some(&found(SessionStatus::Starting, 0)))
            .unwrap();
        session
            .check(Some(&found(SessionStatus::Expired, 0)))
            .unwrap();
        session
            .check(Some(&found(SessionStatus::Ready, 0)))
            .unwrap_err();
        let expired = found(SessionStatus::Expired, 10);
        created(10).check(Some(&expired)).unwrap_err();
    }

    #[test]
    fn it_stays_the_same_session_on_the_same_server() {
        let on = |hostname: Option<&str>, created_at| SessionProperties {
            hostname: hostname.map(str::to_owned),
            creation_time: Some(Timestamp::from_unix_seconds(created_at)),
            ..found(SessionStatus::Ready, 10)
        };
        let mut session = created(10);
        session.check(Some(&on(None, 1))).unwrap();
        session.check(Some(&on(Some("a"), 1))).unwrap();
        session.check(Some(&on(Some("b"), 1))).unwrap_err();
        session.check(Some(&on(Some("a"), 2))).unwrap_err();
        session.check(Some(&on(Some("a"), 1))).unwrap();
    }
}
