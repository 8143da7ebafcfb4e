//! Uploads of models.

use std::{fs::File, io, sync::Arc, time::Duration};

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use futures_util::StreamExt as _;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use remote_rendering_protocol::device::{ModelSource, Uploaded};
use tokio::{io::AsyncWriteExt as _, sync::oneshot, time::timeout};

use super::{
    Signalling,
    answer::{Refused, allow_any_origin},
};
use crate::{secret::KeyHash, session::Event};

/// How long an upload may be silent.
const SILENCE: Duration = Duration::from_secs(30);

/// The longest name of a file, in bytes.
const LONGEST_NAME: usize = 255;

/// What a browser asks before it uploads from a page of another origin.
pub(super) async fn preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    allow_any_origin(&mut response);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "PUT"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Takes a file from the connected device.
pub(super) async fn receive(
    State(signalling): State<Signalling>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    let key = bearer(&headers).ok_or_else(no_key)?;
    let (answer, is_good) = oneshot::channel();
    let asked = Event::Upload { key, answer };
    signalling.events.send(asked).await.map_err(|_| over())?;
    let scene = is_good.await.ok().ok_or_else(over)?.ok_or_else(no_key)?;

    let is_name = name.len() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if !is_name {
        let message =
            format!("A file's name has at most {LONGEST_NAME} bytes and no control characters.");
        return Err(Refused::new(StatusCode::BAD_REQUEST, "Name", message));
    }
    let Ok(_turn) = Arc::clone(&signalling.uploads).try_acquire_owned() else {
        let message = "Another upload is under way: wait until it is complete.";
        return Err(Refused::new(StatusCode::CONFLICT, "Busy", message));
    };
    let file = tokio::select! {
        file = keep(body, &headers, signalling.max_upload_bytes) => file?,
        () = signalling.closing.cancelled() => return Err(over()),
        // Nobody is to hold the next device's turn.
        () = scene.over.cancelled() => return Err(over()),
    };
    let (answer, number) = oneshot::channel();
    let done = Event::Uploaded {
        scene: scene.number,
        name,
        file,
        answer,
    };
    signalling.events.send(done).await.map_err(|_| over())?;
    let number = number.await.ok().flatten().ok_or_else(over)?;
    let mut response = Json(Uploaded {
        source: ModelSource::Upload(number),
    })
    .into_response();
    allow_any_origin(&mut response);
    Ok(response)
}

/// The hash of the bearer's key.
fn bearer(headers: &HeaderMap) -> Option<KeyHash> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| KeyHash::of(key.trim()))
}

/// Writes the body into a file without a name, as it comes.
async fn keep(body: Body, headers: &HeaderMap, most: u64) -> Result<File, Refused> {
    let too_large = || {
        let message = format!("The file is larger than the {most} bytes that the operator allows.");
        Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "TooLarge", message)
    };
    let announced = headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let file = tempfile::tempfile().map_err(|error| no_room(&error))?;
    let mut file = tokio::fs::File::from_std(file);
    let mut pieces = body.into_data_stream();
    let mut length = 0_u64;
    loop {
        let piece = timeout(SILENCE, pieces.next()).await.map_err(|_| {
            let message = format!("Nothing came for {} s.", SILENCE.as_secs());
            Refused::new(StatusCode::REQUEST_TIMEOUT, "Timeout", message)
        })?;
        let Some(piece) = piece else { break };
        let piece = piece
            .map_err(|_| Refused::new(StatusCode::BAD_REQUEST, "Body", "The upload broke off."))?;
        length += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if length > most {
            return Err(too_large());
        }
        file.write_all(&piece)
            .await
            .map_err(|error| no_room(&error))?;
    }
    file.flush().await.map_err(|error| no_room(&error))?;
    Ok(file.into_std().await)
}

fn no_key() -> Refused {
    let message =
        "Uploads need `Authorization: Bearer` with the upload key of the connection that is open.";
    Refused::new(StatusCode::UNAUTHORIZED, "Unauthorized", message)
}

fn over() -> Refused {
    let message = "The connection for which this was uploaded is over.";
    Refused::new(StatusCode::GONE, "Gone", message)
}

fn no_room(error: &io::Error) -> Refused {
    tracing::error!(%error, "an upload cannot be kept");
    let message = "The host has no room for the file: tell its operator.";
    Refused::new(StatusCode::INSUFFICIENT_STORAGE, "Storage", message)
}
