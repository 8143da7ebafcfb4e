//! The verdict as the tab keeps it: after a reload nothing is measured that is known already.
//!
//! It holds names and times of regions, and nothing secret. A tab's storage may be forbidden or full: then the page
//! measures again.

use std::rc::Rc;

use remote_rendering_client::probe::{CachedRanking, CatalogueFingerprint};
use remote_rendering_protocol::{Region, Timestamp};
use web_sys::Storage;

use crate::{browser::BrowserJson, console::state::regions::Decision};

/// The name of the tab's only entry.
const ENTRY: &str = "remote-rendering.ranking";

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Keeps a verdict on these regions.
pub(super) fn keep(decision: &Decision, regions: &[Region]) {
    let fingerprint = CatalogueFingerprint::of(regions);
    let kept = CachedRanking::new(&decision.ranking, decision.at, fingerprint);
    let text = kept.and_then(|it| it.write::<BrowserJson>().ok());
    if let (Some(text), Some(storage)) = (text, storage()) {
        let _ = storage.set_item(ENTRY, &text);
    }
}

/// The verdict that was kept for these regions, if it still holds.
pub(super) fn kept(regions: &[Region], now: Timestamp) -> Option<Decision> {
    let text = storage()?.get_item(ENTRY).ok()??;
    let kept = CachedRanking::read::<BrowserJson>(&text)?;
    let stale = kept.staleness(now, CatalogueFingerprint::of(regions), None);
    stale.is_none().then(|| Decision {
        ranking: Rc::new(kept.ranking().clone()),
        at: kept.measured_at(),
    })
}

/// Forgets what was kept.
pub(super) fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(ENTRY);
    }
}
