use std::io;

use remote_rendering_client::probe::ProbeFailure;

/// Why a host gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReachError {
    /// Not a URL of http or https.
    #[error("{0:?} is not a URL: write http:// or https://, a host and a path")]
    Url(String),
    /// The host's name leads nowhere.
    #[error(
        "the name {host} does not resolve: see whether it is right, and whether the network is"
    )]
    Name {
        /// The name.
        host: String,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// No address of the host takes a connection.
    #[error("nothing takes a connection at {host} port {port}")]
    Connection {
        /// The host.
        host: String,
        /// The port.
        port: u16,
        /// What the system said of the last address.
        #[source]
        cause: io::Error,
    },
    /// TLS failed, most often for a certificate that nobody trusts.
    #[error(
        "{host} cannot prove who it is: if its certificate is by an authority of your own, name that"
    )]
    Tls {
        /// The host.
        host: String,
        /// What is wrong.
        #[source]
        cause: io::Error,
    },
    /// The connection broke, or what came over it is not HTTP.
    #[error("the connection broke before the answer")]
    Broken(#[source] hyper::Error),
    /// The answer says that another host has it.
    #[error("the answer redirects elsewhere (status {0})")]
    Redirected(u16),
    /// The answer is not one of success.
    #[error("the answer has status {0}")]
    Status(u16),
}

impl From<&ReachError> for ProbeFailure {
    fn from(error: &ReachError) -> Self {
        match error {
            ReachError::Connection { cause, .. }
                if cause.kind() == io::ErrorKind::NetworkUnreachable =>
            {
                Self::Offline
            }
            ReachError::Redirected(_) => Self::Redirected,
            ReachError::Status(status) => Self::Status(*status),
            ReachError::Url(_)
            | ReachError::Name { .. }
            | ReachError::Connection { .. }
            | ReachError::Tls { .. }
            | ReachError::Broken(_) => Self::Unreachable,
        }
    }
}
