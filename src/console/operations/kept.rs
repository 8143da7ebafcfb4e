//! The verdict as the tab keeps it: after a reload nothing is measured that is known already.
//!
//! It holds names and times of regions, and nothing secret.

use std::rc::Rc;

use remote_rendering_client::probe::{CachedRanking, CatalogueFingerprint};
use remote_rendering_protocol::{Region, Timestamp};

use crate::console::{state::regions::Decision, storage::Entry};

const ENTRY: Entry = Entry::of_tab("remote-rendering.ranking");

/// Keeps a verdict on these regions.
pub(super) fn keep(decision: &Decision, regions: &[Region]) {
    let fingerprint = CatalogueFingerprint::of(regions);
    let kept = CachedRanking::new(&decision.ranking, decision.at, fingerprint);
    if let Some(kept) = kept {
        ENTRY.write(&kept.to_string());
    }
}

/// The verdict that was kept for these regions, if it still holds.
pub(super) fn kept(regions: &[Region], now: Timestamp) -> Option<Decision> {
    let kept = ENTRY.read()?.parse::<CachedRanking>().ok()?;
    let stale = kept.staleness(now, CatalogueFingerprint::of(regions), None);
    stale.is_none().then(|| Decision {
        ranking: Rc::new(kept.ranking().clone()),
        at: kept.measured_at(),
    })
}

/// Forgets what was kept.
pub(super) fn forget() {
    ENTRY.forget();
}
