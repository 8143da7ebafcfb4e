//! The allocator with small real processes, which are shell scripts that speak as a host does.
#![cfg(unix)]

use std::{fs, net::Ipv4Addr, path::Path, process::Command};

use remote_rendering_protocol::{AccountId, MaxLeaseTime};
use tempfile::TempDir;

use super::*;

/// Says that it is ready.
const READY: &str =
    r#"echo '{"ready":{"handshake_port":50001,"inspector_port":50002,"renderer":"none"}}'"#;

/// Does what it is told until it is told to end; writes down every line.
const OBEY: &str = r#"
while read -r line; do
    echo "$line" >> "$folder/heard"
    case $line in
        *'"admit"'*)
            number=${line#*'"number":'}
            echo "{\"admitted\":{\"number\":${number%%,*}}}" ;;
        *'"end"'*) exit 0 ;;
    esac
done"#;

/// An allocator whose hosts are a script. Each writes the number of its process into the folder.
struct Scripted {
    folder: TempDir,
    allocator: Arc<ProcessAllocator>,
}

impl Scripted {
    fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = format!(
            "folder='{}'; echo $$ >> \"$folder/processes\"; {script}",
            folder.path().display()
        );
        Self {
            allocator: allocator("/bin/sh", &["-c", &script, "host"]),
            folder,
        }
    }

    /// One that is ready and does what it is told.
    fn obedient() -> Self {
        Self::new(&format!("{READY}\n{OBEY}"))
    }

    async fn allocate(&self, id: &str) -> Result<Host, ServiceError> {
        self.allocator.allocate(&key(id), &settings()).await
    }

    async fn admit(&self, id: &str, byte: u8) -> Result<(), NotAdmitted> {
        let (hash, minute) = (TokenHash([byte; 32]), Duration::from_mins(1));
        self.allocator.admit(&key(id), hash, minute).await
    }

    async fn release(&self, id: &str, reason: EndReason) {
        self.allocator.release(&key(id), reason).await;
    }

    fn written(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    fn processes(&self) -> Vec<u32> {
        let written = self.written("processes");
        written.lines().map(|line| line.parse().unwrap()).collect()
    }

    /// Ends the allocator, and asserts that no process is left.
    async fn end(self) {
        self.allocator.close().await;
        for process in self.processes() {
            assert!(!is_there(process), "{process}");
        }
    }
}

fn allocator(program: &str, arguments: &[&str]) -> Arc<ProcessAllocator> {
    let program = HostProgram {
        program: program.into(),
        arguments: arguments.iter().map(Into::into).collect(),
        start_timeout: Duration::from_secs(30),
        settings: host_settings(),
    };
    let rule = PoolRule {
        servers: Some(1),
        ..PoolRule::endless(Duration::ZERO)
    };
    Arc::new(ProcessAllocator::new(
        program,
        vec![rule],
        PoolMetrics::default(),
    ))
}

fn host_settings() -> HostSettings {
    HostSettings {
        hostname: "render.example".to_owned(),
        public_address: Ipv4Addr::new(192, 0, 2, 7).into(),
        bind: Ipv4Addr::LOCALHOST.into(),
        tls: Some(("a.pem".into(), "a.key".into())),
        models: [("cars".to_owned(), "/srv/cars and more".into())].into(),
        models_from: vec!["models.example".to_owned()],
        max_model_size: Some(1000),
        memory: None,
    }
}

fn key(id: &str) -> SessionKey {
    SessionKey {
        account: AccountId::from_bytes([1; 16]),
        region: "eastus".parse().unwrap(),
        id: id.parse().unwrap(),
    }
}

fn settings() -> Settings {
    Settings {
        lease: MaxLeaseTime::from_minutes(10).unwrap(),
        size: SessionSize::Premium,
        models: Vec::new(),
    }
}

fn kill(process: u32) {
    signal("-KILL", process);
}

fn signal(signal: &str, process: u32) {
    let sent = Command::new("kill")
        .args([signal, &process.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

fn is_there(process: u32) -> bool {
    Path::new(&format!("/proc/{process}")).exists()
}

/// Waits until something is so.
async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let waited = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waited)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_session_has_a_process_that_ends_when_it_is_told_to() {
    let scripted = Scripted::obedient();
    let host = scripted.allocate("s").await.unwrap();
    let expected = Host {
        hostname: "render.example".to_owned(),
        arr_inspector_port: 50_002,
        handshake_port: 50_001,
        teraflops: 10.6,
    };
    assert_eq!(host, expected);
    assert_eq!(
        scripted.allocate("s").await.as_ref(),
        Ok(&expected),
        "again"
    );
    assert_eq!(scripted.processes().len(), 1);
    scripted.release("s", EndReason::Expired).await;
    until(async || !is_there(scripted.processes()[0])).await;
    assert_eq!(
        scripted.written("heard"),
        "{\"end\":{\"reason\":\"expired\"}}\n"
    );
    scripted.release("s", EndReason::Expired).await;
    scripted.end().await;
}

#[tokio::test]
async fn a_process_is_told_what_it_needs_and_secrets_are_no_arguments() {
    let scripted = Scripted::new(&format!(
        r#"printf '%s\n' "$@" "$REMOTE_RENDERING_HOST_PRELOAD" > "$folder/told"; {READY}; {OBEY}"#
    ));
    let models = ["sample:gears", "https://models.example/a.glb?sig=b"];
    let settings = Settings {
        models: models.map(|model| model.parse().unwrap()).into(),
        ..settings()
    };
    scripted
        .allocator
        .allocate(&key("s"), &settings)
        .await
        .unwrap();
    let told = [
        "--size=premium",
        "--bind=127.0.0.1",
        "--public-address=192.0.2.7",
        "--tls-cert=a.pem",
        "--tls-key=a.key",
        "--models=cars=/srv/cars and more",
        "--models-from=models.example",
        "--max-model-size=1000",
        models[0],
        models[1],
    ];
    assert_eq!(scripted.written("told").lines().collect::<Vec<_>>(), told);
    scripted.end().await;
}

#[tokio::test]
async fn a_start_that_fails_says_why_and_frees_its_place() {
    let failed =
        r#"echo '{"failed":{"code":"NoGraphics","message":"Install a driver."}}'; read -r line"#;
    for (script, code, words) in [
        (failed, "NoGraphics", "Install a driver."),
        ("exit 3", "ServerStartFailed", "exit status: 3"),
        (
            "exec 1>&-; read -r line; exit 4",
            "ServerStartFailed",
            "silent",
        ),
    ] {
        let scripted = Scripted::new(script);
        let error = scripted.allocate("s").await.unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.message.contains(words), "{}", error.message);
        until(async || scripted.allocator.running(&key("s")).is_none()).await;
        scripted.end().await;
    }
    let missing = allocator("/nowhere/host", &[]);
    let error = missing.allocate(&key("s"), &settings()).await.unwrap_err();
    assert_eq!(error.code, "ServerStartFailed");
    missing.close().await;
}

#[tokio::test]
async fn a_process_that_is_not_ready_in_time_is_ended() {
    let scripted = Scripted::new("exec sleep 600");
    let allocation = tokio::spawn({
        let allocator = Arc::clone(&scripted.allocator);
        async move { allocator.allocate(&key("s"), &settings()).await }
    });
    until(async || !scripted.processes().is_empty()).await;
    tokio::time::pause();
    let error = allocation.await.unwrap().unwrap_err();
    assert_eq!(error.code, "ServerStartTimedOut");
    assert!(error.message.contains("30s"), "{}", error.message);
    scripted.end().await;
}

#[tokio::test]
async fn a_process_that_is_killed_while_it_starts_is_a_failed_start() {
    let scripted = Scripted::new("read -r line");
    let allocation = tokio::spawn({
        let allocator = Arc::clone(&scripted.allocator);
        async move { allocator.allocate(&key("s"), &settings()).await }
    });
    until(async || !scripted.processes().is_empty()).await;
    kill(scripted.processes()[0]);
    let error = allocation.await.unwrap().unwrap_err();
    assert_eq!(error.code, "ServerStartFailed");
    assert!(error.message.contains("signal: 9"), "{}", error.message);
    scripted.end().await;
}

#[tokio::test]
async fn a_process_that_dies_later_is_told_and_can_be_connected_to_no_more() {
    let scripted = Scripted::obedient();
    scripted.allocate("s").await.unwrap();
    kill(scripted.processes()[0]);
    let failure = scripted.allocator.watch().await;
    assert_eq!(failure.session, key("s"));
    assert_eq!(failure.error.code, "ServerFailed");
    assert!(failure.error.message.contains("signal: 9"), "{failure:?}");
    let refused = scripted.admit("s", 0).await;
    let NotAdmitted::NotConnectable(refused) = refused.unwrap_err() else {
        panic!("it is gone");
    };
    assert_eq!(refused.code(), "SessionFailed");
    scripted.end().await;
}

#[tokio::test]
async fn a_process_that_hangs_is_told_and_killed() {
    // It is stopped, so that it does not end when it is told to either.
    let scripted = Scripted::obedient();
    scripted.allocate("s").await.unwrap();
    let process = scripted.processes()[0];
    signal("-STOP", process);
    tokio::time::pause();
    let early = tokio::time::timeout(Duration::from_secs(50), scripted.allocator.watch()).await;
    assert!(early.is_err(), "{early:?}");
    let failure = scripted.allocator.watch().await;
    tokio::time::resume();
    assert_eq!(failure.session, key("s"));
    assert_eq!(failure.error.code, "ServerSilent");
    assert!(failure.error.message.contains(" 1m:"), "{failure:?}");
    until(async || !is_there(process)).await;
    scripted.end().await;
}

#[tokio::test]
async fn a_process_that_does_not_end_with_a_picture_is_told() {
    let sign = |at_work: u32| format!(r#"echo '{{"alive":{{"at_work":{at_work}}}}}'"#);
    let scripted = Scripted::new(&format!("{READY}; {}; {}\n{OBEY}", sign(3), sign(60)));
    scripted.allocate("s").await.unwrap();
    // The signs are read by then: they were written with the first line, or soon after.
    scripted.admit("s", 0).await.unwrap();
    tokio::time::pause();
    let failure = scripted.allocator.watch().await;
    assert_eq!(failure.error.code, "ServerStuck");
    assert!(failure.error.message.contains(" 5m:"), "{failure:?}");
    scripted.end().await;
}

#[tokio::test]
async fn what_a_process_says_of_its_own_failure_is_told() {
    let script =
        r#"read -r line; echo '{"failed":{"code":"DeviceLost","message":"The device is lost."}}'"#;
    let scripted = Scripted::new(&format!("{READY}; {script}"));
    scripted.allocate("s").await.unwrap();
    let refused = scripted.admit("s", 0).await;
    let error = ServiceError::new("DeviceLost", "The device is lost.");
    let expected = NotConnectable::Failed(error.clone());
    assert_eq!(refused, Err(NotAdmitted::NotConnectable(expected)));
    assert_eq!(scripted.allocator.watch().await.error, error);
    scripted.end().await;
}

#[tokio::test]
async fn a_token_is_known_to_its_session_s_process_when_admit_returns() {
    let scripted = Scripted::obedient();
    scripted.allocate("s").await.unwrap();
    for byte in [0x0a, 0xff] {
        scripted.admit("s", byte).await.unwrap();
    }
    let heard = scripted.written("heard");
    let lines: Vec<_> = heard.lines().collect();
    let digits = "0a".repeat(32);
    let first = format!(r#"{{"admit":{{"number":0,"token_sha256":"{digits}","seconds":60}}}}"#);
    assert_eq!(lines[0], first);
    assert!(lines[1].contains(&"ff".repeat(32)));
    assert!(scripted.admit("other", 0).await.is_err());
    scripted.end().await;
}

#[tokio::test]
async fn a_process_that_says_nothing_admits_nobody_and_is_killed_in_the_end() {
    let scripted = Scripted::new(&format!("{READY}; exec sleep 600"));
    scripted.allocate("s").await.unwrap();
    tokio::time::pause();
    let silent = scripted.admit("s", 0).await;
    assert_eq!(silent, Err(NotAdmitted::Silent));
    scripted.end().await;
}

#[tokio::test]
async fn what_is_not_understood_is_passed_over() {
    let scripted = Scripted::new(&format!(
        "echo Hello; echo '{{\"new\":{{}}}}'; {READY}; {OBEY}"
    ));
    scripted.allocate("s").await.unwrap();
    scripted.end().await;
}

#[tokio::test]
async fn a_place_is_free_again_when_its_process_is_gone() {
    let scripted = Scripted::obedient();
    scripted.allocate("first").await.unwrap();
    let error = scripted.allocate("second").await.unwrap_err();
    assert_eq!(error.code, "NoServerAvailable");
    scripted.release("first", EndReason::Stopped).await;
    until(async || scripted.allocate("second").await.is_ok()).await;
    assert!(!is_there(scripted.processes()[0]));
    scripted.end().await;
}

#[tokio::test]
async fn an_allocation_is_given_up_by_its_release() {
    let scripted = Scripted::new(OBEY);
    let allocation = tokio::spawn({
        let allocator = Arc::clone(&scripted.allocator);
        async move { allocator.allocate(&key("s"), &settings()).await }
    });
    until(async || !scripted.processes().is_empty()).await;
    scripted.release("s", EndReason::Stopped).await;
    assert_eq!(allocation.await.unwrap().unwrap_err().code, "ServerGone");
    scripted.end().await;
}

#[tokio::test]
async fn a_server_of_an_earlier_start_is_gone() {
    let scripted = Scripted::obedient();
    let host = scripted.allocate("s").await.unwrap();
    let size = SessionSize::Premium;
    assert_eq!(
        scripted.allocator.resume(&key("s"), &size, &host).await,
        Ok(())
    );
    let gone = scripted.allocator.resume(&key("t"), &size, &host).await;
    assert_eq!(gone.unwrap_err().code, "ServerGone");
    scripted.end().await;
}
