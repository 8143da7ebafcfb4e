//! Measures the service.

fn main() {}
