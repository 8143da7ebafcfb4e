//! The session API of 2021.

use http::StatusCode;
use remote_rendering_engine::{
    Command,
    api::{self, Fault, PAGE},
};
use remote_rendering_protocol::{
    Timestamp,
    session::{CreateSession, SessionList, UpdateSession},
};

use crate::{Answer, Sandbox, call::Call, draws::Draws};

impl Sandbox {
    pub(crate) fn list(
        &self,
        account: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let version = api::api_version(call.query())?;
        let account = self.access(account, call, now)?;
        let after = api::query_parameters(call.query(), "cursor").next();
        let after = after.map(|text| api::read_cursor(&text)).transpose()?;
        let page = self.sessions.page(&call.region, after, PAGE);
        let list = SessionList {
            sessions: page.sessions.iter().map(|it| it.properties(now)).collect(),
            next_link: page
                .next
                .map(|place| api::next_link(&call.origin, account, version, place)),
        };
        Ok(Answer::json(StatusCode::OK, &list))
    }

    pub(crate) fn create(
        &mut self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
        draws: &mut Draws<'_>,
    ) -> Result<Answer, Fault> {
        api::api_version(call.query())?;
        let key = self.session_access(account, session, call, now)?;
        let settings = api::settings(api::read_json::<CreateSession>(call.body()?)?)?;
        let (is_new, session) = self.sessions.create(key, settings, now, draws)?;
        let status = if is_new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        };
        Ok(Answer::json(status, &session.properties(now)))
    }

    pub(crate) fn read(
        &self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        api::api_version(call.query())?;
        let key = self.session_access(account, session, call, now)?;
        let session = self.sessions.get(&key)?;
        Ok(Answer::json(StatusCode::OK, &session.properties(now)))
    }

    pub(crate) fn update(
        &mut self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        api::api_version(call.query())?;
        let key = self.session_access(account, session, call, now)?;
        let lease = api::new_lease(api::read_json::<UpdateSession>(call.body()?)?)?;
        let session = self.sessions.execute(&key, Command::Update(lease), now)?;
        Ok(Answer::json(StatusCode::OK, &session.properties(now)))
    }

    pub(crate) fn stop(
        &mut self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        api::api_version(call.query())?;
        self.end(account, session, call, now)
    }
}
