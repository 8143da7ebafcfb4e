use std::{io, path::PathBuf, process::ExitCode};

use remote_rendering_native::{FetchError, TrustError};
use remote_rendering_protocol::{Endpoint, EndpointError, arrconfig::SettingError};

use crate::commands::ConfigurationError;

/// A command for regions did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum RegionsError {
    /// A file cannot be read.
    #[error("{} cannot be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// A text is no catalogue of regions.
    #[error(
        "{from} has no catalogue of regions: it is the JSON that GET /regions of a service answers"
    )]
    NotACatalogue {
        /// Where the text is from.
        from: String,
        /// Where it is wrong, and why.
        #[source]
        cause: serde_json::Error,
    },
    /// A catalogue without a region.
    #[error("the catalogue in {0} has no region: there is nothing to measure")]
    Empty(String),
    /// The configuration cannot be read.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// A setting of the configuration cannot be used.
    #[error("a setting in {} cannot be used", .path.display())]
    Setting {
        /// The file.
        path: PathBuf,
        /// Which, and why.
        #[source]
        cause: SettingError,
    },
    /// The configuration names no service.
    #[error(
        "{} names no service: fill in renderingSessionSettings.remoteRenderingDomain, or say --service URL",
        .0.display()
    )]
    NoService(PathBuf),
    /// The documented regions have no endpoints.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// An authority cannot be trusted.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The service does not tell its regions.
    #[error("the service at {service} does not tell its regions")]
    Service {
        /// The service.
        service: Endpoint,
        /// Why.
        #[source]
        cause: FetchError,
    },
    /// What came of it could not be printed.
    #[error("the answer cannot be printed")]
    Output(#[from] io::Error),
}

impl RegionsError {
    /// 2 where what was given cannot be used, as for a wrong flag; 1 where the world did not do its part.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Unreadable { .. }
            | Self::NotACatalogue { .. }
            | Self::Empty(_)
            | Self::Configuration(_)
            | Self::Setting { .. }
            | Self::NoService(_)
            | Self::Endpoint(_)
            | Self::Trust(_) => 2,
            Self::Service { .. } | Self::Output(_) => 1,
        })
    }
}
