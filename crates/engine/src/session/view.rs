use remote_rendering_protocol::{
    SessionStatus, Timespan, Timestamp, session::SessionProperties, v1,
};

use super::{End, Host, Session, State};

impl Session {
    /// The session at `now` as the 2021-01-01 API describes it, in the form of May 2021: what is
    /// not known is left out; ports and host name go with the server, teraflops stay.
    pub fn properties(&self, now: Timestamp) -> SessionProperties {
        let session = self.at(now);
        let host = session.host();
        SessionProperties {
            id: session.key.id.clone(),
            creation_time: Some(session.created_at),
            arr_inspector_port: host.map(|host| host.arr_inspector_port),
            handshake_port: host.map(|host| host.handshake_port),
            elapsed_time_minutes: whole_minutes(session.elapsed(now)),
            hostname: host.map(|host| host.hostname.clone()),
            max_lease_time_minutes: session.lease.whole_minutes(),
            size: session.settings.size.clone(),
            status: session.status(),
            teraflops: match &session.state {
                State::Starting => None,
                State::Ready { host, .. } => Some(host.teraflops),
                State::Ended(ended) => ended.teraflops,
            },
            error: match &session.state {
                State::Ended(ended) => match &ended.how {
                    End::Failed(error) => Some(error.clone()),
                    End::Stopped | End::Expired => None,
                },
                State::Starting | State::Ready { .. } => None,
            },
        }
    }

    /// The session at `now` as v1 describes it. An unknown host name is an empty text.
    pub fn properties_v1(&self, now: Timestamp) -> v1::SessionProperties {
        let session = self.at(now);
        v1::SessionProperties {
            message: session.message(),
            session_elapsed_time: session.elapsed(now).truncated_to_seconds(),
            session_hostname: Some(
                session
                    .host()
                    .map(|host| host.hostname.clone())
                    .unwrap_or_default(),
            ),
            session_id: session.key.id.clone(),
            session_max_lease_time: session.lease.span(),
            session_size: Some(session.settings.size.clone()),
            session_status: (&session.status()).into(),
        }
    }

    /// The status of what was applied; [`Session::at`] brings it up to a time.
    pub const fn status(&self) -> SessionStatus {
        match &self.state {
            State::Starting => SessionStatus::Starting,
            State::Ready { .. } => SessionStatus::Ready,
            State::Ended(ended) => match ended.how {
                End::Stopped => SessionStatus::Stopped,
                End::Expired => SessionStatus::Expired,
                End::Failed(_) => SessionStatus::Error,
            },
        }
    }

    fn host(&self) -> Option<&Host> {
        match &self.state {
            State::Ready { host, .. } => Some(host),
            State::Starting | State::Ended(_) => None,
        }
    }

    fn message(&self) -> Option<String> {
        let State::Ended(ended) = &self.state else {
            return None;
        };
        match &ended.how {
            End::Stopped => None,
            End::Expired => Some(format!(
                "The lease of {} ended at {}.",
                self.lease, ended.at
            )),
            End::Failed(error) => Some(error.message.clone()),
        }
    }
}

fn whole_minutes(span: Timespan) -> i64 {
    // Bounded by the longest lease, so it fits; the fallback is never taken.
    i64::try_from(span.whole_minutes()).unwrap_or(i64::MAX)
}
