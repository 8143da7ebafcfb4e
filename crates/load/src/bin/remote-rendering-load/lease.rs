//! How late the ends of leases are, among many live sessions.
//!
//! v1 takes leases in fractions of a second, so ends can be put where they are wanted. When an end
//! was due is in the session's own message; when it was noticed is seen in the metrics.

use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context as _, Result, bail, ensure};
use remote_rendering_load::{Api, Connection, ServiceProcess, sum_of};
use remote_rendering_protocol::{Timespan, Timestamp, v1};
use tokio::time::sleep;

use crate::figure::{Figure, float};

/// What a group of sessions is, and when their leases end.
struct Group {
    name: &'static str,
    sessions: u32,
    /// When the first lease ends, from the first create.
    first: Duration,
    /// From the first end to the last.
    spread: Duration,
}

pub(crate) async fn measure(
    quick: bool,
    service: &ServiceProcess,
    api: &Api,
) -> Result<Vec<Figure>> {
    let scale = if quick { 10 } else { 1 };
    let groups = [
        Group {
            name: "spread over 10 s",
            sessions: 2_000 / scale,
            first: Duration::from_secs(50) / scale,
            spread: Duration::from_secs(10) / scale,
        },
        Group {
            name: "5,000 at one moment",
            sessions: 5_000 / scale,
            first: Duration::from_secs(90) / scale,
            spread: Duration::ZERO,
        },
    ];
    let mut figures = Vec::new();
    for group in groups {
        let lateness = group.lateness(service, api).await?;
        let last = lateness.len() - 1;
        for (what, place) in [
            ("median", last / 2),
            ("p99", last * 99 / 100),
            ("max", last),
        ] {
            let name = format!("lease end, {}: {what} lateness", group.name);
            figures.push(Figure::new(name, lateness[place].as_secs_f64(), "s"));
        }
    }
    Ok(figures)
}

impl Group {
    /// How late each end was noticed, in order.
    async fn lateness(&self, service: &ServiceProcess, api: &Api) -> Result<Vec<Duration>> {
        let mut connection = Connection::to(service.addr);
        let before = expired(&mut connection).await?;
        let begun = now();
        let ids = self.create(service, api, begun).await?;
        eprintln!("{} leases end {}", self.sessions, self.name);
        let observed = self.observe(&mut connection, before).await?;
        let mut due = Vec::new();
        for id in ids {
            due.push(end_of(&mut connection, api, &id).await?);
        }
        due.sort_unstable();

        let mut seen = observed.iter();
        let mut noticed = seen.next();
        let mut lateness = Vec::new();
        for (place, due) in due.into_iter().enumerate() {
            while noticed.is_some_and(|(_, count)| *count < float(place + 1)) {
                noticed = seen.next();
            }
            let (at, _) = noticed.context("every end was noticed")?;
            ensure!(*at >= due, "a session ended before its lease did");
            lateness.push(at.since(due).into());
        }
        lateness.sort_unstable();
        Ok(lateness)
    }

    /// Creates the sessions; the later a create, the shorter its lease.
    async fn create(
        &self,
        service: &ServiceProcess,
        api: &Api,
        begun: Timestamp,
    ) -> Result<Vec<String>> {
        let mut tasks = tokio::task::JoinSet::new();
        let clients = 32.min(self.sessions);
        for client in 0..clients {
            let ends: Vec<Timestamp> = (client..self.sessions)
                .step_by(clients as usize)
                .map(|number| begun.after(self.first + self.spread * number / self.sessions))
                .collect();
            let (api, mut connection) = (api.clone(), Connection::to(service.addr));
            tasks.spawn(async move {
                let mut ids = Vec::new();
                for end in ends {
                    ids.push(create_until(&mut connection, &api, end).await?);
                }
                anyhow::Ok(ids)
            });
        }
        let mut ids = Vec::new();
        while let Some(result) = tasks.join_next().await {
            ids.extend(result??);
        }
        Ok(ids)
    }

    /// Looks at the count of ends again and again until it has all; gives when it was what.
    async fn observe(
        &self,
        connection: &mut Connection,
        before: f64,
    ) -> Result<Vec<(Timestamp, f64)>> {
        let patience = Instant::now() + self.first + self.spread + Duration::from_mins(2);
        let mut observed = Vec::new();
        loop {
            let count = expired(connection).await? - before;
            observed.push((now(), count));
            if count >= self.sessions.into() {
                return Ok(observed);
            }
            if Instant::now() > patience {
                bail!("only {count} of {} leases have ended", self.sessions);
            }
            sleep(Duration::from_millis(2)).await;
        }
    }
}

async fn create_until(connection: &mut Connection, api: &Api, end: Timestamp) -> Result<String> {
    let lease = end.since(now());
    ensure!(
        lease > Timespan::ZERO,
        "the creates took longer than the leases"
    );
    let body = format!(r#"{{"maxLeaseTime":"{lease}","size":"standard"}}"#);
    let answer = connection
        .send(&api.call_v1("POST", "/create", Some(&body)))
        .await?;
    ensure!(
        answer.status == 202,
        "a create was answered {}",
        answer.status
    );
    let created: v1::SessionCreated = serde_json::from_slice(&answer.body)?;
    Ok(created.session_id.to_string())
}

/// The number of sessions whose end was noticed because their lease was over.
async fn expired(connection: &mut Connection) -> Result<f64> {
    let text = connection.text("/metrics").await?;
    let name = "remote_rendering_sessions_ended_total";
    Ok(sum_of(&text, name, r#"how="expired""#).unwrap_or_default())
}

/// The exact end of a session that has expired: `The lease of 00:00:10 ended at …`.
async fn end_of(connection: &mut Connection, api: &Api, id: &str) -> Result<Timestamp> {
    let read = api.call_v1("GET", &format!("/{id}/properties"), None);
    let answer = connection.send(&read).await?;
    let properties: v1::SessionProperties = serde_json::from_slice(&answer.body)?;
    let message = properties.message.unwrap_or_default();
    let end = message.rsplit_once(" ended at ").map(|(_, end)| end);
    let end = end.with_context(|| format!("the message of an expired session is {message:?}"))?;
    Ok(end.trim_end_matches('.').parse()?)
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Timestamp::UNIX_EPOCH.after(since.unwrap_or_default())
}
