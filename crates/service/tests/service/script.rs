//! What the script of 2021 and the documents of v1 send, byte for byte, on a socket.

use std::{sync::Arc, time::Duration};

use remote_rendering_protocol::AccountId;
use remote_rendering_service::{Listener, PoolRule, Server, Service, SystemClock};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::{account, account_key, parts, pool};

/// Windows PowerShell, which asks before it sends a body.
const POWERSHELL: &str =
    "User-Agent: Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1";

const ACCOUNT: AccountId = AccountId::from_bytes([1; 16]);

/// A service whose servers start at once.
async fn start() -> Server {
    let mut parts = parts();
    parts.clock = Arc::new(SystemClock);
    parts.allocator = Arc::new(pool(vec![PoolRule::endless(Duration::ZERO)]));
    let known = account(ACCOUNT, &account_key(1));
    parts.store.put_account(&known).await.unwrap();
    let service = Service::start(parts).await.unwrap();
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
    listener.serve(service, None).unwrap()
}

/// An answer as it came.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Sends a request as PowerShell writes it; a body waits for the service's leave.
async fn send(server: &Server, line: &str, bearer: &str, body: Option<&str>) -> Answer {
    let mut socket = TcpStream::connect(server.addr()).await.unwrap();
    let announced = body.map(|body| {
        let length = body.len();
        format!(
            "Content-Type: application/json\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n"
        )
    });
    let head = format!(
        "{line} HTTP/1.1\r\n{POWERSHELL}\r\nAuthorization: Bearer {bearer}\r\nHost: {}\r\n{}\
         Connection: Close\r\n\r\n",
        server.addr(),
        announced.unwrap_or_default()
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    if let Some(body) = body {
        let leave = b"HTTP/1.1 100 Continue\r\n\r\n";
        let mut answer = vec![0; leave.len()];
        socket.read_exact(&mut answer).await.unwrap();
        assert_eq!(answer, leave);
        socket.write_all(body.as_bytes()).await.unwrap();
    }
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.to_lowercase().contains("\r\nms-cv: "), "{head}");
    Answer {
        status: head[9..12].parse().unwrap(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// The STS call that both generations begin with.
async fn token(server: &Server) -> String {
    let key = format!("{ACCOUNT}:{}", account_key(1).expose());
    let line = format!("GET /accounts/{ACCOUNT}/token");
    let answer = send(server, &line, &key, None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["AccessToken"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_documented_calls_of_v1() {
    let server = start().await;
    let token = token(&server).await;
    let sessions = format!("/v1/accounts/{ACCOUNT}/sessions");

    let create = "{ 'maxLeaseTime': '4:0:0', 'models': [], 'size': 'standard' }";
    let line = format!("POST {sessions}/create");
    let created = send(&server, &line, &token, Some(create)).await;
    assert_eq!(created.status, 202, "{}", created.body);
    let id = created.json()["sessionId"].as_str().unwrap().to_owned();
    assert!(created.head.contains(&format!("accounts/{ACCOUNT}/")));

    let properties = format!("GET {sessions}/{id}/properties");
    let ready = loop {
        let answer = send(&server, &properties, &token, None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        if answer.json()["sessionStatus"] == "Ready" {
            break answer.json();
        }
    };
    assert_eq!(ready["sessionSize"], "Standard");
    assert_eq!(ready["sessionMaxLeaseTime"], "04:00:00");
    assert_eq!(ready["message"], Value::Null);

    let line = format!("PATCH {sessions}/{id}");
    let updated = send(&server, &line, &token, Some("{ 'maxLeaseTime': '5:0:0' }")).await;
    assert_eq!((updated.status, updated.body.as_str()), (200, ""));
    let listed = send(&server, &format!("GET {sessions}"), &token, None).await;
    let listed = listed.json()["sessions"][0].clone();
    assert_eq!(listed["sessionId"], id.as_str());
    assert_eq!(listed["sessionMaxLeaseTime"], "05:00:00");

    let line = format!("DELETE {sessions}/{id}");
    let deleted = send(&server, &line, &token, None).await;
    assert_eq!((deleted.status, deleted.body.as_str()), (204, ""));
    let stopped = send(&server, &properties, &token, None).await;
    assert_eq!(stopped.json()["sessionStatus"], "Stopped");
    server.shutdown().await.unwrap();
}

/// `RenderingSession.ps1`: create and poll, `-UpdateSession`, `-GetSessions`, `-StopSession`.
#[tokio::test]
async fn the_verbs_of_the_script() {
    const VERSION: &str = "api-version=2021-01-01-preview";
    let server = start().await;
    let token = token(&server).await;
    let session = format!("/accounts/{ACCOUNT}/sessions/1b405859-8af9-47e6-941d-9205163c0f63");

    // As `ConvertTo-Json` writes it.
    let create = "{\r\n    \"maxLeaseTimeMinutes\":  240,\r\n    \"size\":  \"standard\"\r\n}";
    let line = format!("PUT {session}?{VERSION}");
    let created = send(&server, &line, &token, Some(create)).await;
    assert_eq!(created.status, 201, "{}", created.body);

    let line = format!("GET {session}?{VERSION}");
    let ready = loop {
        let answer = send(&server, &line, &token, None).await.json();
        if answer["status"] == "Ready" {
            break answer;
        }
    };
    assert!(ready["hostname"].is_string() && ready["handshakePort"].is_u64());

    let line = format!("PATCH {session}?{VERSION}");
    let update = "{\r\n    \"maxLeaseTimeMinutes\":  300\r\n}";
    let updated = send(&server, &line, &token, Some(update)).await;
    assert_eq!(updated.status, 200, "{}", updated.body);
    let line = format!("GET /accounts/{ACCOUNT}/sessions?{VERSION}");
    let listed = send(&server, &line, &token, None).await.json();
    assert_eq!(listed["sessions"][0]["maxLeaseTimeMinutes"], 300);

    let line = format!("POST {session}/:stop?{VERSION}");
    let stopped = send(&server, &line, &token, None).await;
    assert_eq!((stopped.status, stopped.body.as_str()), (204, ""));
    server.shutdown().await.unwrap();
}
