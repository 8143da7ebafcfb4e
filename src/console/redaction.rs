//! What of a call may be kept: what the lists here name, and in it no secret that was ever sent or issued.

use remote_rendering_client::{Request, Response};
use remote_rendering_protocol::CorrelationVector;
use secrecy::{ExposeSecret as _, SecretString};

use super::state::activity::{Answer, Body, SentRequest};

/// What stands where a secret was.
pub const REDACTED: &str = "[redacted]";

/// How much of a body is kept, in bytes: a list of a hundred sessions is 40 KB long.
pub const KEPT_OF_BODY: usize = 64 * 1024;

/// How much of a URL or of a header's value is kept, in bytes.
pub const KEPT_OF_LINE: usize = 2048;

/// The headers of an answer that are kept.
const KEPT_HEADERS: [&str; 5] = [
    "api-supported-versions",
    "content-type",
    "location",
    "ms-cv",
    "retry-after",
];

/// The longest name of a value in a query, in bytes: shorter than any key or token.
const LONGEST_NAME: usize = 24;

/// How many secrets are remembered: the key, and the tokens of a week.
const REMEMBERED: usize = 8;

/// The secrets that were sent and issued, to take them out wherever else they turn up. Printing it hides them.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Vec<SecretString>);

impl Secrets {
    /// What is kept of a request.
    pub fn request(&mut self, request: &Request) -> SentRequest {
        let mut headers = Vec::new();
        for (name, value) in request.headers() {
            let kept = match name {
                "authorization" => {
                    self.learn(bearer(value));
                    format!("Bearer {REDACTED}")
                }
                "content-type" | "x-mrc-cv" => self.line(value),
                _ => continue,
            };
            headers.push((name, kept));
        }
        let body = request.body.as_deref();
        SentRequest {
            method: request.method.clone(),
            url: self.url(&request.url),
            headers,
            body: body.map(|text| self.body(&request.url, text)),
        }
    }

    /// What is kept of the answer to a call of this URL.
    pub fn answer(&mut self, url: &str, answer: &Response) -> Answer {
        if is_for_a_token(url) && (200..300).contains(&answer.status) {
            self.learn(issued(&answer.body));
        }
        let kept = |name| {
            let value = answer.header(name)?;
            let value = match name {
                "location" => self.url(value),
                // Anything may come under this name, too.
                "ms-cv" => self.line(CorrelationVector::from_header(value)?.as_str()),
                _ => self.line(value),
            };
            Some((name, value))
        };
        Answer {
            status: answer.status,
            headers: KEPT_HEADERS.into_iter().filter_map(kept).collect(),
            body: self.body(url, &answer.body),
        }
    }

    fn body(&self, url: &str, text: &str) -> Body {
        let kept = keeps_bodies(url).then(|| self.hide(text));
        let is_cut = kept.as_ref().is_some_and(|it| it.len() > KEPT_OF_BODY);
        Body {
            size: text.len(),
            text: kept.map(|it| cut(it, KEPT_OF_BODY)),
            is_cut,
        }
    }

    fn url(&self, url: &str) -> String {
        cut(kept_url(&self.hide(url)), KEPT_OF_LINE)
    }

    fn line(&self, text: &str) -> String {
        cut(self.hide(text), KEPT_OF_LINE)
    }

    fn hide(&self, text: &str) -> String {
        let mut kept = text.to_owned();
        for secret in &self.0 {
            let secret = secret.expose_secret();
            if kept.contains(secret) {
                kept = kept.replace(secret, REDACTED);
            }
        }
        kept
    }

    /// The one that was seen last is forgotten last.
    fn learn(&mut self, secret: &str) {
        // It would be found between all letters.
        if secret.is_empty() {
            return;
        }
        self.0.retain(|known| known.expose_secret() != secret);
        self.0.push(secret.into());
        if self.0.len() > REMEMBERED {
            self.0.remove(0);
        }
    }
}

/// The secret of an `Authorization`: `Bearer TOKEN`, or `Bearer ACCOUNT:KEY` for the STS.
fn bearer(authorization: &str) -> &str {
    authorization.rsplit([' ', ':']).next().unwrap_or_default()
}

/// The token in an STS's answer: the longest of its texts. What has another shape is no answer that the client takes.
fn issued(body: &str) -> &str {
    let texts = body.split('\u{22}');
    texts.max_by_key(|text| text.len()).unwrap_or_default()
}

/// A URL of which the query's values are left out, but for the version of the API: what a service puts there to lead to
/// a next page is its own affair, and may be good for reading it.
fn kept_url(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    // No URL of the protocol names a user; what stands before the sign may be a password.
    if url.contains('@') {
        return REDACTED.to_owned();
    }
    let Some((place, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let mut kept = place.to_owned();
    let mut mark = '?';
    for pair in query.split('&') {
        kept.push(mark);
        mark = '&';
        match pair.split_once('=') {
            Some(("api-version", _)) => kept.push_str(pair),
            Some((name, _)) if is_plain(name) => {
                kept.push_str(name);
                kept.push('=');
                kept.push_str(REDACTED);
            }
            _ => kept.push_str(REDACTED),
        }
    }
    kept
}

/// Whether a query's name is a name, and not a value that stands without one.
fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'$' | b'-' | b'_');
    name.len() <= LONGEST_NAME && name.bytes().all(is_plain)
}

/// Whether the bodies of a call may be kept: those of the session API hold no secret, but for two. The STS answers with a
/// token, and so does the call for a connection; a create of v1 names models by URLs that may be signed.
fn keeps_bodies(url: &str) -> bool {
    let mut parts = path(url).split('/');
    // Whatever the path begins with before the account.
    let first = parts.find(|part| matches!(*part, "accounts" | "v1"));
    let is_v1 = first == Some("v1");
    let account = if is_v1 { parts.next() } else { first };
    if account != Some("accounts") || parts.nth(1) != Some("sessions") {
        return false;
    }
    let is_create = parts.next() == Some("create") && is_v1;
    let is_for_a_connection = matches!(parts.next(), Some(":connect" | "connect"));
    !is_create && !is_for_a_connection
}

fn is_for_a_token(url: &str) -> bool {
    path(url).ends_with("/token") && !keeps_bodies(url)
}

fn path(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// The beginning of a text, at most so many bytes long.
fn cut(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    // A text that is only made shorter keeps its memory.
    text[..text.floor_char_boundary(most)].to_owned()
}

#[cfg(test)]
#[path = "redaction_tests.rs"]
mod tests;
