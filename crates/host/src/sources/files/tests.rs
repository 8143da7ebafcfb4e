use std::{fs, path::PathBuf};

use remote_rendering_scene::Limits;
use tempfile::TempDir;

use super::*;

/// The smallest model, which has nothing to see.
const MODEL: &str = r#"{"asset":{"version":"2.0"}}"#;

/// An allowed folder beside one that is not.
struct Place {
    root: TempDir,
    folders: Folders,
}

impl Place {
    fn new() -> Self {
        let root = TempDir::new().unwrap();
        for folder in ["allowed/deep/er", "other"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        for file in [
            "allowed/a.glb",
            "allowed/deep/b.GLB",
            "allowed/deep/er/c.glb",
            "other/secret.glb",
        ] {
            fs::write(root.path().join(file), MODEL).unwrap();
        }
        let folders = Folders::open(&[ModelFolder {
            name: "own".to_owned(),
            path: root.path().join("allowed"),
        }]);
        Self {
            folders: folders.unwrap(),
            root,
        }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn code(&self, path: &str) -> Option<FailedCode> {
        let fetched = self.folders.fetch(path, 1 << 20);
        let read = fetched.and_then(|fetched| fetched.read(&Limits::default()));
        read.err().map(|failed| failed.code)
    }
}

#[test]
fn files_of_the_folder_are_read() {
    let place = Place::new();
    for path in ["own/a.glb", "own/deep/b.GLB", "own/deep/er/c.glb"] {
        assert_eq!(place.code(path), None, "{path}");
    }
    let name = place.folders.fetch("own/deep/b.GLB", 1 << 20).unwrap().name;
    assert_eq!(name, "b.GLB");
}

#[test]
fn what_is_not_there_or_not_a_model_says_so() {
    let place = Place::new();
    fs::write(place.at("allowed/notes.txt"), "text").unwrap();
    fs::create_dir(place.at("allowed/folder.glb")).unwrap();
    for (path, code) in [
        ("own/none.glb", FailedCode::NotFound),
        ("own/a.glb/b.glb", FailedCode::NotFound),
        ("own/folder.glb", FailedCode::NotFound),
        ("own/notes.txt", FailedCode::NotAllowed),
        ("own/deep", FailedCode::NotAllowed),
        ("own", FailedCode::NotAllowed),
        ("other/secret.glb", FailedCode::NotAllowed),
        ("allowed/a.glb", FailedCode::NotAllowed),
    ] {
        assert_eq!(place.code(path), Some(code), "{path}");
    }
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let place = Place::new();
    let file = File::create(place.at("allowed/large.glb")).unwrap();
    file.set_len((1 << 20) + 1).unwrap();
    assert_eq!(place.code("own/large.glb"), Some(FailedCode::TooLarge));
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let place = Place::new();
    let secret = place.at("other/secret.glb");
    for path in [
        "own/../other/secret.glb".to_owned(),
        "own/deep/../../other/secret.glb".to_owned(),
        format!("own/{}", secret.display()),
    ] {
        let code = place.code(&path);
        assert_eq!(code, Some(FailedCode::NotAllowed), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;

    let place = Place::new();
    symlink("a.glb", place.at("allowed/near.glb")).unwrap();
    symlink("../other/secret.glb", place.at("allowed/far.glb")).unwrap();
    symlink(place.at("other/secret.glb"), place.at("allowed/whole.glb")).unwrap();
    symlink("../other", place.at("allowed/folder")).unwrap();
    symlink(".", place.at("allowed/ring")).unwrap();
    assert_eq!(place.code("own/near.glb"), None);
    for path in ["own/far.glb", "own/whole.glb", "own/folder/secret.glb"] {
        assert_eq!(place.code(path), Some(FailedCode::NotAllowed), "{path}");
    }
    let listed: Vec<_> = place.folders.list();
    let listed: Vec<_> = listed
        .iter()
        .map(|model| model.source.to_string())
        .collect();
    assert_eq!(
        listed,
        [
            "file:own/a.glb",
            "file:own/near.glb",
            "file:own/deep/b.GLB",
            "file:own/deep/er/c.glb"
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_holds_nobody_up() {
    let place = Place::new();
    let pipe = place.at("allowed/pipe.glb");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    assert_eq!(place.code("own/pipe.glb"), Some(FailedCode::NotFound));
}

#[test]
fn files_beside_a_model_are_of_its_folder_alone() {
    let place = Place::new();
    let model = |uri: &str| {
        format!(r#"{{"asset":{{"version":"2.0"}},"buffers":[{{"byteLength":4,"uri":"{uri}"}}]}}"#)
    };
    fs::write(place.at("allowed/above.bin"), [0; 4]).unwrap();
    fs::write(place.at("allowed/deep/beside.bin"), [0; 4]).unwrap();
    fs::write(place.at("allowed/deep/er/below.bin"), [0; 4]).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../above.bin", place.at("allowed/deep/link.bin")).unwrap();
    for (uri, code) in [
        ("beside.bin", None),
        ("er/below.bin", None),
        ("../above.bin", Some(FailedCode::Broken)),
        ("link.bin", Some(FailedCode::Broken)),
        ("none.bin", Some(FailedCode::Broken)),
    ] {
        fs::write(place.at("allowed/deep/m.gltf"), model(uri)).unwrap();
        assert_eq!(place.code("own/deep/m.gltf"), code, "{uri}");
    }
}

#[test]
fn a_list_has_an_end() {
    let place = Place::new();
    for number in 0..MOST_LISTED + 10 {
        fs::write(place.at(&format!("allowed/deep/{number}.glb")), "").unwrap();
    }
    assert_eq!(place.folders.list().len(), MOST_LISTED);
}
