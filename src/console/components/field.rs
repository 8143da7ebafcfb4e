//! A labelled input with its hint and its problem.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::console::texts::use_texts;

/// The field's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The input's id, unique in the page.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// What is in it.
    pub value: AttrValue,
    /// The new content, at every keystroke.
    pub on_input: Callback<String>,
    /// The message of what is wrong with it.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// A sentence below it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// Whether the content is hidden.
    #[prop_or_default]
    pub secret: bool,
    /// An example of what belongs in it.
    #[prop_or_default]
    pub example: Option<AttrValue>,
    /// Whether it cannot be changed now.
    #[prop_or_default]
    pub disabled: bool,
    /// Buttons beside it.
    #[prop_or_default]
    pub children: Children,
}

/// A labelled input.
#[component]
pub fn Field(props: &Props) -> Html {
    let note_id = AttrValue::from(format!("{}-note", props.id));
    let problem = props.problem.clone();
    let note = problem.clone().or_else(|| props.hint.clone());
    let on_input = props.on_input.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        on_input.emit(event.target_unchecked_into::<HtmlInputElement>().value());
    });
    html! {
        <div class="field">
            <label for={props.id.clone()}>{ &props.label }</label>
            <div class="field-input">
                <input
                    id={props.id.clone()}
                    type={if props.secret { "password" } else { "text" }}
                    value={props.value.clone()}
                    {oninput}
                    placeholder={props.example.clone()}
                    disabled={props.disabled}
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    aria-invalid={problem.is_some().then_some("true")}
                    aria-describedby={note.is_some().then(|| note_id.clone())}
                />
                { for props.children.iter() }
            </div>
            if let Some(note) = note {
                <small id={note_id} class={classes!(problem.is_some().then_some("problem"))}>{ note }</small>
            }
        </div>
    }
}

/// An input for a secret, hidden until the person asks to see it.
#[component]
pub fn SecretField(props: &Props) -> Html {
    let texts = use_texts();
    let shown = use_state(|| false);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let label = texts.text(if *shown { "secret-hide" } else { "secret-show" });
    html! {
        <Field
            id={props.id.clone()} label={props.label.clone()} value={props.value.clone()}
            on_input={props.on_input.clone()} problem={props.problem.clone()} hint={props.hint.clone()}
            secret={!*shown} disabled={props.disabled}
        >
            <button type="button" class="secondary outline" aria-pressed={shown.to_string()} onclick={toggle}>
                { label }
            </button>
        </Field>
    }
}
