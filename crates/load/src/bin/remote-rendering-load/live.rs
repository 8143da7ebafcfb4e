//! Many live sessions: their memory, a start with them, and the ends of leases among them.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};
use remote_rendering_load::{Api, Connection, ServiceProcess, Start, sum_of};
use remote_rendering_protocol::SessionSize;
use tokio::{task::JoinSet, time::sleep};

use crate::{
    Options,
    figure::{Figure, float},
    lease,
};

const CLIENTS: usize = 64;

/// How long nothing may change while something is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) async fn measure(options: &Options) -> Result<Vec<Figure>> {
    let sessions = if options.quick { 2_000 } else { 100_000 };
    let data = options.folder()?;
    let start = options.start(&data, "0s");
    let service = start.service()?;
    let mut connection = Connection::to(service.addr);
    let api = Api::enter(service.account()?, &mut connection).await?;
    let fresh = service.resident_bytes()?;

    let begun = Instant::now();
    let create = |number| api.create(&format!("live-{number}"), 1_440, &SessionSize::Standard);
    create_all(service.addr, (0..sessions).map(create).collect(), 201).await?;
    wait_for_ready(&mut connection, sessions).await?;
    eprintln!(
        "{sessions} sessions are ready after {:.1?}",
        begun.elapsed()
    );
    let full = service.resident_bytes()?;
    let mut figures = vec![
        Figure::new("live sessions", float(sessions), ""),
        Figure::new("memory of a fresh service", float(fresh), "bytes"),
        Figure::new("memory with all sessions", float(full), "bytes"),
        Figure::new(
            "memory per live session",
            (float(full) - float(fresh)) / float(sessions),
            "bytes",
        ),
    ];
    figures.extend(lease::measure(options.quick, &service, &api).await?);
    service.terminate()?;
    figures.extend(starts(&start, sessions).await?);
    Ok(figures)
}

/// Starts with all sessions in the store: after an end in order, and after a kill.
async fn starts(start: &Start, sessions: usize) -> Result<Vec<Figure>> {
    let mut longest = [Duration::ZERO; 2];
    let mut resident = 0;
    for round in 0..6 {
        let begun = Instant::now();
        let service = start.service()?;
        let mut connection = Connection::to(service.addr);
        connection.text("/readyz").await?;
        let took = begun.elapsed();
        eprintln!("ready after {took:.2?}");
        let after_kill = usize::from(round % 2 == 1);
        longest[after_kill] = longest[after_kill].max(took);
        // It was not ready too early.
        wait_for_ready(&mut connection, sessions).await?;
        resident = service.resident_bytes()?;
        end(service, round % 2 == 0)?;
    }
    let [ended, killed] = longest.map(|it| it.as_secs_f64());
    Ok(vec![
        Figure::new("start with all sessions", ended, "s"),
        Figure::new("start with all sessions after a kill", killed, "s"),
        Figure::new(
            "memory after a start with all sessions",
            float(resident),
            "bytes",
        ),
    ])
}

fn end(service: ServiceProcess, kill: bool) -> Result<()> {
    if kill {
        Ok(service.kill()?)
    } else {
        Ok(service.terminate()?)
    }
}

/// Sends every request once, over many connections, and gives the bodies of the answers.
pub(crate) async fn create_all(
    addr: SocketAddr,
    requests: Vec<Vec<u8>>,
    expected: u16,
) -> Result<Vec<Vec<u8>>> {
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let mut tasks = JoinSet::new();
    for _ in 0..CLIENTS {
        let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
        tasks.spawn(async move {
            let mut connection = Connection::to(addr);
            let mut bodies = Vec::new();
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                let answer = connection.send(request).await?;
                ensure!(answer.status == expected, "answered {}", answer.status);
                bodies.push(answer.body);
            }
            Ok(bodies)
        });
    }
    let mut bodies = Vec::new();
    while let Some(result) = tasks.join_next().await {
        bodies.extend(result??);
    }
    Ok(bodies)
}

/// Waits until at least so many sessions are ready.
pub(crate) async fn wait_for_ready(connection: &mut Connection, sessions: usize) -> Result<()> {
    let (mut seen, mut changed) = (0.0, Instant::now());
    loop {
        let text = connection.text("/metrics").await?;
        let ready = sum_of(&text, "remote_rendering_sessions", r#"state="ready""#);
        let ready = ready.unwrap_or_default();
        if ready >= float(sessions) {
            return Ok(());
        }
        if ready.total_cmp(&seen).is_ne() {
            (seen, changed) = (ready, Instant::now());
        }
        if changed.elapsed() > PATIENCE {
            bail!("{ready} of {sessions} sessions are ready, and no more become it");
        }
        sleep(Duration::from_millis(20)).await;
    }
}
