//! The WebSocket to the host.

use js_sys::{ArrayBuffer, Uint8Array};
use remote_rendering_protocol::device::{FromDevice, SUBPROTOCOL};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BinaryType, MessageEvent, WebSocket};

use super::{clock::window, core::Handle, json, listening::Listening};
use crate::{connection::Input, state::ViewerError};

/// A socket; dropped, it closes, after what was sent.
pub(super) struct Socket {
    socket: WebSocket,
    _listening: [Listening; 3],
}

impl Socket {
    pub(super) fn open(address: &str, core: &Handle) -> Result<Self, ViewerError> {
        if is_blocked(address) {
            return Err(ViewerError::Insecure);
        }
        let opened = WebSocket::new_with_str(address, SUBPROTOCOL);
        let socket = opened.map_err(|_| ViewerError::Address)?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let on_open = {
            let core = core.clone();
            Listening::new(&socket, "open", move |_: JsValue| {
                core.input(Input::SocketOpened);
            })
        };
        let on_close = {
            let core = core.clone();
            Listening::new(&socket, "close", move |_: JsValue| {
                core.input(Input::SocketClosed);
            })
        };
        let on_message = {
            let core = core.clone();
            Listening::new(&socket, "message", move |event: MessageEvent| {
                said(&core, &event.data());
            })
        };
        Ok(Self {
            socket,
            _listening: [on_open, on_close, on_message],
        })
    }

    pub(super) fn say(&self, message: &FromDevice) {
        if let Some(text) = json::write(message) {
            // It fails only before the socket is open. Once it is closed nothing is sent, and the closing is told.
            let _ = self.socket.send_with_str(&text);
        }
    }

    pub(super) fn send(&self, packet: &[u8]) {
        let _ = self.socket.send_with_u8_array(packet);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // It fails only for a code of its own that is none.
        let _ = self.socket.close();
    }
}

fn said(core: &Handle, data: &JsValue) {
    if let Some(text) = data.as_string() {
        core.hear(&text);
    } else if let Some(buffer) = data.dyn_ref::<ArrayBuffer>() {
        core.packet(&Uint8Array::new(buffer).to_vec());
    }
}

/// A secure page may not open a socket without TLS, but to the device itself.
fn is_blocked(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("ws://") else {
        return false;
    };
    let is_secure = window().and_then(|window| window.location().protocol().ok());
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = if host.starts_with('[') {
        host.split_inclusive(']').next()
    } else {
        host.split(':').next()
    };
    let host = host.unwrap_or_default();
    let is_loopback =
        matches!(host, "127.0.0.1" | "localhost" | "[::1]") || host.ends_with(".localhost");
    is_secure.as_deref() == Some("https:") && !is_loopback
}
