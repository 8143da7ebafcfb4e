//! What real servers need: a graphics driver to render with, and the assembler of the video encoder.

use anyhow::{Result, bail};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use super::{debian, found, on_path};

/// Where Vulkan's drivers put a file that names them.
const DRIVERS: &[&str] = &[
    "/usr/share/vulkan/icd.d",
    "/usr/local/share/vulkan/icd.d",
    "/etc/vulkan/icd.d",
];

/// What names the drivers' files instead, the older name last.
const NAMED_BY: &[&str] = &["VK_DRIVER_FILES", "VK_ICD_FILENAMES"];

/// A Vulkan driver: of a graphics card, else Mesa's, which renders on the processor. Other systems than Linux bring their
/// own graphics.
pub(super) fn vulkan() -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if let Some(driver) = driver() {
        found(&format!("the Vulkan driver {}", driver.display()));
        return Ok(());
    }
    let packages = ["libvulkan1", "mesa-vulkan-drivers"];
    if debian::install(
        &packages,
        "servers render with Vulkan, on the processor where there is no card",
    ) && let Some(driver) = driver()
    {
        found(&format!("the Vulkan driver {}", driver.display()));
        return Ok(());
    }
    bail!(
        "no Vulkan driver is installed: install that of your graphics card, or Mesa's, which needs none (Debian and Ubuntu: \
         apt-get install {})",
        packages.join(" ")
    );
}

/// The assembler that makes the video encoder several times faster. Without it everything works.
pub(super) fn nasm() {
    let is_used = cfg!(any(target_arch = "x86", target_arch = "x86_64"));
    if !is_used {
        return;
    }
    let installed = || on_path("nasm").next();
    let reason = "it makes the video encoder several times faster";
    match installed().or_else(|| debian::install(&["nasm"], reason).then(installed).flatten()) {
        Some(nasm) => found(&nasm.display().to_string()),
        None => println!("  no nasm on the PATH: servers encode video several times slower"),
    }
}

fn driver() -> Option<PathBuf> {
    let named = NAMED_BY.iter().find_map(std::env::var_os);
    driver_in(named, DRIVERS.iter().map(Path::new))
}

/// The first driver's file: of those that are named, if any are, else in these folders.
fn driver_in<'a>(
    named: Option<OsString>,
    folders: impl Iterator<Item = &'a Path>,
) -> Option<PathBuf> {
    if let Some(named) = named {
        return std::env::split_paths(&named).find(|file| file.is_file());
    }
    let files = folders.filter_map(|folder| folder.read_dir().ok());
    let mut files = files.flatten().flatten().map(|entry| entry.path());
    files.find(|file| file.extension().is_some_and(|it| it == "json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_driver_is_found_by_its_file_and_where_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (path, missing) = (folder.path(), Path::new("/nowhere"));
        let find = |named: Option<&Path>| {
            let named = named.map(|file| file.as_os_str().to_owned());
            driver_in(named, [missing, path].into_iter())
        };
        assert_eq!(find(None), None);
        std::fs::write(path.join("readme.txt"), "").unwrap();
        assert_eq!(find(None), None);
        let file = path.join("card.x86_64.json");
        std::fs::write(&file, "{}").unwrap();
        assert_eq!(find(None).as_ref(), Some(&file));
        assert_eq!(find(Some(&file)).as_ref(), Some(&file));
        assert_eq!(find(Some(&missing.join("card.json"))), None);
    }
}
