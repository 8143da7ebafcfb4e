//! A host from its start to its end.

use std::{future, net::SocketAddr, sync::Arc, time::Duration};

use remote_rendering_scene::Limits;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::Semaphore,
    time::timeout,
};

use crate::{
    HostError, HostOptions,
    control::FromHost,
    frames::{Desk, FrameLoop},
    inspector, link,
    rtc::Door,
    server::{self, Sockets},
    session::{self, Event, Loader, Session, Terms},
    signalling::Signalling,
    sources::Sources,
};

/// How long the last words to devices, and the last frame, may take.
const FAREWELL: Duration = Duration::from_millis(700);

/// Serves one session: says on `output` when it is ready, and does what `input` says until that tells it to end, or ends
/// itself.
///
/// What a host cannot go on with is said on `output`, and is the error.
pub async fn run(
    options: HostOptions,
    input: impl AsyncRead + Send + Unpin,
    mut output: impl AsyncWrite + Send + Unpin,
) -> Result<(), HostError> {
    let result = serve(options, input, &mut output).await;
    if let Err(error) = &result {
        let failed = FromHost::Failed {
            code: error.code().to_owned(),
            message: error.told(),
        };
        // Where the service is gone there is nobody to tell.
        if let Err(error) = link::tell(&mut output, &failed).await {
            tracing::error!(%error, "the service cannot be told");
        }
    }
    result
}

async fn serve(
    options: HostOptions,
    input: impl AsyncRead + Send + Unpin,
    output: &mut (impl AsyncWrite + Send + Unpin),
) -> Result<(), HostError> {
    let tls = server::tls(&options)?;
    let sources = Sources::new(&options)?;
    let (events, heard) = session::channel();
    let desk = Arc::new(Desk::new());
    // From here on whatever ends this function ends the frame loop.
    let over = desk.over_when_dropped();
    let studio = FrameLoop::start(&options, Arc::clone(&desk), events.clone()).await?;
    let sockets = Sockets::bind(options.bind)?;
    let ports = (port(&sockets.signalling)?, port(&sockets.inspector)?);

    let advertised = SocketAddr::new(options.public_address.unwrap_or(options.bind), ports.0);
    let door = Door::new(sockets.media, advertised)?;
    let signalling = Signalling::new(
        events.clone(),
        Arc::clone(&desk),
        sources.clone(),
        options.max_model_size,
    );
    let failed = HostError::System;
    let devices = server::serve(sockets.signalling, signalling.router(), tls.as_ref());
    let devices = devices.map_err(failed)?;
    let status = Arc::clone(&studio.status);
    let inspector = inspector::router(Arc::clone(&status));
    let inspector = server::serve(sockets.inspector, inspector, tls.as_ref()).map_err(failed)?;

    let ready = FromHost::Ready {
        handshake_port: ports.0,
        inspector_port: ports.1,
        renderer: studio.name.clone(),
    };
    link::tell(output, &ready).await?;
    tracing::info!(
        port = ports.0,
        inspector = ports.1,
        renderer = studio.name,
        "the host is ready"
    );

    let mut limits = Limits::default();
    limits.file_bytes = options.max_model_size;
    let loader = Loader {
        sources,
        renderer: studio.renderer,
        ceiling: options.memory,
        limits,
        events: events.clone(),
        reading: Arc::new(Semaphore::new(1)),
    };
    let terms = Terms {
        renderer: studio.name,
        max_upload_bytes: options.max_model_size,
        door,
    };
    let session = Session::new(terms, loader, &options.preload, Arc::clone(&desk), status);
    let session = session.run(heard);
    let service = link::talk(input, output, &events, &desk);
    let frames = async {
        studio.ended.cancelled().await;
        // If it has said why, that comes first.
        let _ = events.send(Event::Failed(HostError::Stopped)).await;
    };
    let told = async {
        tokio::join!(service, frames);
        future::pending().await
    };
    let result = tokio::select! {
        result = session => result,
        result = told => result,
    };

    devices.shutdown();
    inspector.shutdown();
    // A driver that is still at work while the process ends may take it down with a fault.
    drop(over);
    let ended = async { tokio::join!(signalling.close(), studio.ended.cancelled()) };
    if timeout(FAREWELL, ended).await.is_err() {
        tracing::warn!("a connection or the frame loop did not end in time");
    }
    result
}

fn port(listener: &std::net::TcpListener) -> Result<u16, HostError> {
    let address = listener.local_addr().map_err(HostError::System)?;
    Ok(address.port())
}
