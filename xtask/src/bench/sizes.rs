//! The size of every file of the console.

use anyhow::Result;

use super::Figure;
use crate::{
    console,
    setup::Setup,
    sizes::{self, BUDGETS, Size},
};

/// Builds the console and measures it.
pub(super) fn run(setup: &mut Setup) -> Result<Vec<Figure>> {
    console::build(setup)?;
    Ok(figures(&sizes::measure(setup)?))
}

fn figures(sizes: &[Size]) -> Vec<Figure> {
    let mut figures: Vec<Figure> = sizes
        .iter()
        .flat_map(|size| forms(&sizes::stable_name(&size.name), size))
        .collect();
    for budget in BUDGETS {
        let [raw, gzip, brotli] = forms(budget.part, &budget.sum(sizes));
        figures.extend([raw, gzip, brotli.at_most(exact(budget.brotli))]);
    }
    figures
}

fn forms(name: &str, size: &Size) -> [Figure; 3] {
    [
        ("raw", size.raw),
        ("gzip", size.gzip),
        ("brotli", size.brotli),
    ]
    .map(|(form, bytes)| Figure::plain(format!("{name} {form}"), exact(bytes), "bytes"))
}

/// Sizes here are far below the numbers that a float cannot tell apart.
#[allow(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
pub(super) fn exact(bytes: u64) -> f64 {
    bytes as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_and_every_part_has_three_figures() {
        let wasm = Size {
            name: "console-0123456789abcdef_bg.wasm".to_owned(),
            raw: 300,
            gzip: 200,
            brotli: 100,
        };
        let figures = figures(&[wasm]);
        assert_eq!(figures.len(), 3 * (1 + BUDGETS.len()));
        assert_eq!(
            figures[2],
            Figure::plain("console_bg.wasm brotli".into(), 100.0, "bytes")
        );
        assert!(figures.iter().filter_map(|figure| figure.ok).all(|ok| ok));
    }
}
