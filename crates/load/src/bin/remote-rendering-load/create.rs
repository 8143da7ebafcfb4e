//! Durable creates by many clients, against single inserts into a database of the same tables.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use remote_rendering_load::{Api, Connection, Latencies};
use remote_rendering_protocol::SessionSize;
use sqlx::{
    AssertSqlSafe, Column, ConnectOptions as _, Row as _, SqliteConnection, TypeInfo as _,
    ValueRef as _,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous},
};
use tokio::task::JoinSet;

use crate::{
    Options,
    figure::{Figure, Rounds, float},
};

const CLIENTS: usize = 64;

/// The id of the row that the peer copies: as long as the others'.
const SAMPLE: &str = "create-000-0000000000";

pub(crate) async fn measure(options: &Options) -> Result<Vec<Figure>> {
    let (rounds, seconds) = if options.quick { (3, 1) } else { (7, 5) };
    let data = options.folder()?;
    // A create is one change here and one insert there: no server becomes ready meanwhile.
    let service = options.start(&data, "1h").service()?;
    let mut connection = Connection::to(service.addr);
    let api = Api::enter(service.account()?, &mut connection).await?;
    let create = api.create(SAMPLE, 60, &SessionSize::Standard);
    ensure!(connection.send(&create).await?.status == 201);
    let copy = options.folder()?;
    let mut raw = RawTable::copy_of(&data.path().join("remote-rendering.db"), copy.path()).await?;

    let (mut pairs, mut latencies) = (Vec::new(), Latencies::default());
    for round in 0..=rounds {
        let for_long = Duration::from_secs(seconds);
        let peer = raw.insert_for(for_long).await?;
        let (ours, took) = create_for(&service.addr, &api, round, for_long).await?;
        eprintln!("inserts: {peer:.0}/s, creates: {ours:.0}/s");
        // The first round warms both up.
        if round > 0 {
            pairs.push((peer, ours));
            latencies.append(took);
        }
    }
    service.terminate()?;
    let mut figures = Rounds(pairs).figures("durable create", "/s")?;
    for (name, thousandths) in [("p50", 500), ("p99", 990)] {
        let took = latencies.within(thousandths).as_secs_f64() * 1_000.0;
        figures.push(Figure::new(format!("durable create: {name}"), took, "ms"));
    }
    Ok(figures)
}

async fn create_for(
    addr: &std::net::SocketAddr,
    api: &Api,
    round: usize,
    for_long: Duration,
) -> Result<(f64, Latencies)> {
    let (next, begun) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let mut tasks = JoinSet::new();
    for _ in 0..CLIENTS {
        let (next, api, addr) = (Arc::clone(&next), api.clone(), *addr);
        tasks.spawn(async move {
            let mut connection = Connection::to(addr);
            let mut latencies = Latencies::default();
            while begun.elapsed() < for_long {
                let id = format!(
                    "create-{round:03}-{:010}",
                    next.fetch_add(1, Ordering::Relaxed) + 1
                );
                let request = api.create(&id, 60, &SessionSize::Standard);
                let sent = Instant::now();
                let answer = connection.send(&request).await?;
                ensure!(
                    answer.status == 201,
                    "a create was answered {}",
                    answer.status
                );
                latencies.add(sent.elapsed());
            }
            Ok(latencies)
        });
    }
    let mut latencies = Latencies::default();
    while let Some(result) = tasks.join_next().await {
        latencies.append(result??);
    }
    let per_second = float(latencies.len()) / begun.elapsed().as_secs_f64();
    Ok((per_second, latencies))
}

/// A value of a column.
enum Value {
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
    Null,
}

/// A database with the service's own tables and settings, into which rows like the service's are
/// inserted one by one, each in a transaction of its own.
struct RawTable {
    connection: SqliteConnection,
    insert: String,
    row: Vec<Value>,
    inserted: usize,
}

impl RawTable {
    /// Takes over whatever tables and indexes the service made, and the row of [`SAMPLE`].
    async fn copy_of(database: &Path, folder: &Path) -> Result<Self> {
        let options = |file: &Path| {
            SqliteConnectOptions::new()
                .filename(file)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
        };
        let mut original = options(database).create_if_missing(false).connect().await?;
        let mut connection = options(&folder.join("raw.db"))
            .create_if_missing(true)
            .connect()
            .await?;
        let made =
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
        let statements: Vec<String> = sqlx::query_scalar(made).fetch_all(&mut original).await?;
        for sql in statements {
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut connection)
                .await?;
        }
        let sample = sqlx::query("SELECT * FROM session WHERE id = ?").bind(SAMPLE);
        let sample = sample
            .fetch_one(&mut original)
            .await
            .context("the sample row")?;
        let key = "SELECT name FROM pragma_table_info('session') WHERE pk = 1 AND type = 'INTEGER'";
        let numbered: Option<String> = sqlx::query_scalar(key)
            .fetch_optional(&mut original)
            .await?;
        // SQLite gives out the numbers, as in the service.
        let columns: Vec<&str> = sample
            .columns()
            .iter()
            .map(Column::name)
            .filter(|name| numbered.as_deref() != Some(*name))
            .collect();
        let row = columns
            .iter()
            .map(|name| value(&sample, name))
            .collect::<Result<_>>()?;
        let places = vec!["?"; columns.len()].join(", ");
        let names = columns.join(", ");
        Ok(Self {
            insert: format!("INSERT INTO session ({names}) VALUES ({places})"),
            connection,
            row,
            inserted: 0,
        })
    }

    /// Inserts per second.
    async fn insert_for(&mut self, for_long: Duration) -> Result<f64> {
        let (begun, before) = (Instant::now(), self.inserted);
        while begun.elapsed() < for_long {
            self.inserted += 1;
            let id = format!("create-raw-{:010}", self.inserted);
            // Prepared once: sqlx keeps the statement by its text.
            let mut query = sqlx::query(AssertSqlSafe(self.insert.as_str()));
            for value in &self.row {
                query = match value {
                    Value::Integer(number) => query.bind(*number),
                    Value::Real(number) => query.bind(*number),
                    Value::Text(text) => query.bind(text.replace(SAMPLE, &id)),
                    Value::Blob(bytes) => query.bind(replaced(bytes, &id)),
                    Value::Null => query.bind(None::<i64>),
                };
            }
            query.execute(&mut self.connection).await?;
        }
        Ok(float(self.inserted - before) / begun.elapsed().as_secs_f64())
    }
}

fn value(row: &SqliteRow, column: &str) -> Result<Value> {
    let raw = row.try_get_raw(column)?;
    let kind = raw.type_info();
    Ok(match kind.name() {
        _ if raw.is_null() => Value::Null,
        "INTEGER" => Value::Integer(row.try_get(column)?),
        "REAL" => Value::Real(row.try_get(column)?),
        "TEXT" => Value::Text(row.try_get(column)?),
        _ => Value::Blob(row.try_get(column)?),
    })
}

/// The bytes with the sample's id replaced by one of the same length.
fn replaced(bytes: &[u8], id: &str) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let found = bytes
        .windows(SAMPLE.len())
        .position(|window| window == SAMPLE.as_bytes());
    if let Some(place) = found {
        bytes[place..place + SAMPLE.len()].copy_from_slice(id.as_bytes());
    }
    bytes
}
