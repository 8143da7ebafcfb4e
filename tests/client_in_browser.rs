//! The whole client on the browser's runtime, against the service that runs beside the tests.
#![cfg(target_arch = "wasm32")]

mod support;

use std::time::Duration;

use futures_util::{FutureExt as _, future::join_all};
use remote_rendering::browser::BrowserProber;
use remote_rendering_client::{
    Credential, ErrorKind, NewSession, RetryPolicy,
    probe::{Connection, Prober as _},
    protocol::{
        AccessToken, ApiVersion, Generation, SessionId, SessionSize, SessionStatus,
        session::SessionProperties,
    },
};
use support::{
    fetches::{Fetches, ReplacedFetch},
    service::{
        BrowserClient, CLOSED, WRONG_KEY, client, client_with, credential, endpoint, fresh_id,
        minutes, service, standard,
    },
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
async fn a_key_buys_a_token_once() {
    let client = client();
    assert_eq!(client.token_expires_at(), None);
    let fetches = Fetches::watch();
    let first = client.access_token().await.unwrap();
    let second = client.access_token().await.unwrap();
    assert_eq!(first.expose(), second.expose());
    assert_eq!(fetches.count("GET", "/token"), 1);
    assert!(client.token_expires_at().is_some());
}

#[wasm_bindgen_test]
async fn calls_at_once_buy_one_token_together() {
    let client = client();
    let fetches = Fetches::watch();
    let outcomes = join_all((0..5).map(|_| client.access_token())).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(fetches.count("GET", "/token"), 1);
}

#[wasm_bindgen_test]
async fn a_wrong_key_is_unauthorized_with_the_services_words_and_vector() {
    let client = client_with(credential(WRONG_KEY), service().url);
    let error = client.access_token().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let call = error.call();
    assert_eq!((call.status, call.attempts), (Some(401), 1));
    assert!(call.correlation_vector.is_some());
    assert_eq!(call.service.as_ref().unwrap().code, "Unauthorized");
    assert!(!format!("{error} {error:?}").contains(WRONG_KEY));
}

#[wasm_bindgen_test]
async fn a_token_of_the_sts_is_enough() {
    let token = client().access_token().await.unwrap();
    let token = AccessToken::new(token.expose());
    let client = client_with(Credential::AccessToken(token), service().url);
    let fetches = Fetches::watch();
    client.list_sessions().next_page().await.unwrap().unwrap();
    assert_eq!(fetches.count("GET", "/token"), 0);
}

#[wasm_bindgen_test]
async fn a_session_goes_from_its_creation_to_its_end() {
    let client = client();
    let id = fresh_id();
    let mut seen = Vec::new();
    let mut poller = client.begin_session(&id, &standard()).await.unwrap();
    assert_eq!(poller.latest().status, SessionStatus::Starting);
    let ready = poller
        .until_done(|session| seen.push(session.status.clone()))
        .await
        .unwrap();
    assert_eq!((&ready.id, &ready.status), (&id, &SessionStatus::Ready));
    assert!(ready.hostname.is_some() && ready.handshake_port.is_some());
    assert_eq!(seen.last(), Some(&SessionStatus::Ready));

    let longer = client.update_session(&id, minutes(7)).await.unwrap();
    assert_eq!(longer.max_lease_time_minutes, 7);
    assert!(ids_of_list(&client).await.contains(&id));

    client.stop_session(&id).await.unwrap();
    let stopped = client.get_session(&id).await.unwrap();
    assert_eq!(stopped.status, SessionStatus::Stopped);
    assert_eq!(stopped.max_lease_time_minutes, 7);
    assert!(!ids_of_list(&client).await.contains(&id));
    client.stop_session(&id).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_session_goes_from_its_creation_to_its_end_in_v1() {
    let client = client().with_generation(Generation::V1);
    let fetches = Fetches::watch();
    let unused = fresh_id();
    let mut poller = client.begin_session(&unused, &standard()).await.unwrap();
    let id = poller.latest().id.clone();
    assert_ne!(id, unused);
    let ready = poller.until_done(|_| ()).await.unwrap();
    assert_eq!((&ready.id, &ready.status), (&id, &SessionStatus::Ready));
    assert_eq!(ready.max_lease_time_minutes, 4);
    assert!(ready.hostname.is_some());

    let longer = client.update_session(&id, minutes(7)).await.unwrap();
    assert_eq!(longer.max_lease_time_minutes, 7);
    assert!(ids_of_list(&client).await.contains(&id));

    client.stop_session(&id).await.unwrap();
    let stopped = client.get_session(&id).await.unwrap();
    assert_eq!(stopped.status, SessionStatus::Stopped);
    assert!(!ids_of_list(&client).await.contains(&id));
    assert_eq!(fetches.count("DELETE", "/v1/"), 1);
}

#[wasm_bindgen_test]
async fn both_generations_see_the_same_sessions() {
    let client = client();
    let session = created(&client).await;
    let v1 = client.with_generation(Generation::V1);
    let older = v1.get_session(&session.id).await.unwrap();
    assert_eq!(older.id, session.id);
    v1.stop_session(&session.id).await.unwrap();
    let stopped = client.get_session(&session.id).await.unwrap();
    assert_eq!(stopped.status, SessionStatus::Stopped);
}

#[wasm_bindgen_test]
async fn the_preview_version_is_spoken_too() {
    let client = client().with_generation(Generation::V2021(ApiVersion::V2021_01_01Preview));
    let fetches = Fetches::watch();
    let session = created(&client).await;
    client.stop_session(&session.id).await.unwrap();
    assert_eq!(fetches.count("PUT", "api-version=2021-01-01-preview"), 1);
}

#[wasm_bindgen_test]
async fn creating_twice_is_creating_once_and_with_other_settings_a_conflict() {
    let client = client();
    let session = created(&client).await;
    let again = client
        .create_session(&session.id, &standard())
        .await
        .unwrap();
    assert_eq!(again.creation_time, session.creation_time);
    let premium = NewSession {
        size: SessionSize::Premium,
        ..standard()
    };
    let error = client
        .create_session(&session.id, &premium)
        .await
        .unwrap_err();
    client.stop_session(&session.id).await.unwrap();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.call().correlation_vector.is_some());
}

#[wasm_bindgen_test]
async fn a_lease_that_is_not_longer_is_refused() {
    let client = client();
    let session = created(&client).await;
    let error = client
        .update_session(&session.id, minutes(4))
        .await
        .unwrap_err();
    client.stop_session(&session.id).await.unwrap();
    assert_eq!(error.kind(), ErrorKind::LeaseRefused);
    assert_eq!(
        error.call().service.as_ref().unwrap().code,
        "UnprocessableEntity"
    );
}

#[wasm_bindgen_test]
async fn an_unknown_session_is_not_found() {
    let error = client().get_session(&fresh_id()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.call().status, Some(404));
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
async fn an_unreachable_service_is_tried_as_often_as_the_policy_says() {
    let policy = RetryPolicy {
        max_attempts: 2,
        first_backoff: Duration::from_millis(1),
        ..RetryPolicy::default()
    };
    let token = client().access_token().await.unwrap();
    let client = client_with(Credential::AccessToken(token), CLOSED).with_retry(policy);
    let fetches = Fetches::watch();
    let error = client.get_session(&fresh_id()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert_eq!(error.call().attempts, 2);
    assert_eq!(fetches.count("GET", CLOSED), 2);
    assert!(!format!("{error} {error:?}").contains("api-version"));
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
