//! Chromium and its driver, for the tests that run in a browser.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{debian, doing, found, on_path};
use crate::{process, versions, workspace::Workspace};

/// A browser and the driver of the same major version.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    /// Chromium or Chrome.
    pub(crate) chromium: PathBuf,
    /// chromedriver.
    pub(crate) driver: PathBuf,
}

const ON_PATH: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

const ELSEWHERE: &[&str] = &[
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// What is installed, else Debian's packages, else Chrome for Testing below `target/tools`.
pub(super) fn find_or_install(workspace: &Workspace) -> Result<Browser> {
    if let Some(browser) = installed().or_else(|| downloaded(&workspace.tools())) {
        return Ok(browser);
    }
    if debian::install(
        &["chromium", "chromium-driver"],
        "tests run in a real browser",
    ) && let Some(browser) = installed()
    {
        return Ok(browser);
    }
    download(workspace).context(
        "Chromium and chromedriver of one version are needed and could not be had; install both \
         and put them on the PATH (Debian: apt-get install chromium chromium-driver)",
    )
}

fn installed() -> Option<Browser> {
    let driver = on_path("chromedriver").next()?;
    let major = major_version(&driver)?;
    let browsers = ON_PATH.iter().flat_map(|name| on_path(name));
    let chromium = browsers
        .chain(ELSEWHERE.iter().map(PathBuf::from))
        .find(|file| major_version(file) == Some(major))?;
    found(&format!(
        "{} and chromedriver, version {major}",
        chromium.display()
    ));
    Some(Browser { chromium, driver })
}

/// Reads `Chromium 156.0.8078.79 built on …` and `ChromeDriver 156.0.8078.79 (…)`.
fn major_version(program: &Path) -> Option<u32> {
    let answer = Command::new(program)
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&answer.stdout);
    text.split_whitespace()
        .find_map(|word| word.split_once('.')?.0.parse().ok())
}

/// Chrome for Testing, through the npm package that knows its addresses.
fn download(workspace: &Workspace) -> Result<Browser> {
    let version = versions::CHROME_FOR_TESTING;
    let tools = workspace.tools();
    doing(
        &format!("download of Chrome for Testing {version}"),
        "tests run in a real browser",
    );
    for product in ["chrome", "chromedriver"] {
        let package = format!("@puppeteer/browsers@{}", versions::PUPPETEER_BROWSERS);
        process::run(
            Command::new("npm")
                .args([
                    "exec",
                    "--yes",
                    "--package",
                    &package,
                    "--",
                    "browsers",
                    "install",
                ])
                .arg(format!("{product}@{version}"))
                .arg("--path")
                .arg(&tools)
                .current_dir(workspace.root()),
        )?;
    }
    downloaded(&tools).context("Chrome for Testing is not where it was put")
}

/// `tools/chrome/linux-148.0.7778.97/chrome-linux64/chrome` and the like.
fn downloaded(tools: &Path) -> Option<Browser> {
    let version = versions::CHROME_FOR_TESTING;
    let places = |product: &str, names: &[&str]| -> Option<PathBuf> {
        let platforms = fs::read_dir(tools.join(product)).ok()?.flatten();
        let folders = platforms
            .filter(|entry| entry.file_name().to_string_lossy().ends_with(version))
            .flat_map(|entry| fs::read_dir(entry.path()).into_iter().flatten().flatten());
        folders
            .flat_map(|folder| names.iter().map(move |name| folder.path().join(name)))
            .find(|file| file.is_file())
    };
    let in_app = "Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing";
    let chromium = places("chrome", &["chrome", in_app])?;
    let driver = places("chromedriver", &["chromedriver"])?;
    found(&format!("Chrome for Testing {version}"));
    Some(Browser { chromium, driver })
}

impl Browser {
    /// Writes the wasm tests' browser settings: webdriver.json with the browser's path, which the
    /// driver may not guess.
    pub(crate) fn write_settings(&self, workspace: &Workspace) -> Result<PathBuf> {
        let text = fs::read_to_string(workspace.root().join("webdriver.json"))
            .context("reading webdriver.json")?;
        let mut settings: Value = serde_json::from_str(&text).context("webdriver.json")?;
        let Some(options) = settings["goog:chromeOptions"].as_object_mut() else {
            bail!("webdriver.json has no goog:chromeOptions");
        };
        options.insert("binary".to_owned(), json!(self.chromium));
        let file = workspace.tools().join("webdriver.json");
        fs::create_dir_all(workspace.tools()).context("making the tools folder")?;
        fs::write(&file, settings.to_string()).context("writing the browser's settings")?;
        Ok(file)
    }
}
