//! The console: a page that signs in, ranks the regions, and creates, watches, extends and stops sessions.
//!
//! - [`state`]: what the page knows, as plain `Action -> State` functions;
//! - [`operations`]: what it does, through the client, telling the state;
//! - [`pages`] and [`components`]: what a person sees; every text comes from a locale file ([`texts`]);
//! - [`sandbox`]: where requests go instead of the network, for who has no service;
//! - [`stage`]: what a session's server renders, by a module of its own;
//! - [`route`] and [`navigation`]: which page that is, by the address's hash.

pub mod app;
pub mod clipboard;
pub mod components;
pub mod config_file;
pub mod download;
pub mod har;
pub mod in_sight;
pub mod kept_sign_in;
pub mod navigation;
pub mod notification;
pub mod operations;
pub mod pages;
pub mod recorded;
pub mod redaction;
pub mod route;
pub mod sandbox;
pub mod shell;
pub mod snippets;
pub mod stage;
pub mod state;
pub mod storage;
pub mod texts;
pub mod time;

pub use remote_rendering_page::hooks;

/// Puts the console into the page.
pub fn start() {
    // A panic's words help who develops; what they cost in size is not shipped.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    // Not the body, which Yew would empty: the notice in it stays until there are texts.
    if let Some(root) = navigation::document().and_then(|page| page.get_element_by_id("app")) {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}
