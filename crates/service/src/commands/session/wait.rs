//! Waiting for a session, and what becomes of it when somebody ends the wait.

use std::{
    cell::RefCell,
    io::{Write as _, stderr},
    pin::pin,
    time::{Duration, Instant},
};

use remote_rendering_client::{Client, Runtime as _, SessionPoller};
use remote_rendering_native::NativeRuntime;
use remote_rendering_protocol::{
    MaxLeaseTime, SessionStatus, Timestamp, session::SessionProperties,
};

use super::{Doing, Outcome, SessionError, World, call_log::CallLog};
use crate::commands::{
    signals::{Signal, unless_signalled},
    status_line::StatusLine,
    terminal::Person,
};

type Shell = CallLog<NativeRuntime>;

/// Waits until a session is ready or has ended. `None` if somebody ended the wait; what was to be said of the session
/// was said then.
pub(super) async fn wait<P: Person>(
    client: &Client<Shell>,
    poller: &mut SessionPoller<Shell>,
    world: &mut World<'_, P>,
) -> Result<Option<SessionProperties>, SessionError> {
    let id = poller.latest().id.clone();
    let doing = Doing::Wait(id, client.endpoint().clone());
    let watched = watch(poller, !client.runtime().is_on);
    match unless_signalled(&mut world.signals, watched).await {
        Ok(Ok(done)) => Ok(Some(done)),
        Ok(Err(error)) => Err(doing.failed()(error)),
        Err(signal) => {
            ended_early(client, poller.latest(), signal, world).await?;
            Ok(None)
        }
    }
}

/// The wait itself, told on the terminal.
async fn watch(
    poller: &mut SessionPoller<Shell>,
    is_told: bool,
) -> Result<SessionProperties, remote_rendering_client::Error> {
    let begun = Instant::now();
    let line = if is_told {
        StatusLine::new()
    } else {
        StatusLine::hidden()
    };
    let told = RefCell::new((poller.latest().clone(), line));
    let tell = |told: &mut (SessionProperties, StatusLine)| {
        let (session, line) = told;
        line.show(|| progress(session, begun.elapsed()));
    };
    tell(&mut told.borrow_mut());
    let mut done = pin!(poller.until_done(|session| {
        let mut told = told.borrow_mut();
        told.0 = session.clone();
        tell(&mut told);
    }));
    loop {
        tokio::select! {
            done = &mut done => return done.cloned(),
            () = tokio::time::sleep(Duration::from_secs(1)) => tell(&mut told.borrow_mut()),
        }
    }
}

/// `demo: Starting, 1:05`
fn progress(session: &SessionProperties, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    format!("{}: {}, {minutes}:{seconds:02}", session.id, session.status)
}

/// Asks the person what is to become of the session; where nobody sits there it goes on.
async fn ended_early<P: Person>(
    client: &Client<Shell>,
    session: &SessionProperties,
    signal: Signal,
    world: &mut World<'_, P>,
) -> Result<(), SessionError> {
    let id = &session.id;
    let question = format!("The session {id} goes on. Stop it? [y/N]");
    let is_stop = signal == Signal::Interrupt && {
        // A second Ctrl-C is no answer: what costs nothing to undo is done.
        let asked = unless_signalled(&mut world.signals, world.person.ask(&question)).await;
        let answer = asked.unwrap_or(Ok(None)).map_err(SessionError::Terminal)?;
        answer.is_some_and(|it| matches!(it.to_lowercase().as_str(), "y" | "yes" | "s" | "stop"))
    };
    if is_stop {
        let doing = Doing::Stop(id.clone(), client.endpoint().clone());
        let stopped = unless_signalled(&mut world.signals, client.stop_session(id)).await;
        if let Ok(stopped) = stopped {
            stopped.map_err(doing.failed())?;
            say(&format!("The session {id} is stopped."));
            return Ok(());
        }
    }
    say(&left(session, client.runtime().now()));
    Ok(())
}

/// What a session that goes on may cost.
fn left(session: &SessionProperties, now: Timestamp) -> String {
    let id = &session.id;
    let lease = MaxLeaseTime::from_minutes(session.max_lease_time_minutes);
    let lease = lease.unwrap_or(MaxLeaseTime::MAX);
    let until = Timestamp::from_unix_seconds(now.after(lease.span()).unix_seconds()).to_string();
    let until = until.replace("+00:00", "Z");
    format!(
        "The session {id} goes on. Its lease of {lease} begins when it is ready: if that is now, it may cost until \
         {until}.\nEnd it with `remote-rendering session stop --id {id}`."
    )
}

/// What the wait came to, for whoever reads the exit status.
pub(super) fn outcome(session: SessionProperties) -> Result<Outcome, SessionError> {
    match session.status {
        SessionStatus::Error | SessionStatus::Expired | SessionStatus::Stopped => {
            Err(SessionError::Ended {
                id: session.id,
                status: session.status,
                error: session.error.map(Box::new),
            })
        }
        SessionStatus::Starting | SessionStatus::Ready | SessionStatus::Other(_) => {
            Ok(Outcome::Done)
        }
    }
}

/// Tells a person something that is no answer.
pub(super) fn say(text: &str) {
    // A standard error that is gone has no reader.
    let _ = writeln!(stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(status: SessionStatus) -> SessionProperties {
        SessionProperties {
            id: "demo".parse().unwrap(),
            creation_time: None,
            arr_inspector_port: None,
            handshake_port: None,
            elapsed_time_minutes: 0,
            hostname: None,
            max_lease_time_minutes: 90,
            size: remote_rendering_protocol::SessionSize::Standard,
            status,
            teraflops: None,
            error: None,
        }
    }

    #[test]
    fn progress_tells_the_time() {
        let session = session(SessionStatus::Starting);
        let told = progress(&session, Duration::from_millis(65_900));
        assert_eq!(told, "demo: Starting, 1:05");
    }

    #[test]
    fn a_session_that_goes_on_is_told_with_what_it_may_cost() {
        let now = Timestamp::from_unix_seconds(1_600_000_000);
        let told = left(&session(SessionStatus::Starting), now);
        assert!(
            told.contains("lease of 01:30:00 begins when it is ready"),
            "{told}"
        );
        assert!(told.contains("cost until 2020-09-13T13:56:40Z"), "{told}");
        assert!(told.ends_with("stop --id demo`."), "{told}");
    }

    #[test]
    fn every_end_but_readiness_is_a_failure() {
        use SessionStatus::{Error, Expired, Ready, Stopped};
        for (status, is_good) in [
            (Ready, true),
            (Error, false),
            (Expired, false),
            (Stopped, false),
        ] {
            assert_eq!(outcome(session(status)).is_ok(), is_good);
        }
    }
}
