//! Fluent's own JavaScript, which the page loads before the console starts: `src/console/page.mjs` says what of it.

use js_sys::{Array, Date, JsString, Object, Reflect};
use remote_rendering_protocol::Timestamp;
use wasm_bindgen::prelude::*;

use super::{FluentValue, Language, Messages, TextsError};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Page)]
    #[derive(Debug)]
    type FluentBundle;

    #[wasm_bindgen(constructor, catch, js_namespace = Page)]
    fn new(language: &str, options: &Object) -> Result<FluentBundle, JsValue>;

    #[wasm_bindgen(method, js_name = addResource)]
    fn add_resource(this: &FluentBundle, resource: &FluentResource) -> Array;

    #[wasm_bindgen(method, js_name = getMessage)]
    fn get_message(this: &FluentBundle, id: &str) -> Option<FluentMessage>;

    #[wasm_bindgen(method, js_name = formatPattern)]
    fn format_pattern(
        this: &FluentBundle,
        pattern: &JsValue,
        values: &Object,
        errors: &Array,
    ) -> String;

    #[wasm_bindgen(js_namespace = Page)]
    type FluentResource;

    #[wasm_bindgen(constructor, catch, js_namespace = Page)]
    fn new(file: &str) -> Result<FluentResource, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn body(this: &FluentResource) -> Array;

    #[wasm_bindgen(js_namespace = Page)]
    type FluentNumber;

    #[wasm_bindgen(constructor, js_namespace = Page)]
    fn new(value: f64, options: &Object) -> FluentNumber;

    type FluentMessage;

    /// The pattern; null where the message has attributes only.
    #[wasm_bindgen(method, getter)]
    fn value(this: &FluentMessage) -> JsValue;
}

/// The messages of a locale file.
#[derive(Debug)]
pub struct FluentMessages {
    bundle: FluentBundle,
}

impl FluentMessages {
    /// Reads a locale file's content.
    ///
    /// # Errors
    ///
    /// [`TextsError::Broken`] where no message is in it, two have one name, or the page has not loaded Fluent.
    pub fn parse(language: Language, file: &str) -> Result<Self, TextsError> {
        let broken = |error: JsValue| {
            let words = error.dyn_ref::<js_sys::Error>().map(js_sys::Error::message);
            TextsError::Broken(words.map(String::from).unwrap_or_default())
        };
        let options = Object::new();
        // The marks that isolate values matter between scripts of two directions; all our languages run one way, and
        // the marks would come along when somebody copies a text.
        set(&options, "useIsolating", &JsValue::FALSE);
        let bundle = FluentBundle::new(language.tag(), &options).map_err(broken)?;
        let resource = FluentResource::new(file).map_err(broken)?;
        if resource.body().length() == 0 {
            return Err(TextsError::Broken("it has no messages".to_owned()));
        }
        match bundle.add_resource(&resource).get(0) {
            error if error.is_undefined() => Ok(Self { bundle }),
            error => Err(broken(error)),
        }
    }
}

impl Messages for FluentMessages {
    fn format(&self, id: &str, values: &[(&'static str, FluentValue)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value();
        if pattern.is_null() {
            return None;
        }
        let given = Object::new();
        for (name, value) in values {
            let value = match value {
                FluentValue::Text(text) => JsValue::from_str(text),
                FluentValue::Number(number) => JsValue::from_f64(*number),
                FluentValue::Time(time) => date(*time),
                FluentValue::Money(amount, currency) => money(*amount, currency),
            };
            set(&given, name, &value);
        }
        // With a list for them, a message that lacks a value shows the value's name; without one it would throw.
        Some(self.bundle.format_pattern(&pattern, &given, &Array::new()))
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a Date has a double's 53 bits, which is milliseconds for 285,000 years"
)]
fn date(time: Timestamp) -> JsValue {
    Date::new(&JsValue::from_f64(time.unix_milliseconds() as f64)).into()
}

fn money(amount: f64, currency: &str) -> JsValue {
    let options = Object::new();
    set(&options, "style", &JsValue::from_str("currency"));
    set(&options, "currency", &JsValue::from_str(currency));
    FluentNumber::new(amount, &options).into()
}

/// Sets a member of a plain object, which never fails.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsString::from(name), value);
}
