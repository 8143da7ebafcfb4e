use std::{collections::HashMap, io, process::ExitStatus, time::Duration};

use remote_rendering_host::control::{FromHost, ToHost};
use remote_rendering_protocol::{SessionId, device::EndReason, error::ServiceError};
use tokio::{
    io::AsyncWriteExt as _,
    process::{Child, ChildStdin, ChildStdout},
    sync::{mpsc, oneshot, watch},
    time::{Instant, sleep_until, timeout},
};
use tracing::{debug, warn};

use super::{
    TokenHash,
    lines::Lines,
    log::log,
    vigil::{Lifeless, Vigil},
};

/// How long a host may take to end when it is told to, and to take a line that is said to it. Then it is killed.
const GRACE: Duration = Duration::from_secs(2);

/// The longest line that a host says, in bytes.
const LONGEST_LINE: usize = 64 * 1024;

/// What a host is to do.
#[derive(Debug)]
pub(super) enum Order {
    /// Let in who brings the token of this hash.
    Admit {
        token: TokenHash,
        lifetime: Duration,
        /// Told when the host knows it.
        admitted: oneshot::Sender<()>,
    },
    /// Close what is open, and end.
    End(EndReason),
}

/// What is known of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    Starting,
    Ready(Ports),
    /// It has ended or is about to.
    Over(ServiceError),
}

/// Where a host listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ports {
    pub(super) handshake: u16,
    pub(super) inspector: u16,
}

/// A host's process, and what is said to and fro.
#[derive(Debug)]
pub(super) struct HostProcess {
    session: SessionId,
    child: Child,
    input: ChildStdin,
    output: Lines<ChildStdout>,
    /// The tokens that the host has not said it knows.
    waiting: HashMap<u64, oneshot::Sender<()>>,
    next: u64,
    /// Kept from when it is ready.
    vigil: Option<Vigil>,
}

impl HostProcess {
    /// Takes over a process whose three streams are pipes.
    pub(super) fn new(session: SessionId, mut child: Child) -> io::Result<Self> {
        let missing = || io::Error::other("the process has no pipes");
        let input = child.stdin.take().ok_or_else(missing)?;
        let output = child.stdout.take().ok_or_else(missing)?;
        let errors = child.stderr.take().ok_or_else(missing)?;
        tokio::spawn(log(session.clone(), errors));
        Ok(Self {
            session,
            child,
            input,
            output: Lines::new(output, LONGEST_LINE),
            waiting: HashMap::new(),
            next: 0,
            vigil: None,
        })
    }

    /// Carries orders to the host and what it says to `state`, until an order ends it. The error is why it can serve nobody
    /// any more, such as that it gives no sign of life.
    pub(super) async fn talk(
        &mut self,
        orders: &mut mpsc::UnboundedReceiver<Order>,
        state: &watch::Sender<State>,
        start_timeout: Duration,
    ) -> Result<(), ServiceError> {
        let late = Instant::now() + start_timeout;
        loop {
            let is_starting = self.vigil.is_none();
            let look = self.vigil.as_ref().map_or(late, Vigil::next);
            tokio::select! {
                order = orders.recv() => match order {
                    Some(Order::Admit { token, lifetime, admitted }) => {
                        self.admit(token, lifetime, admitted).await?;
                    }
                    Some(Order::End(reason)) => return self.say(&ToHost::End { reason }).await,
                    None => return Ok(()),
                },
                line = self.output.next() => match line {
                    Ok(Some(line)) => self.hear(&line, state)?,
                    Ok(None) | Err(_) => return Err(self.lost(is_starting).await),
                },
                () = sleep_until(look) => match &mut self.vigil {
                    Some(vigil) => vigil.look(Instant::now()).map_err(without_life)?,
                    None => return Err(too_late(start_timeout)),
                },
            }
        }
    }

    async fn admit(
        &mut self,
        token: TokenHash,
        lifetime: Duration,
        admitted: oneshot::Sender<()>,
    ) -> Result<(), ServiceError> {
        // Who gave up waiting needs no place.
        self.waiting.retain(|_, waiting| !waiting.is_closed());
        let number = self.next;
        self.next += 1;
        self.waiting.insert(number, admitted);
        let seconds = u32::try_from(lifetime.as_secs()).unwrap_or(u32::MAX);
        self.say(&ToHost::Admit {
            number,
            token_sha256: format!("{token:x}"),
            seconds,
        })
        .await
    }

    async fn say(&mut self, said: &ToHost) -> Result<(), ServiceError> {
        let mut line = serde_json::to_vec(said).map_err(|error| failed(&error))?;
        line.push(b'\n');
        match timeout(GRACE, self.input.write_all(&line)).await {
            Ok(Ok(())) => Ok(()),
            // It has ended, and its output says more.
            Ok(Err(error)) => {
                debug!(session = %self.session, %error, "the host does not listen");
                Ok(())
            }
            Err(_) => Err(failed(&"it does not take orders any more")),
        }
    }

    fn hear(&mut self, line: &str, state: &watch::Sender<State>) -> Result<(), ServiceError> {
        match serde_json::from_str(line) {
            Ok(FromHost::Ready {
                handshake_port,
                inspector_port,
                renderer,
            }) => {
                debug!(session = %self.session, renderer, "host ready");
                self.vigil = Some(Vigil::new(Instant::now()));
                state.send_replace(State::Ready(Ports {
                    handshake: handshake_port,
                    inspector: inspector_port,
                }));
            }
            Ok(FromHost::Alive { at_work }) => {
                if let Some(vigil) = &mut self.vigil {
                    vigil.hear(at_work);
                }
            }
            Ok(FromHost::Admitted { number }) => {
                if let Some(admitted) = self.waiting.remove(&number) {
                    // Who gave up waiting meanwhile is not told.
                    let _ = admitted.send(());
                }
            }
            Ok(FromHost::Failed { code, message }) => return Err(ServiceError::new(code, message)),
            Err(error) => {
                warn!(session = %self.session, %error, "the host said what is not understood");
            }
        }
        Ok(())
    }

    /// Why a host said nothing more.
    async fn lost(&mut self, is_starting: bool) -> ServiceError {
        let how = match timeout(GRACE, self.child.wait()).await {
            Ok(Ok(status)) => in_words(status),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it is silent".to_owned(),
        };
        if is_starting {
            not_started(&how)
        } else {
            failed(&how)
        }
    }

    /// Waits until the process is gone. Its input ends with this, which ends the host too; if it still lives a while later it
    /// is killed.
    pub(super) async fn end(self) {
        let Self {
            session,
            mut child,
            input,
            output,
            waiting,
            ..
        } = self;
        drop((input, output, waiting));
        if let Ok(Ok(_)) = timeout(GRACE, child.wait()).await {
            return;
        }
        warn!(%session, "the host did not end and is killed");
        if let Err(error) = child.kill().await {
            warn!(%session, %error, "the host cannot be killed");
        }
    }
}

fn in_words(status: ExitStatus) -> String {
    format!("it ended with {status}")
}

/// A host did not become ready.
pub(super) fn not_started(why: &dyn std::fmt::Display) -> ServiceError {
    let message = format!("The session's server did not start ({why}): create a new session.");
    ServiceError::new("ServerStartFailed", message)
}

fn too_late(timeout: Duration) -> ServiceError {
    let timeout = humantime::format_duration(timeout);
    let message =
        format!("The session's server was not ready within {timeout}: create a new session.");
    ServiceError::new("ServerStartTimedOut", message)
}

fn without_life(how: Lifeless) -> ServiceError {
    let time = humantime::format_duration(how.time());
    let (code, what) = match how {
        Lifeless::Silent => ("ServerSilent", "has given no sign of life for"),
        Lifeless::Stuck => ("ServerStuck", "has been at the same picture for"),
    };
    let message = format!("The session's server {what} {time}: create a new session.");
    ServiceError::new(code, message)
}

fn failed(why: &dyn std::fmt::Display) -> ServiceError {
    let message = format!("The session's server failed ({why}): create a new session.");
    ServiceError::new("ServerFailed", message)
}
