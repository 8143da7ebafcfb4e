use std::{ops::Deref, sync::Arc};

use axum::extract::{FromRequestParts, Request};
use http::{header, request::Parts, uri::Authority};
use quick_cache::sync::Cache;
use remote_rendering_protocol::{Endpoint, EndpointError, Region, RegionCatalogue, RegionName};

use super::ApiError;

const SERVICE: &str = "remoterendering";

/// The regions of this service. One listener serves them all: which one is meant is said by the
/// host name, in the form of the hosted service, `remoterendering.<region>.<domain>`.
#[derive(Debug)]
pub(crate) struct Regions {
    names: Vec<RegionName>,
    default: RegionName,
    /// The places of late host names: there are few, and every request has one.
    places: Cache<Box<[u8]>, Place>,
}

/// The host name under which a request came, and the region that it means. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Place(Arc<Named>);

/// What a [`Place`] has.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) authority: Authority,
    pub(crate) region: RegionName,
}

impl Deref for Place {
    type Target = Named;

    fn deref(&self) -> &Named {
        &self.0
    }
}

impl Regions {
    /// How many host names are remembered, and how long they may be: anybody can send any.
    const REMEMBERED: usize = 256;
    const LONGEST: usize = 256;

    /// The documented regions; any host name that does not say another means West Europe.
    pub(crate) fn documented() -> Self {
        let endpoints = RegionCatalogue::documented(Endpoint::of_azure_region).unwrap_or_default();
        let names: Vec<_> = endpoints.into_iter().map(|region| region.name).collect();
        #[expect(
            clippy::expect_used,
            reason = "a constant; every test and every start comes here"
        )]
        let default = "westeurope".parse().expect("westeurope is a region's name");
        Self {
            names,
            default,
            places: Cache::new(Self::REMEMBERED),
        }
    }

    /// The region that a host name means; the error lists the regions.
    fn of(&self, authority: &Authority) -> Result<RegionName, ApiError> {
        let host = authority.host();
        let is_service = |start: &str| start.eq_ignore_ascii_case(SERVICE);
        let rest = host.get(..SERVICE.len()).filter(|start| is_service(start));
        let rest = rest.and_then(|_| host.get(SERVICE.len()..)?.strip_prefix('.'));
        let Some(rest) = rest.map(str::to_ascii_lowercase) else {
            return Ok(self.default.clone());
        };
        let label = rest.split('.').next().unwrap_or_default();
        self.names
            .iter()
            .find(|name| name.as_str() == label)
            .cloned()
            .ok_or_else(|| {
                let names: Vec<_> = self.names.iter().map(RegionName::as_str).collect();
                ApiError::NotFound(format!(
                    "There is no region {label:?}: the regions are {}.",
                    names.join(", ")
                ))
            })
    }

    /// The catalogue for who came to `authority`: endpoints that lead back here.
    pub(crate) fn catalogue(
        &self,
        scheme: &str,
        authority: &Authority,
    ) -> Result<RegionCatalogue, EndpointError> {
        let port = authority
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        let Some(domain) = self.domain(authority.host()) else {
            // Under a name of another form the regions cannot be told apart: there is the default
            // one.
            let documented =
                RegionCatalogue::documented(|_| format!("{scheme}://{authority}").parse())?;
            let is_default = |region: &Region| region.name == self.default;
            let only = documented.into_iter().filter(is_default).collect();
            // One region keeps every rule of many.
            return Ok(RegionCatalogue::new(only).unwrap_or_default());
        };
        RegionCatalogue::documented(|region| {
            format!("{scheme}://{SERVICE}.{region}.{domain}{port}").parse()
        })
    }

    /// What follows the region in the names of the session API, if that can be told from the name
    /// of this request.
    fn domain(&self, host: &str) -> Option<String> {
        let host = host.to_ascii_lowercase();
        let is_region = |label: &str| self.names.iter().any(|name| name.as_str() == label);
        let below = |service: &str| Some(host.strip_prefix(service)?.strip_prefix('.')?.to_owned());
        if let Some(rest) = below(SERVICE).or_else(|| below("sts")) {
            return Some(match rest.split_once('.') {
                Some((label, domain)) if is_region(label) => domain.to_owned(),
                _ => rest,
            });
        }
        // Browsers resolve every name below `localhost` to the machine itself.
        is_loopback(&host).then(|| "mixedreality.localhost".to_owned())
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    host == "localhost"
        || host.ends_with(".localhost")
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Finds out the [`Place`] of a request.
pub(crate) fn locate(regions: &Regions, request: &Request) -> Result<Place, ApiError> {
    let name = name(request);
    if let Some(place) = regions.places.get(name) {
        return Ok(place);
    }
    let authority = authority(name)?;
    let region = regions.of(&authority)?;
    let place = Place(Arc::new(Named { authority, region }));
    if name.len() <= Regions::LONGEST {
        regions.places.insert(name.into(), place.clone());
    }
    Ok(place)
}

/// From the request line in HTTP/2, from `Host` in HTTP/1.1; HTTP/1.0 may have neither.
fn name(request: &Request) -> &[u8] {
    if let Some(authority) = request.uri().authority() {
        return authority.as_str().as_bytes();
    }
    let host = request.headers().get(header::HOST);
    host.map_or(b"localhost", |host| host.as_bytes())
}

fn authority(name: &[u8]) -> Result<Authority, ApiError> {
    // What is no host name for an endpoint is none for a link either.
    let authority = Authority::try_from(name).ok();
    let authority =
        authority.filter(|authority| format!("http://{authority}").parse::<Endpoint>().is_ok());
    authority.ok_or_else(|| ApiError::bad_request("Host", "The header Host is not a host name."))
}

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| ApiError::Internal("a route is not located".into()))
    }
}
