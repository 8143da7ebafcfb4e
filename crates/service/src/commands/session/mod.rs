//! `remote-rendering session` and `remote-rendering token`: what the old script did, and what it could not.

mod actions;
mod call_log;
mod create;
mod error;
mod options;
mod print;
mod region;
mod settings;
mod sources;
mod token;
mod wait;

use std::{fmt, io::Write, process::ExitCode};

use clap::{Args, Subcommand, ValueEnum};
use remote_rendering_client::Client;
use remote_rendering_native::NativeRuntime;
use remote_rendering_protocol::SessionId;

pub use error::{Doing, SessionError};
pub use region::UnknownRegion;
pub use settings::{Fault, SettingName};
pub use sources::Environment;
pub use token::TokenCommand;

use super::{
    signals::{Signals, unless_signalled},
    terminal::Person,
};
use call_log::CallLog;
use options::{NewSessionOptions, ServiceOptions};

/// What the exit statuses mean.
const EXIT_STATUSES: &str = "Exit status: 0 done; 1 the session that was waited for has ended, or a call failed; \
     2 what was given cannot be used; 3 the key or token is refused or expired; 4 the service is called too often; \
     130 a signal ended it";

/// `remote-rendering session`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXIT_STATUSES)]
pub struct SessionCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Creates a session, and waits until it is ready if asked to
    Create(Box<create::Create>),
    /// Tells what a session is doing, and waits until it is ready if asked to
    Get(Box<actions::Get>),
    /// Lists the sessions that are starting or ready
    List(Box<actions::List>),
    /// Sets a session's lease: the total since it became ready, more than it is now
    Update(Box<actions::Update>),
    /// Gets an address and a token with which a device connects to a session, once
    Connect(Box<actions::Connect>),
    /// Stops a session
    Stop(Box<actions::Stop>),
}

/// What a command came to, if nothing failed; each is an exit status of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// A signal ended a wait or a create, and what becomes of the session was told.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            // What shells make of an end by SIGINT.
            Outcome::Interrupted => Self::from(130),
        }
    }
}

/// What is around a command.
pub struct World<'a, P> {
    /// Where answers go.
    pub out: &'a mut (dyn Write + Send),
    /// The variables.
    pub environment: Environment<'a>,
    /// The signals.
    pub signals: Signals,
    /// Who can be asked.
    pub person: P,
}

impl<P: fmt::Debug> fmt::Debug for World<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    #[default]
    Table,
    /// For programs: the members of the API's bodies
    Json,
}

#[derive(Clone, Copy, Debug, Args)]
struct Format {
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

/// Which session.
#[derive(Clone, Debug, Args)]
struct Which {
    /// The session's id [default: asked for, where a person sits there]
    #[arg(long, value_name = "ID")]
    id: Option<SessionId>,
}

impl SessionCommand {
    /// Carries the command out, and prints what came of it.
    pub async fn run<P: Person>(self, mut world: World<'_, P>) -> Result<Outcome, SessionError> {
        match self.action {
            Action::Create(create) => create.run(&mut world).await,
            Action::Get(get) => get.run(&mut world).await,
            Action::List(list) => list.run(&mut world).await,
            Action::Update(update) => update.run(&mut world).await,
            Action::Connect(connect) => connect.run(&mut world).await,
            Action::Stop(stop) => stop.run(&mut world).await,
        }
    }
}

impl ServiceOptions {
    /// The client that the settings come to.
    async fn client<P>(
        &self,
        world: &mut World<'_, P>,
    ) -> Result<Client<CallLog<NativeRuntime>>, SessionError> {
        let none = NewSessionOptions::default();
        let layers = self.layers(&none, world.environment);
        let layers = unless_signalled(&mut world.signals, layers).await??;
        let mut faults = Vec::new();
        match layers.service(&mut faults) {
            Some(service) if faults.is_empty() => self.client_of(service, world.environment),
            _ => Err(SessionError::Settings(faults)),
        }
    }

    fn client_of(
        &self,
        service: settings::Service,
        environment: Environment<'_>,
    ) -> Result<Client<CallLog<NativeRuntime>>, SessionError> {
        let network = &self.account.network;
        let runtime = network.runtime(environment)?;
        let client = Client::new(runtime, service.account, service.endpoint);
        Ok(client
            .with_generation(service.generation)
            .with_retry(network.retry()))
    }
}

impl Which {
    /// The session that is meant: by its flag, or by whoever sits there.
    async fn id<P: Person>(&self, world: &mut World<'_, P>) -> Result<SessionId, SessionError> {
        if let Some(id) = &self.id {
            return Ok(id.clone());
        }
        let asked = world.person.ask("Session id:");
        let answer = unless_signalled(&mut world.signals, asked).await?;
        let answer = answer.map_err(SessionError::Terminal)?;
        Ok(answer.ok_or(SessionError::NoId)?.parse()?)
    }
}
