//! Mixed load for minutes, with restarts; every answer is compared with what was acknowledged.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use clap::Args;
use remote_rendering_load::{
    Api, Client, Connection, Fault, Kind, Latencies, Mix, ServiceProcess, Start,
};
use tokio::{task::JoinSet, time::sleep};

use crate::figure::{Figure, float};

const CLIENTS: u64 = 16;

/// Mostly reads, as polling clients make them.
const MIX: Mix = &[
    (Kind::Create, 10),
    (Kind::Get, 40),
    (Kind::GetV1, 5),
    (Kind::Extend, 10),
    (Kind::Stop, 6),
    (Kind::CreateAgain, 4),
    (Kind::Conflict, 4),
    (Kind::List, 3),
    (Kind::Token, 3),
    (Kind::Refused, 15),
];

/// Faults that are told in full.
const TOLD: usize = 20;

/// Options of the soak.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The binary `remote-rendering`
    #[arg(long)]
    service: PathBuf,
    /// A folder for the data; what is made there is removed again
    #[arg(long)]
    folder: PathBuf,
    /// How long
    #[arg(long, default_value_t = 10)]
    minutes: u32,
    /// Seconds from one restart to the next
    #[arg(long, default_value_t = 60)]
    restart_every: u64,
    /// Makes the same choices again
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What happened so far.
#[derive(Default)]
struct Tally {
    answers: BTreeMap<(Kind, u16), u64>,
    latencies: Latencies,
    faults: Vec<String>,
    restarts: u64,
    kills: u64,
    verified: usize,
    /// At the start and at the end of each run.
    resident: Vec<(u64, u64)>,
}

pub(crate) async fn run(options: &Options) -> Result<Vec<Figure>> {
    let data = tempfile::tempdir_in(&options.folder)?;
    let start = Start {
        binary: options.service.clone(),
        data: data.path().to_owned(),
        startup_time: "100ms",
        cores: None,
    };
    let mut service = start.service()?;
    let mut clients = enter(&service, options.seed).await?;
    let mut tally = Tally::default();
    let until = Instant::now() + Duration::from_mins(1) * options.minutes;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        let for_long = left.min(Duration::from_secs(options.restart_every));
        load(service, &mut clients, &mut tally, for_long).await?;
        service = start.service()?;
        tally.restarts += 1;
        verify(&service, &mut clients, &mut tally, false).await;
        eprintln!(
            "{} answers, {} restarts, {} faults, {:.0} MB",
            tally.answers.values().sum::<u64>(),
            tally.restarts,
            tally.faults.len(),
            float(tally.resident.last().map_or(0, |it| it.1)) / 1e6,
        );
    }
    verify(&service, &mut clients, &mut tally, true).await;
    service.terminate()?;
    for fault in tally.faults.iter().take(TOLD) {
        eprintln!("unexpected: {fault}");
    }
    tally.figures()
}

async fn enter(service: &ServiceProcess, seed: u64) -> Result<Vec<Client>> {
    let mut connection = Connection::to(service.addr);
    let api = Api::enter(service.account()?, &mut connection).await?;
    let client = |number| {
        let prefix = format!("soak{number}");
        Client::new(api.clone(), service.addr, prefix, seed * CLIENTS + number)
    };
    Ok((0..CLIENTS).map(client).collect())
}

/// Loads the service, and ends it: every other time without a word.
async fn load(
    service: ServiceProcess,
    clients: &mut Vec<Client>,
    tally: &mut Tally,
    for_long: Duration,
) -> Result<()> {
    let at_start = service.resident_bytes().unwrap_or_default();
    let ending = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    for client in clients.drain(..) {
        tasks.spawn(step_on(client, Arc::clone(&ending)));
    }
    sleep(for_long).await;
    let at_end = service.resident_bytes().unwrap_or_default();
    tally.resident.push((at_start, at_end));
    ending.store(true, Ordering::SeqCst);
    if tally.restarts % 2 == 1 {
        tally.kills += 1;
        service.kill()?;
    } else {
        tokio::task::block_in_place(|| service.terminate())?;
    }
    while let Some(result) = tasks.join_next().await {
        let (client, seen) = result?;
        clients.push(client);
        tally.add(seen);
    }
    Ok(())
}

/// One client, until the service ends.
async fn step_on(mut client: Client, ending: Arc<AtomicBool>) -> (Client, Tally) {
    let mut tally = Tally::default();
    loop {
        match client.step(MIX).await {
            Ok(step) => {
                *tally.answers.entry((step.kind, step.status)).or_default() += 1;
                tally.latencies.add(step.took);
            }
            Err(fault) => {
                let is_ending = ending.load(Ordering::SeqCst);
                let is_end = matches!(
                    fault,
                    Fault::Connection { .. } | Fault::Answer { status: 503, .. }
                );
                if is_ending && is_end {
                    return (client, tally);
                }
                tally.fault(&fault);
                // A service that is gone would be asked for ever, as fast as possible.
                sleep(Duration::from_millis(10)).await;
            }
        }
    }
}

async fn verify(service: &ServiceProcess, clients: &mut [Client], tally: &mut Tally, all: bool) {
    for client in clients {
        client.reconnect(service.addr);
        match client.verify(all).await {
            Ok(verified) => tally.verified += verified,
            Err(fault) => tally.fault(&fault),
        }
    }
}

impl Tally {
    fn fault(&mut self, fault: &Fault) {
        let cause = std::error::Error::source(fault).map(ToString::to_string);
        let text = format!("{fault} {}", cause.unwrap_or_default());
        self.faults.push(text.trim().to_owned());
    }

    fn add(&mut self, other: Self) {
        for (key, count) in other.answers {
            *self.answers.entry(key).or_default() += count;
        }
        self.latencies.append(other.latencies);
        self.faults.extend(other.faults);
    }

    fn figures(mut self) -> Result<Vec<Figure>> {
        let answers: u64 = self.answers.values().sum();
        if answers == 0 {
            bail!("the service answered nothing");
        }
        let mut figures = vec![Figure::new("requests", float(answers), "")];
        let mut errors = BTreeMap::<u16, u64>::new();
        for ((kind, status), count) in &self.answers {
            let name = format!("{kind:?} answered {status}");
            figures.push(Figure::new(name, float(*count), ""));
            if *status >= 400 {
                *errors.entry(*status).or_default() += count;
            }
        }
        for (status, count) in errors {
            let name = format!("provoked errors {status}");
            figures.push(Figure::new(name, float(count), ""));
        }
        figures.push(Figure::new("unexpected", float(self.faults.len()), ""));
        figures.push(Figure::new("restarts", float(self.restarts), ""));
        figures.push(Figure::new("restarts by kill", float(self.kills), ""));
        figures.push(Figure::new("sessions verified", float(self.verified), ""));
        for (number, (start, end)) in self.resident.iter().enumerate() {
            let name = |when| format!("memory of run {} at its {when}", number + 1);
            figures.push(Figure::new(name("start"), float(*start), "bytes"));
            figures.push(Figure::new(name("end"), float(*end), "bytes"));
        }
        for (name, thousandths) in [("p50", 500), ("p99", 990), ("max", 1_000)] {
            let took = self.latencies.within(thousandths).as_secs_f64() * 1_000.0;
            figures.push(Figure::new(format!("latency {name}"), took, "ms"));
        }
        Ok(figures)
    }
}
