use std::io::{self, Write as _};

use anyhow::{Context as _, Result};
use serde::Serialize;

/// One measured value.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    /// What the peer reached in the same run.
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<f64>,
}

impl Figure {
    pub(crate) fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            value,
            unit,
            peer: None,
        }
    }

    pub(crate) fn beside(self, peer: f64) -> Self {
        Self {
            peer: Some(peer),
            ..self
        }
    }
}

/// Writes the figures for the program that asked for them.
pub(crate) fn write(figures: &[Figure]) -> Result<()> {
    let mut out = io::stdout().lock();
    for figure in figures {
        writeln!(out, "{}", serde_json::to_string(figure)?)?;
    }
    Ok(())
}

/// What rounds of two programs in turn gave: each pair is the peer's value and ours.
pub(crate) struct Rounds(pub(crate) Vec<(f64, f64)>);

impl Rounds {
    /// The median of each program, of their ratio, and the ratio's spread.
    pub(crate) fn figures(&self, name: &str, unit: &'static str) -> Result<Vec<Figure>> {
        let of = |value: fn(&(f64, f64)) -> f64| {
            let mut values: Vec<f64> = self.0.iter().map(value).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let (peer, ours) = (of(|it| it.0), of(|it| it.1));
        let ratios = of(|it| it.1 / it.0);
        let (Some(least), Some(most)) = (ratios.first(), ratios.last()) else {
            anyhow::bail!("{name}: no round was measured");
        };
        Ok(vec![
            Figure::new(name, median(&ours)?, unit).beside(median(&peer)?),
            Figure::new(format!("{name}: ratio"), median(&ratios)?, "ratio"),
            Figure::new(format!("{name}: least ratio"), *least, "ratio"),
            Figure::new(format!("{name}: largest ratio"), *most, "ratio"),
        ])
    }
}

fn median(sorted: &[f64]) -> Result<f64> {
    let middle = sorted.get(sorted.len() / 2);
    middle.copied().context("no value was measured")
}

/// Counts here are far below the numbers that a float cannot tell apart.
#[expect(clippy::cast_precision_loss, reason = "no count comes near 2^53")]
pub(crate) fn float(count: impl TryInto<u64>) -> f64 {
    count.try_into().unwrap_or(u64::MAX) as f64
}
