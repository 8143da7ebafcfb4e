//! A sign-in that the tab keeps because its person wants that: the token, until it expires, the tab is closed or somebody
//! signs out. The account's key is never kept.

use remote_rendering_client::{Account, Credential};
use remote_rendering_protocol::{AccessToken, Endpoint};

use super::{state::connection::Profile, storage::Entry};

const ENTRY: Entry = Entry::of_tab("remote-rendering.sign-in");

/// Keeps a token for whom and where it is good.
pub fn keep(profile: &Profile, token: &AccessToken) {
    let Profile {
        account,
        endpoint,
        sts,
        ..
    } = profile;
    let (endpoint, sts) = (endpoint.as_str(), sts.as_str());
    ENTRY.write(&format!("{account}\n{endpoint}\n{sts}\n{}", token.expose()));
}

/// What is kept.
pub fn kept() -> Option<(Account, Endpoint)> {
    let text = ENTRY.read()?;
    let mut lines = text.lines();
    let mut next = || lines.next();
    let id = next()?.parse().ok()?;
    let endpoint = next()?.parse().ok()?;
    let sts = next()?.parse().ok()?;
    let credential = Credential::AccessToken(AccessToken::new(next()?));
    let account = Account {
        id,
        sts,
        credential,
    };
    Some((account, endpoint))
}

/// Keeps nothing any more.
pub fn forget() {
    ENTRY.forget();
}
