mod refused;

use std::{
    collections::BTreeSet,
    io,
    net::SocketAddr,
    time::{Duration, Instant},
};

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use remote_rendering_protocol::{SessionSize, SessionStatus, session::SessionProperties, v1};

use crate::{Answer, Api, Change, Connection, Discrepancy, State, Tracked};

/// What a client does in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Creates a session.
    Create,
    /// Reads one of its sessions.
    Get,
    /// Reads one of its sessions in v1.
    GetV1,
    /// Extends one of its sessions.
    Extend,
    /// Stops one of its sessions.
    Stop,
    /// Repeats a create.
    CreateAgain,
    /// Creates what is there, with another lease.
    Conflict,
    /// Reads the whole list of its account.
    List,
    /// Takes a new token.
    Token,
    /// Sends what must be refused.
    Refused,
}

/// How often a client does what.
pub type Mix = &'static [(Kind, u32)];

/// A step that went well.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What was done.
    pub kind: Kind,
    /// The status of the answer.
    pub status: u16,
    /// How long the answer took; of a list, all its pages.
    pub took: Duration,
}

/// What was done in the end, where what was chosen could not be, and the status of the answer.
type Done = (Kind, u16);

/// A step that did not go well.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No answer: what was asked may have been done.
    #[error("{kind:?} has no answer")]
    Connection {
        /// What was done.
        kind: Kind,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// An answer that was not to be expected.
    #[error("{kind:?} was answered {status}: {body}")]
    Answer {
        /// What was done.
        kind: Kind,
        /// The status.
        status: u16,
        /// The body.
        body: String,
    },
    /// The service forgot something or made something up.
    #[error(transparent)]
    Discrepancy(#[from] Discrepancy),
    /// A list is not that of the sessions that are live.
    #[error("the list lacks {lacking:?} and has {surplus:?} too much")]
    List {
        /// What is missing.
        lacking: Vec<String>,
        /// What should not be there, or not twice.
        surplus: Vec<String>,
    },
}

/// One client: a connection, an account, and the sessions that it alone changes.
#[derive(Debug)]
pub struct Client {
    api: Api,
    connection: Connection,
    random: StdRng,
    prefix: String,
    sessions: Vec<Tracked>,
    /// The places of those that may be live: few, while those that ended grow many.
    open: BTreeSet<usize>,
    /// The sessions that were changed since they were verified.
    touched: BTreeSet<usize>,
}

impl Client {
    /// How many live sessions it has at most, so that lists stay of one size.
    const MOST_LIVE: usize = 20;

    /// The shortest lease but none: longer than a soak.
    const SHORTEST_LEASE: i64 = 120;

    /// A client whose ids begin with `prefix`, and whose choices follow from `seed`.
    pub fn new(api: Api, addr: SocketAddr, prefix: String, seed: u64) -> Self {
        Self {
            api,
            connection: Connection::to(addr),
            random: StdRng::seed_from_u64(seed),
            prefix,
            sessions: Vec::new(),
            open: BTreeSet::new(),
            touched: BTreeSet::new(),
        }
    }

    /// Goes on with a service that was started again.
    pub fn reconnect(&mut self, addr: SocketAddr) {
        self.connection = Connection::to(addr);
    }

    /// The sessions that it ever asked for.
    pub fn sessions(&self) -> &[Tracked] {
        &self.sessions
    }

    /// Does one thing of the mix.
    pub async fn step(&mut self, mix: Mix) -> Result<Step, Fault> {
        let kind = self.choose(mix);
        let begun = Instant::now();
        let (kind, status) = match kind {
            Kind::Create => self.create().await?,
            Kind::Extend | Kind::Stop => self.change(kind).await?,
            Kind::Get => (kind, self.get().await?),
            Kind::GetV1 => self.get_v1().await?,
            Kind::CreateAgain => self.create_again(kind, 0, 200).await?,
            Kind::Conflict => self.create_again(kind, 1, 409).await?,
            Kind::List => (kind, self.list().await?),
            Kind::Token => (kind, self.token().await?),
            Kind::Refused => (kind, self.refused().await?),
        };
        let took = begun.elapsed();
        Ok(Step { kind, status, took })
    }

    /// One kind by its weight; a create where there is nothing to do it to, and a stop where there
    /// is too much.
    fn choose(&mut self, mix: Mix) -> Kind {
        let total: u32 = mix.iter().map(|(_, weight)| weight).sum();
        let mut place = self.random.random_range(0..total.max(1));
        let chosen = mix.iter().find(|(_, weight)| {
            let is_here = place < *weight;
            place = place.saturating_sub(*weight);
            is_here
        });
        let kind = chosen.map_or(Kind::Create, |(kind, _)| *kind);
        let live = self.live().count();
        match kind {
            Kind::Create if live >= Self::MOST_LIVE => Kind::Stop,
            Kind::Extend | Kind::Stop if live == 0 => Kind::Create,
            Kind::Get | Kind::GetV1 | Kind::CreateAgain | Kind::Conflict
                if self.sessions.is_empty() =>
            {
                Kind::Create
            }
            kind => kind,
        }
    }

    async fn create(&mut self) -> Result<Done, Fault> {
        let id = format!("{}-{}", self.prefix, self.sessions.len());
        let lease = match self.random.random_range(0..8) {
            0 => 0,
            _ => self.random.random_range(Self::SHORTEST_LEASE..1_000),
        };
        let size = if self.random.random() {
            SessionSize::Standard
        } else {
            SessionSize::Premium
        };
        let request = self.api.create(&id, lease, &size);
        let place = self.sessions.len();
        self.sessions.push(Tracked::new(id, lease, size));
        self.send_change(Kind::Create, place, Change::Create, &request, 201)
            .await
    }

    async fn change(&mut self, kind: Kind) -> Result<Done, Fault> {
        let live: Vec<usize> = self.live().collect();
        let Some(&place) = live.get(self.random.random_range(0..live.len().max(1))) else {
            return self.create().await;
        };
        let session = &self.sessions[place];
        if let State::Live { lease } = session.acknowledged()
            && kind == Kind::Extend
            && lease < 1_440
        {
            let lease = self.random.random_range(lease + 1..=1_440);
            let request = self.api.extend(&session.id, lease);
            return self
                .send_change(Kind::Extend, place, Change::Extend(lease), &request, 200)
                .await;
        }
        let request = self.api.stop(&session.id);
        self.send_change(Kind::Stop, place, Change::Stop, &request, 204)
            .await
    }

    /// Sends a change; it stays pending if no answer comes.
    async fn send_change(
        &mut self,
        kind: Kind,
        place: usize,
        change: Change,
        request: &[u8],
        expected: u16,
    ) -> Result<Done, Fault> {
        self.touched.insert(place);
        self.open.insert(place);
        self.sessions[place].send(change);
        let answer = self.send(kind, request, expected).await?;
        self.sessions[place].acknowledge();
        if !answer.body.is_empty() {
            self.check(place, Some(&read(kind, &answer)?))?;
        }
        Ok((kind, answer.status))
    }

    /// Compares what is known of a session with what was found.
    fn check(&mut self, place: usize, found: Option<&SessionProperties>) -> Result<(), Fault> {
        let session = &mut self.sessions[place];
        session.check(found)?;
        if !session.may_be_live() {
            self.open.remove(&place);
        }
        Ok(())
    }

    async fn get(&mut self) -> Result<u16, Fault> {
        let place = self.any();
        self.verify_one(place).await
    }

    /// Reads a session and compares.
    async fn verify_one(&mut self, place: usize) -> Result<u16, Fault> {
        let request = self.api.get(&self.sessions[place].id);
        let answer = self.connection.send(&request).await;
        let answer = answer.map_err(|cause| no_answer(Kind::Get, cause))?;
        match answer.status {
            200 => self.check(place, Some(&read(Kind::Get, &answer)?))?,
            404 => self.check(place, None)?,
            _ => return Err(unexpected(Kind::Get, &answer)),
        }
        Ok(answer.status)
    }

    async fn get_v1(&mut self) -> Result<Done, Fault> {
        let place = self.any();
        let session = &self.sessions[place];
        if session.acknowledged() == State::Absent {
            return self.create().await;
        }
        let path = format!("/{}/properties", session.id);
        let request = self.api.call_v1("GET", &path, None);
        let id = session.id.clone();
        let answer = self.send(Kind::GetV1, &request, 200).await?;
        let properties: Option<v1::SessionProperties> = serde_json::from_slice(&answer.body).ok();
        match properties.filter(|it| it.session_id.as_str() == id) {
            Some(_) => Ok((Kind::GetV1, answer.status)),
            None => Err(unexpected(Kind::GetV1, &answer)),
        }
    }

    /// Creates a session that is there, with its own settings or with others.
    async fn create_again(&mut self, kind: Kind, more: i64, expected: u16) -> Result<Done, Fault> {
        let place = self.any();
        let session = &self.sessions[place];
        if session.acknowledged() == State::Absent {
            return self.create().await;
        }
        let lease = session.first_lease + more;
        let request = self.api.create(&session.id, lease, &session.size);
        let answer = self.send(kind, &request, expected).await?;
        if expected == 200 {
            self.check(place, Some(&read(kind, &answer)?))?;
        }
        Ok((kind, answer.status))
    }

    async fn token(&mut self) -> Result<u16, Fault> {
        let request = self.api.token_request();
        let answer = self.send(Kind::Token, &request, 200).await?;
        if self.api.take_token(&answer) {
            Ok(answer.status)
        } else {
            Err(unexpected(Kind::Token, &answer))
        }
    }

    async fn list(&mut self) -> Result<u16, Fault> {
        let listed = self.api.list(&mut self.connection).await;
        let listed = listed.map_err(|cause| no_answer(Kind::List, cause))?;
        let ids = listed.iter().map(|it| it.id.as_str());
        // Other clients' sessions come and go meanwhile; its own do not.
        let own: Vec<&str> = ids
            .filter(|id| {
                let rest = id.strip_prefix(self.prefix.as_str());
                rest.is_some_and(|rest| rest.starts_with('-'))
            })
            .collect();
        self.compare_list(&own)?;
        Ok(200)
    }

    /// Compares its own part of a list with what was acknowledged: each once, and no others.
    fn compare_list(&self, own: &[&str]) -> Result<(), Fault> {
        let listed: BTreeSet<&str> = own.iter().copied().collect();
        let id = |place: usize| self.sessions[place].id.as_str();
        let lacking = self.live().map(id).filter(|id| !listed.contains(id));
        let lacking: Vec<String> = lacking.map(str::to_owned).collect();
        let mut possible: BTreeSet<&str> = self.open.iter().copied().map(id).collect();
        // What was taken out is there a second time.
        let surplus = own.iter().filter(|id| !possible.remove(*id));
        let surplus: Vec<String> = surplus.map(ToString::to_string).collect();
        if lacking.is_empty() && surplus.is_empty() {
            Ok(())
        } else {
            Err(Fault::List { lacking, surplus })
        }
    }

    /// Reads the sessions that were changed since the last time, or all, and compares. Waits for
    /// those that end at once to have ended.
    pub async fn verify(&mut self, all: bool) -> Result<usize, Fault> {
        let touched = std::mem::take(&mut self.touched);
        let places: Vec<usize> = if all {
            (0..self.sessions.len()).collect()
        } else {
            touched.into_iter().collect()
        };
        for &place in &places {
            self.verify_one(place).await?;
            while self.sessions[place].ends_at_once() && self.sessions[place].may_be_live() {
                tokio::task::yield_now().await;
                self.verify_one(place).await?;
            }
        }
        Ok(places.len())
    }

    async fn send(&mut self, kind: Kind, request: &[u8], expected: u16) -> Result<Answer, Fault> {
        let answer = self.connection.send(request).await;
        let answer = answer.map_err(|cause| no_answer(kind, cause))?;
        if answer.status == expected {
            Ok(answer)
        } else {
            Err(unexpected(kind, &answer))
        }
    }

    /// The places of the sessions that are live for certain.
    fn live(&self) -> impl Iterator<Item = usize> {
        let open = self.open.iter().copied();
        open.filter(|place| self.sessions[*place].is_live())
    }

    /// The place of any session; there is one.
    fn any(&mut self) -> usize {
        self.random.random_range(0..self.sessions.len().max(1))
    }
}

fn read(kind: Kind, answer: &Answer) -> Result<SessionProperties, Fault> {
    let found: Option<SessionProperties> = serde_json::from_slice(&answer.body).ok();
    let is_known = |it: &SessionProperties| !matches!(it.status, SessionStatus::Other(_));
    found
        .filter(is_known)
        .ok_or_else(|| unexpected(kind, answer))
}

const fn no_answer(kind: Kind, cause: io::Error) -> Fault {
    Fault::Connection { kind, cause }
}

fn unexpected(kind: Kind, answer: &Answer) -> Fault {
    let body = String::from_utf8_lossy(&answer.body);
    // A page of a list is long.
    let body = body.chars().take(500).collect();
    let status = answer.status;
    Fault::Answer { kind, status, body }
}
