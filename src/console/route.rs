//! Where in the console somebody is, as the address's hash says it: `#/sessions/westeurope/my-session`.
//!
//! Names of regions and ids of sessions have only characters that stand for themselves in an address, so that nothing
//! is to be decoded.

use std::fmt;

use super::state::sessions::SessionKey;

/// What stands behind a session that is looked at.
const VIEW: &str = "/view";

/// A page of who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// All sessions, the regions, and the form to create a session.
    #[default]
    Sessions,
    /// One session.
    Session(SessionKey),
    /// What one session's server renders.
    View(SessionKey),
}

impl Route {
    /// The page that a hash means. One that means none is the page of all sessions: a link that was cut or mistyped
    /// leads there.
    pub fn parse(hash: &str) -> Self {
        let page = |path: &str| {
            let (region, session) = path.split_once('/')?;
            let (id, page): (_, fn(_) -> _) = match session.strip_suffix(VIEW) {
                Some(id) => (id, Self::View),
                None => (session, Self::Session),
            };
            Some(page(SessionKey {
                region: region.parse().ok()?,
                id: id.parse().ok()?,
            }))
        };
        hash.strip_prefix("#/sessions/")
            .and_then(page)
            .unwrap_or_default()
    }
}

/// Written as the hash that [`Route::parse`] reads: what a link holds.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sessions => f.write_str("#/sessions"),
            Self::Session(key) => write!(f, "#/sessions/{}/{}", key.region, key.id),
            Self::View(key) => write!(f, "#/sessions/{}/{}{VIEW}", key.region, key.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(region: &str, id: &str) -> SessionKey {
        SessionKey {
            region: region.parse().unwrap(),
            id: id.parse().unwrap(),
        }
    }

    fn session(region: &str, id: &str) -> Route {
        Route::Session(key(region, id))
    }

    fn view(region: &str, id: &str) -> Route {
        Route::View(key(region, id))
    }

    #[test]
    fn a_hash_means_a_page() {
        let longest = "a".repeat(256);
        for (hash, route) in [
            ("#/sessions/westeurope/one", session("westeurope", "one")),
            ("#/sessions/WestEurope/One", session("westeurope", "One")),
            ("#/sessions/eastus2/-_9", session("eastus2", "-_9")),
            (
                &*format!("#/sessions/eastus/{longest}"),
                session("eastus", &longest),
            ),
            ("#/sessions/westeurope/one/view", view("westeurope", "one")),
            ("#/sessions/westeurope/view", session("westeurope", "view")),
            (
                "#/sessions/westeurope/view/view",
                view("westeurope", "view"),
            ),
            ("#/sessions", Route::Sessions),
            ("#/", Route::Sessions),
            ("", Route::Sessions),
        ] {
            assert_eq!(Route::parse(hash), route, "{hash:?}");
        }
    }

    #[test]
    fn a_hash_that_means_nothing_is_all_sessions() {
        for hash in [
            "#",
            "#/sessions/",
            "#/sessions/westeurope",
            "#/sessions/westeurope/",
            "#/sessions//one",
            "#/sessions/westeurope/one/",
            "#/sessions/westeurope/one/two",
            "#/sessions/westeurope/one/view/",
            "#/sessions/westeurope/one/views",
            "#/sessions/westeurope//view",
            "#/sessions/west-europe/one",
            "#/sessions/westeurope/two words",
            "#/sessions/westeurope/one?x",
            "#/sessions/westeurope/%6f",
            "#/regions/westeurope/one",
            "#sessions/westeurope/one",
            "/sessions/westeurope/one",
            "# /sessions/westeurope/one",
            "#/sessions/westeurope/é",
            &format!("#/sessions/westeurope/{}", "a".repeat(257)),
        ] {
            assert_eq!(Route::parse(hash), Route::Sessions, "{hash:?}");
        }
    }

    #[test]
    fn a_page_survives_its_hash() {
        // Every character that a name or an id may have, first, last and alone.
        let characters = || (0..=127_u8).map(char::from);
        let ids = characters()
            .filter(|one| one.is_ascii_alphanumeric() || matches!(one, '-' | '_'))
            .flat_map(|one| [format!("{one}"), format!("{one}x{one}")]);
        let ids: Vec<_> = ids.collect();
        let regions = characters().filter(|one| one.is_ascii_lowercase() || one.is_ascii_digit());
        let pages = ids
            .iter()
            .flat_map(|id| [session("westeurope", id), view("westeurope", id)])
            .chain(regions.map(|name| session(&name.to_string(), "one")))
            .chain([Route::Sessions]);
        for route in pages {
            let hash = route.to_string();
            assert_eq!(Route::parse(&hash), route, "{hash}");
            // It can stand in an address as it is.
            assert!(hash.bytes().all(|byte| byte.is_ascii_graphic()
                && !matches!(byte, b'"' | b'<' | b'>' | b'`' | b'%' | b'?')));
        }
    }
}
