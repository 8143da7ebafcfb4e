//! The calls of a session, written down for other tools.
//!
//! A snippet takes the token, or the account's key, from a variable of whoever runs it. The functions here are given no
//! secret, so that none can be in what they write.

use http::Method;
use remote_rendering_client::{SessionCall, session_call, token_url};
use remote_rendering_protocol::{AccountId, Endpoint, Generation, SessionId, Timespan};

/// A tool or a language to write calls for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// The program curl, in a shell.
    #[default]
    Curl,
    /// `Invoke-RestMethod`.
    PowerShell,
    /// `fetch`.
    JavaScript,
}

/// Where the calls of a session go.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The region's endpoint.
    pub endpoint: &'a Endpoint,
    /// The account's token service.
    pub sts: &'a Endpoint,
    /// The account.
    pub account: AccountId,
    /// The session.
    pub session: &'a SessionId,
    /// Its present lease.
    pub lease_minutes: i64,
    /// The generation of the API that is spoken.
    pub generation: Generation,
}

/// A call to write down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    method: Method,
    url: String,
    /// JSON.
    body: Option<String>,
}

impl Call {
    /// Reads a session.
    pub fn read(target: &Target<'_>) -> Self {
        Self::of(SessionCall::Read, target, None)
    }

    /// Sets a session's lease to so many minutes in total.
    pub fn extend(target: &Target<'_>, minutes: i64) -> Self {
        let body = match target.generation {
            Generation::V1 => {
                let minutes = u64::try_from(minutes).unwrap_or_default();
                let lease = Timespan::from_minutes(minutes);
                format!(r#"{{"maxLeaseTime":"{lease}"}}"#)
            }
            Generation::V2021(_) => format!(r#"{{"maxLeaseTimeMinutes":{minutes}}}"#),
        };
        Self::of(SessionCall::Update, target, Some(body))
    }

    /// Ends a session.
    pub fn stop(target: &Target<'_>) -> Self {
        Self::of(SessionCall::Stop, target, None)
    }

    fn of(call: SessionCall, target: &Target<'_>, body: Option<String>) -> Self {
        let (method, url) = session_call(
            call,
            target.endpoint,
            target.account,
            target.session,
            target.generation,
        );
        Self { method, url, body }
    }
}

impl Language {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Curl, Self::PowerShell, Self::JavaScript];

    /// Its own name, the same in every language of people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::PowerShell => "PowerShell",
            Self::JavaScript => "JavaScript",
        }
    }

    /// The variable that the account's key is taken from.
    pub fn key_variable(self) -> &'static str {
        match self {
            Self::Curl => "$ACCOUNT_KEY",
            Self::PowerShell => "$env:ACCOUNT_KEY",
            Self::JavaScript => "accountKey",
        }
    }

    /// The variable that the token is taken from.
    pub fn token_variable(self) -> &'static str {
        match self {
            Self::Curl => "$TOKEN",
            Self::PowerShell => "$env:TOKEN",
            Self::JavaScript => "token",
        }
    }

    /// A call with the token.
    pub fn call(self, call: &Call) -> String {
        match self {
            Self::Curl => curl(call, self.token_variable()),
            Self::PowerShell => power_shell(call, self.token_variable()),
            Self::JavaScript => {
                let fetch = fetch(call, "${token}");
                format!("const answer = {fetch};\nconsole.log(answer.status, await answer.text());")
            }
        }
    }

    /// The call that exchanges the account's key for the token, and puts it into its variable.
    pub fn token(self, sts: &Endpoint, account: AccountId) -> String {
        let call = Call {
            method: Method::GET,
            url: token_url(sts, account),
            body: None,
        };
        let bearer = |key: &str| format!("{account}:{key}");
        match self {
            Self::Curl => {
                let curl = curl(&call, &bearer(self.key_variable()));
                format!("TOKEN=$({curl} | jq -r .AccessToken)")
            }
            Self::PowerShell => {
                let invoke = power_shell(&call, &bearer(self.key_variable()));
                format!("{} = ({invoke}).AccessToken", self.token_variable())
            }
            Self::JavaScript => {
                let fetch = fetch(&call, &bearer("${accountKey}"));
                format!("const issued = {fetch};\nconst token = (await issued.json()).AccessToken;")
            }
        }
    }
}

/// `bearer` names variables; the shell puts their values in.
fn curl(call: &Call, bearer: &str) -> String {
    let mut parts = vec!["curl -sS".to_owned()];
    if call.method != Method::GET {
        parts.push(format!("-X {}", call.method));
    }
    parts.push(format!(r#"-H "Authorization: Bearer {bearer}""#));
    if let Some(body) = &call.body {
        parts.push("-H 'Content-Type: application/json'".to_owned());
        parts.push(format!("-d {}", shell_text(body)));
    }
    parts.push(shell_text(&call.url));
    parts.join(" \\\n  ")
}

fn power_shell(call: &Call, bearer: &str) -> String {
    let mut parts = vec![
        format!("Invoke-RestMethod -Method {}", call.method),
        format!(r#"-Headers @{{ Authorization = "Bearer {bearer}" }}"#),
    ];
    if let Some(body) = &call.body {
        parts.push("-ContentType 'application/json'".to_owned());
        parts.push(format!("-Body {}", power_shell_text(body)));
    }
    parts.push(format!("-Uri {}", power_shell_text(&call.url)));
    parts.join(" `\n  ")
}

fn fetch(call: &Call, bearer: &str) -> String {
    let mut headers = format!("Authorization: `Bearer {bearer}`");
    let mut parts = vec![format!("await fetch({}, {{", script_text(&call.url))];
    parts.push(format!("  method: {},", script_text(call.method.as_str())));
    if call.body.is_some() {
        headers.push_str(r#", "Content-Type": "application/json""#);
    }
    parts.push(format!("  headers: {{ {headers} }},"));
    if let Some(body) = &call.body {
        parts.push(format!("  body: {},", script_text(body)));
    }
    parts.push("})".to_owned());
    parts.join("\n")
}

/// A text for a POSIX shell: between single quotes everything stands for itself but the quote.
fn shell_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A text for PowerShell, which takes typographic quotes for plain ones. Doubled, one stands for itself.
fn power_shell_text(text: &str) -> String {
    let mut quoted = String::from("'");
    for character in text.chars() {
        if matches!(character, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push('\'');
    quoted
}

/// A text for JavaScript.
fn script_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
#[path = "snippets_tests.rs"]
mod tests;
