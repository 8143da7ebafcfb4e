//! A sign-in that the tab keeps because its person wants that: the token, until it expires, the tab is closed or somebody
//! signs out. The account's key is never kept.

use remote_rendering_client::{Account, Credential};
use remote_rendering_protocol::{AccessToken, Generation};

use super::{
    state::{connection::Profile, sign_in_form::SignIn},
    storage::Entry,
};

const ENTRY: Entry = Entry::of_tab("remote-rendering.sign-in");

/// Keeps a token for whom and where it is good.
pub fn keep(profile: &Profile, token: &AccessToken) {
    let Profile {
        account,
        endpoint,
        sts,
        generation,
        ..
    } = profile;
    let (endpoint, sts) = (endpoint.as_str(), sts.as_str());
    ENTRY.write(&format!(
        "{account}\n{endpoint}\n{sts}\n{}\n{generation}",
        token.expose()
    ));
}

/// What is kept: a sign-in that is to be kept again.
pub fn kept() -> Option<SignIn> {
    let text = ENTRY.read()?;
    let mut lines = text.lines();
    let mut next = || lines.next();
    let id = next()?.parse().ok()?;
    let endpoint = next()?.parse().ok()?;
    let sts = next()?.parse().ok()?;
    let credential = Credential::AccessToken(AccessToken::new(next()?));
    // One that was kept before there was a choice has no such line.
    let generation = next().map_or(Ok(Generation::default()), str::parse).ok()?;
    let account = Account {
        id,
        sts,
        credential,
    };
    Some(SignIn {
        account,
        endpoint,
        generation,
        keep_token: true,
        remember: None,
    })
}

/// Keeps nothing any more.
pub fn forget() {
    ENTRY.forget();
}
