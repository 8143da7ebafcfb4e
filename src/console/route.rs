//! Where in the console somebody is, as the address's hash says it: `#/sessions/westeurope/my-session`.
//!
//! Names of regions and ids of sessions have only characters that stand for themselves in an address, so that nothing
//! is to be decoded.

use std::fmt;

use super::state::sessions::SessionKey;

/// A page of who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// All sessions, the regions, and the form to create a session.
    #[default]
    Sessions,
    /// One session.
    Session(SessionKey),
}

impl Route {
    /// The page that a hash means. One that means none is the page of all sessions: a link that was cut or mistyped
    /// leads there.
    pub fn parse(hash: &str) -> Self {
        let session = |path: &str| {
            let (region, id) = path.split_once('/')?;
            Some(SessionKey {
                region: region.parse().ok()?,
                id: id.parse().ok()?,
            })
        };
        hash.strip_prefix("#/sessions/")
            .and_then(session)
            .map_or(Self::Sessions, Self::Session)
    }
}

/// Written as the hash that [`Route::parse`] reads: what a link holds.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sessions => f.write_str("#/sessions"),
            Self::Session(key) => write!(f, "#/sessions/{}/{}", key.region, key.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(region: &str, id: &str) -> Route {
        Route::Session(SessionKey {
            region: region.parse().unwrap(),
            id: id.parse().unwrap(),
        })
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
        let regions = characters().filter(|one| one.is_ascii_lowercase() || one.is_ascii_digit());
        let pages = ids
            .map(|id| session("westeurope", &id))
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
