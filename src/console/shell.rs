//! What is around the pages: the state, signing in and out, and what is on every page.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    components::{
        create_form::{new_form, use_create_form},
        guard::Guard,
        leave_dialog::{Leave, leave_dialog},
        profile_choice::remember_profile,
        settings_dialog::{SettingsDialog, use_settings},
        simulation::sandbox_mark,
    },
    hooks::{use_value, use_while},
    kept_sign_in,
    navigation::{use_arrival, use_route},
    operations::{Dispatchers, Way, sign_in},
    pages::{
        Asking, Held, SignedIn, Want, session::session_page, sessions::sessions_page,
        sign_in::SignInPage,
    },
    route::Route,
    state::{
        activity::Activity,
        connection::{self, Connection},
        guard::{outlook, own_keys},
        regions::Regions,
        session_view::View,
        sessions::{SessionRow, Sessions},
        sign_in_form::SignInForm,
    },
    texts::{FluentValue, Texts, languages::Languages, use_texts},
    time::now,
};

#[hook]
fn use_held() -> Rc<Held> {
    let sessions = use_value(Sessions::default);
    let form = use_create_form(&sessions.creation);
    Rc::new(Held {
        connection: use_value(Connection::default),
        regions: use_value(Regions::default),
        sessions,
        activity: use_value(Activity::default),
        operations: use_value(|| None),
        form,
        view: use_value(View::default),
        settings: use_settings(),
        asking: use_value(Asking::default),
        again: use_value(SignInForm::default),
        alarm: use_value(|| None),
    })
}

impl Held {
    fn tell(&self) -> Dispatchers {
        Dispatchers {
            connection: self.connection.dispatcher(),
            regions: self.regions.dispatcher(),
            sessions: self.sessions.dispatcher(),
            activity: self.activity.dispatcher(),
        }
    }

    /// Ends everything; the next one to sign in finds what `again` says.
    fn sign_out(&self, again: SignInForm) {
        if let Some(able) = &*self.operations {
            able.sign_out();
        }
        self.operations.set(None);
        self.view.set(View::default());
        self.form.set(new_form());
        self.asking.set(Asking::Nothing);
        self.again.set(again);
    }

    /// Signs out at once, or asks first what is to become of the sessions that were created here.
    fn ask_to_sign_out(&self) {
        let is_own = |row: &SessionRow| self.sessions.is_own(&row.key);
        // What goes on in a sandbox ends with it.
        let goes_on = self
            .operations
            .as_ref()
            .is_some_and(|able| !able.is_sandbox());
        match outlook(&self.sessions, &is_own, &self.settings.prices, now()) {
            Some(outlook) if goes_on => self.asking.set(Asking::Leave(outlook)),
            _ => self.sign_out(SignInForm::default()),
        }
    }

    fn leave(&self, leave: Leave) {
        match (leave, &*self.operations) {
            (Leave::Stay, _) => return self.asking.set(Asking::Nothing),
            // Signing out sends at once what is about to be stopped.
            (Leave::Stop, Some(able)) => {
                able.stop(own_keys(&self.sessions));
            }
            _ => {}
        }
        self.sign_out(SignInForm::default());
    }
}

/// Signing in, and giving that up.
#[hook]
fn use_signing_in(held: &Held) -> (Callback<Way>, Callback<()>) {
    let attempt = use_mut_ref(|| 0_u32);
    let on_cancel = {
        let (attempt, dispatcher) = (Rc::clone(&attempt), held.connection.dispatcher());
        Callback::from(move |()| {
            *attempt.borrow_mut() += 1;
            dispatcher.dispatch(connection::Action::Ended);
        })
    };
    let (tell, operations) = (held.tell(), held.operations.setter());
    let on_sign_in = Callback::from(move |way: Way| {
        let (tell, operations, attempt) = (tell.clone(), operations.clone(), Rc::clone(&attempt));
        *attempt.borrow_mut() += 1;
        let number = *attempt.borrow();
        tell.connection.dispatch(connection::Action::Began);
        let remember = match &way {
            Way::Service(wanted) => wanted.remember.clone(),
            Way::Sandbox => None,
        };
        spawn_local(async move {
            let outcome = sign_in(way, tell.clone()).await;
            if *attempt.borrow() != number {
                return;
            }
            tell.connection.dispatch(match outcome {
                Ok((able, profile)) => {
                    able.begin();
                    operations.set(Some(able));
                    if let Some(profile) = remember {
                        remember_profile(profile);
                    }
                    connection::Action::Succeeded(profile)
                }
                Err(refusal) => refusal,
            });
        });
    });
    {
        let on_sign_in = on_sign_in.clone();
        use_while((), move |()| {
            if let Some(wanted) = kept_sign_in::kept() {
                on_sign_in.emit(Way::Service(Box::new(wanted)));
            }
        });
    }
    (on_sign_in, on_cancel)
}

/// The shell's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The languages.
    pub languages: Languages,
}

/// The state, and the page for it.
#[component]
pub fn Shell(props: &Props) -> Html {
    let languages = props.languages.clone();
    let texts = use_texts();
    let held = use_held();
    let route = use_route();
    let (on_sign_in, on_cancel) = use_signing_in(&held);
    let known = match (&*held.connection, &*held.operations) {
        (Connection::SignedIn(profile), Some(able)) => Some(SignedIn {
            held: Rc::clone(&held),
            profile: profile.clone(),
            operations: able.clone(),
            languages: languages.clone(),
            want: act(&held, |held, want| match want {
                Want::Settings => held.asking.set(Asking::Settings),
                Want::SignOut => held.ask_to_sign_out(),
                Want::SignInAgain(again) => held.sign_out(again),
            }),
        }),
        _ => None,
    };
    use_arrival(&route, title(&texts, known.as_ref(), &route));
    let page = if let Some(known) = &known {
        signed_in(&texts, known, &route)
    } else {
        let (connection, again) = ((*held.connection).clone(), (*held.again).clone());
        html! { <SignInPage {connection} {again} {languages} {on_sign_in} {on_cancel} /> }
    };
    html! { <div class="console">{ page }</div> }
}

/// The page of who is signed in, and what is on every such page.
fn signed_in(texts: &Texts, known: &SignedIn, route: &Route) -> Html {
    html! {
        <>
            if known.operations.is_sandbox() {
                { sandbox_mark(texts, &known.want) }
            }
            { match route {
                Route::Sessions => sessions_page(texts, known),
                Route::Session(session) => session_page(texts, known, session, false),
                Route::View(session) => session_page(texts, known, session, true),
            } }
            { asked(texts, &known.held) }
            <Guard known={known.clone()} />
        </>
    }
}

/// Does something with the state as it was when the page was drawn.
fn act<T: 'static>(held: &Rc<Held>, act: impl Fn(&Held, T) + 'static) -> Callback<T> {
    let held = Rc::clone(held);
    Callback::from(move |value| act(&held, value))
}

/// What the person is asked over the page.
fn asked(texts: &Texts, held: &Rc<Held>) -> Html {
    match &*held.asking {
        Asking::Nothing => html! {},
        Asking::Settings => {
            let on_close = act(held, |held, ()| held.asking.set(Asking::Nothing));
            html! { <SettingsDialog settings={held.settings.clone()} {on_close} /> }
        }
        Asking::Leave(outlook) => {
            let leave = act(held, Held::leave);
            leave_dialog(texts, outlook, &leave)
        }
    }
}

/// The tab's name: the page that somebody is on who is signed in, and before it what cannot wait.
fn title(texts: &Texts, known: Option<&SignedIn>, route: &Route) -> AttrValue {
    let product = texts.text("product");
    let Some(known) = known else {
        return product;
    };
    let mut title = match route {
        Route::Session(session) | Route::View(session) => {
            let id = FluentValue::from(session.id.as_str());
            texts.format("session-title", &[("id", id)])
        }
        Route::Sessions => product,
    };
    if known.operations.is_sandbox() {
        title = texts.format("sandbox-page", &[("title", title.into())]);
    }
    match &*known.held.alarm {
        Some(words) => AttrValue::from(format!("{words} – {title}")),
        None => title,
    }
}
