use std::{error::Error, ops::Deref, sync::Arc};

use axum::extract::{FromRequestParts, Request};
use http::{Uri, header, request::Parts, uri::Authority};
use quick_cache::sync::Cache;
use remote_rendering_engine::api::Fault;
use remote_rendering_protocol::{Endpoint, RegionCatalogue, RegionName};

use super::ApiError;
use crate::RegionPlan;

const SERVICE: &str = "remoterendering";

/// The regions of this service. One listener serves them all: which one is meant is said by the
/// host name, which is that of a region's own endpoint or has the form of the hosted service,
/// `remoterendering.<region>.<domain>`. Any other means the default region.
#[derive(Debug)]
pub(crate) struct Regions {
    plan: RegionPlan,
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

    pub(crate) fn new(plan: RegionPlan) -> Self {
        Self {
            plan,
            places: Cache::new(Self::REMEMBERED),
        }
    }

    /// The region that a host name means; the error lists the regions.
    fn of(&self, authority: &Authority) -> Result<RegionName, ApiError> {
        let mut endpoints = self.plan.endpoints();
        if let Some((region, _)) = endpoints.find(|(_, own)| is_at(own, authority)) {
            return Ok(region.clone());
        }
        let host = authority.host();
        let is_service = |start: &str| start.eq_ignore_ascii_case(SERVICE);
        let rest = host.get(..SERVICE.len()).filter(|start| is_service(start));
        let rest = rest.and_then(|_| host.get(SERVICE.len()..)?.strip_prefix('.'));
        let Some(rest) = rest.map(str::to_ascii_lowercase) else {
            return Ok(self.plan.default_region().clone());
        };
        let label = rest.split('.').next().unwrap_or_default();
        let named = self.plan.names().find(|name| name.as_str() == label);
        named.cloned().ok_or_else(|| {
            let names: Vec<_> = self.plan.names().map(RegionName::as_str).collect();
            Fault::NotFound(format!(
                "There is no region {label:?}: the regions are {}.",
                names.join(", ")
            ))
            .into()
        })
    }

    /// The catalogue for who came to `authority`: endpoints that lead back here, where the plan
    /// names no others.
    pub(crate) fn catalogue(
        &self,
        scheme: &str,
        authority: &Authority,
    ) -> Result<RegionCatalogue, ApiError> {
        let port = authority
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        let domain = self.domain(authority.host());
        let open = |region: &RegionName| match &domain {
            Some(domain) => Some(format!("{scheme}://{SERVICE}.{region}.{domain}{port}").parse()),
            // Under a name of another form the regions cannot be told apart: there is the default
            // one.
            None if region == self.plan.default_region() => {
                Some(format!("{scheme}://{authority}").parse())
            }
            None => None,
        };
        let regions = self.plan.regions(open).map_err(internal)?;
        RegionCatalogue::new(regions).map_err(internal)
    }

    /// What follows the region in the names of the session API, if that can be told from the name
    /// of this request.
    fn domain(&self, host: &str) -> Option<String> {
        let host = host.to_ascii_lowercase();
        let is_region = |label: &str| self.plan.names().any(|name| name.as_str() == label);
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

/// Whether a request to `authority` came to this endpoint. A port that is not written is the
/// scheme's.
fn is_at(endpoint: &Endpoint, authority: &Authority) -> bool {
    let url = endpoint.as_str().parse::<Uri>().unwrap_or_default();
    let usual = match url.scheme_str() {
        Some("https") => 443,
        _ => 80,
    };
    let port = |authority: &Authority| authority.port_u16().unwrap_or(usual);
    url.authority().is_some_and(|own| {
        own.host().eq_ignore_ascii_case(authority.host()) && port(own) == port(authority)
    })
}

fn internal(error: impl Error + Send + Sync + 'static) -> ApiError {
    ApiError::Internal(Box::new(error))
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
    authority
        .ok_or_else(|| Fault::bad_request("Host", "The header Host is not a host name.").into())
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
