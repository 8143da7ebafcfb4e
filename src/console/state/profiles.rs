//! Where a person signs in, for the next time: services and accounts, and never what proves that one may.

use remote_rendering_protocol::Generation;

/// A service and an account, as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedProfile {
    /// The endpoint.
    pub endpoint: String,
    /// The account's id.
    pub account_id: String,
    /// The account's domain; empty when the endpoint's own STS is meant.
    pub account_domain: String,
    /// The generation of the session API.
    pub generation: Generation,
}

/// The profiles of this browser, the one that was used last first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profiles(Vec<SavedProfile>);

/// How many are kept.
const MOST: usize = 20;

impl Profiles {
    /// All of them.
    pub fn all(&self) -> &[SavedProfile] {
        &self.0
    }

    /// Puts a profile first.
    pub fn remember(&mut self, profile: SavedProfile) {
        self.forget(&profile);
        self.0.insert(0, profile);
        self.0.truncate(MOST);
    }

    /// Takes a profile away.
    pub fn forget(&mut self, profile: &SavedProfile) {
        self.0.retain(|known| known != profile);
    }

    /// The profiles as a browser keeps them: a line for each, with tabs between its values.
    pub fn kept(&self) -> String {
        let line = |it: &SavedProfile| {
            let generation = it.generation.as_str();
            [
                &*it.endpoint,
                &it.account_id,
                &it.account_domain,
                generation,
            ]
            .join("\t")
        };
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Reads what [`Profiles::kept`] wrote, also before it wrote the generation; lines that it did not write are left out.
    pub fn of_kept(text: &str) -> Self {
        let profile = |line: &str| {
            let parts: Vec<_> = line.split('\t').collect();
            let [endpoint, account_id, account_domain, ref generation @ ..] = parts[..] else {
                return None;
            };
            let generation = match generation {
                [] => Generation::default(),
                [text] => text.parse().ok()?,
                _ => return None,
            };
            Some(SavedProfile {
                endpoint: endpoint.to_owned(),
                account_id: account_id.to_owned(),
                account_domain: account_domain.to_owned(),
                generation,
            })
        };
        Self(text.lines().filter_map(profile).take(MOST).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(endpoint: &str) -> SavedProfile {
        SavedProfile {
            endpoint: endpoint.to_owned(),
            account_id: "1b405859-8af9-47e6-941d-9205163c0f63".to_owned(),
            account_domain: String::new(),
            generation: Generation::default(),
        }
    }

    fn of_v1(endpoint: &str) -> SavedProfile {
        SavedProfile {
            generation: Generation::V1,
            ..profile(endpoint)
        }
    }

    fn endpoints(profiles: &Profiles) -> Vec<&str> {
        let all = profiles.all().iter();
        all.map(|profile| profile.endpoint.as_str()).collect()
    }

    #[test]
    fn the_profile_that_was_used_last_comes_first_and_once() {
        let mut profiles = Profiles::default();
        for endpoint in ["eastus", "westeurope", "eastus"] {
            profiles.remember(profile(endpoint));
        }
        assert_eq!(endpoints(&profiles), ["eastus", "westeurope"]);
        profiles.forget(&profile("eastus"));
        assert_eq!(endpoints(&profiles), ["westeurope"]);
    }

    #[test]
    fn they_survive_their_text() {
        let mut profiles = Profiles::default();
        for number in 0..MOST + 5 {
            profiles.remember(profile(&format!("http://127.0.0.1:{number}")));
        }
        profiles.remember(of_v1("westeurope"));
        assert_eq!(profiles.all().len(), MOST);
        assert_eq!(Profiles::of_kept(&profiles.kept()), profiles);
    }

    #[test]
    fn the_same_account_in_another_generation_is_another_profile() {
        let mut profiles = Profiles::default();
        profiles.remember(profile("eastus"));
        profiles.remember(of_v1("eastus"));
        assert_eq!(profiles.all(), [of_v1("eastus"), profile("eastus")]);
        profiles.forget(&of_v1("eastus"));
        assert_eq!(profiles.all(), [profile("eastus")]);
    }

    #[test]
    fn a_line_from_before_there_was_a_choice_is_of_2021() {
        let SavedProfile { account_id, .. } = profile("eastus");
        let kept = format!("eastus\t{account_id}\t\nwesteurope\t{account_id}\t\tv1");
        let read = Profiles::of_kept(&kept);
        assert_eq!(read.all(), [profile("eastus"), of_v1("westeurope")]);
    }

    #[test]
    fn lines_that_are_no_profile_are_left_out() {
        for text in [
            "",
            "\n\n",
            "one",
            "one\ttwo",
            "1\t2\t3\t4",
            "1\t2\t3\tv2",
            "1\t2\t3\t",
            "1\t2\t3\tv1\t5",
        ] {
            assert_eq!(Profiles::of_kept(text), Profiles::default(), "{text:?}");
        }
    }
}
