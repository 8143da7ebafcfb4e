use std::fmt;

use super::{
    super::{Figure, Goal},
    outcome::Outcome,
    plan::{Method, Setting},
};

/// The least share of choices within 3 ms of the best, in per cent. The simulator judges more sharply: its races are
/// many more.
const GOOD: f64 = 98.0;

/// The most by which reported round trips may be longer than the truth on average, in milliseconds: with the parts of a
/// record, and without.
const BIAS_MS: (f64, f64) = (1.5, 3.0);

/// One method in one setting.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) method: Method,
    pub(super) setting: Setting,
    races: f64,
    disturbed: f64,
    good: f64,
    exact: f64,
    requests: f64,
    connections: f64,
    coarse: f64,
    late_ms: f64,
    median_ms: f64,
    p95_ms: f64,
    winner: Option<Error>,
    regions: Option<Error>,
    preflights: Option<f64>,
    refusals: Option<f64>,
}

/// By how much reported round trips are off the truth, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Error {
    /// On average.
    bias: f64,
    /// The root of the mean square.
    rmse: f64,
}

impl Error {
    fn of(errors: impl IntoIterator<Item = f64>) -> Option<Self> {
        let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for error in errors {
            count += 1.0;
            sum += error;
            squares += error * error;
        }
        (count > 0.0).then(|| Self {
            bias: sum / count,
            rmse: f64::sqrt(squares / count),
        })
    }
}

impl Summary {
    /// The summary of the undisturbed races of one method in one setting; `None` where there was none. The truths are `overhead_ms`
    /// longer than the distances: what the service itself and the proxy take.
    pub(super) fn of(
        method: Method,
        setting: Setting,
        outcomes: &[Outcome],
        overhead_ms: f64,
    ) -> Option<Self> {
        let is_it = |it: &&Outcome| it.method == method && it.setting == setting;
        let (disturbed, races): (Vec<&Outcome>, Vec<_>) =
            outcomes.iter().filter(is_it).partition(|it| it.disturbed);
        let mean = |value: &dyn Fn(&Outcome) -> f64| mean(races.iter().map(|it| value(it)));
        let share = |is: fn(&Outcome) -> bool| mean(&|it| f64::from(u8::from(is(it))) * 100.0);
        let counted = || races.iter().filter_map(|it| it.answered);
        let mut times: Vec<f64> = races.iter().map(|it| it.took_ms).collect();
        times.sort_by(f64::total_cmp);
        Some(Self {
            method,
            setting,
            races: count(&races),
            disturbed: count(&disturbed),
            good: share(Outcome::is_good)?,
            exact: share(Outcome::is_exact)?,
            requests: mean(&|it| it.requests.into())?,
            connections: mean(&|it| it.connections().into())?,
            coarse: share(Outcome::is_coarse)?,
            late_ms: mean(&|it| it.late.p95)?,
            median_ms: percentile(&times, 50)?,
            p95_ms: percentile(&times, 95)?,
            winner: Error::of(
                races
                    .iter()
                    .filter_map(|it| it.error_of_winner(overhead_ms)),
            ),
            regions: Error::of(races.iter().flat_map(|it| it.errors(overhead_ms))),
            preflights: self::mean(counted().map(|it| it.preflights.into())),
            refusals: self::mean(counted().map(|it| it.refusals.into())),
        })
    }

    /// The figures; those of our own probe are judged.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let is_ours = self.method == Method::Ours;
        let figure = |name: &str, value: f64, unit: &str, goal: Option<Goal>| {
            let name = format!("page, {}, {}: {name}", self.setting, self.method);
            let figure = Figure::plain(name, value, unit);
            match goal.filter(|_| is_ours) {
                Some(goal) => figure.judged(goal),
                None => figure,
            }
        };
        let bias = if self.setting.timing_allowed {
            BIAS_MS.0
        } else {
            BIAS_MS.1
        };
        let (bias, none) = (Some(Goal::AtMost(bias)), Some(Goal::AtMost(0.0)));
        let mut figures = vec![
            figure("races", self.races, "", None),
            figure("disturbed races", self.disturbed, "", None),
            figure("within 3 ms", self.good, "%", Some(Goal::AtLeast(GOOD))),
            figure("exact", self.exact, "%", None),
            figure("requests", self.requests, "", None),
            figure("verdict p50", self.median_ms, "ms", None),
            figure("verdict p95", self.p95_ms, "ms", None),
            figure("delays late, p95", self.late_ms, "ms", None),
            figure("races with page's clock", self.coarse, "%", None),
        ];
        for (whose, error) in [("winner", self.winner), ("all", self.regions)] {
            if let Some(Error { bias: value, rmse }) = error {
                figures.push(figure(&format!("bias of {whose}"), value, "ms", bias));
                figures.push(figure(&format!("RMSE of {whose}"), rmse, "ms", None));
            }
        }
        let counted = [("preflights", self.preflights), ("not 2xx", self.refusals)];
        for (name, value) in counted {
            figures.extend(value.map(|value| figure(name, value, "/race", none)));
        }
        figures
    }

    /// The head of the table whose rows summaries are.
    pub(super) const HEAD: &'static str = "setting         method           races  disturbed  <3 ms  exact  requests  connections  verdict p50    p95 ms  winner bias   RMSE   all bias   RMSE  preflights  not 2xx   late";
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (winner, all) = (Column::of(self.winner), Column::of(self.regions));
        let optional = |value: Option<f64>| value.map_or("-".into(), |value| format!("{value:.1}"));
        let (preflights, refusals) = (optional(self.preflights), optional(self.refusals));
        write!(
            f,
            "{:<15} {:<16} {:>5} {:>10} {:>6.1} {:>6.1} {:>9.1} {:>12.1} {:>12.0} {:>9.0} {:>12} {:>6} {:>10} {:>6} {:>11} {:>8} {:>6.1}",
            self.setting,
            self.method,
            self.races,
            self.disturbed,
            self.good,
            self.exact,
            self.requests,
            self.connections,
            self.median_ms,
            self.p95_ms,
            winner.bias,
            winner.rmse,
            all.bias,
            all.rmse,
            preflights,
            refusals,
            self.late_ms
        )
    }
}

/// An error as the table shows it.
struct Column {
    bias: String,
    rmse: String,
}

impl Column {
    fn of(error: Option<Error>) -> Self {
        let shown = |value: fn(Error) -> f64, signed: bool| match error.map(value) {
            None => "-".into(),
            Some(value) if signed => format!("{value:+.2}"),
            Some(value) => format!("{value:.2}"),
        };
        Self {
            bias: shown(|error| error.bias, true),
            rmse: shown(|error| error.rmse, false),
        }
    }
}

fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values
        .into_iter()
        .fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    (count > 0.0).then(|| sum / count)
}

fn count(races: &[&Outcome]) -> f64 {
    races.iter().map(|_| 1.0).fold(0.0, std::ops::Add::add)
}

fn percentile(sorted: &[f64], percent: usize) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    sorted
        .get((sorted.len() * percent / 100).min(last))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_bias_and_spread() {
        let error = Error::of([1.0, 3.0, -1.0, 1.0]).unwrap();
        assert_eq!((error.bias, error.rmse), (1.0, f64::sqrt(3.0)));
        assert_eq!(Error::of([]), None);
    }

    #[test]
    fn a_race_is_judged_by_the_distances() {
        let race = |winner: &str, disturbed: bool| {
            let text = format!(
                r#"{{"method":"ours","setting":{{"noise":"c","protocol":"h2","busy":false,"timingAllowed":true}},
                "truth":{{"near":18,"next":20.5,"far":80}},"answered":{{"preflights":0,"probes":9,"refusals":0}},
                "connections":[1,2,1],"late":{{"median":0.1,"p95":0.4}},"disturbed":{disturbed},"winner":"{winner}","requests":9,"tookMs":300,
                "regions":[{{"name":"near","best":19.5,"typical":22,"samples":3}},
                {{"name":"next","best":30,"typical":32,"samples":2}},{{"name":"far","samples":0}}]}}"#
            );
            serde_json::from_str::<Outcome>(&text).unwrap()
        };
        let races = [
            race("near", false),
            race("next", false),
            race("far", true),
            race("far", false),
            race("near", false),
        ];
        let setting = races[0].setting;
        let summary = Summary::of(Method::Ours, setting, &races, 0.5).unwrap();
        assert_eq!((summary.good, summary.exact), (75.0, 50.0));
        // One of three samples in each race; the winner's figure counts whatever it is of, where there is one.
        assert_eq!(Column::of(summary.regions).bias, "+1.00");
        assert_eq!(Column::of(summary.winner).bias, "+3.67");
        assert_eq!((summary.races, summary.disturbed), (4.0, 1.0));
        let misses = summary
            .figures()
            .iter()
            .filter(|it| it.ok == Some(false))
            .count();
        assert_eq!(misses, 2, "{:?}", summary.figures());
        assert!(Summary::of(Method::OneShot, setting, &races, 0.5).is_none());
        assert!(Summary::of(Method::Ours, setting, &races[2..3], 0.5).is_none());
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        assert_eq!(percentile(&[1.0, 2.0, 3.0], 50), Some(2.0));
        assert_eq!(percentile(&[1.0, 2.0, 3.0], 100), Some(3.0));
        assert_eq!(percentile(&[], 50), None);
    }
}
