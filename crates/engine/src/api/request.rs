use remote_rendering_protocol::{AccountId, ApiVersion, ApiVersionError, SessionId};

use super::Fault;

/// The account that a path names.
pub fn account_id(text: &str) -> Result<AccountId, Fault> {
    text.parse().map_err(|error| {
        Fault::bad_request("accountId", format!("The accountId is not valid: {error}."))
    })
}

/// The session that a path names.
pub fn session_id(text: &str) -> Result<SessionId, Fault> {
    text.parse().map_err(|error| {
        Fault::bad_request("sessionId", format!("The sessionId is not valid: {error}."))
    })
}

/// The version of 2021 that a query names.
pub fn api_version(query: &str) -> Result<ApiVersion, ApiVersionError> {
    let mut versions =
        query_parameters(query, "api-version").map(|text| text.parse::<ApiVersion>());
    let first = versions.next().ok_or(ApiVersionError)??;
    // Two versions are no version: which one was meant?
    if versions.any(|version| version != Ok(first)) {
        return Err(ApiVersionError);
    }
    Ok(first)
}

/// The path with its first words in small letters, where they are not: SDKs write `/Accounts/` as well as `/accounts/`.
pub fn with_lower_first_words(path: &str) -> Option<String> {
    let known = ["/accounts/", "/v1/accounts/"].into_iter().find(|known| {
        path.get(..known.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(known) && start != *known)
    })?;
    let rest = path.get(known.len()..)?;
    Some(format!("{known}{rest}"))
}

/// Whether a path, in small letters, is within the session API of 2021, whose answers name the versions that there are.
pub fn is_session_path(path: &str) -> bool {
    let mut words = path.trim_start_matches('/').split('/');
    words.next() == Some("accounts") && words.nth(1) == Some("sessions")
}

/// The values of a parameter of a query; its name is found in any case, as the hosted service did.
pub fn query_parameters<'a>(query: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    form_urlencoded::parse(query.as_bytes())
        .filter(move |(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.into_owned())
}
