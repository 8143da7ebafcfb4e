//! The script's file of settings.

use js_sys::JSON;
use remote_rendering_client::protocol::{
    AccountKey, MaxLeaseTime,
    arrconfig::{AccountSettings, ArrConfig, RenderingSessionSettings},
};
use wasm_bindgen::prelude::*;

use super::{member, shape::number, text};
use crate::js::{error::argument_error, object};

/// Reads the text of an `arrconfig.json`, into the words of the client's constructor. What is not filled in is absent; a
/// wrong setting is thrown as a `RestError` of the kind `invalid-argument`, which names it and does not repeat it.
#[wasm_bindgen(js_name = readArrConfig)]
pub fn read_arr_config(json: &str) -> Result<JsValue, JsValue> {
    let config = JSON::parse(json).map_err(|_| argument_error("arrconfig")("not JSON"))?;
    let part = |name| member(&config, name).unwrap_or_default();
    let (account, session) = (part("accountSettings"), part("renderingSessionSettings"));
    let config = ArrConfig {
        account_settings: AccountSettings {
            arr_account_id: text(&account, "arrAccountId"),
            arr_account_key: text(&account, "arrAccountKey").map(Into::into),
            arr_account_domain: text(&account, "arrAccountDomain"),
        },
        rendering_session_settings: RenderingSessionSettings {
            remote_rendering_domain: text(&session, "remoteRenderingDomain"),
            vm_size: text(&session, "vmSize"),
            max_lease_time: text(&session, "maxLeaseTime"),
        },
    };
    // Checked here, and read again by the constructor, which takes it as it was written.
    setting(config.sts())?;
    let domain = config.account_settings.arr_account_domain.as_deref();
    let key = setting(config.account_key())?;
    let lease = setting(config.max_lease_time())?.map(MaxLeaseTime::whole_minutes);
    Ok(object([
        (
            "accountId",
            setting(config.account_id())?.map(|it| it.to_string().into()),
        ),
        (
            "accountKey",
            key.as_ref().map(AccountKey::expose).map(JsValue::from),
        ),
        ("accountDomain", domain.map(JsValue::from)),
        (
            "endpoint",
            setting(config.remote_rendering())?.map(|it| it.as_str().into()),
        ),
        ("size", setting(config.size())?.map(|it| it.as_str().into())),
        ("maxLeaseTimeInMinutes", lease.map(number)),
    ]))
}

fn setting<T, E: std::fmt::Display>(setting: Result<T, E>) -> Result<T, JsValue> {
    setting.map_err(argument_error("arrconfig"))
}
