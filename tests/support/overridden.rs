//! A member of an object of the page, replaced.

use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::JsValue;

/// Another value stands in for an object's member while this lives.
pub(crate) struct Overridden {
    object: Object,
    name: JsString,
    /// The object's own, where it is not inherited.
    before: JsValue,
}

impl Overridden {
    pub(crate) fn with(object: &JsValue, name: &str, value: &JsValue) -> Self {
        let object = Object::from(object.clone());
        let name = JsString::from(name);
        let before = Reflect::get_own_property_descriptor(&object, &name).expect("an object");
        let descriptor = Object::new();
        for (name, value) in [("value", value), ("configurable", &JsValue::TRUE)] {
            Reflect::set(&descriptor, &JsString::from(name), value).expect("it is ours");
        }
        define(&object, &name, &descriptor);
        Self {
            object,
            name,
            before,
        }
    }
}

impl Drop for Overridden {
    fn drop(&mut self) {
        if self.before.is_undefined() {
            Reflect::delete_property(&self.object, &self.name).expect("it is configurable");
        } else {
            define(&self.object, &self.name, &Object::from(self.before.clone()));
        }
    }
}

fn define(object: &Object, name: &JsString, descriptor: &Object) {
    let done = Reflect::define_property(object, name, descriptor);
    assert_eq!(done, Ok(true), "the member can be replaced");
}
