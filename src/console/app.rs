//! The application: loads the texts, holds the state, and shows the page for it.

use std::rc::Rc;

use gloo_net::http::Request;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    navigation::{use_arrival, use_route},
    operations::{Dispatchers, Operations, sign_in},
    pages::{SignedIn, session::session_page, sessions::sessions_page, sign_in::SignInPage},
    route::Route,
    state::{
        activity::Activity,
        connection::{self, Connection},
        regions::Regions,
        sessions::Sessions,
    },
    texts::{FluentValue, Texts, TextsError, use_texts},
};

/// The English texts, beside the page.
const LOCALE_FILE: &str = "locales/en.ftl";

/// Loads the texts, then shows the console.
#[component]
pub fn App() -> Html {
    let texts = use_state(|| None::<Texts>);
    let set = texts.setter();
    use_effect_with((), move |()| {
        spawn_local(async move {
            // Without texts the page's own notice stays: it is in index.html, and says what to do.
            if let Ok(loaded) = load_texts().await {
                remove_boot_notice();
                set.set(Some(loaded));
            }
        });
    });
    match &*texts {
        Some(texts) => html! {
            <ContextProvider<Texts> context={texts.clone()}><Console /></ContextProvider<Texts>>
        },
        None => html! {},
    }
}

async fn load_texts() -> Result<Texts, TextsError> {
    let answer = Request::get(LOCALE_FILE)
        .send()
        .await
        .map_err(|_| TextsError::Missing)?;
    if !answer.ok() {
        return Err(TextsError::Missing);
    }
    Texts::parse(answer.text().await.map_err(|_| TextsError::Missing)?)
}

fn remove_boot_notice() {
    let notice = web_sys::window().and_then(|window| window.document()?.get_element_by_id("boot"));
    if let Some(notice) = notice {
        notice.remove();
    }
}

/// The state, and the page for it.
#[component]
fn Console() -> Html {
    let texts = use_texts();
    let connection = use_reducer(Connection::default);
    let regions = use_reducer(Regions::default);
    let sessions = use_reducer(Sessions::default);
    let activity = use_reducer(Activity::default);
    let operations = use_state(|| None::<Operations>);
    let route = use_route();
    let tell = Dispatchers {
        connection: connection.dispatcher(),
        regions: regions.dispatcher(),
        sessions: sessions.dispatcher(),
        activity: activity.dispatcher(),
    };

    let attempt = use_mut_ref(|| 0_u32);
    let on_sign_in = {
        let (operations, attempt) = (operations.setter(), Rc::clone(&attempt));
        Callback::from(move |(account, endpoint)| {
            let (tell, operations, attempt) =
                (tell.clone(), operations.clone(), Rc::clone(&attempt));
            *attempt.borrow_mut() += 1;
            let number = *attempt.borrow();
            tell.connection.dispatch(connection::Action::Began);
            spawn_local(async move {
                let outcome = sign_in(account, endpoint, tell.clone()).await;
                if *attempt.borrow() != number {
                    return;
                }
                match outcome {
                    Ok((able, profile)) => {
                        able.begin();
                        operations.set(Some(able));
                        tell.connection
                            .dispatch(connection::Action::Succeeded(profile));
                    }
                    Err(failure) => tell
                        .connection
                        .dispatch(connection::Action::Failed(failure)),
                }
            });
        })
    };
    let on_cancel = {
        let dispatcher = connection.dispatcher();
        Callback::from(move |()| {
            *attempt.borrow_mut() += 1;
            dispatcher.dispatch(connection::Action::Ended);
        })
    };
    let on_sign_out = {
        let operations = operations.clone();
        Callback::from(move |()| {
            if let Some(able) = &*operations {
                able.sign_out();
            }
            operations.set(None);
        })
    };

    let known = match (&*connection, &*operations) {
        (Connection::SignedIn(profile), Some(able)) => Some(SignedIn {
            profile: profile.clone(),
            operations: able.clone(),
            regions,
            sessions,
            activity,
            on_sign_out,
        }),
        _ => None,
    };
    use_arrival(&route, title(&texts, known.as_ref().map(|_| &route)));
    let page = match &known {
        Some(known) => html! {
            <ContextProvider<Operations> context={known.operations.clone()}>
                { match &route {
                    Route::Sessions => sessions_page(&texts, known),
                    Route::Session(session) => session_page(&texts, known, session),
                } }
            </ContextProvider<Operations>>
        },
        None => {
            html! { <SignInPage connection={(*connection).clone()} {on_sign_in} {on_cancel} /> }
        }
    };
    html! { <div class="console">{ page }</div> }
}

/// The tab's name: the page that somebody is on who is signed in.
fn title(texts: &Texts, route: Option<&Route>) -> AttrValue {
    match route {
        Some(Route::Session(session)) => {
            let id = FluentValue::from(session.id.as_str());
            texts.format("session-title", &[("id", id)])
        }
        Some(Route::Sessions) | None => texts.text("product"),
    }
}
