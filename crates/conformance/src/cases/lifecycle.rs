//! The life of a session, in a service.

use std::collections::BTreeSet;

use futures_util::{FutureExt as _, future::join_all};
use remote_rendering_client::{
    ErrorKind, NewSession, Runtime,
    protocol::{Generation, SessionId, SessionSize, SessionStatus},
};

use super::{code_of, ids_of_list, minutes, standard};
use crate::Place;

pub async fn a_session_becomes_ready_and_ends<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let id = place.fresh_id();
    let mut poller = client.begin_session(&id, &standard()).await.unwrap();
    let id = poller.latest().id.clone();
    assert_eq!(poller.latest().status, SessionStatus::Starting);
    assert!(!poller.is_done());
    place.boot();
    let mut seen = Vec::new();
    let ready = poller.until_done(|it| seen.push(it.status.clone())).await;
    let ready = ready.unwrap();
    assert_eq!((&ready.id, &ready.status), (&id, &SessionStatus::Ready));
    assert_eq!(ready.max_lease_time_minutes, 4);
    assert!(ready.hostname.is_some());
    // v1 tells of no ports and no teraflops.
    let tells_all = place.generation != Generation::V1;
    assert_eq!(ready.handshake_port.is_some(), tells_all);
    assert_eq!(ready.arr_inspector_port.is_some(), tells_all);
    assert_eq!(ready.teraflops.is_some(), tells_all);
    assert_eq!(ready.creation_time.is_some(), tells_all);
    assert_eq!(seen.last(), Some(&SessionStatus::Ready));
    assert!(ids_of_list(&client).await.contains(&id));

    let longer = client.update_session(&id, minutes(7)).await.unwrap();
    assert_eq!(longer.max_lease_time_minutes, 7);
    client.stop_session(&id).await.unwrap();
    let stopped = poller.poll().await.unwrap();
    assert_eq!(stopped.status, SessionStatus::Stopped);
    assert_eq!(stopped.max_lease_time_minutes, 7);
    assert!(poller.is_done());
    assert!(!ids_of_list(&client).await.contains(&id));
    // Once more does nothing.
    client.stop_session(&id).await.unwrap();
    let still = client.get_session(&id).await.unwrap();
    assert_eq!(still.status, SessionStatus::Stopped);
}

pub async fn a_session_is_found_again_by_its_id<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let created = client.create_session(&place.fresh_id(), &standard()).await;
    let id = created.unwrap().id;
    // Another program, later.
    let other = place.client();
    let mut poller = other.resume_session(&id).await.unwrap();
    assert_eq!(poller.latest().id, id);
    other.stop_session(&id).await.unwrap();
    let end = poller.poll().await.unwrap();
    assert_eq!(end.status, SessionStatus::Stopped);
    assert!(other.resume_session(&id).await.unwrap().is_done());
}

pub async fn a_premium_session_is_premium<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let premium = NewSession {
        size: SessionSize::Premium,
        ..standard()
    };
    let created = client.create_session(&place.fresh_id(), &premium).await;
    let created = created.unwrap();
    assert_eq!(created.size, SessionSize::Premium);
    let read = client.get_session(&created.id).await.unwrap();
    client.stop_session(&created.id).await.unwrap();
    assert_eq!(read.size, SessionSize::Premium);
}

pub async fn a_dropped_call_loses_nothing<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let id = place.fresh_id();
    let mut poller = client.begin_session(&id, &standard()).await.unwrap();
    let id = poller.latest().id.clone();
    assert!(poller.poll().now_or_never().is_none());
    assert!(poller.until_done(|_| ()).now_or_never().is_none());
    assert_eq!(poller.latest().status, SessionStatus::Starting);
    client.stop_session(&id).await.unwrap();
    assert_eq!(poller.poll().await.unwrap().status, SessionStatus::Stopped);
}

pub async fn nobody_connects_to_a_session_without_a_server<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let created = client.create_session(&place.fresh_id(), &standard()).await;
    let id = created.unwrap().id;
    let starting = client.connect_session(&id).await.unwrap_err();
    client.stop_session(&id).await.unwrap();
    let stopped = client.connect_session(&id).await.unwrap_err();
    for (error, code) in [(starting, "SessionStarting"), (stopped, "SessionStopped")] {
        assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");
        assert_eq!((error.call().status, error.call().attempts), (Some(409), 1));
        assert_eq!(code_of(&error), code);
    }
}

pub async fn creating_twice_is_creating_once<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let id = place.fresh_id();
    let first = client.create_session(&id, &standard()).await.unwrap();
    let second = client.create_session(&id, &standard()).await.unwrap();
    client.stop_session(&id).await.unwrap();
    assert!(first.creation_time.is_some());
    assert_eq!(first, second);
}

pub async fn an_id_keeps_its_signs<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let unique = place.fresh_id();
    let long = format!(
        "{unique}{}",
        "x".repeat(SessionId::MAX_LENGTH - unique.as_str().len())
    );
    for id in [long, format!("-_aZ9-{unique}"), format!("-_Az9-{unique}")] {
        let id = id.parse().unwrap();
        client.create_session(&id, &standard()).await.unwrap();
        let read = client.get_session(&id).await.unwrap();
        let listed = ids_of_list(&client).await.contains(&id);
        client.stop_session(&id).await.unwrap();
        assert_eq!(read.id, id);
        assert!(listed, "{id}");
    }
}

pub async fn a_taken_id_is_a_conflict<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let id = place.fresh_id();
    client.create_session(&id, &standard()).await.unwrap();
    let mut errors = Vec::new();
    for other in [
        NewSession {
            size: SessionSize::Premium,
            ..standard()
        },
        NewSession {
            max_lease_time: minutes(5),
            ..standard()
        },
    ] {
        errors.push(client.create_session(&id, &other).await.unwrap_err());
    }
    client.stop_session(&id).await.unwrap();
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert_eq!(code_of(&error), "Conflict");
    }
}

/// More than the hundred that a page of the service has.
const MORE_THAN_A_PAGE: usize = 101;

pub async fn a_list_of_many_pages_is_read_to_its_end<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let ids: BTreeSet<_> = (0..MORE_THAN_A_PAGE).map(|_| place.fresh_id()).collect();
    let new = standard();
    let created = join_all(ids.iter().map(|id| client.create_session(id, &new))).await;
    let mut pages = client.list_sessions();
    let (mut count, mut seen) = (0, Vec::new());
    while let Some(page) = pages.next_page().await.unwrap() {
        count += 1;
        seen.extend(page.into_iter().map(|session| session.id));
    }
    let whole = ids_of_list(&client).await;
    let stopped = join_all(ids.iter().map(|id| client.stop_session(id))).await;
    assert!(created.iter().all(Result::is_ok), "{created:?}");
    assert!(stopped.iter().all(Result::is_ok), "{stopped:?}");
    assert!(count > 1);
    for list in [seen, whole] {
        let found = list.iter().filter(|id| ids.contains(id));
        assert_eq!(found.count(), ids.len());
        assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), list.len());
    }
}

pub async fn the_service_chooses_the_id<R: Runtime + Clone>(place: Place<R>) {
    let client = place.client();
    let unused = place.fresh_id();
    let first = client.create_session(&unused, &standard()).await.unwrap();
    let second = client.create_session(&unused, &standard()).await.unwrap();
    for session in [&first, &second] {
        client.stop_session(&session.id).await.unwrap();
        assert_ne!(session.id, unused);
    }
    assert_ne!(first.id, second.id);
    let error = client.get_session(&unused).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}
