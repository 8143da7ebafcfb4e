use std::{pin::pin, time::Duration};

use futures_util::{
    FutureExt as _, StreamExt as _,
    future::{AbortHandle, Aborted, Either, LocalBoxFuture, abortable, pending, ready, select},
    stream::FuturesUnordered,
};
use remote_rendering_protocol::Region;

use super::{
    Connection, Entrant, Moves, Policy, Position, Probe, ProbeFailure, ProbeId, Race, Ranking,
    Reading, State, Step, Verdict, policy::STALL,
};

/// What a shell gives a race: requests and a clock.
pub trait Prober {
    /// Sends one `HEAD` to a probe URL and measures it, with what the shell can see. No time limit: dropping the future
    /// aborts the request.
    fn probe(
        &self,
        url: &str,
        connection: Connection,
    ) -> impl Future<Output = Result<Reading, ProbeFailure>>;

    /// The time since any fixed moment; never goes back.
    fn elapsed(&self) -> Duration;

    /// Waits. Dropping the future ends the wait.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()>;

    /// By how much the clock of the readings goes forward at least.
    fn timer_step(&self) -> Duration;

    /// Waits until measuring makes sense: a page in a hidden tab is throttled. A race pauses meanwhile.
    fn awake(&self) -> impl Future<Output = ()>;
}

/// What to race for, and how.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    /// The regions.
    pub regions: &'a [Region],
    /// Where the device is, as far as is known: it orders the probes where there are many regions.
    pub position: Option<Position>,
    /// The constants.
    pub policy: Policy,
    /// How long answers that are under way are waited for after the verdict, so that far regions get a figure, too. No
    /// further probe is sent for it.
    pub settle: Duration,
}

impl<'a> Course<'a> {
    /// How long [`Course::new`] waits for late answers.
    pub const SETTLE: Duration = Duration::from_millis(1500);

    /// The regions, from nowhere in particular, by the usual constants.
    pub fn new(regions: &'a [Region]) -> Self {
        Self {
            regions,
            position: None,
            policy: Policy::DEFAULT,
            settle: Self::SETTLE,
        }
    }

    /// Who takes part, in the order of `regions`.
    fn entrants(&self) -> Vec<Entrant> {
        let entrant = |region: &Region| Entrant {
            name: region.name.clone(),
            distance: self
                .position
                .map(|position| position.distance(&region.coordinates)),
        };
        self.regions.iter().map(entrant).collect()
    }
}

/// Races the regions. `seen` is told whenever something has changed: the race as it stands, and the verdict from the
/// moment on when there is one. Gives the ranking when late answers are in.
///
/// Dropping the future aborts every request.
pub async fn run<P: Prober>(
    prober: &P,
    course: &Course<'_>,
    mut seen: impl FnMut(&Race, Option<&Verdict>),
) -> Ranking {
    let mut race = Race::new(course.entrants(), course.policy, prober.timer_step());
    let mut flights = Flights::new(prober, course.regions);
    prober.awake().await;
    let mut watch = Stopwatch::start(prober);
    let verdict = loop {
        watch.awake().await;
        match race.step(watch.time()) {
            Step::Decided(verdict) => break verdict,
            Step::Race(moves) => {
                flights.take_off(&moves);
                seen(&race, None);
                let wake = moves.wake_at.saturating_sub(watch.time());
                flights.land_some(&mut race, &mut watch, wake).await;
            }
        }
    };
    let took = watch.time();
    seen(&race, Some(&verdict));
    flights.keep_those_without_figure(&race);
    while !flights.handles.is_empty() {
        let rest = (took + course.settle).saturating_sub(watch.time());
        if rest.is_zero() {
            break;
        }
        flights.land_some(&mut race, &mut watch, rest).await;
        flights.keep_those_without_figure(&race);
        seen(&race, Some(&verdict));
    }
    Ranking::of(&race, verdict, took)
}

/// The race's time. It stands still while the tab is hidden and while the shell is busy or asleep, since nobody's
/// silence says anything then.
struct Stopwatch<'a, P> {
    prober: &'a P,
    started_at: Duration,
    stood_still: Duration,
}

impl<'a, P: Prober> Stopwatch<'a, P> {
    fn start(prober: &'a P) -> Self {
        Self {
            prober,
            started_at: prober.elapsed(),
            stood_still: Duration::ZERO,
        }
    }

    fn time(&self) -> Duration {
        self.prober
            .elapsed()
            .saturating_sub(self.started_at + self.stood_still)
    }

    /// Waits until measuring makes sense, off the race's time.
    async fn awake(&mut self) {
        let before = self.time();
        self.prober.awake().await;
        self.stood_still += self.time().saturating_sub(before);
    }

    /// Waits for something to happen, `patience` at most. Looks up now and then: who finds that much more time has
    /// passed than it wanted to wait has been busy or asleep, whatever it was waiting for.
    async fn wait_for<T>(
        &mut self,
        mut event: impl Future<Output = T> + Unpin,
        patience: Duration,
    ) -> Option<T> {
        let until = self.time() + patience;
        loop {
            let before = self.time();
            let nap = until.saturating_sub(before).min(STALL);
            let happened = match select(&mut event, pin!(self.prober.sleep(nap))).await {
                Either::Left((happened, _)) => Some(happened),
                Either::Right(_) => None,
            };
            let late = self.time().saturating_sub(before + nap);
            if late > STALL {
                self.stood_still += late;
            }
            if happened.is_some() || self.time() >= until {
                return happened;
            }
        }
    }
}

type Landing = (ProbeId, Result<Reading, ProbeFailure>);

/// The requests under way.
struct Flights<'a, P> {
    prober: &'a P,
    regions: &'a [Region],
    under_way: FuturesUnordered<LocalBoxFuture<'a, Result<Landing, Aborted>>>,
    handles: Vec<(ProbeId, usize, AbortHandle)>,
}

impl<'a, P: Prober> Flights<'a, P> {
    fn new(prober: &'a P, regions: &'a [Region]) -> Self {
        Self {
            prober,
            regions,
            under_way: FuturesUnordered::new(),
            handles: Vec::new(),
        }
    }

    fn take_off(&mut self, moves: &Moves) {
        self.keep(|id, _| !moves.abandon.contains(&id));
        for Probe {
            id,
            entrant,
            connection,
        } in moves.send.iter().copied()
        {
            let Some(region) = self.regions.get(entrant) else {
                continue;
            };
            let answer = self.prober.probe(region.probe_url.as_str(), connection);
            let (landing, handle) = abortable(answer.map(move |answer| (id, answer)));
            self.under_way.push(landing.boxed_local());
            self.handles.push((id, entrant, handle));
        }
    }

    /// Aborts the others.
    fn keep(&mut self, goes_on: impl Fn(ProbeId, usize) -> bool) {
        self.handles.retain(|(id, entrant, handle)| {
            let goes_on = goes_on(*id, *entrant);
            if !goes_on {
                handle.abort();
            }
            goes_on
        });
    }

    /// Aborts what can tell nothing new after the verdict: requests of regions that have a figure, or that fail.
    fn keep_those_without_figure(&mut self, race: &Race) {
        let reports = race.reports();
        self.keep(|_, entrant| {
            reports.get(entrant).is_some_and(|report| {
                report.typical().is_none() && !matches!(report.state, State::Unreachable(_))
            })
        });
    }

    /// Waits for an answer, and tells the race of every one that is there by then.
    async fn land_some(
        &mut self,
        race: &mut Race,
        watch: &mut Stopwatch<'_, P>,
        patience: Duration,
    ) {
        let mut landings = (&mut self.under_way).filter_map(|landed| ready(landed.ok()));
        let first = async {
            match landings.next().await {
                Some(landing) => landing,
                // Nothing is under way: what the race waits for is time.
                None => pending().await,
            }
        };
        let mut landed = watch.wait_for(pin!(first), patience).await;
        if landed.is_none() {
            landed = landings.next().now_or_never().flatten();
        }
        while let Some((id, answer)) = landed {
            self.handles.retain(|(other, ..)| *other != id);
            match answer {
                Ok(reading) => race.answered(id, reading),
                Err(failure) => race.failed(id, failure),
            }
            landed = landings.next().now_or_never().flatten();
        }
    }
}
