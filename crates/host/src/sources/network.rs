//! Which hosts models may come from, and which addresses those may have.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::Pin,
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

use crate::HostError;

/// A host that the operator allows: its name and port, and nothing like it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    host: String,
    port: u16,
}

impl Origin {
    /// Reads `HOST` or `HOST:PORT`.
    pub(super) fn read(text: &str) -> Result<Self, HostError> {
        let wrong = || HostError::Origin(text.to_owned());
        // Whatever the URL's parser takes for more than a host and a port is not one.
        let is_host = |c: char| !c.is_whitespace() && !"/\\?#@".contains(c);
        if !text.chars().all(is_host) {
            return Err(wrong());
        }
        let url = Url::parse(&format!("https://{text}/")).map_err(|_| wrong())?;
        Self::of(&url).ok_or_else(wrong)
    }

    /// The host of a URL.
    pub(super) fn of(url: &Url) -> Option<Self> {
        Some(Self {
            host: url.host_str()?.trim_end_matches('.').to_owned(),
            port: url.port_or_known_default()?,
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.host)?;
        match self.port {
            443 => Ok(()),
            port => write!(f, ":{port}"),
        }
    }
}

/// Whether an address is one of the public internet: not this machine, not a network of the operator's, and not a way
/// round to either.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || first == 0
        // Shared by a carrier's customers.
        || (first == 100 && second & 0xc0 == 64)
        // Of the protocols themselves; relays to IPv6.
        || (first, second, third) == (192, 0, 0)
        || (first, second, third) == (192, 88, 99)
        // Benchmarks of networks.
        || (first == 198 && second & 0xfe == 18)
        // Multicast, reserved, broadcast.
        || first >= 224;
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is given out. Outside of it are loopback, link-local, unique-local and multicast addresses, and those
    // that hold an address of IPv4: mapped, compatible, and translated (64:ff9b::/96).
    let is_given_out = first & 0xe000 == 0x2000;
    let is_special =
        // Of the protocols themselves, Teredo among them; documentation.
        (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
        // 6to4, which holds an address of IPv4.
        || first == 0x2002
        // Documentation.
        || (first == 0x3fff && second < 0x1000);
    is_given_out && !is_special
}

/// A host has an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("the host's address is not of the public internet")]
pub(super) struct NotPublic;

/// The addresses of a name.
pub(super) type Lookup = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// How names are looked up, and which of the addresses may be asked.
#[derive(Clone)]
pub(super) struct Network {
    pub(super) lookup: fn(&str) -> Lookup,
    pub(super) admits: fn(IpAddr) -> bool,
}

impl Network {
    /// The system's look-up, and public addresses alone.
    pub(super) fn public() -> Self {
        Self {
            lookup: |name| {
                let name = name.to_owned();
                Box::pin(async move {
                    let found = tokio::net::lookup_host((name, 0)).await?;
                    Ok(found.collect())
                })
            },
            admits: is_public,
        }
    }

    /// Whether the URL's host may be asked, as far as that can be told without a look-up.
    pub(super) fn admits_host(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else {
            return false;
        };
        let address = host.trim_start_matches('[').trim_end_matches(']');
        address.parse().map_or(true, self.admits)
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").finish_non_exhaustive()
    }
}

impl Resolve for Network {
    fn resolve(&self, name: Name) -> Resolving {
        let network = self.clone();
        let found = (network.lookup)(name.as_str());
        Box::pin(async move {
            let found = found.await?;
            // One address that is not public is enough: a name of the public internet has none.
            if !found.iter().all(|address| (network.admits)(address.ip())) {
                return Err(NotPublic.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_asked() {
        for address in [
            "93.184.216.34",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.254",
            "2606:2800:220:1::1",
            "2001:4860:4860::8888",
            "2a00:1450:4001::1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:93.184.216.34",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn a_host_that_is_an_address_needs_no_look_up() {
        let network = Network::public();
        for (url, expected) in [
            ("https://example.com/a.glb", true),
            ("https://93.184.216.34/a.glb", true),
            ("https://127.0.0.1/a.glb", false),
            // The URL's parser knows the other ways of writing an address.
            ("https://2130706433/a.glb", false),
            ("https://0x7f.1/a.glb", false),
            ("https://[::1]/a.glb", false),
            ("https://[::ffff:10.0.0.1]/a.glb", false),
            ("https://[2606:2800:220:1::1]/a.glb", true),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(network.admits_host(&url), expected, "{url}");
        }
    }

    #[test]
    fn hosts_are_compared_exactly() {
        let allowed = Origin::read("Models.Example.com").unwrap();
        for (url, expected) in [
            ("https://models.example.com/a.glb", true),
            ("https://models.example.com:443/a.glb", true),
            ("https://MODELS.example.com./a.glb", true),
            ("https://models.example.com:444/a.glb", false),
            ("https://example.com/a.glb", false),
            ("https://a.models.example.com/a.glb", false),
            ("https://models.example.com.evil.com/a.glb", false),
            ("https://models.example.com@evil.com/a.glb", false),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(
                Origin::of(&url).as_ref() == Some(&allowed),
                expected,
                "{url}"
            );
        }
        for (text, shown) in [
            ("Models.Example.com.", "models.example.com"),
            ("localhost:8443", "localhost:8443"),
            ("localhost:443", "localhost"),
            ("[2606:2800::1]:8443", "[2606:2800::1]:8443"),
            ("bücher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(Origin::read(text).unwrap().to_string(), shown);
        }
        for wrong in ["", "a b", "https://a", "a/b", "u@a", "a:b", "a?b", "*.a/"] {
            assert!(Origin::read(wrong).is_err(), "{wrong}");
        }
    }
}
