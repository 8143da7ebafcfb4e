//! Finding out which region is nearest.

use std::{
    cell::{Cell, RefCell},
    pin::pin,
    rc::Rc,
    time::Duration,
};

use futures_util::{
    FutureExt as _,
    future::{Either, abortable, pending, select},
};
use gloo_net::http::Request;
use remote_rendering_client::{
    Runtime as _,
    probe::{Course, GOOD_FOR, Position, Prober as _, Race, Ranking, TimeZonePlaces, Verdict, run},
};
use remote_rendering_protocol::Timestamp;

use super::{Operations, kept};
use crate::{
    browser::{BrowserProber, NetworkWatch, answer_to, time_zone},
    console::{
        download::download,
        sandbox::Sandbox,
        state::regions::{Action, Decision},
    },
};

/// How often the page draws a race anew. Drawing takes the time in which the answers are to be taken in, and more often
/// than this nobody sees.
const REDRAW: Duration = Duration::from_millis(40);

/// The places of the time zones, beside the page.
const TIME_ZONES: &str = "time-zones.txt";

impl Operations {
    /// Takes the verdict that the tab has kept, or races the regions.
    pub(super) fn measure_unless_kept(&self) {
        match self.kept() {
            Some(decision) => {
                self.inner.measured_at.set(Some(decision.at));
                self.tell_regions(Action::Ranked(decision));
            }
            None => self.measure_regions(),
        }
    }

    /// The verdict of before. One of the sandbox is never kept: it says nothing of the regions of a service.
    fn kept(&self) -> Option<Decision> {
        if self.is_sandbox() {
            return None;
        }
        kept::kept(&self.inner.regions, self.now())
    }

    /// Races the regions; a race under way is given up.
    pub fn measure_regions(&self) {
        self.give_up_race();
        // It is asked for anew since it may not hold any more.
        if !self.is_sandbox() {
            kept::forget();
        }
        self.tell_regions(Action::Began);
        let operations = self.clone();
        let (race, handle) = abortable(async move { operations.race().await });
        self.inner.race.replace(Some(handle));
        self.spawn(race.map(drop));
    }

    /// Stops a race; what it has found stays.
    pub fn cancel_measuring(&self) {
        self.give_up_race();
        self.tell_regions(Action::Stopped);
    }

    /// Races the regions again where the last verdict is old. In a hidden tab the race waits until somebody looks.
    pub(super) fn renew_verdict(&self) {
        let is_old = |at| Duration::from(self.now().since(at)) >= GOOD_FOR;
        if self.inner.measured_at.get().is_some_and(is_old) {
            self.measure_regions();
        }
    }

    /// Races the regions again whenever the device's way into the network changes, and fetches what may have changed while
    /// there was none.
    pub(super) fn watch_network(&self) {
        let operations = self.clone();
        self.spawn(async move {
            let _watch = NetworkWatch::new(move || {
                operations.measure_regions();
                if !operations.is_cut_off() {
                    operations.refresh_live();
                }
            });
            pending::<()>().await;
        });
    }

    fn give_up_race(&self) {
        if let Some(race) = self.inner.race.take() {
            race.abort();
        }
        // Who stops a race does not want the next one at once.
        self.inner.measured_at.set(Some(self.now()));
    }

    async fn race(&self) {
        let prober = BrowserProber::by(self.sandbox().map(Sandbox::fetch));
        let mut course = Course::new(&self.inner.regions);
        // Few regions are all probed at once: then their order does not matter.
        if course.regions.len() > course.policy.wave {
            course.position = place_of_time_zone().await;
        }
        let begun = Cell::new(None);
        let decided = Cell::new(false);
        let latest = RefCell::new(None);
        let seen = |race: &Race, verdict: Option<&Verdict>| {
            let now = prober.elapsed();
            let first = begun.get().unwrap_or(now);
            begun.set(Some(first));
            match verdict {
                Some(verdict) if !decided.replace(true) => {
                    latest.take();
                    let ranking = Ranking::of(race, verdict.clone(), now.saturating_sub(first));
                    self.tell_regions(Action::Decided(self.decision(ranking)));
                }
                _ => *latest.borrow_mut() = Some(standing(race)),
            }
        };
        let race = pin!(run(&prober, &course, seen));
        let drawing = pin!(async {
            loop {
                prober.sleep(REDRAW).await;
                if let Some(action) = latest.take() {
                    self.tell_regions(action);
                }
            }
        });
        let Either::Left((ranking, _)) = select(race, drawing).await;
        let decision = self.decision(ranking);
        if !self.is_sandbox() {
            kept::keep(&decision, &self.inner.regions);
        }
        self.tell_regions(Action::Ranked(decision));
    }

    fn decision(&self, ranking: Ranking) -> Decision {
        let at = self.now();
        self.inner.measured_at.set(Some(at));
        Decision {
            ranking: Rc::new(ranking),
            at,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.inner.client.runtime().now()
    }

    fn tell_regions(&self, action: Action) {
        self.inner.tell.regions.dispatch(action);
    }
}

/// Where the device is, by its time zone; `None` where it cannot be told.
async fn place_of_time_zone() -> Option<Position> {
    let zone = time_zone()?;
    let answer = answer_to(Request::get(TIME_ZONES).build().ok()?, None).await?;
    let list = answer.text().await.ok()?;
    // A host that has no such file answers with something else, which is no list.
    TimeZonePlaces::parse(&list).ok()?.place_of(&zone)
}

/// Hands out every sample of a race as a file.
pub fn download_samples(decision: &Decision) {
    let date = decision.at.to_string();
    let date = date.split('T').next().unwrap_or_default();
    download(
        &format!("region-latency-{date}.csv"),
        "text/csv",
        &decision.ranking.to_csv(),
    );
}

/// The race as it stands.
fn standing(race: &Race) -> Action {
    let reports = race.reports();
    let leader = race.provisional().and_then(|place| reports.get(place));
    Action::Seen {
        leader: leader.map(|it| it.name.clone()),
        reports,
    }
}
