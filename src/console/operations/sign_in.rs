//! Signing in.

use std::time::Duration;

use remote_rendering_client::{Client, Credential, Error, ErrorKind, RetryPolicy};
use remote_rendering_protocol::{Endpoint, RegionCatalogue};
use yew::Callback;

use super::{Dispatchers, Operations};
use crate::console::{
    recorded::RecordedRuntime,
    sandbox::{Sandbox, SandboxMissing},
    state::{
        activity,
        connection::{self, Profile},
        failure::Failure,
        regions::{self, Source},
        sign_in_form::SignIn,
    },
};

/// A sign-in is somebody waiting in front of the page: better to hear soon that it does not work.
const SIGN_IN_RETRY: RetryPolicy = RetryPolicy {
    max_attempts: 2,
    budget: Duration::from_secs(15),
    attempt_timeout: Duration::from_secs(10),
    first_backoff: Duration::from_millis(400),
    max_backoff: Duration::from_secs(1),
};

/// How somebody enters.
#[derive(Clone, Debug)]
pub enum Way {
    /// By signing in at a service.
    Service(Box<SignIn>),
    /// Into the sandbox, with the account that it makes.
    Sandbox,
}

/// Signs in: gets a token, makes sure that the session API takes it, and fetches the region catalogue. Gives what is to be
/// told where that fails.
pub async fn sign_in(
    way: Way,
    tell: Dispatchers,
) -> Result<(Operations, Profile), connection::Action> {
    let (wanted, sandbox) = match way {
        Way::Service(wanted) => (*wanted, None),
        Way::Sandbox => {
            let missing = |SandboxMissing| connection::Action::NoSandbox;
            let sandbox = Sandbox::open().await.map_err(missing)?;
            let wanted = sandbox.sign_in().map_err(missing)?;
            (wanted, Some(sandbox))
        }
    };
    let SignIn {
        account,
        endpoint,
        generation,
        keep_token,
        ..
    } = wanted;
    let activity = tell.activity.clone();
    let record = Callback::from(move |call| {
        activity.dispatch(activity::Action::Called(Box::new(call)));
    });
    let (id, sts) = (account.id, account.sts.clone());
    let has_own_token = matches!(account.credential, Credential::AccessToken(_));
    let client = Client::new(
        RecordedRuntime::new(sandbox, record),
        account,
        endpoint.clone(),
    )
    .with_generation(generation);
    let impatient = client.with_retry(SIGN_IN_RETRY);
    impatient
        .access_token()
        .await
        .map_err(|error| failed(&error))?;
    if has_own_token {
        // No STS has vouched for this token: the session API must say whether it takes it.
        impatient
            .list_sessions()
            .next_page()
            .await
            .map_err(|error| failed(&error))?;
    }
    let (catalogue, source) = catalogue(&impatient)
        .await
        .map_err(|error| failed(&error))?;
    let profile = Profile {
        account: id,
        endpoint,
        sts,
        generation,
        token_expires_at: client.token_expires_at(),
        can_renew: !has_own_token,
    };
    let regions = catalogue.regions().to_vec();
    tell.regions
        .dispatch(regions::Action::Listed(catalogue, source));
    let kept = keep_token.then(|| profile.clone());
    Ok((Operations::new(client, tell, regions, kept), profile))
}

fn failed(error: &Error) -> connection::Action {
    connection::Action::Failed(Failure::from(error))
}

/// The service's own regions. A service that answers, but has no such list, is the original's: then the documented
/// regions are meant.
async fn catalogue(client: &Client<RecordedRuntime>) -> Result<(RegionCatalogue, Source), Error> {
    match client.regions().await {
        Ok(catalogue) if !catalogue.regions().is_empty() => Ok((catalogue, Source::Service)),
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidAnswer) => {
            Err(error)
        }
        Ok(_) | Err(_) => match RegionCatalogue::documented(Endpoint::of_azure_region) {
            Ok(catalogue) => Ok((catalogue, Source::Documented)),
            // The documented names make valid endpoints: there is nothing to show otherwise.
            Err(_) => Ok((RegionCatalogue::default(), Source::Documented)),
        },
    }
}
