//! The latency probe: how often it is right, how soon, and by how many requests.

mod outcome;
mod page;
mod plan;
mod summary;

pub(super) use page::page;
