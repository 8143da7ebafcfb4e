//! What ends a host.

use std::{io, path::PathBuf};

use remote_rendering_renderer::{GpuError, RenderError};
use remote_rendering_stream::EncodeError;
use rustls::pki_types::pem;

/// Why a host cannot start, or cannot go on. The service is told the code and the text.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// A folder of models cannot be used.
    #[error("the models' folder {} cannot be read: name another with --models", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// An allowed host is no host.
    #[error("{0:?} is no host: --models-from takes a name, or a name and a port")]
    Origin(String),
    /// A PEM file cannot be read.
    #[error("the certificate or key in {} cannot be read", .path.display())]
    Pem {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: pem::Error,
    },
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: do the certificate and its key belong together?")]
    Tls(#[from] rustls::Error),
    /// There is no graphics device.
    #[error("no graphics device can be opened")]
    Graphics(#[from] GpuError),
    /// The graphics device failed.
    #[error("the graphics device failed")]
    Render(#[from] RenderError),
    /// The encoder failed.
    #[error("the video encoder failed")]
    Encode(#[from] EncodeError),
    /// No port is free.
    #[error(
        "no port from 49152 to 65534 can be bound at {address}: is the address this machine's?"
    )]
    Ports {
        /// The address.
        address: std::net::IpAddr,
        /// Why the last one could not.
        #[source]
        cause: io::Error,
    },
    /// The way to the service is broken.
    #[error("the service can be neither heard nor told anything")]
    Control(#[source] io::Error),
    /// The system does not give what a process needs.
    #[error("the system gives no thread, file or socket")]
    System(#[source] io::Error),
    /// A part of the host has ended that never should.
    #[error("a part of the host has stopped working")]
    Stopped,
}

impl HostError {
    /// The code that the service is told.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Folder { .. } | Self::Origin(_) => "HostModels",
            Self::Pem { .. } | Self::Tls(_) => "HostTls",
            Self::Graphics(_) => "HostNoGraphics",
            Self::Render(_) => "HostGraphicsFailed",
            Self::Encode(_) => "HostEncoderFailed",
            Self::Ports { .. } => "HostNoPort",
            Self::Control(_) | Self::System(_) | Self::Stopped => "HostFailed",
        }
    }

    /// The error and its causes, in one line.
    pub fn told(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        text
    }
}
