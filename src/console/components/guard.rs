//! The guard against forgotten sessions: it warns before a lease ends, on every page and beside it, does what the person's
//! rule asks for, and says what goes on when somebody leaves.

use std::{cell::Cell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use remote_rendering_protocol::Timestamp;
use yew::prelude::*;

use super::toast::{about_to_stop, left_behind, offline, token_expiring, warning, warning_text};
use crate::console::{
    hooks::{State, use_value, use_while},
    notification,
    pages::SignedIn,
    state::{
        guard::{Deed, Read, deeds, outlook, own_live, token_expires_soon, warnings},
        sessions::{SessionKey, SessionRow},
    },
    texts::{FluentValue, Texts, use_texts},
    time::{self, duration_text, use_now},
};

/// The guard's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What is known of who is signed in.
    pub known: SignedIn,
}

/// Watches the leases, every second.
#[component]
pub fn Guard(props: &Props) -> Html {
    let texts = use_texts();
    let now = use_now();
    let known = &props.known;
    let (held, operations) = (&known.held, &known.operations);
    let sessions = &held.sessions;
    let read = use_value(Vec::<Read>::new);
    let leaving = use_leaving(!operations.is_sandbox() && own_live(sessions).next().is_some());
    let ending = warnings(sessions, held.settings.rule, &read, now);
    use_watch(known, &texts, &ending, now);
    let stopping: Vec<_> = sessions
        .about_to_stop()
        .map(|row| row.key.clone())
        .collect();
    let is_own = |row: &SessionRow| *leaving && sessions.is_own(&row.key);
    let gone = outlook(sessions, &is_own, &held.settings.prices, now);
    html! {
        <div class="toasts">
            if !ending.is_empty() {
                { warning(&texts, operations, &ending, &read) }
            }
            if token_expires_soon(&known.profile, now) {
                { token_expiring(&texts, &known.profile, &known.want) }
            }
            <div role="status">
                if operations.is_cut_off() {
                    { offline(&texts) }
                }
                if !stopping.is_empty() {
                    { about_to_stop(&texts, operations, stopping) }
                }
                if let Some(outlook) = gone {
                    { left_behind(&texts, &outlook, operations, sessions, &leaving) }
                }
            </div>
        </div>
    }
}

/// Every second: does what the person's rule asks for, names the tab after the first lease that is about to end, and
/// notifies who looks elsewhere, once for each of them.
#[hook]
fn use_watch(known: &SignedIn, texts: &Texts, ending: &[&SessionRow], now: Timestamp) {
    let touched = use_last_touch();
    let notified = use_mut_ref(Vec::<SessionKey>::new);
    let (known, texts) = (known.clone(), texts.clone());
    let keys: Vec<_> = ending.iter().map(|row| row.key.clone()).collect();
    let words = warning_text(&texts, ending);
    let alarm = ending.first().and_then(|row| {
        let left = FluentValue::from(duration_text(&texts, row.lease_left(now)?));
        let id = FluentValue::from(row.key.id.as_str());
        Some(texts.format("guard-title", &[("left", left), ("id", id)]))
    });
    use_while(now, move |now| {
        let SignedIn {
            held, operations, ..
        } = &known;
        for deed in deeds(&held.sessions, held.settings.rule, touched.get(), *now) {
            match deed {
                Deed::Extend(key, total) => operations.extend(key, total),
                Deed::Stop(keys) => operations.stop(keys),
            }
        }
        held.alarm.set(alarm);
        let before = notified.replace(keys.clone());
        if keys.iter().any(|key| !before.contains(key)) {
            notification::show(&texts.text("product"), &words);
        }
    });
}

/// When somebody touched the page last.
#[hook]
fn use_last_touch() -> Rc<Cell<Timestamp>> {
    let touched = use_memo((), |()| Cell::new(time::now()));
    let seen = Rc::clone(&touched);
    use_while((), move |()| {
        web_sys::window().map(|window| {
            ["pointerdown", "pointermove", "keydown", "wheel"].map(|event| {
                let seen = Rc::clone(&seen);
                EventListener::new(&window, event, move |_| seen.set(time::now()))
            })
        })
    });
    touched
}

/// Whether somebody has just been asked whether they really want to leave. `is_to_be_asked` says whether anybody is.
#[hook]
fn use_leaving(is_to_be_asked: bool) -> State<bool> {
    let leaving = use_value(|| false);
    let set = leaving.setter();
    use_while(is_to_be_asked, move |is_to_be_asked| {
        web_sys::window().filter(|_| *is_to_be_asked).map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "beforeunload", options, move |event| {
                // Browsers ask in their own words; the page's are there for who stays.
                event.prevent_default();
                set.set(true);
            })
        })
    });
    leaving
}
