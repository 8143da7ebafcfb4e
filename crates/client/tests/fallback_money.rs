//! Whatever a network does, a create that falls back never has two servers, and never leaves one behind unseen.
#![cfg(test)]

mod support;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    future::{pending, poll_fn},
    mem::replace,
    pin::pin,
    rc::Rc,
    task::Poll,
    time::Duration,
};

use futures_executor::block_on;
use proptest::prelude::*;
use remote_rendering_client::{
    Account, Client, Credential, Request, Response, Runtime, SerdeJson, TransportError,
    TransportErrorKind,
    fallback::{Candidate, FallbackErrorKind, FallbackEvent, FallbackPlan, FallbackRules, follow},
    probe::LatencyClass,
    protocol::{AccessToken, RegionName, SessionSize, Timestamp},
};
use support::{ACCOUNT, STS, jwt_until, minutes, poll_once, session};

const REGIONS: [&str; 3] = ["a", "b", "c"];

/// What happens to one request.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Answered,
    /// The service has it, and the answer is lost.
    AnswerLost(TransportErrorKind),
    /// The service has it, and the client hears nothing.
    AnswerSilent,
    /// It is lost itself.
    Lost(TransportErrorKind),
    Silent,
    /// The client hears of a failure, and it arrives so many milliseconds later all the same.
    Late(u16),
    /// A proxy answers: before the service has it, or after.
    Proxy {
        status: u16,
        arrived: bool,
    },
    Garbled,
}

/// What becomes of a session.
#[derive(Clone, Copy, Debug)]
enum Pool {
    Free,
    /// No server: the session ends after so many milliseconds.
    Full(u16),
}

#[derive(Clone, Debug)]
struct Session {
    size: String,
    ends_at: Option<Timestamp>,
}

/// A service in three regions and the network before it, on a virtual clock.
#[derive(Clone, Debug)]
struct World(Rc<State>);

#[derive(Debug)]
struct State {
    now: Cell<Timestamp>,
    fates: RefCell<VecDeque<Fate>>,
    pools: [[Pool; 2]; 3],
    sessions: RefCell<BTreeMap<String, Session>>,
    late: RefCell<Vec<(Timestamp, Request)>>,
    drawn: Cell<u8>,
    most_live: Cell<usize>,
}

impl World {
    fn new(fates: Vec<Fate>, pools: [[Pool; 2]; 3]) -> Self {
        Self(Rc::new(State {
            now: Cell::new(Timestamp::from_unix_seconds(1_600_000_000)),
            fates: RefCell::new(fates.into()),
            pools,
            sessions: RefCell::default(),
            late: RefCell::default(),
            drawn: Cell::default(),
            most_live: Cell::default(),
        }))
    }

    /// The sessions that have a server or may get one.
    fn live(&self) -> Vec<String> {
        let now = self.0.now.get();
        let sessions = self.0.sessions.borrow();
        let live = sessions
            .iter()
            .filter(|(_, it)| it.ends_at.is_none_or(|end| now < end));
        live.map(|(url, _)| url.clone()).collect()
    }

    fn move_to(&self, now: Timestamp) {
        let late = self.0.late.take();
        let (arrived, later) = late.into_iter().partition(|(at, _)| *at <= now);
        self.0.late.replace(later);
        for (at, request) in Vec::from_iter::<Vec<(Timestamp, Request)>>(arrived) {
            self.0.now.set(at.max(self.0.now.get()));
            self.arrive(&request);
        }
        self.0.now.set(now.max(self.0.now.get()));
    }

    /// The service's side of a request.
    fn arrive(&self, request: &Request) -> Response {
        let now = self.0.now.get();
        let url = request.url.split('?').next().unwrap().to_owned();
        if request.method == "PUT" {
            let size = if request.body.as_ref().unwrap().contains("Premium") {
                "Premium"
            } else {
                "Standard"
            };
            let region = REGIONS
                .iter()
                .position(|region| url.starts_with(&format!("https://{region}/")));
            let pool = self.0.pools[region.unwrap()][usize::from(size == "Premium")];
            let session = Session {
                size: size.to_owned(),
                ends_at: match pool {
                    Pool::Free => None,
                    Pool::Full(after) => Some(now.after(Duration::from_millis(after.into()))),
                },
            };
            self.0
                .sessions
                .borrow_mut()
                .entry(url.clone())
                .or_insert(session);
        }
        let live = self.live().len();
        self.0.most_live.set(self.0.most_live.get().max(live));
        let id = url.rsplit('/').next().unwrap();
        let properties =
            |it: &Session, status| support::properties(&it.size, status, 4).replace("session", id);
        let (status, body) = match self.0.sessions.borrow().get(&url) {
            None => (404, support::error_body("NotFound")),
            Some(it) if it.ends_at.is_some_and(|end| end <= now) => (200, properties(it, "Error")),
            Some(it) => (200, properties(it, "Starting")),
        };
        Response {
            status,
            headers: Vec::new(),
            body,
        }
    }

    async fn take(&self, request: Request) -> Result<Response, TransportError> {
        let fate = self.0.fates.borrow_mut().pop_front();
        let error = |kind| {
            Err(TransportError {
                kind,
                message: String::new(),
            })
        };
        match fate.unwrap_or(Fate::Answered) {
            Fate::Answered => {
                let response = self.arrive(&request);
                be_pending_once().await;
                Ok(response)
            }
            Fate::AnswerLost(kind) => {
                self.arrive(&request);
                be_pending_once().await;
                error(kind)
            }
            Fate::AnswerSilent => {
                self.arrive(&request);
                pending().await
            }
            Fate::Lost(kind) => {
                be_pending_once().await;
                error(kind)
            }
            Fate::Silent => pending().await,
            Fate::Late(after) => {
                let at = self.0.now.get().after(Duration::from_millis(after.into()));
                self.0.late.borrow_mut().push((at, request));
                be_pending_once().await;
                error(TransportErrorKind::Interrupted)
            }
            Fate::Proxy { status, arrived } => {
                if arrived {
                    self.arrive(&request);
                }
                be_pending_once().await;
                Ok(Response {
                    status,
                    headers: Vec::new(),
                    body: "<html>".to_owned(),
                })
            }
            Fate::Garbled => {
                let response = self.arrive(&request);
                be_pending_once().await;
                Ok(Response {
                    body: "<html>".to_owned(),
                    ..response
                })
            }
        }
    }
}

impl Runtime for World {
    type Json = SerdeJson;

    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.take(request).await
    }

    async fn sleep(&self, duration: Duration) {
        let end = self.now().after(duration);
        be_pending_once().await;
        self.move_to(end);
    }

    fn now(&self) -> Timestamp {
        self.0.now.get()
    }

    fn random(&self) -> [u8; 16] {
        self.0.drawn.set(self.0.drawn.get().wrapping_add(1));
        [self.0.drawn.get(); 16]
    }
}

async fn be_pending_once() {
    let mut polled = false;
    poll_fn(|context| {
        if replace(&mut polled, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

fn transport() -> impl Strategy<Value = TransportErrorKind> {
    prop_oneof![
        Just(TransportErrorKind::Offline),
        Just(TransportErrorKind::Unreachable),
        Just(TransportErrorKind::CorsRefused),
        Just(TransportErrorKind::Interrupted),
    ]
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        6 => Just(Fate::Answered),
        2 => transport().prop_map(Fate::AnswerLost),
        1 => Just(Fate::AnswerSilent),
        2 => transport().prop_map(Fate::Lost),
        1 => Just(Fate::Silent),
        1 => (0_u16..2000).prop_map(Fate::Late),
        1 => prop::sample::select(vec![401, 408, 429, 500, 503])
            .prop_flat_map(|status| {
                // A proxy that refuses a request does not pass it on.
                let may_arrive = !matches!(status, 401 | 429);
                any::<bool>().prop_map(move |arrived| Fate::Proxy {
                    status,
                    arrived: arrived && may_arrive,
                })
            }),
        1 => Just(Fate::Garbled),
    ]
}

fn pool() -> impl Strategy<Value = Pool> {
    prop_oneof![
        2 => Just(Pool::Free),
        3 => Just(Pool::Full(0)),
        2 => (1_u16..9000).prop_map(Pool::Full),
    ]
}

fn plan() -> FallbackPlan {
    let candidate = |region: &str| Candidate {
        region: region.parse().unwrap(),
        class: Some(LatencyClass::Recommended),
    };
    let order = REGIONS.map(candidate);
    FallbackPlan::new(order, &SessionSize::Standard, &FallbackRules::DEFAULT).unwrap()
}

fn client(world: &World) -> Client<World> {
    let account = Account {
        id: ACCOUNT.parse().unwrap(),
        sts: STS.parse().unwrap(),
        credential: Credential::AccessToken(AccessToken::new(&jwt_until(2_000_000_000, "given"))),
    };
    Client::new(world.clone(), account, "https://a".parse().unwrap())
}

proptest! {
    #[test]
    fn there_is_one_server_at_most_and_it_is_known(
        fates in prop::collection::vec(fate(), 0..40),
        pools in prop::array::uniform3(prop::array::uniform2(pool())),
        polls in prop_oneof![Just(usize::MAX), 1_usize..60],
    ) {
        let world = World::new(fates, pools);
        let client = client(&world);
        let client_in = |region: &RegionName| {
            Some(client.at(format!("https://{region}").parse().unwrap()))
        };
        let plan = plan();
        let id = session();
        let mut trying = None;
        let told = |event: FallbackEvent<'_>| match event {
            FallbackEvent::Trying { session, .. } => trying = session.cloned(),
            FallbackEvent::Failed(failed) if !matches!(
                failed.why,
                remote_rendering_client::fallback::StepFailure::Unresolved { .. }
            ) => trying = None,
            _ => {}
        };
        let outcome = if polls == usize::MAX {
            Some(block_on(follow(&plan, &id, minutes(4), client_in, told)))
        } else {
            let mut future = pin!(follow(&plan, &id, minutes(4), client_in, told));
            (0..polls).find_map(|_| match poll_once(future.as_mut()) {
                Poll::Ready(outcome) => Some(outcome),
                Poll::Pending => None,
            })
        };
        // What was still on its way arrives.
        world.move_to(world.now().after(Duration::from_secs(3)));
        let live = world.live();
        prop_assert!(world.0.most_live.get() <= 1, "two servers at once");
        let known = match &outcome {
            Some(Ok(begun)) => Some(begun.poller.latest().id.clone()),
            Some(Err(error)) => error.in_doubt().and_then(|it| it.session.clone()),
            None => trying,
        };
        for url in &live {
            let known = known.as_ref().map(|it| format!("/sessions/{it}"));
            prop_assert!(
                known.as_ref().is_some_and(|known| url.ends_with(known)),
                "{url} is not {known:?}"
            );
        }
        if let Some(Err(error)) = &outcome {
            prop_assert!(live.is_empty() || error.kind == FallbackErrorKind::InDoubt);
        }
    }

    /// With a network that loses nothing, the first step with a free server gets the session.
    #[test]
    fn the_first_place_with_a_server_gets_the_session(
        pools in prop::array::uniform3(prop::array::uniform2(pool())),
    ) {
        let world = World::new(Vec::new(), pools);
        let client = client(&world);
        let client_in = |region: &RegionName| {
            Some(client.at(format!("https://{region}").parse().unwrap()))
        };
        let plan = plan();
        let outcome = block_on(follow(&plan, &session(), minutes(4), client_in, |_| {}));
        let free = pools.iter().flatten().position(|pool| matches!(pool, Pool::Free));
        match (outcome, free) {
            (Ok(begun), Some(place)) => prop_assert_eq!(&begun.step, &plan.steps()[place]),
            (Err(error), None) => prop_assert_eq!(error.failed.len(), 6),
            (outcome, free) => prop_assert!(false, "{outcome:?} with {free:?}"),
        }
    }
}
