//! What a service refuses.

use remote_rendering_client::{
    Credential, ErrorKind, NewSession, Runtime,
    protocol::{AccessToken, AccountId, SessionSize},
};

use super::{DAY, code_of, minutes, script::token, standard};
use crate::Place;

pub async fn a_lease_that_is_not_longer_is_refused<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let created = client.create_session(&place.fresh_id(), &standard()).await;
    let id = created.unwrap().id;
    let mut errors = Vec::new();
    for lease in [3, 4] {
        errors.push(
            client
                .update_session(&id, minutes(lease))
                .await
                .unwrap_err(),
        );
    }
    client.stop_session(&id).await.unwrap();
    // Nothing is long enough for one that has ended.
    errors.push(client.update_session(&id, minutes(9)).await.unwrap_err());
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::LeaseRefused);
        assert_eq!(error.call().status, Some(422));
        assert_eq!(code_of(&error), "UnprocessableEntity");
    }
}

pub async fn a_session_of_nobody_is_not_found<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let id = place.fresh_id();
    let errors = [
        client.get_session(&id).await.unwrap_err(),
        client.update_session(&id, minutes(9)).await.unwrap_err(),
        client.stop_session(&id).await.unwrap_err(),
        client.resume_session(&id).await.unwrap_err(),
        client.connect_session(&id).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        assert_eq!(error.call().status, Some(404));
        assert_eq!(code_of(&error), "NotFound");
        // Told without the query, which could hold a secret.
        assert!(error.call().url.contains(id.as_str()), "{error}");
        assert!(!error.to_string().contains('?'), "{error}");
    }
}

pub async fn another_account_is_forbidden<R: Runtime + Clone>(place: Place<R>) {
    let token = place.client().access_token().await.unwrap();
    let other = AccountId::from_bytes(place.runtime.random());
    let client = place.client_of(other, Credential::AccessToken(token));
    let id = place.fresh_id();
    let errors = [
        client.create_session(&id, &standard()).await.unwrap_err(),
        client.get_session(&id).await.unwrap_err(),
        client.update_session(&id, minutes(9)).await.unwrap_err(),
        client.stop_session(&id).await.unwrap_err(),
        client.connect_session(&id).await.unwrap_err(),
        client.list_sessions().next_page().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
        assert_eq!(error.call().status, Some(403));
        assert_eq!(code_of(&error), "Forbidden");
    }
}

pub async fn a_forged_token_is_unauthorized<R: Runtime + Clone>(place: Place<R>) {
    let forged = token(&place, "forged", DAY);
    let client = place.client_with(Credential::AccessToken(AccessToken::new(&forged)));
    let error = client.list_sessions().next_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let call = error.call();
    assert_eq!((call.status, call.attempts), (Some(401), 1));
    assert_eq!(code_of(&error), "Unauthorized");
    assert!(!format!("{error} {error:?}").contains(&forged));
}

pub async fn a_size_that_the_service_does_not_know_is_a_bad_request<R: Runtime + Clone>(
    place: Place<R>,
) {
    let huge = NewSession {
        size: SessionSize::from("Huge"),
        ..standard()
    };
    let client = place.client();
    let error = client.create_session(&place.fresh_id(), &huge).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert_eq!(error.call().status, Some(400));
    assert_eq!(code_of(&error), "BadRequest");
}
