//! What a browser says to a SOCKS 5 proxy (RFC 1928), as far as this one understands it: connect to a host by its name,
//! without signing in.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

const VERSION: u8 = 5;
const NO_SIGN_IN: u8 = 0;
const CONNECT: u8 = 1;
const IPV4: u8 = 1;
const NAME: u8 = 3;

/// What a client wants to be connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host's name or IPv4 address.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// A client asked for something else.
#[derive(Debug, thiserror::Error)]
pub enum SocksError {
    /// The connection broke.
    #[error("the client's connection broke")]
    Broken(#[from] io::Error),
    /// It speaks another protocol.
    #[error("the client speaks no SOCKS 5: point it at this port with socks5://")]
    Protocol,
    /// It wants something else than a connection to a name or an IPv4 address.
    #[error("only connections to names and IPv4 addresses are made here")]
    Unsupported,
}

/// Reads what the client wants. The answer to it is [`connected`] or [`refused`].
pub(super) async fn read_target(
    client: &mut (impl AsyncRead + AsyncWrite + Unpin),
) -> Result<Target, SocksError> {
    let mut greeting = [0; 2];
    client.read_exact(&mut greeting).await?;
    let [version, methods] = greeting;
    if version != VERSION {
        return Err(SocksError::Protocol);
    }
    let mut offered = vec![0; methods.into()];
    client.read_exact(&mut offered).await?;
    if !offered.contains(&NO_SIGN_IN) {
        return Err(SocksError::Unsupported);
    }
    client.write_all(&[VERSION, NO_SIGN_IN]).await?;

    let mut request = [0; 4];
    client.read_exact(&mut request).await?;
    let [version, command, _, kind] = request;
    if version != VERSION {
        return Err(SocksError::Protocol);
    }
    if command != CONNECT {
        return Err(SocksError::Unsupported);
    }
    let host = match kind {
        NAME => {
            let mut name = vec![0; client.read_u8().await?.into()];
            client.read_exact(&mut name).await?;
            String::from_utf8(name).map_err(|_| SocksError::Protocol)?
        }
        IPV4 => {
            let mut address = [0; 4];
            client.read_exact(&mut address).await?;
            std::net::Ipv4Addr::from(address).to_string()
        }
        _ => return Err(SocksError::Unsupported),
    };
    let port = client.read_u16().await?;
    Ok(Target { host, port })
}

/// Says that the connection is there.
pub(super) async fn connected(client: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
    reply(client, 0).await
}

/// Says that nothing listens there.
pub(super) async fn refused(client: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
    reply(client, 5).await
}

async fn reply(client: &mut (impl AsyncWrite + Unpin), code: u8) -> io::Result<()> {
    // Nobody reads the address from which the proxy connected.
    client
        .write_all(&[VERSION, code, 0, IPV4, 0, 0, 0, 0, 0, 0])
        .await
}

#[cfg(test)]
mod tests {
    use tokio::io::duplex;

    use super::*;

    async fn asked(bytes: &[u8]) -> Result<Target, SocksError> {
        let (mut browser, mut proxy) = duplex(512);
        browser.write_all(bytes).await?;
        drop(browser.shutdown().await);
        read_target(&mut proxy).await
    }

    #[tokio::test]
    async fn a_name_or_an_address_is_where_to() {
        let name = asked(b"\x05\x01\x00\x05\x01\x00\x03\x04r.lo\x1f\x90")
            .await
            .unwrap();
        assert_eq!((name.host.as_str(), name.port), ("r.lo", 8080));
        let address = asked(b"\x05\x01\x00\x05\x01\x00\x01\x7f\x00\x00\x01\x00\x50")
            .await
            .unwrap();
        assert_eq!((address.host.as_str(), address.port), ("127.0.0.1", 80));
    }

    #[tokio::test]
    async fn what_is_no_such_request_is_refused() {
        let cases: [(&[u8], &str); 4] = [
            (b"GET / HTTP/1.1", "Protocol"),
            (b"\x05\x01\x02", "Unsupported"),
            (b"\x05\x01\x00\x05\x02\x00\x03\x01r\x00\x50", "Unsupported"),
            (b"\x05\x01\x00\x05", "Broken"),
        ];
        for (bytes, expected) in cases {
            let error = asked(bytes).await.unwrap_err();
            assert!(format!("{error:?}").starts_with(expected), "{error:?}");
        }
    }
}
