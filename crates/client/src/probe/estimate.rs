//! What samples of one region say, each function for itself.

use super::{Policy, order::put_in_order};

/// The density of the unit normal distribution.
fn density(x: f64) -> f64 {
    const INVERSE_ROOT_OF_TAU: f64 = 0.398_942_280_401;
    INVERSE_ROOT_OF_TAU * (-x * x / 2.0).exp()
}

/// The probability that a unit normal variable exceeds `x`, for `x` of 0 and above: Abramowitz and Stegun, 26.2.17
/// (error below 7.5e-8).
pub(super) fn exceeds(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * x);
    let polynomial = 0.319_381_53
        + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429)));
    density(x) * t * polynomial
}

/// What choosing the leader is expected to cost against one rival, in units of the difference's standard error, where
/// the rival is `x` such units behind: the unit normal loss.
pub(super) fn unit_loss(x: f64) -> f64 {
    density(x) - x * exceeds(x)
}

pub(super) fn sorted(samples: &[f64]) -> Vec<f64> {
    let mut sorted = samples.to_vec();
    put_in_order(&mut sorted, |one, other| one.total_cmp(other).is_lt());
    sorted
}

/// The lower one of two in the middle.
pub(super) fn median(sorted: &[f64]) -> Option<f64> {
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

#[expect(clippy::cast_precision_loss, reason = "a region has few samples")]
pub(super) fn count(samples: usize) -> f64 {
    samples as f64
}

/// The mean of the fastest samples: `share` of them, one at least. Ranks regions best of all that were compared; it is
/// no estimate of the round trip itself, but what it adds it adds to all of them.
pub(super) fn fast_mean(sorted: &[f64], share: f64) -> Option<f64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a small number, rounded down"
    )]
    let taken = ((share * count(sorted.len())) as usize).max(1);
    let fast = sorted.get(..taken)?;
    Some(fast.iter().sum::<f64>() / count(taken))
}

/// Sum of the squared deviations from the median, as logarithms, none counting more than `clip`.
pub(super) fn deviations(sorted: &[f64], clip: f64) -> f64 {
    let Some(centre) = median(sorted).filter(|_| sorted.len() > 1) else {
        return 0.0;
    };
    let deviation = |sample: &f64| (sample / centre).ln().clamp(-clip, clip);
    sorted.iter().map(deviation).map(|d| d * d).sum()
}

/// The standard error of a region's mean: from its own spread, drawn to that of all regions as long as it has few
/// samples, and from the steps of the clock.
pub(super) fn standard_error(
    policy: &Policy,
    mean: f64,
    samples: usize,
    deviations: f64,
    pooled: f64,
    timer_step_ms: f64,
) -> f64 {
    let n = count(samples);
    let own = (policy.pooled_weight * pooled + deviations) / (policy.pooled_weight + n - 1.0);
    let noise = policy.error_factor * mean * (own / n).sqrt();
    let left = policy.spread_weight / (policy.spread_weight + n - 1.0);
    let noise = combined(noise, policy.scatter_ms * (left / n).sqrt());
    // Both ends of a reading are rounded by up to a step: variance step² / 6.
    let steps = timer_step_ms / (6.0 * n).sqrt();
    combined(noise, steps)
}

/// The round trip that noise was added to, and where it lies with 95 % certainty.
pub(super) struct Floor {
    pub(super) best: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Queueing only adds to a round trip, so the least sample is too high by about a share of the noise: with delays that
/// are exponential beyond a floor, by their mean over the number of samples, and a mean is the median over ln 2. Of the
/// estimators compared it has the smallest error where delay only adds (1.3 % with ten samples).
pub(super) fn floor(sorted: &[f64], timer_step_ms: f64) -> Option<Floor> {
    /// Noise assumed before any was seen: a median delay in milliseconds, and how many samples that weighs.
    const PRIOR: (f64, f64) = (2.0, 1.0);
    /// -ln 0.05: an exponential variable exceeds this many means with a probability of 5 %.
    const SURE: f64 = 2.995_732;

    let (least, median) = (*sorted.first()?, median(sorted)?);
    let n = count(sorted.len());
    let delay = (median - least) / std::f64::consts::LN_2;
    let (prior, weight) = PRIOR;
    let cautious =
        (delay * (n - 1.0) + prior / std::f64::consts::LN_2 * weight) / (n - 1.0 + weight);
    Some(Floor {
        best: (least - delay / n).max(0.0),
        low: (least - SURE * cautious.max(delay) / n - timer_step_ms).max(0.0),
        high: least + timer_step_ms,
    })
}

/// How much one round trip differs from the next, on average.
pub(super) fn jitter(in_order: &[f64]) -> Option<f64> {
    let differences = in_order.windows(2).map(|pair| match pair {
        [one, next] => (next - one).abs(),
        _ => 0.0,
    });
    let pairs = in_order.len().checked_sub(1).filter(|pairs| *pairs > 0)?;
    Some(differences.sum::<f64>() / count(pairs))
}

/// Two errors that do not depend on each other, together. Milliseconds do not overflow: `hypot`'s care is not needed.
pub(super) fn combined(one: f64, other: f64) -> f64 {
    (one * one + other * other).sqrt()
}
