//! What the page knows: one reducer per concern, each a plain function of an action and a state.

pub mod activity;
pub mod connection;
pub mod create_form;
pub mod failure;
pub mod guard;
pub mod prices;
pub mod profiles;
pub mod regions;
pub mod session;
pub mod session_view;
pub mod sessions;
pub mod settings;
pub mod sign_in_form;
pub mod timeline;
