//! The wire of Azure Remote Rendering's session service, as types.
//!
//! Both generations of the session API ([`session`]: 2021-01-01 and its preview; [`v1`]: the older one), the
//! secure token service ([`sts`]), the error body ([`error`]), and the values they carry: [`Timespan`],
//! [`Timestamp`], ids, [`ApiVersion`], [`Generation`], [`MaxLeaseTime`], regions and endpoints.
//!
//! [`device`] is what a device and a rendering host say to each other once a session is ready: a wire of our own.
//!
//! No I/O, no clock, no JSON library: every body implements serde's traits and leaves the format to its user, so
//! that the browser can parse with its own `JSON.parse` and the service with `serde_json`.
//!
//! What the types accept is what the hosted service was recorded to send, in all its forms; what they write is the
//! form of May 2021, byte for byte. Statuses and sizes that are not known yet are carried through.
//!
//! The feature `openapi` gives the bodies and values their schemas.

mod access_token;
pub mod arrconfig;
mod correlation;
mod decode64;
pub mod device;
mod endpoint;
pub mod error;
mod id;
mod lease;
mod open_enum;
#[cfg(feature = "openapi")]
mod openapi;
mod region;
mod rfc3339;
mod secret;
pub mod session;
pub mod sts;
mod timespan;
mod timestamp;
pub mod v1;
mod version;
mod whole_number;

pub use access_token::{AccessTokenClaims, ClaimsError};
pub use correlation::CorrelationVector;
pub use endpoint::{Endpoint, EndpointError};
pub use id::{AccountId, AccountIdError, RegionName, RegionNameError, SessionId, SessionIdError};
pub use lease::{MaxLeaseTime, MaxLeaseTimeError};
pub use region::{
    CatalogueError, Coordinates, CoordinatesError, ProbeUrl, ProbeUrlError, Region, RegionCatalogue,
};
pub use secret::{AccessToken, AccountKey, AccountKeyError};
pub use session::{SessionSize, SessionStatus};
pub use timespan::{Timespan, TimespanError};
pub use timestamp::{Timestamp, TimestampError};
pub use version::{ApiVersion, ApiVersionError, Generation, GenerationError};
