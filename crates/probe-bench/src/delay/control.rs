use std::io::{self, Write as _};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines, Stdin, stdin};

use super::{Course, Excess, Lane, Noise, PreciseTimer, lane::Courses};

/// Options of `delay`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// How many races may run at once: each has a port of its own
    #[arg(long, default_value_t = 1)]
    lanes: usize,
    /// What all random numbers come from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What comes in on standard input, one a line.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Command {
    /// A race begins: its hosts get new distances. Answered by [`Answer::Started`].
    Start {
        lane: usize,
        race: u64,
        noise: Noise,
        hosts: Vec<String>,
    },
    /// It is over. Answered by [`Answer::Ended`].
    End { lane: usize },
}

/// What goes out on standard output, one a line: [`Answer::Ready`] first, then an answer to each command, in order.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum Answer {
    /// The ports of the lanes.
    Ready { ports: Vec<u16> },
    /// How far away each host is, in milliseconds, in the order of the command's hosts.
    Started { bases: Vec<f64> },
    /// How many connections each host had, and by how much the delays were too long.
    Ended { connections: Vec<u32>, late: Excess },
}

/// The command `delay`: serves the lanes until standard input ends.
///
/// # Errors
///
/// A port cannot be had, or a command is none.
pub async fn serve(options: &Options) -> Result<()> {
    let timer = PreciseTimer::start();
    let mut courses = Vec::new();
    let mut ports = Vec::new();
    for _ in 0..options.lanes {
        let lane = Lane::open(Course::nowhere()).await;
        let lane = lane.context("no port can be had")?;
        ports.push(lane.addr()?.port());
        courses.push(lane.courses());
        tokio::spawn(lane.serve(timer.clone()));
    }
    say(&Answer::Ready { ports })?;
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(command) = next(&mut lines).await? {
        say(&options.obey(command, &courses)?)?;
    }
    Ok(())
}

impl Options {
    fn obey(&self, command: Command, lanes: &[Courses]) -> Result<Answer> {
        let lane = |number: usize| {
            let lane = lanes.get(number);
            lane.with_context(|| format!("there is no lane {number}: ask for more with --lanes"))
        };
        Ok(match command {
            Command::Start {
                lane: number,
                race,
                noise,
                hosts,
            } => {
                let course = Course::new(noise, self.seed, race, hosts);
                let bases = course.bases();
                lane(number)?.set(course);
                Answer::Started { bases }
            }
            Command::End { lane: number } => {
                let course = lane(number)?.now();
                Answer::Ended {
                    connections: course.connections(),
                    late: course.lateness(),
                }
            }
        })
    }
}

async fn next(lines: &mut Lines<BufReader<Stdin>>) -> Result<Option<Command>> {
    let line = lines.next_line().await.context("reading a command")?;
    line.map(|line| serde_json::from_str(&line).with_context(|| format!("{line} is no command")))
        .transpose()
}

fn say(answer: &Answer) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(answer)?)?;
    Ok(out.flush()?)
}
