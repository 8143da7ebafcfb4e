//! Which sessions were created in this tab: it remembers them when it is loaded anew.

use crate::console::{route::Route, state::sessions::SessionKey, storage::Entry};

/// A line for each, written as a link to it.
const ENTRY: Entry = Entry::of_tab("remote-rendering.own");

/// How many are kept: the newest.
const MOST: usize = 200;

/// Keeps one more.
pub(super) fn keep(key: &SessionKey) {
    let mut known = kept();
    known.retain(|it| it != key);
    known.insert(0, key.clone());
    known.truncate(MOST);
    let lines: Vec<_> = known
        .into_iter()
        .map(|key| Route::Session(key).to_string())
        .collect();
    ENTRY.write(&lines.join("\n"));
}

/// Those that are kept, the newest first.
pub(super) fn kept() -> Vec<SessionKey> {
    let text = ENTRY.read().unwrap_or_default();
    let session = |line| match Route::parse(line) {
        Route::Session(key) => Some(key),
        _ => None,
    };
    text.lines().filter_map(session).collect()
}

/// Keeps none any more.
pub(super) fn forget() {
    ENTRY.forget();
}
