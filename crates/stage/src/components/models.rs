//! The panel of the models: those in the scene, and those that can be.

use remote_rendering_page::{
    hooks::{State, use_value},
    texts::{FluentValue, Texts, use_texts},
};
use remote_rendering_protocol::device::{Available, ModelInfo};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{address::address, panel::panel};
use crate::{
    state::{
        Stage,
        picker::{SEARCHED_BEYOND, found, name, title},
    },
    viewing::Viewing,
    words::{bytes, count},
};

/// The panel's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What the stage knows.
    pub stage: State<Stage>,
    /// What can be done.
    pub viewing: Viewing,
    /// Told when the panel is to be closed.
    pub on_close: Callback<()>,
}

/// The panel.
#[component]
pub fn ModelsPanel(props: &Props) -> Html {
    let texts = &use_texts();
    let search = use_value(String::new);
    let stage = &*props.stage;
    let (listed, more) = found(texts, &stage.available, &search);
    let oninput = {
        let search = search.setter();
        Callback::from(move |event: InputEvent| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            search.set(input.value());
        })
    };
    let content = html! {
        <>
            <h3>{ texts.text("models-in-scene") }</h3>
            if stage.models.is_empty() {
                <p class="quiet">{ texts.text("models-none") }</p>
            } else {
                <ul>{ for stage.models.iter().map(|model| in_scene(texts, model, &props.viewing)) }</ul>
            }
            <h3>{ texts.text("models-add") }</h3>
            if stage.available.len() > SEARCHED_BEYOND {
                <input type="search" value={(*search).clone()} {oninput}
                    aria-label={texts.text("models-search")} placeholder={texts.text("models-search")} />
            }
            if listed.is_empty() {
                <p class="quiet" role="status">{ texts.text("models-not-found") }</p>
            } else {
                <ul>{ for listed.into_iter().map(|it| offered(texts, it, &props.viewing)) }</ul>
            }
            if more > 0 {
                <p class="quiet">{ texts.format("models-more", &[("count", more.into())]) }</p>
            }
            if !stage.models_from.is_empty() {
                { address(texts, &props.stage, &props.viewing) }
            }
        </>
    };
    panel(texts, "models", &props.on_close, content)
}

fn in_scene(texts: &Texts, model: &ModelInfo, viewing: &Viewing) -> Html {
    let (viewing, number) = (viewing.clone(), model.model);
    let onclick = Callback::from(move |_: MouseEvent| viewing.unload(number));
    let name = name(model).text(texts);
    let named = [("name", FluentValue::Text(name.clone()))];
    let label = texts.format("models-remove-named", &named);
    html! {
        <li key={model.model}>
            <span class="model">
                <span>{ name }</span>
                <small>{ count(model.triangles, "triangles").text(texts) }</small>
                // The host's words, which are English.
                { for model.notes.iter().map(|note| html! { <small lang="en">{ note }</small> }) }
            </span>
            <button type="button" class="secondary outline" {onclick} aria-label={label}>
                { texts.text("models-remove") }
            </button>
        </li>
    }
}

fn offered(texts: &Texts, it: &Available, viewing: &Viewing) -> Html {
    let (viewing, source) = (viewing.clone(), it.source.clone());
    let onclick = Callback::from(move |_: MouseEvent| viewing.load(source.clone()));
    html! {
        <li key={it.source.to_string()}>
            <button type="button" class="offer" {onclick}>
                <span>{ title(&it.source).text(texts) }</span>
                <small>{ it.bytes.map(|size| bytes(size).text(texts)) }</small>
            </button>
        </li>
    }
}
