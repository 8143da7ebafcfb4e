//! The server on one half of the cores, its clients on the other: otherwise the clients' own work
//! makes every server look alike.

use std::{
    process::{Command, Stdio},
    thread,
};

/// How many cores the server has: half of them.
pub(crate) fn of_server() -> usize {
    (all() / 2).max(1)
}

/// The lower half, as `taskset` has it; `None` where there is no `taskset`, or one core only.
pub(crate) fn lower_half() -> Option<String> {
    let possible = all() > 1 && has_taskset();
    possible.then(|| format!("0-{}", of_server() - 1))
}

/// Keeps this process to the other half.
pub(crate) fn keep_to_upper_half() {
    let all = all();
    if all < 2 || !has_taskset() {
        eprintln!("no taskset, or one core: server and clients share the cores");
        return;
    }
    let cores = format!("{}-{}", all / 2, all - 1);
    let id = std::process::id().to_string();
    let kept = taskset(&["--all-tasks", "--cpu-list", "--pid", &cores, &id]);
    if !kept {
        eprintln!("taskset refused: server and clients share the cores");
    }
}

/// The cores of the machine, not those that this process keeps to.
fn all() -> usize {
    let listed = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let counted = listed
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    if counted > 0 {
        counted
    } else {
        thread::available_parallelism().map_or(1, usize::from)
    }
}

fn has_taskset() -> bool {
    taskset(&["--version"])
}

fn taskset(arguments: &[&str]) -> bool {
    let mut command = Command::new("taskset");
    command.args(arguments).stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
