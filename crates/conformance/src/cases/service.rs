//! What a service tells and takes beside the life of one session.

use http::Method;
use remote_rendering_client::{
    Runtime,
    protocol::{ApiVersion, Generation, MaxLeaseTime, SessionId, SessionStatus},
};

use super::standard;
use crate::Place;

pub async fn the_regions_are_told<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let catalogue = client.regions().await.unwrap();
    assert!(catalogue.regions().len() > 1);
    for region in catalogue.regions() {
        assert_eq!(catalogue.find(&region.name), Some(region));
        assert!(!region.display_name.is_empty());
    }
    let text = client.regions_text().await.unwrap();
    for region in catalogue.regions() {
        assert!(text.contains(region.endpoint.as_str()), "{text}");
    }
    // Anybody may ask.
    assert_eq!(client.runtime().count(&Method::GET, "/token?"), 0);
}

pub async fn the_preview_is_spoken<R: Runtime + Clone>(place: Place<R>) {
    let preview = Generation::V2021(ApiVersion::V2021_01_01Preview);
    let client = place.client().with_generation(preview);
    let id = place.fresh_id();
    client.create_session(&id, &standard()).await.unwrap();
    client.stop_session(&id).await.unwrap();
    let stopped = client.get_session(&id).await.unwrap();
    assert_eq!(stopped.status, SessionStatus::Stopped);
    let version = "?api-version=2021-01-01-preview";
    assert_eq!(client.runtime().count(&Method::PUT, version), 1);
}

pub async fn both_generations_see_the_same_session<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let v1 = client.with_generation(Generation::V1);
    let id = place.fresh_id();
    client.create_session(&id, &standard()).await.unwrap();
    assert_eq!(v1.get_session(&id).await.unwrap().id, id);
    v1.stop_session(&id).await.unwrap();
    let stopped = client.get_session(&id).await.unwrap();
    assert_eq!(stopped.status, SessionStatus::Stopped);
    // Both calls were made with one token.
    assert_eq!(client.runtime().count(&Method::GET, "/token?"), 1);
}

#[expect(clippy::unused_async, reason = "a case is async")]
pub async fn what_no_service_would_take_is_not_sent<R: Runtime + Clone>(_: Place<R>) {
    for id in ["", "a b", "a/b", "a.b", "ä", &"a".repeat(257)] {
        assert!(id.parse::<SessionId>().is_err(), "{id}");
    }
    for minutes in [-1, 1441, i64::MAX] {
        assert!(MaxLeaseTime::from_minutes(minutes).is_err(), "{minutes}");
    }
    assert!(MaxLeaseTime::from_minutes(0).is_ok());
}
