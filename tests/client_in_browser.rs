//! What the client does in a browser alone, against the service that runs beside the tests. What it does in every shell is asked by
//! the conformance suite (`tests/conformance.rs`).
#![cfg(target_arch = "wasm32")]

mod support;

use std::time::Duration;

use futures_util::{FutureExt as _, future::join_all};
use remote_rendering::browser::BrowserProber;
use remote_rendering_client::{
    Credential, ErrorKind, RetryPolicy,
    probe::{Connection, Prober as _},
    protocol::{SessionId, SessionStatus, session::SessionProperties},
};
use support::{
    fetches::{Fetches, ReplacedFetch},
    service::{BrowserClient, client, client_with, endpoint, fresh_id, service, standard},
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

async fn created(client: &BrowserClient) -> SessionProperties {
    client
        .create_session(&fresh_id(), &standard())
        .await
        .unwrap()
}

async fn ids_of_list(client: &BrowserClient) -> Vec<SessionId> {
    let sessions = client.list_sessions().collect().await.unwrap();
    sessions.into_iter().map(|session| session.id).collect()
}

#[wasm_bindgen_test]
async fn sessions_belong_to_their_region() {
    let client = client();
    let regions = client.regions().await.unwrap();
    let [here, there, ..] = regions.regions() else {
        panic!("several regions: {regions:?}")
    };
    let (here, there) = (
        client.at(here.endpoint.clone()),
        client.at(there.endpoint.clone()),
    );
    let session = created(&here).await;
    let elsewhere = there.get_session(&session.id).await;
    let listed_elsewhere = ids_of_list(&there).await;
    here.stop_session(&session.id).await.unwrap();
    assert_eq!(elsewhere.unwrap_err().kind(), ErrorKind::NotFound);
    assert!(!listed_elsewhere.contains(&session.id));
}

#[wasm_bindgen_test]
async fn dropping_a_poll_ends_the_waiting_and_loses_nothing() {
    let client = client();
    let id = fresh_id();
    let fetches = Fetches::watch();
    let mut poller = client.begin_session(&id, &standard()).await.unwrap();
    assert!(
        poller
            .until_done(|_| panic!("dropped before it asks"))
            .now_or_never()
            .is_none()
    );
    // A question under way is dropped, too: its request is aborted.
    assert!(poller.poll().now_or_never().is_none());
    let questions = || fetches.count("GET", &format!("/sessions/{id}"));
    assert_eq!(questions(), 1);
    assert!(fetches.requests().last().unwrap().signal().aborted());

    // Another poller sees the session become ready; the dropped one has asked nothing meanwhile.
    let mut other = client.resume_session(&id).await.unwrap();
    let mut asked = 2;
    other.until_done(|_| asked += 1).await.unwrap();
    assert_eq!(questions(), asked);

    assert_eq!(poller.latest().status, SessionStatus::Starting);
    assert_eq!(poller.poll().await.unwrap().status, SessionStatus::Ready);
    client.stop_session(&id).await.unwrap();
}

#[wasm_bindgen_test]
async fn an_attempt_that_takes_too_long_is_aborted() {
    let policy = RetryPolicy {
        attempt_timeout: Duration::from_millis(1),
        ..RetryPolicy::once()
    };
    let _silence = ReplacedFetch::by_script("return new Promise(() => {});");
    let fetches = Fetches::watch();
    let error = client().with_retry(policy).regions().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(fetches.requests()[0].signal().aborted());
}

#[wasm_bindgen_test]
async fn every_region_of_the_service_can_be_measured() {
    let catalogue = client().regions().await.unwrap();
    assert!(catalogue.regions().len() > 1);
    let prober = BrowserProber::new();
    let regions = catalogue.regions().iter();
    let measured =
        regions.map(|region| prober.probe(region.probe_url.as_str(), Connection::Shared));
    for (region, time) in catalogue.regions().iter().zip(join_all(measured).await) {
        assert!(time.is_ok(), "{}: {time:?}", region.name);
    }
}

#[wasm_bindgen_test]
async fn a_web_server_that_is_no_service_is_told_from_one() {
    // The one of the test's own page.
    let page = web_sys::window().unwrap().location().origin().unwrap();
    let token = client().access_token().await.unwrap();
    let client = client_with(Credential::AccessToken(token), service().url).at(endpoint(&page));
    let error = client.list_sessions().next_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.call().service, None);
}
