//! The pinned versions of every tool that Cargo and npm do not pin already.
//!
//! `cargo xtask test pins` compares them with Cargo.lock, package.json and Trunk.toml, which have
//! to repeat some.

/// Builds the console's page. 0.22 needs a newer Rust than rust-toolchain.toml names.
pub(crate) const TRUNK: &str = "0.21.14";

/// Makes JavaScript bindings; its output fits only a `wasm-bindgen` crate of the same version.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";

/// The oldest Node that Playwright and the npm lock file run on.
pub(crate) const NODE_MAJOR: u32 = 20;

/// The oldest Python that the packages of tests/python/requirements.txt were resolved for.
pub(crate) const PYTHON: (u32, u32) = (3, 11);

/// The browser, and its driver, taken where the machine has none.
pub(crate) const CHROME_FOR_TESTING: &str = "148.0.7778.97";

/// The npm package that downloads [`CHROME_FOR_TESTING`]; fetched only when it is needed.
pub(crate) const PUPPETEER_BROWSERS: &str = "2.9.0";

/// Builds and runs the targets of `fuzz/`.
pub(crate) const CARGO_FUZZ: &str = "0.13.2";
