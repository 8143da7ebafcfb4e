//! What devices reach by HTTP: the WebSocket, and uploads.

mod allowance;
mod answer;
mod device;
mod upload;

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{ConnectInfo, State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    response::{IntoResponse as _, Response},
    routing::{get, put},
};
use http::StatusCode;
use remote_rendering_protocol::device::{CONNECT_PATH, MAX_MESSAGE, SUBPROTOCOL, UPLOADS_PATH};
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{frames::Desk, session::Events, sources::Sources};
use answer::Refused;

/// How many devices may be asked who they are at once.
const STRANGERS: usize = 16;

/// What the handlers know.
#[derive(Clone, Debug)]
pub(crate) struct Signalling {
    events: Events,
    desk: Arc<Desk>,
    sources: Sources,
    max_upload_bytes: u64,
    strangers: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    /// Connections that are open, which close once the token is cancelled.
    tasks: TaskTracker,
    closing: CancellationToken,
}

impl Signalling {
    pub(crate) fn new(
        events: Events,
        desk: Arc<Desk>,
        sources: Sources,
        max_upload_bytes: u64,
    ) -> Self {
        Self {
            events,
            desk,
            sources,
            max_upload_bytes,
            strangers: Arc::new(Semaphore::new(STRANGERS)),
            uploads: Arc::new(Semaphore::new(1)),
            tasks: TaskTracker::new(),
            closing: CancellationToken::new(),
        }
    }

    /// The routes.
    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route(CONNECT_PATH, get(connect))
            .route(
                &format!("{UPLOADS_PATH}/{{name}}"),
                put(upload::receive).options(upload::preflight),
            )
            .fallback(async || {
                Refused::new(StatusCode::NOT_FOUND, "NotFound", "There is nothing here.")
            })
            .with_state(self.clone())
    }

    /// Closes every connection: those that were told why have said it by then.
    pub(crate) async fn close(&self) {
        self.tasks.close();
        self.closing.cancel();
        self.tasks.wait().await;
    }
}

/// Opens a device's WebSocket.
async fn connect(
    State(signalling): State<Signalling>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade.protocols([SUBPROTOCOL]),
        Err(rejection) => {
            let message = "This is the address of a WebSocket.";
            return Refused::new(rejection.into_response().status(), "NoWebSocket", message)
                .into_response();
        }
    };
    if upgrade.selected_protocol().is_none() {
        let message = "The WebSocket must ask for the subprotocol remote-rendering.1.";
        return Refused::new(StatusCode::BAD_REQUEST, "Subprotocol", message).into_response();
    }
    // The device keeps its place until it is let in.
    let Ok(place) = Arc::clone(&signalling.strangers).try_acquire_owned() else {
        let message = "Too many devices wait to be let in: try again in a few seconds.";
        return Refused::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", message).into_response();
    };
    upgrade
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_upgrade(move |socket| {
            let tasks = signalling.tasks.clone();
            let served = device::serve(socket, peer.ip(), signalling, place);
            tasks.track_future(served)
        })
}
