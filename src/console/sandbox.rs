//! The sandbox: a session service that is simulated in a worker of this page. `sandbox.mjs` starts it and carries the
//! requests.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{
    config_file::parse,
    state::sign_in_form::{SignIn, SignInForm},
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Page, js_name = openSandbox)]
    fn open_sandbox() -> Promise;

    #[derive(Debug)]
    type Port;

    #[wasm_bindgen(method, getter)]
    fn config(this: &Port) -> String;

    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Port) -> Function;

    #[wasm_bindgen(method)]
    fn close(this: &Port);
}

/// The sandbox's worker could not be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sandbox could not be loaded")]
pub struct SandboxMissing;

/// A running sandbox. Clones are of the same one; it ends with the last of them.
#[derive(Clone, Debug)]
pub struct Sandbox(Rc<Running>);

#[derive(Debug)]
struct Running(Port);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Sandbox {
    /// Loads a sandbox and starts it.
    pub async fn open() -> Result<Self, SandboxMissing> {
        match JsFuture::from(open_sandbox()).await {
            Ok(port) if !port.is_null() => Ok(Self(Rc::new(Running(port.unchecked_into())))),
            _ => Err(SandboxMissing),
        }
    }

    /// What to sign in with: the account that the sandbox has made, which it tells as a service does, in an `arrconfig.json`.
    pub fn sign_in(&self) -> Result<SignIn, SandboxMissing> {
        let config = parse(&self.0.0.config()).map_err(|_| SandboxMissing)?;
        let mut form = SignInForm::default();
        form.take_over(&config);
        form.read().map_err(|_| SandboxMissing)
    }

    /// What is called instead of the browser's `fetch`.
    pub fn fetch(&self) -> Function {
        self.0.0.fetch()
    }
}
