//! The page's sandbox, asked the same as the service: it answers with the same statuses, headers and words.

use std::time::Duration;

use remote_rendering_protocol::{AccountKey, Timestamp};
use remote_rendering_sandbox::{Request, Sandbox};
use serde_json::Value;

use crate::support::{Answer, TestService, VERSION, account, created, parts};

/// The region whose servers no limit ends, in both.
const HOST: &str = "remoterendering.eastus.mixedreality.localhost";
const SANDBOX: &str = "https://eastus.sandbox.invalid";

/// Longer than a server of the sandbox boots, and than one of the service.
const BOOTED: Duration = Duration::from_secs(200);

/// Headers that a browser needs of another origin, which the sandbox is not, those of a socket, and those that differ each
/// time.
const OTHERWISE: [&str; 5] = [
    "ms-cv",
    "connection",
    "content-length",
    "access-control-allow-origin",
    "access-control-expose-headers",
];

/// Both, with one account and its key.
struct Twins {
    service: TestService,
    sandbox: Sandbox,
    now: Timestamp,
    random: u8,
}

/// What both must have alike.
#[derive(Debug, PartialEq)]
struct Alike {
    status: u16,
    headers: Vec<(String, String)>,
    body: Value,
}

impl Twins {
    async fn begin() -> Self {
        let sandbox = Sandbox::new(&[5; 80], created()).unwrap();
        let key = AccountKey::parse(sandbox.key().expose()).unwrap();
        let service = TestService::of(parts()).await;
        let twin = account(sandbox.account(), &key);
        service.store.put_account(&twin).await.unwrap();
        Self {
            service,
            sandbox,
            now: created(),
            random: 0,
        }
    }

    async fn pass(&mut self, span: Duration) {
        tokio::time::sleep(span).await;
        self.now = self.now.after(span);
    }

    async fn service(&self, method: &str, path: &str, bearer: &str, body: &str) -> Answer {
        let mut headers = vec![("Host", HOST)];
        headers.extend((!bearer.is_empty()).then_some(("Authorization", bearer)));
        self.service.send(method, path, &headers, body).await
    }

    fn sandbox(
        &mut self,
        method: &str,
        path: &str,
        bearer: &str,
        body: &str,
    ) -> remote_rendering_sandbox::Answer {
        self.random = self.random.wrapping_add(1);
        let request = Request {
            method,
            url: &format!("{SANDBOX}{path}"),
            authorization: Some(bearer).filter(|it| !it.is_empty()),
            body,
        };
        let random = [self.random; 64];
        let answer = self.sandbox.answer(&request, self.now, &random);
        answer.unwrap()
    }

    /// A token of each.
    async fn tokens(&mut self) -> [String; 2] {
        let account = self.sandbox.account();
        let path = format!("/accounts/{account}/token");
        let key = format!("Bearer {account}:{}", self.sandbox.key().expose());
        let texts = [
            self.service("GET", &path, &key, "").await.body,
            self.sandbox("GET", &path, &key, "").body,
        ];
        texts.map(|text| {
            let body: Value = serde_json::from_str(&text).unwrap();
            format!("Bearer {}", body["AccessToken"].as_str().unwrap())
        })
    }

    /// Asks both, each with its own bearer.
    async fn ask(&mut self, method: &str, path: &str, bearers: &[String; 2], body: &str) -> u16 {
        let of_service = self.service(method, path, &bearers[0], body).await;
        let of_service = Alike::new(
            of_service.status.as_u16(),
            of_service.headers.iter().map(|(name, value)| {
                let value = value.to_str().unwrap();
                (name.as_str().to_owned(), value.to_owned())
            }),
            &of_service.body,
        );
        let of_sandbox = self.sandbox(method, path, &bearers[1], body);
        let of_sandbox = Alike::new(
            of_sandbox.status.as_u16(),
            of_sandbox
                .headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
            &of_sandbox.body,
        );
        let mut both = [of_sandbox, of_service];
        if path.to_ascii_lowercase().starts_with("/v1/") {
            both.iter_mut().for_each(Alike::forget_position);
        }
        assert_eq!(both[0], both[1], "{method} {path} {body}");
        both[1].status
    }
}

impl Alike {
    /// Where in a body something is wrong: a parser of JSON5 says where the value begins, one of JSON where it ends.
    fn forget_position(&mut self) {
        if let Some(Value::String(message)) = self.body.pointer_mut("/error/message")
            && let Some(place) = message.find(" at line ")
        {
            message.truncate(place);
        }
    }

    fn new(status: u16, headers: impl Iterator<Item = (String, String)>, body: &str) -> Self {
        let mut headers: Vec<_> = headers
            .filter(|(name, _)| !OTHERWISE.contains(&name.as_str()))
            .collect();
        headers.sort();
        let mut body: Value = serde_json::from_str(body).unwrap_or(Value::Null);
        // The answer to a create of v1: the id is drawn, and is in the header `Location`, too.
        if status == 202 {
            let id = body["sessionId"].take();
            for (_, value) in &mut headers {
                *value = value.replace(id.as_str().unwrap(), "{id}");
            }
        }
        Self {
            status,
            headers,
            body: without_made_up(body),
        }
    }
}

/// Without what is drawn for each server, and for each token.
fn without_made_up(mut body: Value) -> Value {
    if let Some(session) = body.as_object_mut() {
        for name in [
            "hostname",
            "arrInspectorPort",
            "handshakePort",
            "sessionHostname",
            "AccessToken",
        ] {
            if let Some(value) = session.get_mut(name) {
                *value = Value::Null;
            }
        }
    }
    body
}

#[tokio::test(start_paused = true)]
async fn the_sandbox_answers_as_the_service_does() {
    let mut both = Twins::begin().await;
    let tokens = both.tokens().await;
    let account = both.sandbox.account();
    let at = |rest: &str| format!("/accounts/{account}/sessions{rest}?{VERSION}");
    let standard = r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#;
    let script: [(u16, &str, String, &str); 32] = [
        (204, "GET", "/ping".into(), ""),
        (204, "HEAD", "/ping?probe=1".into(), ""),
        (405, "POST", "/ping".into(), ""),
        (200, "GET", at(""), ""),
        (404, "GET", at("/s"), ""),
        (400, "PUT", at("/s"), "{"),
        (
            400,
            "PUT",
            at("/s"),
            r#"{"maxLeaseTimeMinutes":"4","size":"Standard"}"#,
        ),
        (
            400,
            "PUT",
            at("/s"),
            r#"{"maxLeaseTimeMinutes":1441,"size":"Standard"}"#,
        ),
        (
            400,
            "PUT",
            at("/s"),
            r#"{"maxLeaseTimeMinutes":4,"size":"Huge"}"#,
        ),
        (400, "PUT", at("/a.b"), standard),
        (201, "PUT", at("/s"), standard),
        (200, "PUT", at("/s"), standard),
        (
            200,
            "PUT",
            at("/s").replace("accounts", "Accounts"),
            standard,
        ),
        (
            409,
            "PUT",
            at("/s"),
            r#"{"maxLeaseTimeMinutes":5,"size":"Standard"}"#,
        ),
        (200, "GET", at("/s"), ""),
        (200, "HEAD", at("/s"), ""),
        (
            200,
            "GET",
            at("").replace("2021-01-01", "2021-01-01-preview"),
            "",
        ),
        (400, "GET", at("").replace("2021-01-01", "2020-01-01"), ""),
        (400, "GET", at("").replace(VERSION, ""), ""),
        (400, "GET", at("") + "&cursor=nonsense", ""),
        (400, "GET", format!("/accounts/me/sessions?{VERSION}"), ""),
        (405, "DELETE", at("/s"), ""),
        (405, "GET", at("/s/:stop"), ""),
        (409, "POST", at("/s/:connect"), ""),
        (404, "POST", at("/none/:connect"), ""),
        (400, "POST", at("/s/:connect").replace(VERSION, ""), ""),
        (405, "GET", at("/s/:connect"), ""),
        (404, "GET", at("/s/more"), ""),
        (404, "GET", "/nothing".into(), ""),
        (422, "PATCH", at("/s"), r#"{"maxLeaseTimeMinutes":4}"#),
        (422, "PATCH", at("/s"), r#"{"maxLeaseTimeMinutes":-1}"#),
        (200, "PATCH", at("/s"), r#"{"maxLeaseTimeMinutes":9}"#),
    ];
    for (status, method, path, body) in &script {
        let got = both.ask(method, path, &tokens, body).await;
        assert_eq!(got, *status, "{method} {path} {body}");
    }
    both.pass(BOOTED).await;
    // Both are ready since some time, and not the same.
    let ready = both.service("GET", &at("/s"), &tokens[0], "").await.json();
    assert_eq!(ready["status"], "Ready");
    assert_eq!(both.ask("POST", &at("/s/:connect"), &tokens, "").await, 409);
    assert_eq!(both.ask("POST", &at("/s/:stop"), &tokens, "").await, 204);
    assert_eq!(both.ask("POST", &at("/s/:stop"), &tokens, "").await, 204);
    assert_eq!(both.ask("POST", &at("/s/:connect"), &tokens, "").await, 409);
    let longer = r#"{"maxLeaseTimeMinutes":10}"#;
    assert_eq!(both.ask("PATCH", &at("/s"), &tokens, longer).await, 422);
    assert_eq!(both.ask("GET", &at(""), &tokens, "").await, 200);
}

/// The sessions of one account are read and ended by either generation; only a create of v1 has an id that differs. A body
/// that is no JSON of the right shape is not asked about: the service reads JSON5, and each parser has words of its own.
#[tokio::test(start_paused = true)]
async fn the_sandbox_speaks_v1_as_the_service_does() {
    let mut both = Twins::begin().await;
    let tokens = both.tokens().await;
    let account = both.sandbox.account();
    let at = |rest: &str| format!("/v1/accounts/{account}/sessions{rest}");
    let begun = format!("/accounts/{account}/sessions/s?{VERSION}");
    let body = r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#;
    assert_eq!(both.ask("PUT", &begun, &tokens, body).await, 201);
    let standard = r#"{"maxLeaseTime":"0:4:0","models":[],"size":"standard"}"#;
    let large = " ".repeat(64 * 1024 + 1);
    let script: [(u16, &str, String, &str); 28] = [
        (200, "GET", at(""), ""),
        (200, "HEAD", at(""), ""),
        (200, "GET", at("/s/properties"), ""),
        (
            200,
            "GET",
            at("/s/properties").replace("/v1/accounts", "/V1/Accounts"),
            "",
        ),
        (404, "GET", at("/none/properties"), ""),
        (400, "GET", at("/a.b/properties"), ""),
        (400, "GET", "/v1/accounts/me/sessions".into(), ""),
        (
            422,
            "PATCH",
            at("/s"),
            r#"{"maxLeaseTime":"0:4:0","more":1}"#,
        ),
        (422, "PATCH", at("/s"), r#"{"maxLeaseTime":"1.00:00:01"}"#),
        (400, "PATCH", at("/s"), r#"{"maxLeaseTime":"24:00:00"}"#),
        (
            200,
            "PATCH",
            at("/s"),
            "\u{feff}{\"maxLeaseTime\":\"0:9:0\"}",
        ),
        (413, "POST", at("/create"), &large),
        (
            400,
            "POST",
            at("/create"),
            r#"{"maxLeaseTime":"0:4:0","size":"huge"}"#,
        ),
        (
            400,
            "POST",
            at("/create"),
            r#"{"maxLeaseTime":"1.00:00:01","size":"standard"}"#,
        ),
        (
            400,
            "POST",
            at("/create"),
            r#"{"maxLeaseTime":"0:4:0","models":["sample:gears","upload:1"],"size":"standard"}"#,
        ),
        (
            202,
            "POST",
            at("/create"),
            r#"{"maxLeaseTime":"0:4:0","models":["https://a.example/b.glb"],"size":"standard"}"#,
        ),
        (409, "POST", at("/s/connect"), ""),
        (404, "POST", at("/none/connect"), ""),
        (400, "POST", at("/a.b/connect"), ""),
        (405, "GET", at("/s/connect"), ""),
        (405, "GET", at("/create"), ""),
        (405, "DELETE", at("/create"), ""),
        (405, "GET", at("/s"), ""),
        (405, "PUT", at("/s"), standard),
        (405, "POST", at(""), standard),
        (405, "DELETE", at("/s/properties"), ""),
        (404, "GET", at("/s/more"), ""),
        (404, "GET", "/v1/nothing".into(), ""),
    ];
    for (status, method, path, body) in &script {
        let got = both.ask(method, path, &tokens, body).await;
        assert_eq!(got, *status, "{method} {path} {body}");
    }
    for body in [standard, r#"{"maxLeaseTime":"00:04:00","size":"PREMIUM"}"#] {
        assert_eq!(both.ask("POST", &at("/create"), &tokens, body).await, 202);
    }
    let wrong = ["", "Bearer nonsense"].map(|text| [text.to_owned(), text.to_owned()]);
    for bearers in &wrong {
        assert_eq!(both.ask("GET", &at(""), bearers, "").await, 401);
        let refused = both.ask("POST", &at("/create"), bearers, standard).await;
        assert_eq!(refused, 401);
    }
    both.pass(BOOTED).await;
    assert_eq!(both.ask("POST", &at("/s/connect"), &tokens, "").await, 409);
    assert_eq!(both.ask("DELETE", &at("/s"), &tokens, "").await, 204);
    assert_eq!(both.ask("DELETE", &at("/s"), &tokens, "").await, 204);
    let longer = r#"{"maxLeaseTime":"0:10:0"}"#;
    assert_eq!(both.ask("PATCH", &at("/s"), &tokens, longer).await, 422);
}

#[tokio::test(start_paused = true)]
async fn the_sandbox_refuses_whom_the_service_refuses() {
    let mut both = Twins::begin().await;
    let tokens = both.tokens().await;
    let account = both.sandbox.account();
    let list = format!("/accounts/{account}/sessions?{VERSION}");
    let token = format!("/accounts/{account}/token");
    let other = "00000000-0000-4000-8000-000000000000";
    let bearers = |text: &str| [text.to_owned(), text.to_owned()];
    for text in [
        "",
        "Basic AAAA",
        "Bearer",
        "Bearer a.b.c",
        "Bearer nonsense",
    ] {
        for path in [&list, &token] {
            assert_eq!(both.ask("GET", path, &bearers(text), "").await, 401);
        }
    }
    let forged = |token: String| match token.rsplit_once('.') {
        Some((signed, _)) => format!("{signed}.AAAA"),
        None => token,
    };
    let changed = tokens.clone().map(forged);
    assert_eq!(both.ask("GET", &list, &changed, "").await, 401);
    let wrong = bearers(&format!("Bearer {account}:AAAA"));
    assert_eq!(both.ask("GET", &token, &wrong, "").await, 401);
    let malformed = "/accounts/me/token";
    assert_eq!(both.ask("GET", malformed, &wrong, "").await, 400);
    let foreign = list.replace(&account.to_string(), other);
    assert_eq!(both.ask("GET", &foreign, &tokens, "").await, 403);
}
