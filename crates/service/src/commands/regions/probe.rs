use std::{cell::RefCell, io::Write, pin::pin};

use clap::{Args, ValueEnum};
use futures_util::future::{Either, select};
use remote_rendering_client::probe::{
    Course, Prober as _, Race, Ranking, RegionReport, State, Verdict, run,
};
use remote_rendering_native::NativeProber;
use remote_rendering_protocol::{Region, RegionCatalogue};

use super::{
    Outcome, RegionsError,
    catalogue::{Catalogue, CatalogueOptions},
    json,
    position::PositionOptions,
    print_json,
    progress::Progress,
    words,
};
use crate::commands::table::Table;

#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Exit status: 0 a region is nearest, or several are equally near; 1 no region has answered; \
                  2 what was given cannot be used; 3 a region leads, and that is not sure"
)]
pub(super) struct Probe {
    #[command(flatten)]
    catalogue: CatalogueOptions,
    #[command(flatten)]
    position: PositionOptions,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    #[default]
    Table,
    /// For programs: docs/regions.md lists the members
    Json,
    /// Every request, for spreadsheets
    Csv,
}

/// A race that is over.
struct Measured {
    ranking: Ranking,
    interrupted: bool,
}

impl Probe {
    pub(super) async fn run(
        self,
        out: &mut (dyn Write + Send),
        stop: impl Future<Output = ()>,
    ) -> Result<Outcome, RegionsError> {
        let trust = self.catalogue.trust()?;
        let stop = pin!(stop);
        let (catalogue, stop) = match select(pin!(self.catalogue.read(&trust)), stop).await {
            Either::Left((catalogue, stop)) => (catalogue?, stop),
            Either::Right(_) => return Ok(Outcome::NoAnswer),
        };
        let prober = NativeProber::new(trust);
        let mut course = Course::new(catalogue.regions.regions());
        course.position = self.position.position();
        let measured = measure(&prober, &course, stop).await;
        let reason = |region: &Region| prober.reason(region.probe_url.as_str());
        let Measured {
            ranking,
            interrupted,
        } = &measured;
        match self.output {
            Output::Table => print_table(out, &measured, &catalogue, reason)?,
            Output::Json => {
                let regions = &catalogue.regions;
                let written =
                    json::measurement(ranking, *interrupted, course.position, regions, reason);
                print_json(out, &written)?;
            }
            Output::Csv => out.write_all(ranking.to_csv().as_bytes())?,
        }
        Ok(match ranking.verdict {
            Verdict::Nearest(_) | Verdict::Close(_) => Outcome::Done,
            Verdict::Unsure(_) => Outcome::Unsure,
            Verdict::NoAnswer(_) => Outcome::NoAnswer,
        })
    }
}

/// Races the regions until there is a verdict, or until `stop`.
async fn measure(
    prober: &NativeProber,
    course: &Course<'_>,
    stop: impl Future<Output = ()> + Unpin,
) -> Measured {
    let begun = prober.elapsed();
    let mut progress = Progress::new();
    // How the race stood when something last happened, for `stop`: the race itself is within the future that ends.
    let standing = RefCell::new((
        Race::new(Vec::new(), course.policy, prober.timer_step()),
        None,
    ));
    let race = run(prober, course, |race, verdict| {
        progress.show(race);
        let took = prober.elapsed().saturating_sub(begun);
        let mut standing = standing.borrow_mut();
        standing.0 = race.clone();
        if standing.1.is_none() {
            standing.1 = verdict.map(|verdict| (verdict.clone(), took));
        }
    });
    let ended = match select(pin!(race), stop).await {
        Either::Left((ranking, _)) => Some(ranking),
        Either::Right(_) => None,
    };
    if let Some(ranking) = ended {
        return Measured {
            ranking,
            interrupted: false,
        };
    }
    let (race, verdict) = standing.into_inner();
    // Who stops it after the verdict only does not want to wait for the far regions.
    let interrupted = verdict.is_none();
    let now = prober.elapsed().saturating_sub(begun);
    let (verdict, took) = verdict.unwrap_or_else(|| (race.clone().interrupt(), now));
    Measured {
        ranking: Ranking::of(&race, verdict, took),
        interrupted,
    }
}

fn print_table(
    out: &mut (dyn Write + Send),
    measured: &Measured,
    catalogue: &Catalogue,
    reason: impl Fn(&Region) -> Option<String>,
) -> Result<(), RegionsError> {
    let ranking = &measured.ranking;
    let mut table = Table::new([
        "REGION",
        "ROUND TRIP",
        "BETWEEN",
        "TYPICAL",
        "JITTER",
        "LOSS",
        "SAMPLES",
        "CLASS",
        "STATE",
    ]);
    let chosen = ranking.verdict.choice().map(|choice| &choice.region);
    for report in &ranking.reports {
        let state = match report.state {
            _ if chosen == Some(&report.name) => words::chosen_state(&ranking.verdict).to_owned(),
            State::Unreachable(_) => why_unreachable(report, &catalogue.regions, &reason),
            state => words::state(state),
        };
        table.push(row(report, state));
    }
    write!(out, "{table}")?;
    writeln!(out, "\n{}", words::verdict(ranking, measured.interrupted))?;
    if catalogue.retired && chosen.is_none() {
        writeln!(
            out,
            "These are the endpoints of the hosted service, which is retired: name your own service with --service URL."
        )?;
    }
    Ok(())
}

fn why_unreachable(
    report: &RegionReport,
    catalogue: &RegionCatalogue,
    reason: impl Fn(&Region) -> Option<String>,
) -> String {
    let reason = catalogue.find(&report.name).and_then(reason);
    reason.unwrap_or_else(|| words::state(report.state))
}

fn row(report: &RegionReport, state: String) -> [String; 9] {
    let none = || "-".to_owned();
    let time = |time| words::milliseconds(time);
    let range = |low, high| format!("{} to {}", number(low), time(high));
    let measured = report.round_trip;
    let between = match (measured, report.rough) {
        (Some(it), _) => range(it.low, it.high),
        (None, Some((low, high))) => range(low, high),
        (None, None) => none(),
    };
    let loss = if report.sent == 0 {
        none()
    } else {
        format!("{:.0} %", report.loss() * 100.0)
    };
    [
        report.name.to_string(),
        measured.map_or_else(none, |it| time(it.best)),
        between,
        measured.map_or_else(none, |it| time(it.typical)),
        measured.and_then(|it| it.jitter).map_or_else(none, time),
        loss,
        report.samples.len().to_string(),
        measured.map_or_else(none, |it| it.class().as_str().to_owned()),
        state,
    ]
}

/// A time in milliseconds, without the unit.
fn number(time: std::time::Duration) -> String {
    let text = words::milliseconds(time);
    text.trim_end_matches(" ms").to_owned()
}
