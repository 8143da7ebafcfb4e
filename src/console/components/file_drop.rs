//! Taking a file: dropped anywhere on the form, or picked.

use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

use crate::console::{
    config_file::{self, ConfigFileError},
    hooks::use_value,
    texts::use_texts,
};
use remote_rendering_protocol::arrconfig::ArrConfig;

/// What came of a file: its name, and its settings or what is wrong with it.
pub type ReadFile = (String, Result<ArrConfig, ConfigFileError>);

/// The component's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Told what a file says.
    pub on_read: Callback<ReadFile>,
}

/// A place to drop `arrconfig.json`, and a button to pick it.
#[component]
pub fn FileDrop(props: &Props) -> Html {
    let texts = use_texts();
    let over = use_value(|| false);
    let take = {
        let on_read = props.on_read.clone();
        Callback::from(move |file: File| {
            let on_read = on_read.clone();
            spawn_local(async move {
                let outcome = config_file::read(&file).await;
                on_read.emit((file.name(), outcome));
            });
        })
    };
    let onchange = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                take.emit(file);
            }
            // The same file can be picked again after it was mended.
            input.set_value("");
        })
    };
    let ondragover = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        })
    };
    let ondragleave = {
        let over = over.setter();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    let ondrop = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let files = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = files.and_then(|files| files.get(0)) {
                take.emit(file);
            }
        })
    };
    html! {
        <div class={classes!("file-drop", over.then_some("over"))} {ondragover} {ondragleave} {ondrop}>
            <label for="config-file">{ texts.text("config-file-label") }</label>
            <input id="config-file" type="file" accept=".json,application/json" {onchange} />
            <small>{ texts.text("config-file-hint") }</small>
        </div>
    }
}
