use http::{Method, StatusCode};
use remote_rendering_engine::{
    Account, Command, KeyHash, KeyRing, SessionKey, SigningKey,
    api::{self, CHALLENGE, Credential, Fault},
    session::NotConnectable,
};
use remote_rendering_protocol::{
    AccountId, AccountKey, ApiVersion, CorrelationVector, Endpoint, EndpointError, RegionCatalogue,
    RegionName, Timestamp,
};

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
    pub(crate) sessions: Sessions,
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
        let route = Route::of(&call.path);
        if route == Some(Route::Ping) && !distances::answers_probes(&call.region) {
            return None;
        }
        let vector = CorrelationVector::from_bytes(draws.bytes());
        let takes = distances::round_trip(&call.region, &mut draws);
        self.sessions.settle(now);
        let mut answer = match route {
            Some(route) => self.routed(route, &call, now, &mut draws),
            None => Answer::fault(&Fault::nothing_at(&call.path)),
        };
        answer.takes = takes;
        answer.add("ms-cv", vector.as_str());
        answer.add("x-content-type-options", "nosniff");
        if api::is_session_path(&call.path) {
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
            Route::Connect { account, session } => api::api_version(call.query())
                .map_err(Fault::from)
                .and_then(|_| self.connect(account, session, call, now)),
            Route::ConnectV1 { account, session } => self.connect(account, session, call, now),
            Route::SessionsV1 { account } => self.list_v1(account, call, now),
            Route::CreateV1 { account } => self.create_v1(account, call, now, draws),
            Route::PropertiesV1 { account, session } => self.read_v1(account, session, call, now),
            Route::SessionV1 { account, session } => match call.method {
                Method::PATCH => self.update_v1(account, session, call, now),
                _ => self.end(account, session, call, now),
            },
        };
        answered.unwrap_or_else(|fault| Answer::fault(&fault))
    }

    /// Ends a session: alike in both generations.
    pub(crate) fn end(
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

    /// What a device is answered that wants to connect: alike in both generations. There is no real server.
    fn connect(
        &self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let key = self.session_access(account, session, call, now)?;
        self.sessions.get(&key)?.connectable(now)?;
        Err(NotConnectable::Simulated.into())
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

    /// The session of a path, for who may touch it. The checks come in the order of the service's.
    pub(crate) fn session_access(
        &self,
        account: &str,
        session: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<SessionKey, Fault> {
        Ok(SessionKey {
            account: self.access(account, call, now)?,
            region: call.region.clone(),
            id: api::session_id(session)?,
        })
    }

    /// The account of a path, for who has shown a good token for it.
    pub(crate) fn access(
        &self,
        account: &str,
        call: &Call<'_>,
        now: Timestamp,
    ) -> Result<AccountId, Fault> {
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
