//! Reads of warm sessions in a durable store, against a handler that does nothing.

use std::{
    fs,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use remote_rendering_load::{Api, Connection, Latencies, ServiceProcess};
use remote_rendering_protocol::SessionSize;
use tokio::task::JoinSet;

use crate::{
    Options, cores,
    figure::{Figure, Rounds, float},
    live,
    peer::Copied,
};

const SESSIONS: usize = 1_000;
const CONNECTIONS: usize = 64;

/// What one round of one program gave.
struct Round {
    per_second: f64,
    latencies: Latencies,
    /// The part of its cores' time that the server used.
    busy: f64,
}

pub(crate) async fn measure(options: &Options) -> Result<Vec<Figure>> {
    let (rounds, seconds) = if options.quick { (3, 1) } else { (7, 5) };
    let data = options.folder()?;
    let mut start = options.start(&data, "0s");
    start.cores = cores::lower_half();
    let service = start.service()?;
    let mut connection = Connection::to(service.addr);
    let api = Api::enter(service.account()?, &mut connection).await?;
    let ids: Vec<String> = (0..SESSIONS)
        .map(|number| format!("warm-{number}"))
        .collect();
    let creates = ids
        .iter()
        .map(|id| api.create(id, 1_440, &SessionSize::Standard));
    live::create_all(service.addr, creates.collect(), 201).await?;
    live::wait_for_ready(&mut connection, SESSIONS).await?;

    let answer = connection.send(&api.get("warm-0")).await?;
    ensure!(answer.status == 200, "a session is read");
    let file = data.path().join("answer.json");
    let headers = connection.headers(&api.get("warm-0")).await?;
    let copied = Copied {
        headers: headers.clone(),
        body: String::from_utf8(answer.body.clone())?,
    };
    fs::write(&file, serde_json::to_vec(&copied)?)?;
    let program = std::env::current_exe().context("finding this program")?;
    let mut command = remote_rendering_load::on_cores(&program, cores::lower_half().as_deref());
    command.arg("peer").arg(&file);
    let peer = ServiceProcess::start(command)?;
    let same = Connection::to(peer.addr).send(&api.get("warm-0")).await?;
    ensure!(same.body == answer.body, "the peer answers the same body");
    let same = Connection::to(peer.addr)
        .headers(&api.get("warm-0"))
        .await?;
    ensure!(
        same.len() == headers.len(),
        "the peer answers the same headers"
    );

    let requests: Arc<Vec<Vec<u8>>> = Arc::new(ids.iter().map(|id| api.get(id)).collect());
    let both = [(&peer, "peer"), (&service, "service")];
    let (mut pairs, mut by_processor_time) = (Vec::new(), Vec::new());
    let mut totals = [(); 2].map(|()| (Latencies::default(), 0.0_f64));
    for round in 0..=rounds {
        let (mut pair, mut busy) = ([0.0; 2], [0.0; 2]);
        for (place, (process, name)) in both.into_iter().enumerate() {
            let this = run(process, &requests, Duration::from_secs(seconds)).await?;
            let per_second = this.per_second;
            eprintln!("{name}: {per_second:.0}/s, {:.0} % busy", this.busy * 100.0);
            (pair[place], busy[place]) = (per_second, this.busy);
            // The first round warms both up.
            if round > 0 {
                totals[place].0.append(this.latencies);
                totals[place].1 += this.busy / float(rounds);
            }
        }
        if round > 0 {
            pairs.push((pair[0], pair[1]));
            by_processor_time.push((pair[0] / busy[0], pair[1] / busy[1]));
        }
    }
    let mut figures = Rounds(pairs).figures("get session", "/s")?;
    // The stricter one where the clients could not keep the peer's cores busy.
    let by_processor_time = Rounds(by_processor_time);
    figures.extend(by_processor_time.figures("get session by processor time", "/s")?);
    let [(mut peer, peer_busy), (mut ours, busy)] = totals;
    for (name, thousandths) in [("p50", 500), ("p99", 990)] {
        let [peer, ours] = [&mut peer, &mut ours].map(|it| it.within(thousandths));
        let milliseconds = |took: Duration| took.as_secs_f64() * 1_000.0;
        let name = format!("get session: {name}");
        figures.push(Figure::new(name, milliseconds(ours), "ms").beside(milliseconds(peer)));
    }
    let busy = Figure::new("get session: the server's cores in use", busy, "ratio");
    figures.push(busy.beside(peer_busy));
    Ok(figures)
}

/// All connections send request after request.
async fn run(
    process: &ServiceProcess,
    requests: &Arc<Vec<Vec<u8>>>,
    for_long: Duration,
) -> Result<Round> {
    let mut tasks = JoinSet::new();
    let (ticks, begun) = (
        process.processor_ticks().unwrap_or_default(),
        Instant::now(),
    );
    for number in 0..CONNECTIONS {
        let requests = Arc::clone(requests);
        // Each begins elsewhere.
        let first = number * SESSIONS / CONNECTIONS;
        tasks.spawn(read_on(process.addr, requests, first, begun + for_long));
    }
    let mut latencies = Latencies::default();
    while let Some(result) = tasks.join_next().await {
        latencies.append(result??);
    }
    let took = begun.elapsed().as_secs_f64();
    let used = process.processor_ticks().unwrap_or_default() - ticks;
    Ok(Round {
        per_second: float(latencies.len()) / took,
        latencies,
        busy: float(used) / 100.0 / took / float(cores::of_server()),
    })
}

async fn read_on(
    addr: SocketAddr,
    requests: Arc<Vec<Vec<u8>>>,
    first: usize,
    until: Instant,
) -> Result<Latencies> {
    let mut connection = Connection::to(addr);
    let mut latencies = Latencies::default();
    for request in requests.iter().cycle().skip(first) {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        let answer = connection.send(request).await?;
        ensure!(
            answer.status == 200,
            "a session was answered {}",
            answer.status
        );
        latencies.add(begun.elapsed());
    }
    Ok(latencies)
}
