use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use clap::Args;
use remote_rendering_native::{Trust, fetch};
use remote_rendering_protocol::{Endpoint, EndpointError, RegionCatalogue};

use super::RegionsError;
use crate::commands::configuration;

/// Where the regions are from.
#[derive(Clone, Debug, Args)]
pub(super) struct CatalogueOptions {
    /// A file with the regions, in the JSON of GET /regions; - reads standard input [default: the ten regions that the
    /// hosted service documented, at its endpoints, which are retired]
    #[arg(long, value_name = "FILE")]
    #[arg(conflicts_with_all = ["service", "config_file"])]
    catalogue: Option<PathBuf>,
    /// The service whose regions are meant: it is asked for them
    #[arg(long, value_name = "URL", conflicts_with = "config_file")]
    #[arg(value_parser = Endpoint::remote_rendering)]
    service: Option<Endpoint>,
    /// A file in the format of arrconfig.json whose service is meant
    #[arg(long, value_name = "FILE")]
    config_file: Option<PathBuf>,
    /// Trust the authority in this file, too, such as the ca.pem of a service with --tls self-signed
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
}

/// Regions, and where they are from.
#[derive(Clone, Debug)]
pub(super) struct Catalogue {
    pub(super) regions: RegionCatalogue,
    /// Whether they are at the endpoints of the hosted service, which is retired.
    pub(super) retired: bool,
}

impl CatalogueOptions {
    /// Which certificates are believed.
    pub(super) fn trust(&self) -> Result<Trust, RegionsError> {
        Ok(Trust::new(self.ca_file.as_deref())?)
    }

    /// Reads the regions: at least one.
    pub(super) async fn read(&self, trust: &Trust) -> Result<Catalogue, RegionsError> {
        if let Some(path) = &self.catalogue {
            return of_file(path).await;
        }
        let configured = self.config_file.as_deref().map(configured_service);
        let service = self.service.clone().map(Ok).or(configured).transpose()?;
        match service {
            Some(service) if !is_hosted(&service)? => of_service(service, trust).await,
            _ => documented(),
        }
    }
}

fn documented() -> Result<Catalogue, RegionsError> {
    Ok(Catalogue {
        regions: RegionCatalogue::documented(Endpoint::of_azure_region)?,
        retired: true,
    })
}

/// Whether an endpoint is one of the hosted service, which never told its regions.
fn is_hosted(service: &Endpoint) -> Result<bool, EndpointError> {
    let documented = RegionCatalogue::documented(Endpoint::of_azure_region)?;
    let mut regions = documented.regions().iter();
    Ok(regions.any(|region| region.endpoint == *service))
}

async fn of_file(path: &Path) -> Result<Catalogue, RegionsError> {
    let (from, text) = if path == Path::new("-") {
        ("standard input".to_owned(), standard_input().await)
    } else {
        (path.display().to_string(), fs::read(path))
    };
    let text = text.map_err(|cause| RegionsError::Unreadable {
        path: path.to_owned(),
        cause,
    })?;
    let regions = parse(&text, &from)?;
    if regions.regions().is_empty() {
        return Err(RegionsError::Empty(from));
    }
    Ok(Catalogue {
        regions,
        retired: false,
    })
}

/// In a thread of its own, so that Ctrl-C ends the wait for somebody who types.
async fn standard_input() -> io::Result<Vec<u8>> {
    let reading = tokio::task::spawn_blocking(|| {
        let mut text = Vec::new();
        io::stdin().read_to_end(&mut text).map(|_| text)
    });
    reading.await?
}

async fn of_service(service: Endpoint, trust: &Trust) -> Result<Catalogue, RegionsError> {
    let url = service.join("/regions");
    let text = match fetch(&url, trust).await {
        Ok(text) => text,
        Err(cause) => return Err(RegionsError::Service { service, cause }),
    };
    let regions = parse(&text, &url)?;
    // Without regions of its own it means the documented ones.
    if regions.regions().is_empty() {
        return documented();
    }
    Ok(Catalogue {
        regions,
        retired: false,
    })
}

fn parse(text: &[u8], from: &str) -> Result<RegionCatalogue, RegionsError> {
    serde_json::from_slice(text).map_err(|cause| RegionsError::NotACatalogue {
        from: from.to_owned(),
        cause,
    })
}

fn configured_service(path: &Path) -> Result<Endpoint, RegionsError> {
    let config = configuration::read(path)?;
    let service = config.remote_rendering();
    let service = service.map_err(|cause| RegionsError::Setting {
        path: path.to_owned(),
        cause,
    })?;
    service.ok_or_else(|| RegionsError::NoService(path.to_owned()))
}
