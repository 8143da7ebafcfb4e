//! Packages of Debian, where this is one and the person may install them.

use std::{
    fs,
    process::{Command, Stdio},
};

use super::doing;
use crate::process;

/// Installs the packages. Whether that worked out; without the rights for it, nothing is tried.
pub(super) fn install(packages: &[&str], reason: &str) -> bool {
    if !is_debian() {
        return false;
    }
    let answers = |program: &str, argument: &str| {
        process::output(Command::new(program).args(argument.split(' '))).ok()
    };
    let is_root = answers("id", "-u").is_some_and(|id| id.trim() == "0");
    if !is_root && answers("sudo", "-n true").is_none() {
        return false;
    }
    doing(&format!("apt-get install {}", packages.join(" ")), reason);
    let apt_get = |arguments: &[&str]| {
        let mut command = if is_root {
            Command::new("apt-get")
        } else {
            Command::new("sudo")
        };
        if !is_root {
            command.args(["-n", "apt-get"]);
        }
        command
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null());
        process::run(&mut command)
    };
    let install = [&["install", "--yes", "--no-install-recommends"], packages].concat();
    // The list of packages may be missing or old: bring it up to date only then.
    let result = apt_get(&install).or_else(|_| {
        apt_get(&["update"])?;
        apt_get(&install)
    });
    if let Err(error) = &result {
        println!("  {error:#}");
    }
    result.is_ok()
}

fn is_debian() -> bool {
    // Not its descendants: Ubuntu's packages of some names only point to a snap.
    fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}
