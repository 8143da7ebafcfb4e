//! What the page keeps beyond itself: for the tab, or for this browser. A browser may forbid that, or have no room: then
//! the page goes on without.

use web_sys::Storage;

/// Something that is kept under a name.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    name: &'static str,
    outlives_tab: bool,
}

impl Entry {
    /// Something that goes with the tab.
    pub const fn of_tab(name: &'static str) -> Self {
        Self {
            name,
            outlives_tab: false,
        }
    }

    /// Something that stays for the next visit.
    pub const fn of_browser(name: &'static str) -> Self {
        Self {
            name,
            outlives_tab: true,
        }
    }

    fn storage(self) -> Option<Storage> {
        let window = web_sys::window()?;
        let storage = if self.outlives_tab {
            window.local_storage()
        } else {
            window.session_storage()
        };
        storage.ok()?
    }

    /// What is kept.
    pub fn read(self) -> Option<String> {
        self.storage()?.get_item(self.name).ok()?
    }

    /// Keeps this text, in place of what was kept.
    pub fn write(self, text: &str) {
        if let Some(storage) = self.storage() {
            let _ = storage.set_item(self.name, text);
        }
    }

    /// Keeps nothing any more.
    pub fn forget(self) {
        if let Some(storage) = self.storage() {
            let _ = storage.remove_item(self.name);
        }
    }
}
