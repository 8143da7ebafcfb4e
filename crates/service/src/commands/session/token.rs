use clap::Args;
use remote_rendering_client::{Client, Json as _, SerdeJson};
use remote_rendering_protocol::{AccessToken, AccessTokenClaims};

use super::{
    Doing, Format, Outcome, Output, SessionError, World, options::AccountOptions, print, wait::say,
};
use crate::commands::{signals::unless_signalled, terminal::Person};

/// `remote-rendering token`.
#[derive(Clone, Debug, Args)]
#[command(after_help = super::EXIT_STATUSES)]
pub struct TokenCommand {
    #[command(flatten)]
    account: AccountOptions,
    #[command(flatten)]
    format: Format,
}

impl TokenCommand {
    /// Exchanges the account's key for an access token, and prints that.
    pub async fn run<P: Person>(self, mut world: World<'_, P>) -> Result<Outcome, SessionError> {
        let flags = self.account.flags();
        let layers = self.account.layers(flags, world.environment);
        let layers = unless_signalled(&mut world.signals, layers).await??;
        let mut faults = Vec::new();
        let Some(account) = layers.account_with_key(&mut faults) else {
            return Err(SessionError::Settings(faults));
        };
        let network = &self.account.network;
        let endpoint = account.sts.clone();
        let client = Client::new(network.runtime(world.environment)?, account, endpoint);
        let client = client.with_retry(network.retry());
        let issued = unless_signalled(&mut world.signals, client.access_token()).await?;
        let token = issued.map_err(Doing::Token.failed())?;
        let printed = match self.format.output {
            Output::Json => {
                let body = serde_json::json!({ "AccessToken": token.expose() });
                print::json(world.out, &body)
            }
            Output::Table => writeln!(world.out, "{}", token.expose()),
        };
        let printed = printed.and_then(|()| world.out.flush());
        printed.map_err(|cause| SessionError::Output {
            session: None,
            cause,
        })?;
        if world.person.is_there() {
            say(&expiry(&token));
        }
        Ok(Outcome::Done)
    }
}

fn expiry(token: &AccessToken) -> String {
    let claims = AccessTokenClaims::json_of(token).ok();
    let claims = claims.and_then(|json| SerdeJson::parse::<AccessTokenClaims>(&json).ok());
    claims.map_or_else(String::new, |claims| {
        format!("It is good until {}.", claims.expires_at())
    })
}
