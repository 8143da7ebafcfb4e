//! The console's files.

use std::fs;

use crate::support::{TestService, parts};

#[tokio::test(start_paused = true)]
async fn without_a_console_the_page_says_how_to_build_one() {
    let service = TestService::start().await;
    let answer = service.send("GET", "/", &[], "").await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("trunk build"));
}

#[tokio::test(start_paused = true)]
async fn a_built_console_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let script = format!("// {}", "script ".repeat(100));
    fs::write(
        folder.path().join("index.html"),
        "<!doctype html><title>Console</title>",
    )
    .unwrap();
    fs::write(folder.path().join("console-0123456789abcdef.js"), &script).unwrap();
    let mut parts = parts();
    parts.console = Some(folder.path().to_owned());
    let service = TestService::of(parts).await;

    let page = service.send("GET", "/", &[], "").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Console"));
    assert_eq!(page.header("Cache-Control"), "no-cache");
    assert_eq!(page.header("Referrer-Policy"), "no-referrer");
    assert_eq!(page.header("X-Frame-Options"), "DENY");

    let file = service
        .send("GET", "/console-0123456789abcdef.js", &[], "")
        .await;
    assert_eq!(file.body, script);
    assert_eq!(
        file.header("Cache-Control"),
        "public, max-age=31536000, immutable"
    );
    assert!(file.header("Content-Type").contains("javascript"));

    for path in ["/missing.js", "/sessions", "/%2e%2e/Cargo.toml"] {
        service
            .send("GET", path, &[], "")
            .await
            .refused(404, "NotFound");
    }
    service
        .send("POST", "/index.html", &[], "")
        .await
        .refused(404, "NotFound");
}

#[tokio::test(start_paused = true)]
async fn a_file_goes_out_as_it_lies_compressed_beside_itself() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("a.css", "long"), ("a.css.br", "short")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut parts = parts();
    parts.console = Some(folder.path().to_owned());
    let service = TestService::of(parts).await;

    let accepts = [("Accept-Encoding", "gzip, br")];
    let file = service.send("GET", "/a.css", &accepts, "").await;
    assert_eq!(
        (file.header("Content-Encoding"), &*file.body),
        ("br", "short")
    );
    assert!(file.header("Content-Type").contains("css"));
    let file = service.send("GET", "/a.css", &[], "").await;
    assert_eq!(file.body, "long");
}
