//! Signing keys that are replaced while they are in use, and tokens of accounts that are gone.

use std::{path::Path, sync::Arc, time::Duration};

use remote_rendering_engine::{Role, SigningKey, TokenError};
use remote_rendering_protocol::{AccountId, Timestamp};
use remote_rendering_service::{Clock, SigningKeyCommand, SigningKeys, Store, SystemRandomness};

use crate::{
    jumping_clock::JumpingClock,
    support::{TestService, account, account_key, created, parts},
    watched_store::WatchedStore,
};

#[derive(Debug)]
struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

fn open(folder: &Path) -> SigningKeys {
    SigningKeys::open(folder, &SystemRandomness, created()).unwrap()
}

fn issue(keys: &SigningKeys) -> String {
    let account = AccountId::from_bytes([1; 16]);
    let token = keys.issue(account, Role::Client, [0; 16], created());
    token.expose().to_owned()
}

/// `remote-rendering signing-key WORD --data FOLDER`, at a time.
fn command(word: &str, folder: &Path, now: Timestamp) -> Result<String, String> {
    use clap::{Parser, Subcommand as _};
    #[derive(Debug, Parser)]
    struct Line {
        #[command(subcommand)]
        command: SigningKeyCommand,
    }
    assert!(SigningKeyCommand::has_subcommand(word));
    let line = Line::try_parse_from(["", word, "--data", folder.to_str().unwrap()]).unwrap();
    let done = line.command.run(&At(now), &SystemRandomness);
    done.map_err(|error| error.to_string())
}

#[test]
fn a_key_of_another_process_is_read_when_a_token_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = [open(folder.path()), open(folder.path())];
    let before = issue(&one);
    assert!(other.open_token(&before).is_ok(), "one ring");
    command("rotate", folder.path(), created()).unwrap();
    let third = open(folder.path());
    let after = issue(&third);
    for keys in [&one, &other, &third] {
        assert!(keys.open_token(&after).is_ok(), "the new key");
        assert!(keys.open_token(&before).is_ok(), "the old key");
    }
    let newest = third.open_token(&after).unwrap().key();
    assert_eq!(one.open_token(&issue(&one)).unwrap().key(), newest);
    let stranger = SigningKeys::from(SigningKey::from_bytes(&[8; 32]));
    assert_eq!(
        one.open_token(&issue(&stranger)),
        Err(TokenError::UnknownKey)
    );
}

#[test]
fn a_list_has_ids_and_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let missing = command("list", folder.path(), created()).unwrap_err();
    assert!(missing.contains("no signing keys"), "{missing}");
    let keys = open(folder.path());
    let first = keys.open_token(&issue(&keys)).unwrap().key().to_string();
    let rotated = command("rotate", folder.path(), created()).unwrap();
    let listed = command("list", folder.path(), created()).unwrap();
    assert_eq!(rotated, listed);
    let lines: Vec<_> = listed.lines().collect();
    assert!(lines[0].ends_with("signs") && !lines[0].contains(&first));
    assert!(lines[1].starts_with(&first) && lines[1].contains("verifies until 2021-05-15"));
    let file = std::fs::read_to_string(folder.path().join("signing-keys.json")).unwrap();
    let secrets: Vec<_> = file.split('"').filter(|text| text.len() == 44).collect();
    assert_eq!(secrets.len(), 2, "32 bytes in base64 each");
    assert!(!secrets.iter().any(|secret| listed.contains(secret)));

    let late = created().after(Duration::from_hours(26));
    let dropped = command("rotate", folder.path(), late).unwrap();
    assert!(!dropped.contains(&first), "{dropped}");
}

#[test]
fn the_single_key_of_the_first_versions_goes_on_working() {
    let folder = tempfile::tempdir().unwrap();
    let single = folder.path().join("signing.key");
    std::fs::write(&single, [7; 32]).unwrap();
    let token = issue(&SigningKey::from_bytes(&[7; 32]).into());
    assert!(open(folder.path()).open_token(&token).is_ok());
    assert!(!single.exists(), "the key is in one file only");
    assert!(open(folder.path()).open_token(&token).is_ok());

    for (name, bytes) in [
        ("signing.key", "short"),
        ("signing-keys.json", r#"{"keys":[]}"#),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let damaged = SigningKeys::open(folder.path(), &SystemRandomness, created());
        let message = damaged.unwrap_err().to_string();
        assert!(message.contains(name) && message.contains("damaged"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_replaces_its_key_after_a_month_without_a_break() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(JumpingClock::starting_at(created()));
    let mut parts = parts();
    parts.clock = Arc::<JumpingClock>::clone(&clock);
    parts.tokens = open(folder.path());
    let service = TestService::of(parts).await;
    let key = |service: &TestService| {
        let token = service.token_of(service.account);
        service.tokens.open_token(&token).unwrap().key()
    };
    let first = key(&service);
    let two_minutes = Duration::from_mins(2);
    clock.jump(Duration::from_hours(30 * 24 - 1));
    tokio::time::sleep(two_minutes).await;
    assert_eq!(key(&service), first);
    let authorization = format!("Bearer {}", service.token_of(service.account));
    let list = async || {
        let headers = [("Authorization", &*authorization)];
        let answer = service.send("GET", &service.path(""), &headers, "").await;
        answer.status.as_u16()
    };
    assert_eq!(list().await, 200);
    clock.jump(Duration::from_hours(2));
    tokio::time::sleep(two_minutes).await;
    assert_ne!(key(&service), first, "there is a new key");
    assert_eq!(
        open(folder.path())
            .open_token(&issue(&service.tokens))
            .unwrap()
            .key(),
        key(&service)
    );
    assert_eq!(list().await, 200, "tokens of the old one are good");
    assert_eq!(service.call("GET", &service.path(""), "").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_left_the_ring_is_no_longer_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut parts = parts();
    parts.tokens = open(folder.path());
    let service = TestService::of(parts).await;
    let authorization = format!("Bearer {}", service.token_of(service.account));
    let headers = [("Authorization", &*authorization)];
    let path = service.path("");
    assert_eq!(service.send("GET", &path, &headers, "").await.status, 200);
    // An operator whose key has leaked removes the file of the ring.
    std::fs::remove_file(folder.path().join("signing-keys.json")).unwrap();
    open(folder.path());
    tokio::time::sleep(Duration::from_secs(61)).await;
    service
        .send("GET", &path, &headers, "")
        .await
        .refused(401, "Unauthorized");
    assert_eq!(service.call("GET", &path, "").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn tokens_of_a_deleted_account_stop_within_seconds() {
    let store = Arc::new(WatchedStore::default());
    let mut parts = parts();
    parts.store = Arc::clone(&store) as Arc<dyn Store>;
    let service = TestService::of(parts).await;
    let asked = store.asked_for_accounts();
    for _ in 0..100 {
        assert_eq!(service.call("GET", &service.path(""), "").await.status, 200);
    }
    assert_eq!(
        store.asked_for_accounts() - asked,
        1,
        "a read is not two reads of the store"
    );
    let mut closed = account(service.account, &account_key(1));
    closed.closed_at = Some(created());
    store.put_account(&closed).await.unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    for path in [service.path(""), service.v1("")] {
        service
            .call("GET", &path, "")
            .await
            .refused(401, "Unauthorized");
    }
}
