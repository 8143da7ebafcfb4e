use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use http::{HeaderMap, HeaderName, request::Parts};

use crate::{address_block::AddressBlock, connection::Connection};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Where a request comes from: the other end of its connection or, behind proxies that are trusted,
/// what the outermost of them noted. Each appends the address that it saw, so entries are counted
/// from the end: whatever a client wrote itself stands before them.
pub(crate) fn client_address(parts: &Parts, trusted_proxies: u8) -> AddressBlock {
    let peer = parts.extensions.get::<Arc<Connection>>();
    // A service without a socket, as in a test: one client.
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.peer.ip());
    let noted = forwarded_for(&parts.headers, trusted_proxies);
    AddressBlock::of(noted.unwrap_or(peer))
}

/// The entry that the outermost trusted proxy wrote. A chain with fewer entries came in behind it:
/// then the first that there is.
fn forwarded_for(headers: &HeaderMap, trusted_proxies: u8) -> Option<IpAddr> {
    if trusted_proxies == 0 {
        return None;
    }
    let lines = headers.get_all(FORWARDED_FOR).into_iter();
    let entries = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    let entries: Vec<_> = entries.map(str::trim).collect();
    let place = entries.len().saturating_sub(usize::from(trusted_proxies));
    address(entries.get(place)?)
}

/// Some proxies write the port, too.
fn address(entry: &str) -> Option<IpAddr> {
    let bare = entry.trim_start_matches('[').trim_end_matches(']');
    let with_port = || entry.parse::<SocketAddr>().map(|address| address.ip());
    bare.parse().or_else(|_| with_port()).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn seen(lines: &[&str], trusted_proxies: u8) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(line).unwrap());
        }
        forwarded_for(&headers, trusted_proxies).map(|address| address.to_string())
    }

    #[test]
    fn only_what_trusted_proxies_wrote_is_believed() {
        let chain = ["1.1.1.1, 2.2.2.2", "3.3.3.3"];
        let address = |text: &str| Some(text.to_owned());
        assert_eq!(seen(&chain, 0), None);
        assert_eq!(seen(&chain, 1), address("3.3.3.3"));
        assert_eq!(seen(&chain, 2), address("2.2.2.2"));
        assert_eq!(seen(&chain, 9), address("1.1.1.1"));
        assert_eq!(seen(&["9.9.9.9, unknown"], 1), None);
        assert_eq!(seen(&[], 1), None);
        assert_eq!(seen(&["4.4.4.4:4444"], 1), address("4.4.4.4"));
        assert_eq!(seen(&["2001:db8::1"], 1), address("2001:db8::1"));
        assert_eq!(seen(&["[2001:db8::1]"], 1), address("2001:db8::1"));
        assert_eq!(seen(&["[2001:db8::1]:443"], 1), address("2001:db8::1"));
    }
}
