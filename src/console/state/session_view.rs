//! Which sessions the table shows, and in which order.

use std::{cmp::Ordering, rc::Rc};

use super::sessions::SessionRow;
use crate::console::texts::lower_case;

/// Which sessions a person wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// Those that lease a server, or are about to.
    Live,
    /// Those that have ended.
    Ended,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The lease that ends first; those without a lease last.
    LeaseEnd,
    /// By id.
    Id,
    /// By region, the newest of each first.
    Region,
}

impl Which {
    /// All choices, each with its value in the page.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::All, "all"),
        (Self::Live, "live"),
        (Self::Ended, "ended"),
    ];

    fn takes(self, row: &SessionRow) -> bool {
        match self {
            Self::All => true,
            Self::Live => row.is_live(),
            Self::Ended => !row.is_live(),
        }
    }
}

impl Order {
    /// All choices, each with its value in the page.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Newest, "newest"),
        (Self::LeaseEnd, "lease"),
        (Self::Id, "id"),
        (Self::Region, "region"),
    ];

    fn compare(self, one: &SessionRow, other: &SessionRow) -> Ordering {
        let newest = || {
            let times = [one, other].map(SessionRow::created_at);
            times[1].cmp(&times[0])
        };
        match self {
            Self::Newest => newest(),
            Self::LeaseEnd => {
                let [one, other] = [one, other].map(|row| {
                    let end = row.lease_ends_at();
                    end.filter(|_| row.is_live())
                });
                // `None` would be the least.
                (one.is_none(), one).cmp(&(other.is_none(), other))
            }
            Self::Id => one.key.id.as_str().cmp(other.key.id.as_str()),
            Self::Region => one.key.region.cmp(&other.key.region).then_with(newest),
        }
    }
}

/// What a person wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Words that all have to be in a session's id, region, size, host or status.
    pub search: String,
    /// Which ones.
    pub which: Which,
    /// In which order.
    pub order: Order,
}

impl View {
    /// Whether it may hide sessions.
    pub fn is_narrowed(&self) -> bool {
        !self.search.trim().is_empty() || self.which != Which::All
    }

    /// The sessions to show, in their order. `names` gives a session's words that are not the wire's own, such as its
    /// region's name for people.
    pub fn apply<'a>(
        &self,
        rows: &'a [Rc<SessionRow>],
        names: impl Fn(&SessionRow) -> String,
    ) -> Vec<&'a Rc<SessionRow>> {
        let words = lower_case(self.search.trim());
        let found = |row: &&Rc<SessionRow>| {
            self.which.takes(row)
                && (words.is_empty() || {
                    let text = text_of(row, &names(row));
                    words.split_whitespace().all(|word| text.contains(word))
                })
        };
        let mut shown: Vec<_> = rows.iter().filter(found).collect();
        shown.sort_by(|one, other| self.order.compare(one, other));
        shown
    }
}

/// All that a search looks at, in lower case.
fn text_of(row: &SessionRow, names: &str) -> String {
    let properties = &row.properties;
    let parts = [
        row.key.id.as_str(),
        row.key.region.as_str(),
        names,
        properties.size.as_str(),
        properties.status.as_str(),
        properties.hostname.as_deref().unwrap_or_default(),
    ];
    lower_case(&parts.join("\n"))
}

#[cfg(test)]
#[path = "session_view_tests.rs"]
mod tests;
