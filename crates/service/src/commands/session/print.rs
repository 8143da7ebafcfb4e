//! Sessions, for people and for programs.

use std::io::{self, Write};

use remote_rendering_protocol::{device::ConnectionGrant, session::SessionProperties};

use super::Output;
use crate::commands::table::Table;

/// Prints one session.
pub(super) fn session(
    out: &mut (dyn Write + Send),
    output: Output,
    session: &SessionProperties,
) -> io::Result<()> {
    match output {
        Output::Json => json(out, session)?,
        Output::Table => write!(out, "{}", properties(session))?,
    }
    out.flush()
}

/// Prints a list.
pub(super) fn sessions(
    out: &mut (dyn Write + Send),
    output: Output,
    sessions: &[SessionProperties],
) -> io::Result<()> {
    match output {
        Output::Json => json(out, sessions)?,
        Output::Table if sessions.is_empty() => {
            writeln!(out, "There is no session that is starting or ready.")?;
        }
        Output::Table => write!(out, "{}", list(sessions))?,
    }
    out.flush()
}

/// Prints what lets a device connect; the token for programs alone.
pub(super) fn grant(
    out: &mut (dyn Write + Send),
    output: Output,
    grant: &ConnectionGrant,
) -> io::Result<()> {
    match output {
        Output::Json => json(out, grant)?,
        Output::Table => {
            let (address, seconds) = (&grant.address, grant.expires_in_seconds);
            writeln!(
                out,
                "A device connects to {address} within {seconds} s, with a token that is printed with --output json."
            )?;
        }
    }
    out.flush()
}

pub(super) fn json(
    out: &mut (dyn Write + Send),
    value: &(impl serde::Serialize + ?Sized),
) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    writeln!(out, "{text}")
}

fn list(sessions: &[SessionProperties]) -> Table<6> {
    let mut table = Table::new(["SESSION", "STATUS", "SIZE", "READY FOR", "LEASE", "HOST"]);
    for session in sessions {
        table.push([
            session.id.to_string(),
            session.status.to_string(),
            session.size.to_string(),
            minutes(session.elapsed_time_minutes),
            minutes(session.max_lease_time_minutes),
            session.hostname.clone().unwrap_or_else(|| "-".to_owned()),
        ]);
    }
    table
}

/// What is known of a session, a line each.
fn properties(session: &SessionProperties) -> Table<2> {
    let error = session.error.as_ref();
    let known = [
        ("session", Some(session.id.to_string())),
        ("status", Some(session.status.to_string())),
        (
            "error",
            error.map(|it| format!("{}: {}", it.code, it.message)),
        ),
        ("size", Some(session.size.to_string())),
        ("lease", Some(minutes(session.max_lease_time_minutes))),
        ("ready for", Some(minutes(session.elapsed_time_minutes))),
        ("created", session.creation_time.map(|it| it.to_string())),
        ("host", session.hostname.clone()),
        (
            "handshake port",
            session.handshake_port.map(|it| it.to_string()),
        ),
        (
            "inspector port",
            session.arr_inspector_port.map(|it| it.to_string()),
        ),
        ("teraflops", session.teraflops.map(|it| it.to_string())),
    ];
    let mut table = Table::new(["PROPERTY", "VALUE"]);
    for (name, value) in known {
        if let Some(value) = value {
            table.push([name.to_owned(), value]);
        }
    }
    table
}

fn minutes(minutes: i64) -> String {
    format!("{minutes} min")
}
