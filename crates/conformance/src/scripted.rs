//! A server that answers as it is told, as pure code: who drives it has the sockets, or is called instead of `fetch`.

use std::collections::{HashMap, VecDeque};

use remote_rendering_client::protocol::AccountId;
use serde::{Deserialize, Serialize};

/// How the server answers one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// A whole answer.
    Answer(Answer),
    /// An answer whose body ends before it is whole, though it began well.
    BreaksOff(Answer),
    /// None, until whoever asked goes away.
    Silence,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Name and value of each header.
    pub headers: Vec<(String, String)>,
    /// Its body; empty if there is none.
    pub body: String,
}

/// A request as it arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The method.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// The header `Authorization`.
    pub authorization: Option<String>,
    /// The header `X-MRC-CV`.
    pub correlation_vector: Option<String>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// The body; empty if there is none.
    pub body: String,
}

/// What became of a script so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Every request of its account, on whichever of the server's origins.
    pub arrived: Vec<Arrival>,
    /// How many replies were not asked for.
    pub left: usize,
}

/// A server that plays a script for each account. `PUT /scripts/{account}` gives it one, `GET` there tells what became of it,
/// and every other request with that account in its path is answered with the script's next reply.
#[derive(Debug, Default)]
pub struct ScriptedServer {
    scripts: HashMap<AccountId, Script>,
}

#[derive(Debug, Default)]
struct Script {
    replies: VecDeque<Reply>,
    arrived: Vec<Arrival>,
}

impl Answer {
    /// An answer with a JSON text.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        let json = "application/json; charset=utf-8";
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), json.to_owned())],
            body: body.into(),
        }
    }

    /// The same answer with one header more, or with another value of it.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers
            .retain(|(present, _)| !present.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

impl ScriptedServer {
    /// Answers a request.
    pub fn answer(&mut self, arrival: Arrival) -> Reply {
        let path = path_of(&arrival.url);
        let Some(account) = path.split('/').find_map(|word| word.parse().ok()) else {
            return refusal(404, "no account is in the path");
        };
        if !path.starts_with("/scripts/") {
            return self.play(account, arrival);
        }
        match arrival.method.as_str() {
            "PUT" => self.take(account, &arrival.body),
            "GET" => self.report(account),
            _ => refusal(405, "scripts are put and got"),
        }
    }

    fn play(&mut self, account: AccountId, arrival: Arrival) -> Reply {
        let Some(script) = self.scripts.get_mut(&account) else {
            return refusal(404, "the account has no script");
        };
        script.arrived.push(arrival);
        let reply = script.replies.pop_front();
        reply.unwrap_or_else(|| refusal(418, "the script has no reply left"))
    }

    fn take(&mut self, account: AccountId, script: &str) -> Reply {
        match serde_json::from_str(script) {
            Ok(replies) => {
                let script = Script {
                    replies,
                    arrived: Vec::new(),
                };
                self.scripts.insert(account, script);
                Answer::new(204, "").into()
            }
            Err(error) => refusal(400, &error.to_string()),
        }
    }

    fn report(&self, account: AccountId) -> Reply {
        let report = self.scripts.get(&account).map(|script| Report {
            arrived: script.arrived.clone(),
            left: script.replies.len(),
        });
        // Texts, numbers and lists of them: there is nothing in a report that JSON cannot write.
        let text = serde_json::to_string(&report.unwrap_or_default());
        Answer::new(200, text.unwrap_or_default()).into()
    }
}

/// The path of an absolute URL.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |start| &rest[start..]);
    path.split(['?', '#']).next().unwrap_or_default()
}

fn refusal(status: u16, message: &str) -> Reply {
    let body = serde_json::json!({"error": {"code": "Script", "message": message}});
    Answer::new(status, body.to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "00000000-0000-4000-8000-000000000001";

    fn request(method: &str, path: &str, body: &str) -> Arrival {
        Arrival {
            method: method.to_owned(),
            url: format!("http://127.0.0.1:8080{path}"),
            authorization: None,
            correlation_vector: None,
            content_type: None,
            body: body.to_owned(),
        }
    }

    fn status(reply: &Reply) -> u16 {
        match reply {
            Reply::Answer(answer) => answer.status,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_script_is_played_in_order_and_reported() {
        let mut server = ScriptedServer::default();
        let replies = [Answer::new(201, "").into(), Reply::Silence];
        let script = serde_json::to_string(&replies).unwrap();
        let at = format!("/scripts/{ACCOUNT}");
        assert_eq!(status(&server.answer(request("PUT", &at, &script))), 204);
        let ask = request("GET", &format!("/v1/accounts/{ACCOUNT}/sessions?a"), "");
        assert_eq!(status(&server.answer(ask.clone())), 201);
        let report = |server: &mut ScriptedServer| match server.answer(request("GET", &at, "")) {
            Reply::Answer(answer) => serde_json::from_str::<Report>(&answer.body).unwrap(),
            other => panic!("{other:?}"),
        };
        let expected = Report {
            arrived: vec![ask.clone()],
            left: 1,
        };
        assert_eq!(report(&mut server), expected);
        assert_eq!(server.answer(ask.clone()), Reply::Silence);
        assert_eq!(status(&server.answer(ask)), 418);
        assert_eq!(report(&mut server).arrived.len(), 3);
    }

    #[test]
    fn what_has_no_script_is_refused() {
        let mut server = ScriptedServer::default();
        let accounts = format!("/accounts/{ACCOUNT}/sessions");
        let scripts = format!("/scripts/{ACCOUNT}");
        for (expected, method, path) in [
            (404, "GET", "/"),
            (404, "GET", accounts.as_str()),
            (400, "PUT", &scripts),
            (405, "POST", &scripts),
        ] {
            let reply = server.answer(request(method, path, "no script"));
            assert_eq!(status(&reply), expected, "{method} {path}");
        }
    }
}
