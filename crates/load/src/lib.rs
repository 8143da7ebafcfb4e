//! Load for the session service, which is driven only through its binary and its HTTP API.
//!
//! A [`ServiceProcess`] is the binary at work; a [`Connection`] carries requests that [`Api`]
//! writes; a [`Client`] sends a mix of them, remembers in [`Tracked`] what was acknowledged, and
//! tells a service that forgot something or made something up. The service's kill test and the
//! program `remote-rendering-load` are made of these.

mod api;
mod client;
mod connection;
mod latency;
mod metrics;
mod process;
mod tracked;

pub use api::{Account, AccountError, Api, Version};
pub use client::{Client, Fault, Kind, Mix, Step};
pub use connection::{Answer, Connection};
pub use latency::Latencies;
pub use metrics::sum_of;
pub use process::on_cores;
pub use process::{ProcessError, ServiceProcess, Start};
pub use tracked::{Change, Discrepancy, State, Tracked};
