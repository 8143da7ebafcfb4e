//! The older generation of the session API.

use http::StatusCode;
use remote_rendering_engine::{
    Command, SessionKey,
    api::{
        self, Fault,
        v1::{self, LONGEST_LIST},
    },
};
use remote_rendering_protocol::{
    SessionId, Timestamp,
    v1::{CreateSession, SessionCreated, SessionList, UpdateSession},
};

use crate::{Answer, Sandbox, call::Call, draws::Draws};

impl Sandbox {
    pub(crate) fn list_v1(
        &self,
        account: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        self.access(account, call, now)?;
        let page = self.sessions.page(&call.region, None, LONGEST_LIST);
        let sessions = page.sessions.iter().map(|it| it.properties_v1(now));
        let list = SessionList {
            sessions: sessions.collect(),
        };
        Ok(Answer::json(StatusCode::OK, &list))
    }

    pub(crate) fn create_v1(
        &mut self,
        account: &str,
        call: &Call<'_>,
        now: Timestamp,
        draws: &mut Draws<'_>,
    ) -> Result<Answer, Fault> {
        let account = self.access(account, call, now)?;
        let settings = v1::settings(api::read_json::<CreateSession>(call.body()?)?)?;
        let session_id = SessionId::from_bytes(draws.bytes());
        let key = SessionKey {
            account,
            region: call.region.clone(),
            id: session_id.clone(),
        };
        // The id is new, so an equal session cannot be there.
        self.sessions.create(key, settings, now, draws)?;
        let location = v1::location(account, &session_id);
        let mut answer = Answer::json(StatusCode::ACCEPTED, &SessionCreated { session_id });
        answer.add("location", location);
        Ok(answer)
    }

    pub(crate) fn read_v1(
        &self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let key = self.session_access(account, session, call, now)?;
        let session = self.sessions.get(&key)?;
        Ok(Answer::json(StatusCode::OK, &session.properties_v1(now)))
    }

    pub(crate) fn update_v1(
        &mut self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let key = self.session_access(account, session, call, now)?;
        let lease = v1::new_lease(api::read_json::<UpdateSession>(call.body()?)?)?;
        self.sessions.execute(&key, Command::Update(lease), now)?;
        Ok(Answer::empty(StatusCode::OK))
    }
}
