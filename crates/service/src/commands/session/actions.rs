//! What is done with sessions that are there.

use clap::Args;
use remote_rendering_protocol::{MaxLeaseTime, MaxLeaseTimeError, Timespan, TimespanError};

use super::{
    Doing, Format, Outcome, Output, SessionError, Which, World,
    options::ServiceOptions,
    print,
    wait::{outcome, wait},
};
use crate::commands::{signals::unless_signalled, terminal::Person};

#[derive(Clone, Debug, Args)]
#[command(after_help = super::EXIT_STATUSES)]
pub(super) struct Get {
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    which: Which,
    /// Wait until the session is ready or has ended
    #[arg(long)]
    wait: bool,
    #[command(flatten)]
    format: Format,
}

#[derive(Clone, Debug, Args)]
#[command(after_help = super::EXIT_STATUSES)]
pub(super) struct List {
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    format: Format,
}

#[derive(Clone, Debug, Args)]
#[command(after_help = super::EXIT_STATUSES)]
pub(super) struct Update {
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    which: Which,
    /// The new lease as hh:mm:ss: the total since the session became ready, at most 1.00:00:00
    #[arg(long, value_name = "TIME", value_parser = lease)]
    max_lease_time: MaxLeaseTime,
    #[command(flatten)]
    format: Format,
}

#[derive(Clone, Debug, Args)]
#[command(after_help = super::EXIT_STATUSES)]
pub(super) struct Connect {
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    which: Which,
    /// How to print; the token is in json alone, since it lets in whoever shows it first
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

#[derive(Clone, Debug, Args)]
#[command(after_help = super::EXIT_STATUSES)]
pub(super) struct Stop {
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    which: Which,
    /// How to print; json prints nothing, as the API answers nothing
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

/// A text is no lease.
#[derive(Debug, thiserror::Error)]
enum LeaseError {
    #[error(transparent)]
    Timespan(#[from] TimespanError),
    #[error("the lease {0}")]
    Lease(#[from] MaxLeaseTimeError),
}

fn lease(text: &str) -> Result<MaxLeaseTime, LeaseError> {
    Ok(MaxLeaseTime::try_from(text.parse::<Timespan>()?)?)
}

fn unprinted(cause: std::io::Error) -> SessionError {
    SessionError::Output {
        session: None,
        cause,
    }
}

impl Get {
    pub(super) async fn run<P: Person>(
        &self,
        world: &mut World<'_, P>,
    ) -> Result<Outcome, SessionError> {
        let client = self.service.client(world).await?;
        let id = self.which.id(world).await?;
        let doing = Doing::Get(id.clone(), client.endpoint().clone());
        let read = client.resume_session(&id);
        let read = unless_signalled(&mut world.signals, read).await?;
        let mut poller = read.map_err(doing.failed())?;
        let session = if self.wait {
            match wait(&client, &mut poller, world).await? {
                Some(session) => session,
                None => return Ok(Outcome::Interrupted),
            }
        } else {
            poller.latest().clone()
        };
        print::session(world.out, self.format.output, &session).map_err(unprinted)?;
        if self.wait {
            outcome(session)
        } else {
            Ok(Outcome::Done)
        }
    }
}

impl List {
    pub(super) async fn run<P: Person>(
        &self,
        world: &mut World<'_, P>,
    ) -> Result<Outcome, SessionError> {
        let client = self.service.client(world).await?;
        let listed = client.list_sessions().collect();
        let listed = unless_signalled(&mut world.signals, listed).await?;
        let sessions = listed.map_err(Doing::List.failed())?;
        print::sessions(world.out, self.format.output, &sessions).map_err(unprinted)?;
        Ok(Outcome::Done)
    }
}

impl Update {
    pub(super) async fn run<P: Person>(
        &self,
        world: &mut World<'_, P>,
    ) -> Result<Outcome, SessionError> {
        let client = self.service.client(world).await?;
        let id = self.which.id(world).await?;
        let lease = self.max_lease_time;
        let doing = Doing::Update(id.clone(), client.endpoint().clone(), lease);
        let updated = client.update_session(&id, lease);
        let updated = unless_signalled(&mut world.signals, updated).await?;
        let session = updated.map_err(doing.failed())?;
        print::session(world.out, self.format.output, &session).map_err(unprinted)?;
        Ok(Outcome::Done)
    }
}

impl Connect {
    pub(super) async fn run<P: Person>(
        &self,
        world: &mut World<'_, P>,
    ) -> Result<Outcome, SessionError> {
        let client = self.service.client(world).await?;
        let id = self.which.id(world).await?;
        let doing = Doing::Connect(id.clone(), client.endpoint().clone());
        let granted = client.connect_session(&id);
        let granted = unless_signalled(&mut world.signals, granted).await?;
        let grant = granted.map_err(doing.failed())?;
        print::grant(world.out, self.output, &grant).map_err(unprinted)?;
        Ok(Outcome::Done)
    }
}

impl Stop {
    pub(super) async fn run<P: Person>(
        &self,
        world: &mut World<'_, P>,
    ) -> Result<Outcome, SessionError> {
        let client = self.service.client(world).await?;
        let id = self.which.id(world).await?;
        let doing = Doing::Stop(id.clone(), client.endpoint().clone());
        let stopped = client.stop_session(&id);
        let stopped = unless_signalled(&mut world.signals, stopped).await?;
        stopped.map_err(doing.failed())?;
        if self.output == Output::Table {
            let told = writeln!(world.out, "The session {id} is stopped.");
            told.and_then(|()| world.out.flush()).map_err(unprinted)?;
        }
        Ok(Outcome::Done)
    }
}
