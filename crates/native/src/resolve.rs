use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use crate::{ReachError, target::Origin};

/// The addresses of a host, in the order in which to try them: the system's order, but never two of one family in a row
/// while the other family has one left (RFC 8305).
///
/// `localhost` and every name below it is this machine (RFC 6761). Browsers know that, systems often do not, so it is
/// decided here. IPv4 is first: a development service listens there.
pub(crate) async fn addresses(origin: &Origin) -> Result<Vec<SocketAddr>, ReachError> {
    let Origin { host, port, .. } = origin;
    if let Ok(address) = host.parse::<IpAddr>() {
        return Ok(vec![(address, *port).into()]);
    }
    if is_this_machine(host) {
        let loopback = [
            IpAddr::from(Ipv4Addr::LOCALHOST),
            Ipv6Addr::LOCALHOST.into(),
        ];
        return Ok(loopback.map(|it| (it, *port).into()).into());
    }
    let failed = |cause| ReachError::Name {
        host: host.clone(),
        cause,
    };
    let found = tokio::net::lookup_host((host.as_str(), *port)).await;
    let found = alternating(found.map_err(failed)?);
    if found.is_empty() {
        return Err(failed(io::ErrorKind::NotFound.into()));
    }
    Ok(found)
}

fn is_this_machine(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost")
}

fn alternating(addresses: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    let all: Vec<SocketAddr> = addresses.collect();
    let first_is_v6 = all.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|address| address.is_ipv6() == first_is_v6);
    let places = [(0, first), (1, second)].map(|(family, addresses)| {
        let places = (0..).map(move |place| (place, family));
        places.zip(addresses)
    });
    let mut places: Vec<_> = places.into_iter().flatten().collect();
    places.sort_by_key(|(place, _): &((i32, i32), SocketAddr)| *place);
    places.into_iter().map(|(_, address)| address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns() {
        let read = |text: &str| -> Vec<SocketAddr> {
            text.split_whitespace()
                .map(|it| SocketAddr::new(it.parse().unwrap(), 443))
                .collect()
        };
        for (given, expected) in [
            ("", ""),
            ("10.0.0.1", "10.0.0.1"),
            ("::1 ::2 ::3 10.0.0.1", "::1 10.0.0.1 ::2 ::3"),
            ("10.0.0.1 ::1 10.0.0.2 ::2", "10.0.0.1 ::1 10.0.0.2 ::2"),
            ("10.0.0.1 10.0.0.2 ::1", "10.0.0.1 ::1 10.0.0.2"),
        ] {
            assert_eq!(alternating(read(given).into_iter()), read(expected));
        }
    }

    #[tokio::test]
    async fn names_below_localhost_are_this_machine() {
        for (host, first) in [
            ("localhost", "127.0.0.1:80"),
            (
                "remoterendering.westeurope.mixedreality.localhost",
                "127.0.0.1:80",
            ),
            ("Sts.LOCALHOST.", "127.0.0.1:80"),
            ("192.0.2.7", "192.0.2.7:80"),
            ("::1", "[::1]:80"),
        ] {
            let origin = Origin {
                secure: false,
                host: host.to_owned(),
                port: 80,
            };
            let found = addresses(&origin).await.unwrap();
            assert_eq!(found[0], first.parse().unwrap(), "{host}");
        }
        assert!(!is_this_machine("notlocalhost"));
        assert!(!is_this_machine("localhost.example.org"));
    }
}
