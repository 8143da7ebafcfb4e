//! A session's rendering server: one process, one scene, one device at a time.

pub mod control;
