//! What JavaScript sees: the core of the npm package, as two modules that the package loads when they are needed.
//!
//! - `sessions` (feature `js-sessions`): the client.
//! - `probe` (feature `js-regions`): the race for the nearest region, which many programs do without.
//!
//! The package's own JavaScript, in `package/`, stands in front of them and gives everything the shape that Microsoft's client
//! had: dates, iterables, discriminated sessions. Here are the rules: arguments, calls, waiting, the race, the fallback.
//!
//! Everything that calls out gives a promise that an `AbortSignal` ends, and owns what it needs: a call under way neither
//! keeps an object borrowed nor minds `free()`.

mod abort;
mod error;
#[cfg(feature = "js-regions")]
mod probe;
#[cfg(feature = "js-regions")]
mod probe_shapes;
#[cfg(feature = "js-sessions")]
mod sessions;

pub use error::OwnKind;
#[cfg(feature = "js-regions")]
pub use probe::{ProbeOptions, ProbePromise, Regions, probe_regions};
#[cfg(feature = "js-sessions")]
pub use sessions::{CoreClient, CorePages, CorePoller, create_nearest, kind_name, read_arr_config};

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// An object with those of the members that have a value.
fn object<const N: usize>(mut members: [(&str, Option<JsValue>); N]) -> JsValue {
    fill(&mut members)
}

/// Not generic: there once, and not for each number of members.
fn fill(members: &mut [(&str, Option<JsValue>)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        if let Some(value) = value.take() {
            // A member of an object of our own can be written.
            let _ = Reflect::set(&object, &(*name).into(), &value);
        }
    }
    object.into()
}
