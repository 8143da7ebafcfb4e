//! Plans with a fixed number of samples, and the pages that people use, by what their sources do.

use super::trial::Trial;

/// What a plan came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// The region, if one was chosen.
    pub(super) chosen: Option<usize>,
    pub(super) requests: u32,
    /// Until the choice, in milliseconds.
    pub(super) took: f64,
}

/// What stands for a region's samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Statistic {
    Mean,
    Median,
    Least,
    /// The middle of the samples sorted as texts: a slip that one of the pages makes.
    MedianOfTexts,
}

/// Longer is no answer to those that wait for all, in milliseconds.
const TIME_LIMIT: f64 = 5000.0;

impl Statistic {
    fn of(self, samples: &[f64]) -> f64 {
        let mut sorted = samples.to_vec();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len();
        let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::INFINITY);
        match self {
            _ if n == 0 => f64::INFINITY,
            Self::Mean => sorted.iter().sum::<f64>() / f64::from(u32::try_from(n).unwrap_or(1)),
            Self::Median if n.is_multiple_of(2) => f64::midpoint(at(n / 2 - 1), at(n / 2)),
            Self::Median => at(n / 2),
            Self::Least => at(0),
            Self::MedianOfTexts => {
                let mut texts = samples.to_vec();
                texts.sort_by_key(|sample| format!("{sample}"));
                texts.get(n / 2).copied().unwrap_or(f64::INFINITY)
            }
        }
    }
}

/// How requests to the regions overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Order {
    /// All regions at once, each region's requests one after the other, with a pause in milliseconds between them.
    Parallel { pause: f64 },
    /// So many regions at once, each until it is done.
    Lanes(usize),
    /// Round by round, so many requests at once.
    Rounds(usize),
}

/// A plan with a fixed number of samples for each region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) samples: usize,
    /// How many of them, the first ones, do not count.
    pub(super) dropped: usize,
    pub(super) statistic: Statistic,
    pub(super) order: Order,
    /// The steps of the clock, where they are not the page's.
    pub(super) step: Option<f64>,
}

impl Plan {
    pub(super) const fn new(
        samples: usize,
        dropped: usize,
        statistic: Statistic,
        order: Order,
    ) -> Self {
        Self {
            samples,
            dropped,
            statistic,
            order,
            step: None,
        }
    }

    pub(super) const fn in_whole_milliseconds(self) -> Self {
        Self {
            step: Some(1.0),
            ..self
        }
    }

    pub(super) fn run(self, trial: &Trial) -> Outcome {
        let mut samples = vec![Vec::new(); trial.regions.len()];
        let took = match self.order {
            Order::Parallel { pause } => self.parallel(trial, pause, &mut samples),
            Order::Lanes(lanes) => self.lanes(trial, lanes, &mut samples),
            Order::Rounds(workers) => self.rounds(trial, workers, &mut samples),
        };
        let estimates: Vec<f64> = samples.iter().map(|it| self.statistic.of(it)).collect();
        Outcome {
            chosen: least(&estimates),
            requests: u32::try_from(self.samples * trial.regions.len()).unwrap_or(u32::MAX),
            took,
        }
    }

    /// One request; gives how long it keeps its lane busy.
    fn sample(self, trial: &Trial, region: usize, n: usize, now: f64, into: &mut Vec<f64>) -> f64 {
        let takes = trial.takes(region, n, now, n == 0);
        if takes < TIME_LIMIT && n >= self.dropped {
            let step = self.step.unwrap_or(trial.timer_step);
            into.push(trial.read_in_steps(region, n, takes, step));
        }
        takes.min(TIME_LIMIT)
    }

    fn parallel(self, trial: &Trial, pause: f64, samples: &mut [Vec<f64>]) -> f64 {
        let mut last: f64 = 0.0;
        for (region, samples) in samples.iter_mut().enumerate() {
            let mut now = 0.0;
            for n in 0..self.samples {
                let took = self.sample(trial, region, n, now, samples);
                now += took;
                if took >= TIME_LIMIT {
                    break;
                }
                now += pause;
            }
            last = last.max(now);
        }
        last
    }

    fn lanes(self, trial: &Trial, lanes: usize, samples: &mut [Vec<f64>]) -> f64 {
        let mut last: f64 = 0.0;
        for lane in 0..lanes {
            let mut now = 0.0;
            for (region, samples) in samples.iter_mut().enumerate().skip(lane).step_by(lanes) {
                for n in 0..self.samples {
                    now += self.sample(trial, region, n, now, samples);
                }
            }
            last = last.max(now);
        }
        last
    }

    fn rounds(self, trial: &Trial, workers: usize, samples: &mut [Vec<f64>]) -> f64 {
        let mut free = vec![0.0_f64; workers];
        for n in 0..self.samples {
            for (region, samples) in samples.iter_mut().enumerate() {
                let first = least(&free).unwrap_or_default();
                if let Some(now) = free.get_mut(first) {
                    *now += self.sample(trial, region, n, *now, samples);
                }
            }
        }
        free.into_iter().fold(0.0, f64::max)
    }
}

/// One cold request to each region, and the first answer wins.
pub(super) fn first_answer(trial: &Trial) -> Outcome {
    let times: Vec<f64> = (0..trial.regions.len())
        .map(|region| trial.takes(region, 0, 0.0, true))
        .collect();
    let chosen = least(&times);
    Outcome {
        chosen,
        requests: u32::try_from(times.len()).unwrap_or(u32::MAX),
        took: times.into_iter().fold(f64::INFINITY, f64::min),
    }
}

/// azurespeed.com: five rounds, one every 2 s, four regions at once with a barrier, whole milliseconds, times above
/// 500 ms dropped, the cold one kept, outliers cut, median.
pub(super) fn azurespeed(trial: &Trial) -> Outcome {
    const ROUNDS: usize = 5;
    let mut samples = vec![Vec::new(); trial.regions.len()];
    let mut now = 0.0;
    for n in 0..ROUNDS {
        now = f64::from(u32::try_from(n).unwrap_or(0)) * 2000.0;
        for chunk in (0..samples.len()).collect::<Vec<_>>().chunks(4) {
            let mut slowest: f64 = 0.0;
            for region in chunk {
                let takes = trial.takes(*region, n, now, n == 0);
                slowest = slowest.max(takes.min(2000.0));
                let rounded = takes.round();
                if let Some(samples) = samples.get_mut(*region).filter(|_| rounded <= 500.0) {
                    samples.push(rounded);
                }
            }
            now += slowest;
        }
    }
    let estimates: Vec<f64> = samples.iter().map(|it| without_outliers(it)).collect();
    Outcome {
        chosen: least(&estimates),
        requests: u32::try_from(ROUNDS * samples.len()).unwrap_or(u32::MAX),
        took: now,
    }
}

/// With up to five samples the highest is cut off.
fn without_outliers(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() > 2 {
        sorted.pop();
    }
    Statistic::Median.of(&sorted).floor()
}

/// The place of the least number; `None` where all are infinite.
fn least(numbers: &[f64]) -> Option<usize> {
    let finite = numbers.iter().enumerate().filter(|(_, it)| it.is_finite());
    let least = finite.min_by(|(_, one), (_, other)| one.total_cmp(other));
    least.map(|(place, _)| place)
}
