//! Plain objects for JavaScript, made member by member: serde's way to them weighs more.

use js_sys::{Array, Date};
use remote_rendering_client::protocol::{
    device::ConnectionGrant, error::ServiceError, session::SessionProperties,
};
use wasm_bindgen::JsValue;

use crate::js::object;

/// A session. What is not known of it is absent.
pub(super) fn session(it: &SessionProperties) -> JsValue {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 are far below what a float tells apart"
    )]
    let date = |milliseconds: i64| JsValue::from(Date::new(&(milliseconds as f64).into()));
    let created = it.creation_time.map(|it| date(it.unix_milliseconds()));
    let properties = object([
        ("host", it.hostname.as_deref().map(JsValue::from)),
        ("arrInspectorPort", it.arr_inspector_port.map(JsValue::from)),
        ("handshakePort", it.handshake_port.map(JsValue::from)),
        ("createdOn", created),
        (
            "elapsedTimeInMinutes",
            Some(number(it.elapsed_time_minutes)),
        ),
        ("teraflops", it.teraflops.map(JsValue::from)),
    ]);
    object([
        ("sessionId", Some(it.id.as_str().into())),
        ("size", Some(it.size.as_str().into())),
        (
            "maxLeaseTimeInMinutes",
            Some(number(it.max_lease_time_minutes)),
        ),
        ("status", Some(it.status.as_str().into())),
        ("properties", Some(properties)),
        ("error", it.error.as_ref().map(service_error)),
    ])
}

/// What lets a device connect.
pub(super) fn grant(it: &ConnectionGrant) -> JsValue {
    object([
        ("address", Some(it.address.as_str().into())),
        ("token", Some(it.token.expose().into())),
        ("expiresInSeconds", Some(it.expires_in_seconds.into())),
    ])
}

/// An error in the service's words.
pub(super) fn service_error(it: &ServiceError) -> JsValue {
    object([
        ("code", Some(it.code.as_str().into())),
        ("message", Some(it.message.as_str().into())),
        ("details", details(it)),
        ("target", it.target.as_deref().map(JsValue::from)),
        ("innerError", it.inner_error.as_deref().map(service_error)),
    ])
}

/// The errors in an error, if there are any.
pub(super) fn details(it: &ServiceError) -> Option<JsValue> {
    let details: Array = it.details.iter().map(service_error).collect();
    (details.length() > 0).then(|| details.into())
}

/// A number as JavaScript's usual ones are; from an `i64` alone it would become another kind.
pub(super) fn number(it: i64) -> JsValue {
    #[expect(clippy::cast_precision_loss, reason = "minutes")]
    JsValue::from(it as f64)
}
