//! The renderer beside a loop that does the least, on this machine's graphics device or in software.

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{Figure, Options};
use crate::{process, setup::Setup};

/// The parts of the measuring program, which knows when the second is too much.
const PARTS: [&str; 2] = ["million", "ten-million"];

/// What the program tells of a landscape.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Measured {
    device: String,
    is_software: bool,
    start_ms: f64,
    triangles: u32,
    width: u32,
    height: u32,
    bare: Times,
    rgba: Times,
    i420: Times,
    smooth: Times,
    read_ms: f64,
    prepare_ms: f64,
    loading_mib: f64,
    kept_mib: f64,
}

/// What a frame takes in each round, in milliseconds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Times {
    /// The median.
    ms: Vec<f64>,
    /// The time of all processors.
    processor_ms: Vec<f64>,
}

/// Builds the program, which is an example of the renderer, and runs it.
pub(super) fn run(setup: &mut Setup, options: &Options) -> Result<Vec<Figure>> {
    let is_known = |part: &String| PARTS.contains(&part.as_str());
    if let Some(unknown) = options.parts.iter().find(|part| !is_known(part)) {
        bail!(
            "there is no part {unknown}: the parts are {}",
            PARTS.join(", ")
        );
    }
    let mut cargo = setup.cargo();
    cargo.args(["run", "--release", "--package=remote-rendering-renderer"]);
    cargo.args(["--example=bench", "--", "--json"]);
    cargo.args(options.quick.then_some("--quick"));
    let mut figures = Vec::new();
    let mut failed = None;
    let is_good = process::lines(cargo.args(&options.parts), |line| match told(line) {
        Ok(told) => figures.extend(told),
        Err(error) => failed = Some(error),
    })?;
    match failed {
        Some(error) => Err(error),
        None if !is_good => bail!("the measurement of the renderer has failed"),
        None => Ok(figures),
    }
}

/// The figures of a landscape.
fn told(line: &str) -> Result<Vec<Figure>> {
    let measured: Measured =
        serde_json::from_str(line).with_context(|| format!("reading {line}"))?;
    let Measured {
        triangles,
        width,
        height,
        ref bare,
        ..
    } = measured;
    let name = |what: &str| format!("{triangles} at {width} x {height}: {what}");
    let mut figures = vec![Figure::plain(
        name("renderer ready"),
        measured.start_ms,
        "ms",
    )];
    for (way, times) in [
        ("I420", &measured.i420),
        ("I420, 4 samples", &measured.smooth),
        ("RGBA", &measured.rgba),
    ] {
        let of_way = |what: &str| name(&format!("{way}: {what}"));
        figures.extend(compared(&of_way, "frame", &times.ms, &bare.ms)?);
        if measured.is_software {
            let (own, peer) = (&times.processor_ms, &bare.processor_ms);
            figures.extend(compared(&of_way, "processors", own, peer)?);
        }
    }
    let millions = f64::from(triangles) / 1e6;
    for (what, value, unit) in [
        ("read per million", measured.read_ms, "ms"),
        ("prepare per million", measured.prepare_ms, "ms"),
        (
            "resident with model per million",
            measured.loading_mib,
            "MiB",
        ),
        ("resident per million", measured.kept_mib, "MiB"),
    ] {
        figures.push(Figure::plain(name(what), value / millions, unit));
    }
    for figure in &mut figures {
        figure.device = Some(measured.device.clone());
    }
    Ok(figures)
}

/// A time beside the bare loop's, and how many times as long it is, round by round.
fn compared(
    name: &dyn Fn(&str) -> String,
    what: &str,
    own: &[f64],
    bare: &[f64],
) -> Result<[Figure; 2]> {
    let none = || format!("no picture for {}", name(what));
    let (peer, _) = median(bare).with_context(none)?;
    let (value, spread) = median(own).with_context(none)?;
    let time = Figure {
        peer: Some(peer),
        spread: Some(spread),
        ..Figure::plain(name(what), value, "ms")
    };
    let ratios: Vec<f64> = own.iter().zip(bare).map(|(own, bare)| own / bare).collect();
    let (value, spread) = median(&ratios).with_context(none)?;
    let ratio = Figure {
        spread: Some(spread),
        ..Figure::plain(name(&format!("{what}, ratio")), value, "ratio")
    };
    Ok([time, ratio])
}

/// The middle one, the lowest and the highest.
fn median(samples: &[f64]) -> Option<(f64, (f64, f64))> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = *sorted.get(sorted.len() / 2)?;
    Some((middle, (*sorted.first()?, *sorted.last()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"device":"a card","isSoftware":true,"startMs":90.0,"triangles":500000,
        "width":1280,"height":720,
        "bare":{"ms":[2.0,4.0,2.0],"processorMs":[2.0,2.0,2.0]},
        "rgba":{"ms":[3.0,8.0,4.0],"processorMs":[2.0,3.0,4.0]},
        "i420":{"ms":[5.0,5.0,4.0],"processorMs":[5.0,5.0,5.0]},
        "smooth":{"ms":[6.0,6.0,6.0],"processorMs":[6.0,6.0,6.0]},
        "readMs":100.0,"prepareMs":20.0,"loadingMib":80.0,"keptMib":50.0}"#;

    #[test]
    fn a_landscape_becomes_figures() {
        let figures = told(LINE).unwrap();
        let figure = |what: &str| {
            let name = format!("500000 at 1280 x 720: {what}");
            figures.iter().find(|figure| figure.name == name).unwrap()
        };
        let frame = figure("RGBA: frame");
        assert_eq!((frame.value, frame.peer), (4.0, Some(2.0)));
        assert_eq!(frame.spread, Some((3.0, 8.0)));
        assert_eq!(frame.device.as_deref(), Some("a card"));
        // Of rounds, in each of which the machine was as busy for both.
        let ratio = figure("I420: frame, ratio");
        assert_eq!((ratio.value, ratio.spread), (2.0, Some((1.25, 2.5))));
        assert_eq!(figure("RGBA: processors").spread, Some((2.0, 4.0)));
        let per_million =
            ["read", "resident"].map(|what| figure(&format!("{what} per million")).value);
        assert_eq!(per_million.map(Some), [Some(200.0), Some(100.0)]);
    }

    #[test]
    fn a_card_s_frames_are_told_without_processors() {
        let figures = told(&LINE.replace("true", "false")).unwrap();
        assert!(figures.iter().all(|it| !it.name.contains("processors")));
    }

    #[test]
    fn what_the_program_does_not_say_is_an_error() {
        assert!(told("{}").is_err());
        assert!(told(&LINE.replace("[2.0,4.0,2.0]", "[]")).is_err());
    }
}
