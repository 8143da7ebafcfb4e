//! The commands `remote-rendering completions` and `man`.

use crate::command::{Printed, program};

fn printed(arguments: &[&str]) -> Printed {
    Printed::of(&program(arguments).output().unwrap())
}

#[test]
fn every_shell_can_complete_the_command_line() {
    for (shell, words) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef remote-rendering"),
        ("fish", "complete -c remote-rendering"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = printed(&["completions", shell]);
        assert_eq!((script.status, script.errors.as_str()), (0, ""), "{shell}");
        for words in [words, "max-lease-time", "signing-key"] {
            assert!(script.out.contains(words), "{shell}: {words}");
        }
    }
    let unknown = printed(&["completions", "tcsh"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
}

#[test]
fn the_manual_is_printed_or_written_page_by_page() {
    let page = printed(&["man"]);
    assert_eq!((page.status, page.errors.as_str()), (0, ""));
    assert!(page.out.contains(".TH remote-rendering 1"), "{}", page.out);
    assert!(
        page.out.contains("remote\\-rendering\\-session(1)"),
        "{}",
        page.out
    );

    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    let written = printed(&["man", "--dir", pages.to_str().unwrap()]);
    assert_eq!(
        (written.status, written.out.as_str()),
        (0, ""),
        "{}",
        written.errors
    );
    let create = std::fs::read_to_string(pages.join("remote-rendering-session-create.1")).unwrap();
    assert!(create.contains("REMOTE_RENDERING_VM_SIZE"), "{create}");
    assert!(create.contains("Exit status: 0 done"), "{create}");

    // A file where the folder would be.
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "").unwrap();
    let refused = printed(&["man", "--dir", taken.to_str().unwrap()]);
    assert_eq!(refused.status, 1);
    assert!(
        refused.errors.contains("cannot be written"),
        "{}",
        refused.errors
    );
}
