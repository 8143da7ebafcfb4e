//! The browser's notifications, for who looks at another tab or another program.

use web_sys::{Notification, NotificationOptions, NotificationPermission};

use super::navigation::document;

/// Whether the page may notify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// It may.
    Granted,
    /// The person has not been asked.
    Unasked,
    /// It may not, or this browser has no notifications.
    Refused,
}

/// Whether the page may notify.
pub fn permission() -> Permission {
    let is_there = web_sys::window()
        .is_some_and(|window| js_sys::Reflect::has(&window, &"Notification".into()) == Ok(true));
    if !is_there {
        return Permission::Refused;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Permission::Granted,
        NotificationPermission::Default => Permission::Unasked,
        _ => Permission::Refused,
    }
}

/// Lets the browser ask the person; gives what they said.
pub async fn ask() -> Permission {
    if let Ok(answer) = Notification::request_permission() {
        let _ = wasm_bindgen_futures::JsFuture::from(answer).await;
    }
    permission()
}

/// Notifies who does not look at the page. Where it may not, nothing happens.
pub fn show(title: &str, body: &str) {
    let is_seen = document().is_some_and(|document| document.has_focus() == Ok(true));
    if is_seen || permission() != Permission::Granted {
        return;
    }
    let options = NotificationOptions::new();
    options.set_body(body);
    // One for the whole page: the newest takes the place of the one before.
    options.set_tag("remote-rendering");
    // Phones allow notifications to service workers only.
    let _ = Notification::new_with_options(title, &options);
}
