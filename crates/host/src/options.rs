//! The options of a host.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    str::FromStr,
};

use clap::{Args, ValueEnum};
use remote_rendering_protocol::device::ModelSource;

/// The options of a host. The service that starts it gives them.
#[derive(Clone, Debug, Args)]
pub struct HostOptions {
    /// The size of the session
    #[arg(long, value_enum, default_value_t)]
    pub size: HostSize,
    /// The address to listen on, for devices and for the status page
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub bind: IpAddr,
    /// The address that devices send WebRTC's packets to [default: that of --bind]
    #[arg(long, value_name = "IP")]
    pub public_address: Option<IpAddr>,
    /// Serve over TLS with this certificate and those that follow it in the file, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The private key of --tls-cert, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// A folder of models that devices may load, and what they call it; can be given again
    #[arg(long, value_name = "NAME=FOLDER")]
    pub models: Vec<ModelFolder>,
    /// A host from which models may be loaded over https; can be given again
    #[arg(long, value_name = "HOST[:PORT]")]
    pub models_from: Vec<String>,
    /// The largest file of a model, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 30)]
    pub max_model_size: u64,
    /// The most memory that models may take, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 4 << 30)]
    pub memory: u64,
    /// A model that is in the scene of every device; can be given again. In the variable, a line for each: everybody on the
    /// machine can read a process's arguments, and an address may be signed
    #[arg(
        long,
        value_name = "MODEL",
        env = "REMOTE_RENDERING_HOST_PRELOAD",
        hide_env_values = true,
        value_delimiter = '\n'
    )]
    pub preload: Vec<ModelSource>,
}

/// The sizes of sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum HostSize {
    /// Shows 20 million polygons, and a checkerboard where more are in view.
    #[default]
    Standard,
    /// Shows what the graphics device can.
    Premium,
}

impl HostSize {
    /// The most polygons that are shown, if there is a limit.
    pub(crate) fn polygon_limit(self) -> Option<u64> {
        match self {
            Self::Standard => Some(20_000_000),
            Self::Premium => None,
        }
    }

    /// Its name, as the session API has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Premium => "Premium",
        }
    }
}

/// A folder whose models may be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFolder {
    /// What devices call it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// A text is no [`ModelFolder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("name a folder as NAME=FOLDER; a name has letters, digits, dots, dashes and underscores")]
pub struct ModelFolderError;

impl FromStr for ModelFolder {
    type Err = ModelFolderError;

    fn from_str(text: &str) -> Result<Self, ModelFolderError> {
        let (name, path) = text.split_once('=').ok_or(ModelFolderError)?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let is_name = !name.is_empty() && name.chars().all(is_plain) && !name.starts_with('.');
        if !is_name || path.is_empty() {
            return Err(ModelFolderError);
        }
        Ok(Self {
            name: name.to_owned(),
            path: path.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        options: HostOptions,
    }

    fn parse(arguments: &[&str]) -> Result<HostOptions, clap::Error> {
        let arguments = ["host"].iter().chain(arguments);
        Command::try_parse_from(arguments).map(|command| command.options)
    }

    #[test]
    fn the_options_have_their_defaults() {
        Command::command().debug_assert();
        let options = parse(&[]).unwrap();
        assert_eq!(options.size, HostSize::Standard);
        assert_eq!(options.bind.to_string(), "127.0.0.1");
        assert_eq!(options.max_model_size, 1_073_741_824);
        assert_eq!(options.memory, 4_294_967_296);
        assert!(options.models.is_empty() && options.preload.is_empty());
    }

    #[test]
    fn lists_are_written_by_repeating() {
        let options = parse(&[
            "--models=cars=/srv/cars",
            "--models=own=models",
            "--preload=sample:gears",
            "--preload=file:cars/a.glb",
            "--size=premium",
        ]);
        let options = options.unwrap();
        assert_eq!(options.models[1].name, "own");
        assert_eq!(options.preload[1].to_string(), "file:cars/a.glb");
        assert_eq!(options.size.polygon_limit(), None);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for wrong in [
            "--models=/srv/cars",
            "--models==/srv/cars",
            "--models=cars=",
            "--models=a/b=/srv/cars",
            "--models=..=/srv/cars",
            "--preload=gears",
            "--tls-cert=a.pem",
            "--tls-key=a.pem",
            "--size=huge",
            "--bind=localhost",
        ] {
            assert!(parse(&[wrong]).is_err(), "{wrong}");
        }
    }
}
