//! The suites in Python: the official SDK, and schemathesis. Both start services of their own.

use anyhow::Result;

use super::Counts;
use crate::{process, service, setup::Setup};

/// The official Python SDK against the service.
pub(super) fn sdk(setup: &mut Setup) -> Result<Counts> {
    run(setup, "the Python SDK", &["-m", "pytest", "tests/python"])
}

/// What the service answers against what its OpenAPI document says.
pub(super) fn openapi(setup: &mut Setup) -> Result<Counts> {
    run(setup, "schemathesis", &["tests/python/run_schemathesis.py"])
}

fn run(setup: &Setup, suite: &str, arguments: &[&str]) -> Result<Counts> {
    let binary = service::build_for_tests(setup)?;
    let mut python = setup.command(setup.python()?);
    python
        .args(arguments)
        .env("REMOTE_RENDERING_BINARY", binary)
        // Nothing is written beside the sources.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // Its signs are not those of every terminal's language.
        .env("PYTHONUTF8", "1");
    let mut counts = Counts::default();
    let good = process::stream(&mut python, |line| counts.add_line(line))?;
    counts.conclude(suite, good)
}
