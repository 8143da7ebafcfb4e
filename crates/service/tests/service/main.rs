//! The service from outside: its router on virtual time, its stores, and its socket.
//!
//! Nothing here waits in real time: [`support::TestService`] has a clock that goes with tokio's
//! timers, and a test that begins with `start_paused = true` lets them jump.
#![expect(
    clippy::unwrap_used,
    reason = "what the tests share is not within a test function"
)]

#[cfg(unix)]
mod accounts;
#[cfg(unix)]
mod command;
mod conformance;
mod console;
mod cors;
#[cfg(unix)]
mod development;
#[cfg(unix)]
mod documents_command;
mod failures;
mod fleet;
#[cfg(all(target_os = "linux", feature = "host"))]
mod hosts;
mod jumping_clock;
mod latency;
mod limits;
#[cfg(unix)]
mod logs;
mod metrics;
mod migration;
mod observed;
mod openapi;
mod operation;
#[cfg(unix)]
mod options;
#[cfg(all(target_os = "linux", feature = "host"))]
mod orphans;
mod paging;
mod races;
mod reading;
mod recordings;
mod refusals;
mod regions;
#[cfg(unix)]
mod regions_command;
mod regions_file;
mod restart;
mod retention;
mod sandbox;
mod script;
mod servers;
#[cfg(unix)]
mod session_command;
#[cfg(unix)]
mod session_network;
#[cfg(unix)]
mod session_refusals;
#[cfg(target_os = "linux")]
mod session_terminal;
mod sessions_2021;
mod sessions_v1;
mod signing_keys;
mod sockets;
mod stores;
mod sts;
mod support;
mod throttling;
mod time;
#[cfg(unix)]
mod tls;
mod watched_store;
mod wire;
