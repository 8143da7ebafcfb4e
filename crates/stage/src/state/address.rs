//! What is typed as the address of a model.

use remote_rendering_protocol::device::{ModelSource, ModelSourceError};

use crate::words::Words;

/// How every address begins.
const SCHEME: &str = "https://";

/// An address as the browser takes it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The host in small letters, with its port if that is another than https has.
    pub host: String,
    /// Whether there is a user's name or a password in it.
    pub has_user: bool,
}

/// What has been typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// Nothing, or what can still become an address.
    Unfinished,
    /// The address of a model.
    Good(ModelSource),
    /// What is wrong with it.
    Wrong(Words),
}

/// Judges what has been typed so far. `allowed` are the hosts that models may come from, `part` is the browser.
pub fn typed(text: &str, allowed: &[String], part: impl Fn(&str) -> Option<Parts>) -> Typed {
    let text = text.trim();
    let begins = |whole: &str, part: &str| {
        let beginning = whole.get(..part.len());
        beginning.is_some_and(|it| it.eq_ignore_ascii_case(part))
    };
    if !begins(text, SCHEME) {
        return if begins(SCHEME, text) {
            Typed::Unfinished
        } else {
            Typed::Wrong(Words::of("address-https"))
        };
    }
    let rest = &text[SCHEME.len()..];
    let end = rest.find(['/', '?', '#']);
    let host = &rest[..end.unwrap_or(rest.len())];
    // The host is judged once it is complete, and before that if none that is allowed begins so.
    let may_become = end.is_none() && allowed.iter().any(|it| begins(it, host));
    if may_become {
        return Typed::Unfinished;
    }
    let address = format!("{SCHEME}{rest}");
    match part(&address) {
        None => Typed::Wrong(Words::of("address-wrong")),
        Some(parts) if parts.has_user => Typed::Wrong(Words::of("address-user")),
        Some(Parts { host, .. }) if !allowed.contains(&host) => {
            let words = Words::of("address-elsewhere").with("host", host);
            Typed::Wrong(words.with("hosts", allowed.join(", ")))
        }
        // Only the host yet.
        Some(_) if end.is_none_or(|end| rest.len() == end + 1) => Typed::Unfinished,
        Some(_) => read(&address),
    }
}

fn read(address: &str) -> Typed {
    match address.parse() {
        Ok(source) => Typed::Good(source),
        Err(ModelSourceError::TooLong) => {
            Typed::Wrong(Words::of("address-too-long").with("most", ModelSource::MAX_LENGTH))
        }
        Err(_) => Typed::Wrong(Words::of("address-wrong")),
    }
}

/// Whether what is typed is this address.
pub(super) fn is_of(typed: &str, address: &str) -> bool {
    let without = |text: &str| text.trim().get(SCHEME.len()..).map(str::to_owned);
    without(typed) == without(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As browsers do, as far as the tests go.
    fn part(address: &str) -> Option<Parts> {
        let rest = address.strip_prefix(SCHEME)?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let host = host.to_lowercase();
        let host = host.strip_suffix(":443").unwrap_or(&host).to_owned();
        (!host.is_empty() && !host.contains(' ')).then_some(Parts {
            host,
            has_user: !user.is_empty(),
        })
    }

    fn judged(text: &str) -> Typed {
        let allowed = ["models.example.com", "cdn.example.com:8443"].map(str::to_owned);
        typed(text, &allowed, part)
    }

    #[test]
    fn what_can_become_an_address_is_no_mistake() {
        for text in [
            "",
            "  ",
            "h",
            "HTTPS:/",
            "https://",
            "https://mod",
            "https://CDN.example.com:84",
            "https://models.example.com",
            "https://models.example.com/",
        ] {
            assert_eq!(judged(text), Typed::Unfinished, "{text:?}");
        }
    }

    #[test]
    fn an_address_at_an_allowed_host_is_good() {
        for (text, address) in [
            (
                "https://models.example.com/a.glb",
                "https://models.example.com/a.glb",
            ),
            (
                "  HTTPS://models.example.com:443/a.glb?signature=secret ",
                "https://models.example.com:443/a.glb?signature=secret",
            ),
            (
                "https://cdn.example.com:8443/b c.glb",
                "https://cdn.example.com:8443/b c.glb",
            ),
        ] {
            let source = ModelSource::Address(address.to_owned());
            assert_eq!(judged(text), Typed::Good(source), "{text:?}");
            assert!(is_of(text, address));
        }
        assert!(!is_of("", "https://models.example.com/a.glb"));
    }

    #[test]
    fn each_mistake_has_its_words() {
        let elsewhere = |host: &'static str| {
            let hosts = "models.example.com, cdn.example.com:8443";
            Words::of("address-elsewhere")
                .with("host", host)
                .with("hosts", hosts)
        };
        let long = format!("https://models.example.com/{}", "a".repeat(2048));
        for (text, words) in [
            (
                "http://models.example.com/a.glb",
                Words::of("address-https"),
            ),
            ("models.example.com", Words::of("address-https")),
            ("https:///a.glb", Words::of("address-wrong")),
            (
                "https://models.example.com/a\\b.glb",
                Words::of("address-wrong"),
            ),
            (
                "https://u:p@models.example.com/a.glb",
                Words::of("address-user"),
            ),
            ("https://example.org", elsewhere("example.org")),
            (
                "https://cdn.example.com/a.glb",
                elsewhere("cdn.example.com"),
            ),
            (
                &long,
                Words::of("address-too-long").with("most", 2048_usize),
            ),
        ] {
            assert_eq!(judged(text), Typed::Wrong(words), "{text:?}");
        }
    }
}
