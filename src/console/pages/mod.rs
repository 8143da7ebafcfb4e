//! The pages: one for who is not signed in, and for who is the one of all sessions and that of each.

pub mod session;
pub mod sessions;
pub mod sign_in;

use yew::{Callback, UseReducerHandle, UseStateHandle};

use super::{
    operations::Operations,
    state::{
        activity::Activity, connection::Profile, create_form::CreateForm, regions::Regions,
        session_view::View, sessions::Sessions, settings::Settings, sign_in_form::SignInForm,
    },
    texts::languages::Languages,
};

/// What the pages of who is signed in show.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedIn {
    /// Who is signed in.
    pub profile: Profile,
    /// What they can do.
    pub operations: Operations,
    /// The regions.
    pub regions: UseReducerHandle<Regions>,
    /// The sessions.
    pub sessions: UseReducerHandle<Sessions>,
    /// The calls.
    pub activity: UseReducerHandle<Activity>,
    /// What they have put in for the next session.
    pub form: UseStateHandle<CreateForm>,
    /// Which sessions the person wants to see.
    pub view: UseStateHandle<View>,
    /// The languages.
    pub languages: Languages,
    /// What they have set.
    pub settings: UseStateHandle<Settings>,
    /// Told when they want to set something.
    pub on_settings: Callback<()>,
    /// Told when they want to sign out.
    pub on_sign_out: Callback<()>,
    /// Told when they are to sign in again, and with what the form begins.
    pub on_sign_in_again: Callback<SignInForm>,
}
