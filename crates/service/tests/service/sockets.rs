//! The service on a socket, started and stopped by a program.

use remote_rendering_service::{Listener, Service};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::support::parts;

#[tokio::test]
async fn a_server_has_an_address_and_an_end() {
    let listener = Listener::bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let service = Service::start(parts()).await.unwrap();
    let server = listener.serve(service, None).unwrap();
    let address = server.addr();
    assert_ne!(address.port(), 0);

    let mut socket = TcpStream::connect(address).await.unwrap();
    socket
        .write_all(b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut answer = [0; 23];
    socket.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 204 No Content");

    server.shutdown().await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
