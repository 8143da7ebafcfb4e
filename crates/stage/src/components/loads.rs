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
    },
    viewing::Viewing,
};

/// The loads, the first one first.
pub fn loads(texts: &Texts, loads: &Loads, viewing: &Viewing, tell: &Dispatcher<Stage>) -> Html {
    let row = |(place, load): (usize, &Load)| match &load.progress {
        Progress::Running(_) => running(texts, load, viewing),
        Progress::Failed(_, details) => {
            let tell = tell.clone();
            let on_dismiss = Callback::from(move |_: MouseEvent| {
                tell.dispatch(Action::Dismissed(place));
            });
            failed(texts, load, details, on_dismiss)
        }
    };
    html! { <>{ for loads.list().iter().enumerate().map(row) }</> }
}

fn running(texts: &Texts, load: &Load, viewing: &Viewing) -> Html {
    let (viewing, request) = (viewing.clone(), load.request);
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(request) = request {
            viewing.cancel(request);
        }
    });
    let named = |message| {
        let name = FluentValue::from(load.name.as_str());
        texts.format(message, &[("name", name)])
    };
    // A bar without a value says that something goes on, and not how far it is.
    let value = load.share().map(|share| format!("{share:.3}"));
    html! {
        <div class="load">
            <p><strong>{ &load.name }</strong>{ " " }<small>{ load.words().text(texts) }</small></p>
            <progress {value} aria-label={named("load-progress")} />
            <button type="button" class="secondary outline" {onclick} aria-label={named("load-cancel-named")}>
                { texts.text("load-cancel") }
            </button>
        </div>
    }
}

fn failed(texts: &Texts, load: &Load, details: &str, on_dismiss: Callback<MouseEvent>) -> Html {
    let title = if load.name.is_empty() {
        texts.text("load-preload")
    } else {
        let name = FluentValue::from(load.name.as_str());
        texts.format("said-not-loaded", &[("name", name)])
    };
    html! {
        <div class="load notice failure">
            <p><strong>{ title }</strong></p>
            <p>{ load.words().text(texts) }</p>
            if !details.is_empty() {
                // The host's words, which are English.
                <p><small lang="en">{ details }</small></p>
            }
            <button type="button" class="secondary outline" onclick={on_dismiss}>{ texts.text("load-dismiss") }</button>
        </div>
    }
}
