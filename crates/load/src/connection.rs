use std::{io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::api::open_request;

/// The most headers that an answer may have.
const MOST_HEADERS: usize = 64;

/// What the service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// A kept-alive HTTP/1.1 connection without TLS. It is opened by the first request, and again by
/// the first request after it broke: no request is sent twice.
#[derive(Debug)]
pub struct Connection {
    addr: SocketAddr,
    stream: Option<TcpStream>,
    received: Vec<u8>,
}

/// What the head of an answer says.
struct Head {
    length: usize,
    status: u16,
    body: usize,
    closes: bool,
}

impl Connection {
    /// A connection to be.
    pub const fn to(addr: SocketAddr) -> Self {
        Self {
            addr,
            stream: None,
            received: Vec::new(),
        }
    }

    /// Opens the connection if it is not open.
    pub async fn open(&mut self) -> io::Result<()> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.addr).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        Ok(())
    }

    /// Closes the connection; the next request opens another.
    pub fn close(&mut self) {
        self.stream = None;
        self.received.clear();
    }

    /// Sends a whole request and waits for its answer. After an error nobody knows whether the
    /// service carried the request out.
    pub async fn send(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.open().await?;
        let result = self.exchange(request).await;
        // What is left on a broken connection belongs to no request.
        if !matches!(result, Ok((_, false))) {
            self.close();
        }
        result.map(|(answer, _)| answer)
    }

    /// Gets what needs no authorization, such as `/metrics`; any other status than 200 is an error.
    pub async fn text(&mut self, path: &str) -> io::Result<String> {
        let answer = self.send(&open_request(path)).await?;
        if answer.status != 200 {
            let error = format!("{path} was answered {}", answer.status);
            return Err(io::Error::other(error));
        }
        String::from_utf8(answer.body).map_err(io::Error::other)
    }

    /// The headers of an answer, as they came.
    pub async fn headers(&mut self, request: &[u8]) -> io::Result<Vec<(String, String)>> {
        self.open().await?;
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        stream.write_all(request).await?;
        while read_head(&self.received)?.is_none() {
            if stream.read_buf(&mut self.received).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        response
            .parse(&self.received)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let text = |value| String::from_utf8_lossy(value).into_owned();
        let headers = response.headers.iter();
        let headers = headers.map(|it| (it.name.to_owned(), text(it.value)));
        let headers = headers.collect();
        // The body is of no interest.
        self.close();
        Ok(headers)
    }

    /// The answer, and whether the service closes the connection after it.
    async fn exchange(&mut self, request: &[u8]) -> io::Result<(Answer, bool)> {
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        stream.write_all(request).await?;
        loop {
            if let Some(head) = read_head(&self.received)? {
                let end = head.length + head.body;
                if self.received.len() >= end {
                    let answer = Answer {
                        status: head.status,
                        body: self.received[head.length..end].to_vec(),
                    };
                    self.received.drain(..end);
                    return Ok((answer, head.closes));
                }
            }
            if stream.read_buf(&mut self.received).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// The head, once it is whole.
fn read_head(received: &[u8]) -> io::Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = response
        .parse(received)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    let (httparse::Status::Complete(length), Some(status)) = (parsed, response.code) else {
        return Ok(None);
    };
    let value = |name: &str| {
        let header = response
            .headers
            .iter()
            .find(|it| it.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(header.value).ok()
    };
    let body = match value("content-length") {
        Some(text) => text
            .parse()
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?,
        None if status == 204 || status == 304 => 0,
        // The service knows the length of everything that it says.
        None => {
            let error = "an answer without a Content-Length";
            return Err(io::Error::new(io::ErrorKind::InvalidData, error));
        }
    };
    Ok(Some(Head {
        length,
        status,
        body,
        closes: value("connection").is_some_and(|it| it.eq_ignore_ascii_case("close")),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// Answers each connection with one of the texts, cut into pieces, and closes it.
    async fn server(texts: Vec<&'static str>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        tokio::spawn(async move {
            for text in texts {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = [0; 4];
                stream.read_exact(&mut request).await.unwrap();
                for piece in text.as_bytes().chunks(7) {
                    stream.write_all(piece).await.unwrap();
                    stream.flush().await.unwrap();
                }
            }
        });
        addr
    }

    #[tokio::test]
    async fn an_answer_is_whole_and_a_broken_connection_is_opened_again() {
        let whole = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
        let empty = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        let addr = server(vec![&whole[..40], empty, whole]).await;
        let mut connection = Connection::to(addr);
        let cut = connection.send(b"ping").await.unwrap_err();
        assert_eq!(cut.kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(connection.send(b"ping").await.unwrap().status, 204);
        let answer = connection.send(b"ping").await.unwrap();
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, &b"hello"[..])
        );
    }

    #[tokio::test]
    async fn an_answer_of_unknown_length_is_an_error() {
        let addr = server(vec!["HTTP/1.1 200 OK\r\n\r\nhello"]).await;
        let error = Connection::to(addr).send(b"ping").await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
