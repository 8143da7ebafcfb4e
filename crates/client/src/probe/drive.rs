use std::{pin::pin, time::Duration};

use futures_util::{
    FutureExt as _, StreamExt as _,
    future::{AbortHandle, Aborted, Either, LocalBoxFuture, abortable, select},
    stream::FuturesUnordered,
};
use remote_rendering_protocol::Region;

use super::{
    Connection, Entrant, Moves, Policy, Position, Probe, ProbeFailure, ProbeId, Race, Ranking,
    Reading, Step, Verdict,
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
    let begun = prober.elapsed();
    let verdict = loop {
        prober.awake().await;
        match race.step(prober.elapsed().saturating_sub(begun)) {
            Step::Decided(verdict) => break verdict,
            Step::Race(moves) => {
                flights.take_off(&moves);
                seen(&race, None);
                let now = prober.elapsed().saturating_sub(begun);
                let wake = moves.wake_at.saturating_sub(now);
                flights.land_some(&mut race, wake).await;
            }
        }
    };
    let took = prober.elapsed().saturating_sub(begun);
    seen(&race, Some(&verdict));
    while !flights.under_way.is_empty() {
        let rest = (took + course.settle).saturating_sub(prober.elapsed().saturating_sub(begun));
        if rest.is_zero() {
            break;
        }
        flights.land_some(&mut race, rest).await;
        seen(&race, Some(&verdict));
    }
    Ranking::of(&race, verdict, took)
}

type Landing = (ProbeId, Result<Reading, ProbeFailure>);

/// The requests under way.
struct Flights<'a, P> {
    prober: &'a P,
    regions: &'a [Region],
    under_way: FuturesUnordered<LocalBoxFuture<'a, Result<Landing, Aborted>>>,
    handles: Vec<(ProbeId, AbortHandle)>,
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
        self.handles.retain(|(id, handle)| {
            let goes_on = !moves.abandon.contains(id);
            if !goes_on {
                handle.abort();
            }
            goes_on
        });
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
            self.handles.push((id, handle));
        }
    }

    /// Waits for an answer, and tells the race of every one that is there by then.
    async fn land_some(&mut self, race: &mut Race, patience: Duration) {
        let alarm = pin!(self.prober.sleep(patience));
        let mut landed = match select(self.under_way.next(), alarm).await {
            Either::Left((Some(landed), _)) => Some(landed),
            // Nothing is under way: what the race waits for is time.
            Either::Left((None, alarm)) => {
                alarm.await;
                None
            }
            Either::Right(_) => self.under_way.next().now_or_never().flatten(),
        };
        while let Some(landing) = landed {
            match landing {
                Ok((id, Ok(reading))) => race.answered(id, reading),
                Ok((id, Err(failure))) => race.failed(id, failure),
                Err(Aborted) => {}
            }
            landed = self.under_way.next().now_or_never().flatten();
        }
    }
}
