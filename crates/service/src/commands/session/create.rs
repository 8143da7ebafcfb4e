use clap::Args;
use remote_rendering_client::{Client, NewSession, Runtime as _};
use remote_rendering_native::NativeRuntime;
use remote_rendering_protocol::{Generation, SessionId};

use super::{
    Doing, Format, Outcome, SessionError, World,
    call_log::CallLog,
    options::{NewSessionOptions, ServiceOptions},
    print,
    wait::{outcome, say, wait},
};
use crate::commands::{signals::unless_signalled, terminal::Person};

#[derive(Clone, Debug, Args)]
#[command(after_help = super::EXIT_STATUSES)]
pub(super) struct Create {
    #[command(flatten)]
    service: ServiceOptions,
    #[command(flatten)]
    new: NewSessionOptions,
    /// The session's id; an id that is there already with the same size and lease is that session [default: a new GUID]
    #[arg(long, value_name = "ID")]
    id: Option<SessionId>,
    /// Wait until the session is ready or has ended
    #[arg(long)]
    wait: bool,
    #[command(flatten)]
    format: Format,
}

impl Create {
    pub(super) async fn run<P: Person>(
        &self,
        world: &mut World<'_, P>,
    ) -> Result<Outcome, SessionError> {
        let (client, new) = self.prepare(world).await?;
        let given = self.id.clone();
        let id = given.unwrap_or_else(|| SessionId::from_bytes(client.runtime().random()));
        // In v1 it is the service's to choose.
        let known = (client.generation() != Generation::V1).then(|| id.clone());
        let begun = client.begin_session(&id, &new);
        let Ok(begun) = unless_signalled(&mut world.signals, begun).await else {
            say(&unknown(known.as_ref()));
            return Ok(Outcome::Interrupted);
        };
        let mut poller = begun.map_err(Doing::Create(known).failed())?;
        let id = poller.latest().id.clone();
        let session = if self.wait {
            // Told before the wait: whoever is cut off can still end it.
            say(&format!("The session {id} is created."));
            match wait(&client, &mut poller, world).await? {
                Some(session) => session,
                None => return Ok(Outcome::Interrupted),
            }
        } else {
            poller.latest().clone()
        };
        let printed = print::session(world.out, self.format.output, &session);
        printed.map_err(|cause| SessionError::Output {
            session: (!session.status.is_final()).then_some(id),
            cause,
        })?;
        if self.wait {
            outcome(session)
        } else {
            Ok(Outcome::Done)
        }
    }

    /// The client, and what is to be created.
    async fn prepare<P>(
        &self,
        world: &mut World<'_, P>,
    ) -> Result<(Client<CallLog<NativeRuntime>>, NewSession), SessionError> {
        let layers = self.service.layers(&self.new, world.environment);
        let layers = unless_signalled(&mut world.signals, layers).await??;
        let mut faults = Vec::new();
        let (service, new) = (layers.service(&mut faults), layers.new_session(&mut faults));
        let (Some(service), Some(new), true) = (service, new, faults.is_empty()) else {
            return Err(SessionError::Settings(faults));
        };
        if service.generation == Generation::V1 && self.id.is_some() {
            return Err(SessionError::OwnIdInV1);
        }
        Ok((self.service.client_of(service, world.environment)?, new))
    }
}

/// What is left open by a signal that came before the answer.
fn unknown(id: Option<&SessionId>) -> String {
    let see = id.map_or_else(|| "list".to_owned(), |id| format!("get --id {id}"));
    format!("Whether the session was created is not known: see `remote-rendering session {see}`.")
}
