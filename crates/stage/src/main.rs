//! The module's entry: what it exports is in the library.

use remote_rendering_stage as _;

fn main() {}
