//! Files on their way to the host.

use std::collections::VecDeque;

use js_sys::encode_uri_component;
use remote_rendering_protocol::device::{FailedCode, Failure, ModelSource, UPLOADS_PATH, Uploaded};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::{
    core::{Core, Handle, Inside},
    json,
    listening::Listening,
};
use crate::state::{Event, LoadState, RequestId};

/// How many files may wait.
const WAITING: usize = 64;

/// One upload at a time, as hosts take them, and those that wait.
#[derive(Default)]
pub(super) struct Uploads {
    /// The host's address for uploads.
    pub(super) address: Option<String>,
    current: Option<Upload>,
    waiting: VecDeque<(RequestId, File)>,
}

/// `fetch` cannot tell how far an upload is; this can.
struct Upload {
    request: RequestId,
    exchange: XmlHttpRequest,
    listening: Vec<Listening>,
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Aborting calls the listeners at once, who would enter the core again.
        self.listening.clear();
        // It fails only where there is nothing to abort.
        let _ = self.exchange.abort();
    }
}

impl Uploads {
    /// Gives all of them up.
    fn take_all(&mut self) -> Vec<RequestId> {
        let current = self.current.take().map(|upload| upload.request);
        let waiting = self.waiting.drain(..).map(|(request, _)| request);
        current.into_iter().chain(waiting).collect()
    }
}

/// What the host answers where it does not take a file.
#[derive(Deserialize)]
struct Refused {
    error: Failure,
}

impl Handle {
    fn uploading(&self, request: RequestId, done: f64, total: f64) {
        self.with(|core, inside| {
            if inside.scene.is_pending(request) {
                let state = LoadState::Uploading {
                    done: whole(done),
                    total: whole(total),
                };
                core.tell([Event::Load {
                    request: Some(request),
                    state,
                }]);
            }
        });
    }

    /// The host has answered, or the way there is broken.
    fn upload_ended(&self, request: RequestId) {
        self.with(|core, inside| {
            let Some(upload) = inside
                .uploads
                .current
                .take_if(|upload| upload.request == request)
            else {
                return;
            };
            match upload.answer() {
                Ok(source) => {
                    inside.scene.uploaded(request, source);
                    inside.ask_for_loads();
                }
                Err(failure) => {
                    core.tell(inside.scene.fail(request, failure.code, &failure.message));
                }
            }
            core.upload_next(inside);
        });
    }
}

impl Core {
    /// Begins an upload, or has it wait for those before it.
    pub(super) fn upload(&self, inside: &mut Inside, file: File) -> RequestId {
        let request = inside.scene.begin(None);
        let too_large = file.size() > number(inside.scene.max_upload_bytes);
        let refused = if inside.scene.upload_key.is_none() {
            Some((FailedCode::Unreachable, "The viewer is not connected."))
        } else if too_large {
            Some((
                FailedCode::TooLarge,
                "The file is larger than this host takes.",
            ))
        } else if inside.uploads.waiting.len() >= WAITING {
            Some((FailedCode::Busy, "Too many files wait to be uploaded."))
        } else {
            None
        };
        if let Some((code, message)) = refused {
            self.tell(inside.scene.fail(request, code, message));
        } else {
            inside.uploads.waiting.push_back((request, file));
            self.upload_next(inside);
        }
        request
    }

    /// Gives an upload up. Whether it was one.
    pub(super) fn cancel_upload(&self, inside: &mut Inside, request: RequestId) -> bool {
        let before = inside.uploads.waiting.len();
        inside
            .uploads
            .waiting
            .retain(|(waiting, _)| *waiting != request);
        let is_current = inside
            .uploads
            .current
            .as_ref()
            .is_some_and(|it| it.request == request);
        if is_current {
            inside.uploads.current = None;
        }
        let was_one = is_current || inside.uploads.waiting.len() < before;
        if was_one {
            self.tell(
                inside
                    .scene
                    .fail(request, FailedCode::Cancelled, "It was cancelled."),
            );
            self.upload_next(inside);
        }
        was_one
    }

    /// Their key is not good any more.
    pub(super) fn fail_uploads(&self, inside: &mut Inside) {
        for request in inside.uploads.take_all() {
            self.tell(
                inside
                    .scene
                    .fail(request, FailedCode::Unreachable, UNREACHABLE),
            );
        }
    }

    fn upload_next(&self, inside: &mut Inside) {
        if inside.uploads.current.is_some() {
            return;
        }
        while let Some((request, file)) = inside.uploads.waiting.pop_front() {
            if let Some(upload) = self.begin_upload(inside, request, &file) {
                inside.uploads.current = Some(upload);
                let state = LoadState::Uploading {
                    done: 0,
                    total: whole(file.size()),
                };
                self.tell([Event::Load {
                    request: Some(request),
                    state,
                }]);
                return;
            }
            self.tell(
                inside
                    .scene
                    .fail(request, FailedCode::Unreachable, UNREACHABLE),
            );
        }
    }

    fn begin_upload(&self, inside: &Inside, request: RequestId, file: &File) -> Option<Upload> {
        let key = inside.scene.upload_key.as_ref()?;
        let name = String::from(encode_uri_component(&file.name()));
        let address = format!("{}{UPLOADS_PATH}/{name}", inside.uploads.address.as_ref()?);
        let exchange = XmlHttpRequest::new().ok()?;
        exchange.open("PUT", &address).ok()?;
        let authorization = format!("Bearer {}", key.expose());
        exchange
            .set_request_header("Authorization", &authorization)
            .ok()?;
        exchange
            .set_request_header("Content-Type", "application/octet-stream")
            .ok()?;
        let progress = {
            let me = self.me.clone();
            let target = exchange.upload().ok()?;
            Listening::new(&target, "progress", move |event: ProgressEvent| {
                me.uploading(request, event.loaded(), event.total());
            })
        };
        let ends = ["load", "error"].map(|name| {
            let me = self.me.clone();
            Listening::new(&exchange, name, move |_: JsValue| me.upload_ended(request))
        });
        exchange.send_with_opt_blob(Some(file)).ok()?;
        let listening = ends.into_iter().chain([progress]).collect();
        Some(Upload {
            request,
            exchange,
            listening,
        })
    }
}

const UNREACHABLE: &str =
    "The file did not reach the host: check the connection and upload it again.";

impl Upload {
    /// What the host says of the file.
    fn answer(&self) -> Result<ModelSource, Failure> {
        let text = self
            .exchange
            .response_text()
            .ok()
            .flatten()
            .unwrap_or_default();
        let is_taken = self.exchange.status() == Ok(200);
        if let Some(uploaded) = json::read::<Uploaded>(&text).filter(|_| is_taken) {
            return Ok(uploaded.source);
        }
        let refused = json::read::<Refused>(&text).map(|refused| refused.error);
        Err(refused.unwrap_or_else(|| Failure::new(FailedCode::Unreachable, UNREACHABLE)))
    }
}

/// Bytes, as JavaScript counts them.
fn number(bytes: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
    let number = bytes as f64;
    number
}

fn whole(bytes: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float ends at the limits"
    )]
    let whole = bytes as u64;
    whole
}
