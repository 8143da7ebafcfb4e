//! Measures the renderer. `cargo xtask bench render` runs it and keeps the figures; alone, on a machine that has nothing
//! else of the workspace's tools:
//!
//! ```text
//! cargo run --release -p remote-rendering-renderer --example bench -- [--quick] [--json] [PART...]
//! ```
//!
//! The program that this builds, `target/release/examples/bench`, can also be copied to another machine: it needs a
//! driver of Vulkan there, and no file.
//!
//! The landscape of the samples is seen from around. The part `million` has it of 100,000 and of a million triangles at
//! 1280 × 720, the part `ten-million` of one and of ten million at 1920 × 1080. Without parts both are measured, and on
//! the processor, where a picture of the second takes seconds, the first alone. Beside the renderer, a loop draws the
//! same triangles on the same device with one flat shader and reads the picture back: what is more than it is the price
//! of the renderer. Both take turns, so that a busy machine slows both.
//!
//! Each landscape has a process of its own, so that none finds the memory of another. `--json` prints the samples as
//! they are, a line for each landscape.

#![expect(clippy::print_stdout, reason = "the figures are the output")]
#![expect(clippy::print_stderr, reason = "tells a person what takes long")]

mod bare;
mod landscape;

use remote_rendering_renderer::{Gpu, GpuOptions};
use std::process::{Command, Stdio};
use std::{env, error};

use landscape::{Landscape, Measured};

type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

/// A part: its name, its landscapes, and whether it is measured in software only when it is asked for.
struct Part {
    name: &'static str,
    landscapes: [Landscape; 2],
    needs_device: bool,
}

const PARTS: [Part; 2] = [
    Part {
        name: "million",
        landscapes: [
            Landscape::new(100_000, 1280, 720),
            Landscape::new(1_000_000, 1280, 720),
        ],
        needs_device: false,
    },
    Part {
        name: "ten-million",
        landscapes: [
            Landscape::new(1_000_000, 1920, 1080),
            Landscape::new(10_000_000, 1920, 1080),
        ],
        needs_device: true,
    },
];

/// Before the words that name one landscape: what the program calls itself with.
const ONE: &str = "--one";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let is_quick = arguments.iter().any(|argument| argument == "--quick");
    if let Some(place) = arguments.iter().position(|argument| argument == ONE) {
        let landscape = Landscape::parse(&arguments[place + 1..])?;
        println!("{}", serde_json::to_string(&landscape.measure(is_quick)?)?);
        return Ok(());
    }
    let is_json = arguments.iter().any(|argument| argument == "--json");
    let parts = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"));
    let landscapes = asked_for(&parts.collect::<Vec<_>>())?;
    let mut last_device = None;
    for landscape in landscapes {
        eprintln!("{landscape} …");
        let line = measure_apart(&landscape, is_quick)?;
        if is_json {
            print!("{line}");
            continue;
        }
        let measured: Measured = serde_json::from_str(&line)?;
        if last_device.as_ref() != Some(&measured.device) {
            println!("{}", measured.device);
            println!("{}", Measured::HEAD);
        }
        println!("{measured}");
        last_device = Some(measured.device);
    }
    if !is_json {
        println!("{}", Measured::LEGEND);
    }
    Ok(())
}

/// The landscapes of these parts, or of those that are right for the device.
fn asked_for(parts: &[&String]) -> Result<Vec<Landscape>> {
    if let Some(unknown) = parts
        .iter()
        .find(|name| PARTS.iter().all(|part| part.name != name.as_str()))
    {
        return Err(
            format!("there is no part {unknown}: the parts are million and ten-million").into(),
        );
    }
    let is_software = parts.is_empty() && Gpu::open(&GpuOptions::default())?.is_software();
    let is_wanted = |part: &&Part| {
        if parts.is_empty() {
            !(is_software && part.needs_device)
        } else {
            parts.iter().any(|name| *name == part.name)
        }
    };
    let wanted = PARTS.iter().filter(is_wanted);
    Ok(wanted.flat_map(|part| part.landscapes).collect())
}

/// Measures in another process, and gives its line.
fn measure_apart(landscape: &Landscape, is_quick: bool) -> Result<String> {
    let mut command = Command::new(env::current_exe()?);
    command.args(is_quick.then_some("--quick"));
    command.arg(ONE).args(landscape.words());
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{landscape} ended with {}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
