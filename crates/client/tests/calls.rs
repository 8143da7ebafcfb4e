//! What the recordings do not show: method, URL, body and answer of the other calls.
#![cfg(test)]

mod support;

use futures_executor::block_on;
use remote_rendering_client::{
    ErrorKind, NewSession, RetryPolicy,
    protocol::{
        ApiVersion, Endpoint, EndpointError, Generation, MaxLeaseTime, RegionCatalogue,
        SessionSize, SessionStatus, Timespan,
    },
    scripted::{Reply, ScriptedRuntime},
    token_url,
};
use support::{
    ACCOUNT, DAY, ENDPOINT, STS, client_with_key, client_with_token, error_body, issued, jwt,
    new_session, ok, properties, sent, sent_headers, session, standard,
};

#[test]
fn regions_are_asked_for_without_a_token() {
    let runtime = ScriptedRuntime::default();
    let catalogue = RegionCatalogue::documented(|name| {
        Ok::<_, EndpointError>(Endpoint::of_azure_region(name).unwrap())
    })
    .unwrap();
    runtime.reply(ok(serde_json::to_string(&catalogue).unwrap()));
    let regions = block_on(client_with_key(&runtime).regions()).unwrap();
    assert_eq!(regions, catalogue);
    assert_eq!(sent(&runtime), [format!("GET {ENDPOINT}/regions")]);
    assert!(sent_headers(&runtime, "authorization").is_empty());
}

#[test]
fn a_service_without_regions_says_so() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(Reply::new(404, "", &[]));
    let error = block_on(client_with_key(&runtime).regions()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn the_preview_is_spoken_on_demand() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(standard("Ready"));
    let client = client_with_token(&runtime)
        .with_generation(Generation::V2021(ApiVersion::V2021_01_01Preview));
    block_on(client.get_session(&session())).unwrap();
    assert!(
        runtime.requests()[0]
            .url
            .ends_with("/sessions/session?api-version=2021-01-01-preview")
    );
}

#[test]
fn another_region_is_the_same_account_elsewhere() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(standard("Ready"));
    let client = client_with_token(&runtime).at("http://127.0.0.1:8080/arr".parse().unwrap());
    block_on(client.get_session(&session())).unwrap();
    assert_eq!(
        sent(&runtime),
        [format!(
            "GET http://127.0.0.1:8080/arr/accounts/{ACCOUNT}/sessions/session"
        )]
    );
}

#[test]
fn the_url_of_a_token_that_is_told_is_the_one_that_is_called() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(issued(&jwt(&runtime, DAY, "issued")));
    block_on(client_with_key(&runtime).access_token()).unwrap();
    let told = token_url(&STS.parse().unwrap(), ACCOUNT.parse().unwrap());
    assert_eq!(runtime.requests()[0].url, told);
}

#[test]
fn a_create_that_finds_its_session_there_already_is_a_success() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(standard("Ready"));
    let created = block_on(client_with_token(&runtime).create_session(&session(), &new_session()));
    assert_eq!(created.unwrap().status, SessionStatus::Ready);
}

#[test]
fn parts_of_a_minute_are_cut_from_a_lease_of_2021() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(standard("Starting"));
    let new = NewSession {
        max_lease_time: MaxLeaseTime::try_from(Timespan::from_seconds(299)).unwrap(),
        size: SessionSize::Premium,
    };
    block_on(client_with_token(&runtime).create_session(&session(), &new)).unwrap();
    assert_eq!(
        runtime.requests()[0].body.as_deref(),
        Some(r#"{"maxLeaseTimeMinutes":4,"size":"Premium"}"#)
    );
}

#[test]
fn sizes_that_are_not_known_yet_are_asked_for_and_read() {
    let runtime = ScriptedRuntime::default();
    runtime.reply(ok(properties("Gigantic", "Hibernating", 4)));
    let new = NewSession {
        size: SessionSize::Other("Gigantic".to_owned()),
        ..new_session()
    };
    let session = block_on(client_with_token(&runtime).create_session(&session(), &new)).unwrap();
    assert_eq!(session.size, new.size);
    assert_eq!(
        session.status,
        SessionStatus::Other("Hibernating".to_owned())
    );
    let body = runtime.requests()[0].body.clone().unwrap();
    assert!(body.contains(r#""size":"Gigantic""#));
}

/// Every call, failing once with each status the documents name for it and more.
#[test]
fn every_call_reports_every_documented_status() {
    let table = [
        (400, ErrorKind::BadRequest),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (422, ErrorKind::LeaseRefused),
        (429, ErrorKind::Throttled),
        (500, ErrorKind::ServiceFailed),
        (503, ErrorKind::ServiceFailed),
        (302, ErrorKind::UnexpectedStatus),
        (418, ErrorKind::UnexpectedStatus),
    ];
    for (status, expected) in table {
        let runtime = ScriptedRuntime::default();
        let client = client_with_token(&runtime).with_retry(RetryPolicy::once());
        for _ in 0..10 {
            runtime.reply(Reply::new(status, error_body("Code"), &[]));
        }
        let id = session();
        let lease = new_session().max_lease_time;
        for generation in [Generation::default(), Generation::V1] {
            let client = client.with_generation(generation);
            let failures = block_on(async {
                [
                    client.create_session(&id, &new_session()).await.err(),
                    client.get_session(&id).await.err(),
                    client.update_session(&id, lease).await.err(),
                    client.stop_session(&id).await.err(),
                    client.list_sessions().next_page().await.err(),
                ]
            });
            for error in failures {
                let error = error.expect("a failure");
                assert_eq!(error.kind(), expected, "{error}");
                assert_eq!(error.call().status, Some(status));
            }
        }
        assert_eq!(runtime.replies_left(), 0);
    }
}
