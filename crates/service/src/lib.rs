//! The session service: the STS and the session API of Azure Remote Rendering over HTTP.
//!
//! A shell around the rules of `remote-rendering-engine`. [`Service::start`] makes an [`Entrance`] of a
//! [`Store`], an [`Allocator`], a [`Clock`] and [`Randomness`]; [`Listener`] and [`Server`] put it
//! on a socket; [`serve`] is the command `remote-rendering serve`, which reads the options, opens
//! the store, and makes the development account.

mod account_file;
mod address_block;
mod allocator;
mod clock;
pub mod commands;
mod connection;
mod development;
mod http;
mod known_accounts;
mod latency;
mod limits;
mod metrics;
mod options;
mod private_file;
mod randomness;
pub mod reading;
mod region_plan;
mod serve;
mod server;
mod servers;
mod service;
mod sessions;
mod signing_keys;
pub mod store;
mod throttle;
mod tls;
mod tokens;

pub use allocator::{
    Allocator, HostFailure, NotAdmitted, PoolOptions, PoolRule, SimulatedPool, TokenHash,
};
#[cfg(feature = "host")]
pub use allocator::{HostProgram, HostSettings, ProcessAllocator};
pub use clock::{Clock, SystemClock, TimerClock};
pub use http::Entrance;
pub use latency::{LatencyOptions, LatencyRule};
pub use limits::Limits;
pub use metrics::{Metrics, PoolMetrics, StoreMetrics};
pub use options::{
    Allocation, HostAddress, HostAddressError, HostPlan, HostTable, LogFormat, OptionsError,
    ServeOptions, Settings, Tls, WrittenDuration,
};
pub use randomness::{Randomness, SystemRandomness};
pub use region_plan::{RegionPlan, RegionsFileError};
pub use serve::{ServeError, serve};
pub use server::{Listener, Server};
pub use servers::ServersError;
pub use service::{Parts, Scheme, Service};
pub use signing_keys::{SigningKeyCommand, SigningKeys, SigningKeysError};
pub use store::Store;
pub use tls::{Certificate, TlsError};
