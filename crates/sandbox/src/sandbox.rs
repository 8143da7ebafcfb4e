use http::{Method, StatusCode};
use remote_rendering_engine::{
    Account, Command, KeyHash, KeyRing, SessionKey, SigningKey,
    api::{self, CHALLENGE, Credential, Fault, LARGEST_BODY, PAGE},
};
use remote_rendering_protocol::{
    AccountId, AccountKey, ApiVersion, CorrelationVector, Endpoint, EndpointError, RegionCatalogue,
    RegionName, Timestamp,
    session::{CreateSession, SessionList, UpdateSession},
};
use serde::de::DeserializeOwned;

use crate::{
    Answer, DOMAIN, PerRequest, Request, Seed, call::Call, distances, draws::Draws, route::Route,
    sessions::Sessions,
};

/// The region that is meant by the domain's own name.
const DEFAULT_REGION: &str = "westeurope";

/// A session service that is simulated: one account, ten regions, made-up servers.
#[derive(Debug)]
pub struct Sandbox {
    account: Account,
    key: AccountKey,
    tokens: KeyRing,
    regions: RegionCatalogue,
    default_region: RegionName,
    sessions: Sessions,
}

impl Sandbox {
    /// A sandbox with an account of its own and no sessions.
    ///
    /// # Errors
    ///
    /// Never: the names of its regions and its domain make good endpoints.
    pub fn new(seed: &Seed, now: Timestamp) -> Result<Self, EndpointError> {
        let mut draws = Draws::new(seed);
        let key = AccountKey::from_bytes(&draws.bytes::<32>());
        let hash = KeyHash::of(&key);
        let regions = RegionCatalogue::documented(|region| at(&format!("{region}.{DOMAIN}")))?;
        let default_region = DEFAULT_REGION.parse().map_err(|_| EndpointError::Format)?;
        Ok(Self {
            account: Account {
                id: AccountId::from_bytes(draws.bytes()),
                domain: format!("https://{DOMAIN}"),
                primary_key: hash,
                secondary_key: hash,
                created_at: now,
                development: true,
                closed_at: None,
            },
            key,
            tokens: KeyRing::new(SigningKey::from_bytes(&draws.bytes()), now),
            regions,
            default_region,
            sessions: Sessions::default(),
        })
    }

    /// Its account.
    pub const fn account(&self) -> AccountId {
        self.account.id
    }

    /// The key that opens the account. It opens nothing else.
    pub const fn key(&self) -> &AccountKey {
        &self.key
    }

    /// Where to sign in: the STS, and the session API of the default region.
    pub fn endpoint(&self) -> &str {
        &self.account.domain
    }

    /// Answers a request; `None` where nothing is that could.
    pub fn answer(
        &mut self,
        request: &Request<'_>,
        now: Timestamp,
        random: &PerRequest,
    ) -> Option<Answer> {
        let mut draws = Draws::new(random);
        let call = Call::of(request, &self.default_region)?;
        self.regions.find(&call.region)?;
        let route = Route::of(call.uri.path());
        if route == Some(Route::Ping) && !distances::answers_probes(&call.region) {
            return None;
        }
        let vector = CorrelationVector::from_bytes(draws.bytes());
        let takes = distances::round_trip(&call.region, &mut draws);
        self.sessions.settle(now);
        let mut answer = match route {
            Some(route) => self.routed(route, &call, now, &mut draws),
            None => Answer::fault(&Fault::nothing_at(call.uri.path())),
        };
        answer.takes = takes;
        answer.add("ms-cv", vector.as_str());
        answer.add("x-content-type-options", "nosniff");
        if api::is_session_path(call.uri.path()) {
            answer.add("api-supported-versions", ApiVersion::SUPPORTED);
        }
        if call.is_read() && answer.header("cache-control").is_none() {
            answer.add("cache-control", "no-store,no-cache");
            answer.add("pragma", "no-cache");
        }
        if call.method == Method::HEAD {
            answer.body.clear();
        }
        Some(answer)
    }

    fn routed(
        &mut self,
        route: Route<'_>,
        call: &Call<'_>,
        now: Timestamp,
        draws: &mut Draws<'_>,
    ) -> Answer {
        if !route.has(&call.method) {
            let mut answer = Answer::fault(&Fault::MethodNotAllowed(call.method.clone()));
            answer.add("allow", route.methods());
            return answer;
        }
        let answered = match route {
            Route::Ping => Ok(pong()),
            Route::Regions => Ok(Answer::json(StatusCode::OK, &self.regions)),
            Route::Token { account } => return self.token(account, call, now, draws),
            Route::Sessions { account } => self.list(account, call, now),
            Route::Stop { account, session } => self.stop(account, session, call, now),
            Route::Session { account, session } => match call.method {
                Method::PUT => self.create(account, session, call, now, draws),
                Method::PATCH => self.update(account, session, call, now),
                _ => self.read(account, session, call, now),
            },
        };
        answered.unwrap_or_else(|fault| Answer::fault(&fault))
    }

    fn token(
        &self,
        account: &str,
        call: &Call<'_>,
        now: Timestamp,
        draws: &mut Draws<'_>,
    ) -> Answer {
        let account = match api::account_id(account) {
            Ok(account) => account,
            // As the hosted service did, a request that cannot be read is answered with how to ask.
            Err(fault) => {
                let mut answer = Answer::fault(&fault);
                answer.add("www-authenticate", CHALLENGE);
                return answer;
            }
        };
        let role = api::bearer(call.authorization)
            .and_then(Credential::parse)
            .and_then(|credential| {
                let found = Some(&self.account).filter(|own| credential.claimed() == Some(own.id));
                credential.role(account, found)
            });
        match role {
            Ok(role) => {
                let token = self.tokens.issue(account, role, draws.bytes(), now);
                let token = token.expose();
                Answer::text(StatusCode::OK, format!(r#"{{"AccessToken":"{token}"}}"#))
            }
            Err(fault) => Answer::fault(&fault),
        }
    }

    fn list(&self, account: &str, call: &Call<'_>, now: Timestamp) -> Result<Answer, Fault> {
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

    fn create(
        &mut self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
        draws: &mut Draws<'_>,
    ) -> Result<Answer, Fault> {
        let key = self.session_access(account, session, call, now)?;
        let settings = api::settings(read::<CreateSession>(call)?)?;
        let (is_new, session) = self.sessions.create(key, settings, now, draws)?;
        let status = if is_new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        };
        Ok(Answer::json(status, &session.properties(now)))
    }

    fn read(
        &self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let key = self.session_access(account, session, call, now)?;
        let session = self.sessions.get(&key)?;
        Ok(Answer::json(StatusCode::OK, &session.properties(now)))
    }

    fn update(
        &mut self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let key = self.session_access(account, session, call, now)?;
        let lease = api::new_lease(read::<UpdateSession>(call)?)?;
        let session = self.sessions.execute(&key, Command::Update(lease), now)?;
        Ok(Answer::json(StatusCode::OK, &session.properties(now)))
    }

    fn stop(
        &mut self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let key = self.session_access(account, session, call, now)?;
        self.sessions.execute(&key, Command::Stop, now)?;
        Ok(Answer::empty(StatusCode::NO_CONTENT))
    }

    /// The session of a path, for who may touch it. The checks come in the order of the service's.
    fn session_access(
        &self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<SessionKey, Fault> {
        api::api_version(call.query())?;
        Ok(SessionKey {
            account: self.access(account, call, now)?,
            region: call.region.clone(),
            id: api::session_id(session)?,
        })
    }

    /// The account of a path, for who has shown a good token for it.
    fn access(&self, account: &str, call: &Call<'_>, now: Timestamp) -> Result<AccountId, Fault> {
        let account = api::account_id(account)?;
        let token = api::bearer(call.authorization)?;
        let grant = self.tokens.open(token)?;
        grant.is_valid(now)?;
        grant
            .permits(account, now)
            .map_err(|foreign| Fault::Forbidden(foreign.to_string()))?;
        Ok(account)
    }
}

fn at(host: &str) -> Result<Endpoint, EndpointError> {
    format!("https://{host}").parse()
}

fn pong() -> Answer {
    let mut answer = Answer::empty(StatusCode::NO_CONTENT);
    answer.add("cache-control", "no-store");
    answer.add("timing-allow-origin", "*");
    answer.add("cross-origin-resource-policy", "cross-origin");
    answer
}

fn read<T: DeserializeOwned>(call: &Call<'_>) -> Result<T, Fault> {
    if call.body.len() > LARGEST_BODY {
        return Err(Fault::TooLarge(LARGEST_BODY));
    }
    Ok(api::read_json(api::without_mark(call.body))?)
}
