//! Models: how they load, and how they fail.

use std::fs;

use remote_rendering_host::ModelFolder;
use remote_rendering_protocol::device::{
    EndReason, FailedCode, Failure, FromDevice, FromHost, ModelInfo, Stage,
};
use remote_rendering_scene::samples;
use tempfile::TempDir;

use crate::{
    device::Device,
    world::{Host, options},
};

async fn ended(device: &mut Device, request: Option<u32>) -> Result<ModelInfo, Failure> {
    device
        .said(|said| match said {
            FromHost::Loaded { request: of, model } if of == request => Some(Ok(model)),
            FromHost::Failed {
                request: of,
                failure,
            } if of == request => Some(Err(failure)),
            _ => None,
        })
        .await
}

/// A host with a folder of good and bad files.
async fn with_files() -> (Host, TempDir) {
    let folder = TempDir::new().unwrap();
    let mut cut = samples::gears();
    cut.truncate(cut.len() / 2);
    let required =
        br#"{"asset":{"version":"2.0"},"extensionsRequired":["KHR_draco_mesh_compression"]}"#;
    for (name, bytes) in [
        ("good.glb", samples::alpha()),
        ("cut.glb", cut),
        ("text.glb", b"no model".to_vec()),
        ("required.gltf", required.to_vec()),
        ("secret.txt", b"secret".to_vec()),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let large = fs::File::create(folder.path().join("large.glb")).unwrap();
    large.set_len((4 << 20) + 1).unwrap();
    let mut options = options();
    options.memory = 16 << 20;
    options.models = vec![ModelFolder {
        name: "own".to_owned(),
        path: folder.path().to_owned(),
    }];
    options.models_from = vec!["models.example.com".to_owned()];
    (Host::with(options).await, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_loaded_and_taken_out_again() {
    let (mut host, _folder) = with_files().await;
    let mut device = host.device().await;
    let available = device.welcome.available.iter();
    let sources: Vec<_> = available.map(|model| model.source.to_string()).collect();
    assert!(
        sources.contains(&"file:own/good.glb".to_owned()),
        "{sources:?}"
    );
    assert!(!sources.iter().any(|source| source.contains("secret")));
    assert_eq!(device.welcome.models_from, ["models.example.com"]);
    device.load(1, "file:own/good.glb").await;
    let mut stages = Vec::new();
    let model = loop {
        let said = device.said(Some).await;
        match said {
            FromHost::Progress {
                request: 1, stage, ..
            } => stages.push(stage),
            FromHost::Loaded {
                request: Some(1),
                model,
            } => break model,
            other => panic!("{other:?}"),
        }
    };
    stages.dedup();
    assert_eq!(stages, [Stage::Fetching, Stage::Reading, Stage::Preparing]);
    assert_eq!(model.name, "good.glb");
    assert!(model.triangles > 0 && model.low.is_some());
    device.say(&FromDevice::Unload { model: model.model }).await;
    let unloaded = device.said(|said| match said {
        FromHost::Unloaded { model } => Some(model),
        _ => None,
    });
    assert_eq!(unloaded.await, model.model);
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_failure_has_its_code_and_the_host_lives_on() {
    let (mut host, _folder) = with_files().await;
    let mut device = host.device().await;
    for (request, source, code) in [
        (1, "sample:none", FailedCode::NotFound),
        (2, "upload:1", FailedCode::NotFound),
        (3, "file:own/none.glb", FailedCode::NotFound),
        (4, "file:other/good.glb", FailedCode::NotAllowed),
        (5, "file:own/secret.txt", FailedCode::NotAllowed),
        (6, "file:own/large.glb", FailedCode::TooLarge),
        (7, "file:own/cut.glb", FailedCode::Broken),
        (8, "file:own/text.glb", FailedCode::Broken),
        (9, "file:own/required.gltf", FailedCode::Unsupported),
        (10, "https://example.com/a.glb", FailedCode::NotAllowed),
        (
            11,
            "https://127.0.0.1/a.glb?signature=secret",
            FailedCode::NotAllowed,
        ),
    ] {
        device.load(request, source).await;
        let failed = ended(&mut device, Some(request)).await.unwrap_err();
        assert_eq!(failed.code, code, "{source}: {}", failed.message);
        assert!(!failed.message.contains("secret"), "{}", failed.message);
        let most = (code == FailedCode::TooLarge).then_some(4 << 20);
        assert_eq!(failed.detail.most_bytes, most);
    }
    device.load(12, "sample:alpha").await;
    assert!(ended(&mut device, Some(12)).await.is_ok());
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn models_have_a_ceiling_of_memory() {
    let mut options = options();
    options.memory = 1 << 20;
    let mut host = Host::with(options).await;
    let mut device = host.device().await;
    device.load(1, "sample:gears").await;
    let failed = ended(&mut device, Some(1)).await.unwrap_err();
    assert_eq!(failed.code, FailedCode::Memory, "{}", failed.message);
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_is_given_up() {
    let (mut host, _folder) = with_files().await;
    let mut device = host.device().await;
    device.load(1, "sample:gears").await;
    device.say(&FromDevice::Cancel { request: 1 }).await;
    let failed = ended(&mut device, Some(1)).await.unwrap_err();
    assert_eq!(failed.code, FailedCode::Cancelled);
    // One that has ended cannot be.
    device.say(&FromDevice::Cancel { request: 1 }).await;
    device.load(2, "sample:alpha").await;
    let model = ended(&mut device, Some(2)).await.unwrap();
    assert_eq!(model.model, 1, "the other never came into the scene");
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_loads_are_taken_at_once() {
    let mut host = Host::start().await;
    let mut device = host.device().await;
    for request in 1..=3 {
        device.load(request, "sample:gears").await;
    }
    let failed = ended(&mut device, Some(3)).await.unwrap_err();
    assert_eq!(failed.code, FailedCode::Busy);
    device.load(2, "sample:gears").await;
    let reason = device.said(|said| match said {
        FromHost::Ended { reason } => Some(reason),
        _ => None,
    });
    assert_eq!(reason.await, EndReason::Protocol, "a number means one load");
    host.end(EndReason::Stopped).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_device_finds_the_preloads() {
    let mut options = options();
    options.preload = vec![
        "sample:alpha".parse().unwrap(),
        "sample:none".parse().unwrap(),
    ];
    let mut host = Host::with(options).await;
    for round in 0..2 {
        let mut device = host.device().await;
        // They are loaded one after the other, and may still be.
        let model = match device.welcome.models.first().cloned() {
            Some(model) => model,
            None => ended(&mut device, None).await.unwrap(),
        };
        assert_eq!(model.source.to_string(), "sample:alpha");
        let failed = device.said(|said| match said {
            FromHost::Failed {
                request: None,
                failure,
            } => Some(failure),
            _ => None,
        });
        assert_eq!(failed.await.code, FailedCode::NotFound, "round {round}");
        device.say(&FromDevice::Unload { model: model.model }).await;
        device.say(&FromDevice::Leave {}).await;
        device.closed().await;
    }
    host.end(EndReason::Stopped).await.unwrap();
}
