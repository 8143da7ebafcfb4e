//! The pages: one for who is not signed in, and for who is the one of all sessions and that of each.

pub mod session;
pub mod sessions;
pub mod sign_in;
pub mod view;

use std::rc::Rc;

use yew::{AttrValue, Callback};

use super::{
    hooks::State,
    operations::Operations,
    state::{
        activity::Activity,
        connection::{Connection, Profile},
        create_form::CreateForm,
        guard::Outlook,
        regions::Regions,
        session_view::View,
        sessions::Sessions,
        settings::Settings,
        sign_in_form::SignInForm,
    },
    texts::languages::Languages,
};

/// The state.
#[derive(Clone, Debug)]
pub struct Held {
    /// Who is signed in.
    pub connection: State<Connection>,
    /// The regions.
    pub regions: State<Regions>,
    /// The sessions.
    pub sessions: State<Sessions>,
    /// The calls.
    pub activity: State<Activity>,
    /// What who is signed in can do.
    pub operations: State<Option<Operations>>,
    /// What they have put in for the next session.
    pub form: State<CreateForm>,
    /// Which sessions they want to see.
    pub view: State<View>,
    /// What they have set.
    pub settings: State<Settings>,
    /// What they are asked over the page.
    pub asking: State<Asking>,
    /// What the form to sign in begins with.
    pub again: State<SignInForm>,
    /// What the tab's name begins with, because it cannot wait.
    pub alarm: State<Option<AttrValue>>,
}

/// What a person is asked over the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Asking {
    /// Nothing.
    #[default]
    Nothing,
    /// For their settings.
    Settings,
    /// What is to be done with these, before they sign out.
    Leave(Outlook),
}

/// What the pages of who is signed in show.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The state.
    pub held: Rc<Held>,
    /// Who is signed in.
    pub profile: Profile,
    /// What they can do.
    pub operations: Operations,
    /// The languages.
    pub languages: Languages,
    /// Told what they want of what is around the pages.
    pub want: Callback<Want>,
}

/// The shell holds the state anew with each drawing.
impl PartialEq for SignedIn {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.held, &other.held)
    }
}

/// What a person wants of what is around the pages.
#[derive(Clone, Debug, PartialEq)]
pub enum Want {
    /// To set something.
    Settings,
    /// To sign out.
    SignOut,
    /// To sign in again, with what the form begins with.
    SignInAgain(SignInForm),
}
