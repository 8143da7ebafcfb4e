//! What is being loaded, with its progress, and what could not be.

use remote_rendering_page::{
    hooks::Dispatcher,
    texts::{FluentValue, Texts},
};
use yew::prelude::*;

use crate::{
    state::{
        Action, Stage,
        loads::{Load, Loads, Progress},
        said::Said,
    },
    viewing::Viewing,
};

/// The loads, the first one first; above them, why there are some that nobody has asked for now.
pub fn loads(texts: &Texts, loads: &Loads, viewing: &Viewing, tell: &Dispatcher<Stage>) -> Html {
    let dismissing = |action: fn(usize) -> Action, place| {
        let tell = tell.clone();
        Callback::from(move |_: MouseEvent| tell.dispatch(action(place)))
    };
    let row = |(place, load): (usize, &Load)| match &load.progress {
        Progress::Running(_) => running(texts, load, viewing),
        Progress::Failed(_, details) => failed(
            texts,
            load,
            details.as_deref(),
            dismissing(Action::Dismissed, place),
        ),
    };
    html! {
        <>
            if loads.is_again {
                <div class="load notice">
                    <p>{ texts.text("again") }</p>
                    { dismiss(texts, dismissing(|_| Action::AgainRead, 0)) }
                </div>
            }
            { for loads.list().iter().enumerate().map(row) }
        </>
    }
}

fn dismiss(texts: &Texts, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="secondary outline" {onclick}>{ texts.text("load-dismiss") }</button>
    }
}

fn running(texts: &Texts, load: &Load, viewing: &Viewing) -> Html {
    let (viewing, request) = (viewing.clone(), load.request);
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(request) = request {
            viewing.cancel(request);
        }
    });
    let name = load.name.as_ref().map(|name| name.text(texts));
    let name = name.unwrap_or_default();
    let named = |message| texts.format(message, &[("name", FluentValue::Text(name.clone()))]);
    // A bar without a value says that something goes on, and not how far it is.
    let value = load.share().map(|share| format!("{share:.3}"));
    html! {
        <div class="load">
            <p><strong>{ &name }</strong>{ " " }<small>{ load.words().text(texts) }</small></p>
            <progress {value} aria-label={named("load-progress")} />
            <button type="button" class="secondary outline" {onclick} aria-label={named("load-cancel-named")}>
                { texts.text("load-cancel") }
            </button>
        </div>
    }
}

fn failed(
    texts: &Texts,
    load: &Load,
    details: Option<&str>,
    on_dismiss: Callback<MouseEvent>,
) -> Html {
    let title = Said::NotLoaded(load.name.clone()).words();
    html! {
        <div class="load notice failure">
            <p><strong>{ title.text(texts) }</strong></p>
            <p>{ load.words().text(texts) }</p>
            if let Some(details) = details {
                // The host's words, which are English.
                <p><small lang="en">{ details }</small></p>
            }
            { dismiss(texts, on_dismiss) }
        </div>
    }
}
