//! A labelled input with its hint and its problem.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::console::{
    hooks::{State, use_value, use_while},
    texts::use_texts,
};

/// A labelled input. Not `Debug`: what is in it may be a secret.
#[allow(missing_debug_implementations, reason = "see above")]
#[derive(Clone, Default, PartialEq)]
pub struct Field {
    /// The input's id, unique in the page.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// What is in it.
    pub value: AttrValue,
    /// The new content, at every keystroke.
    pub on_input: Callback<String>,
    /// The message of what is wrong with it.
    pub problem: Option<AttrValue>,
    /// A sentence below it, while nothing is wrong.
    pub hint: Option<AttrValue>,
    /// An example of what belongs in it.
    pub example: Option<AttrValue>,
    /// Whether it cannot be changed now.
    pub disabled: bool,
}

impl Field {
    /// The field.
    pub fn view(&self) -> Html {
        self.view_as("text", Html::default())
    }

    fn view_as(&self, kind: &'static str, beside: Html) -> Html {
        let note_id = AttrValue::from(format!("{}-note", self.id));
        let is_wrong = self.problem.is_some();
        let message = self.problem.clone().or_else(|| self.hint.clone());
        let oninput = self
            .on_input
            .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
        html! {
            <div class="field">
                <label for={self.id.clone()}>{ &self.label }</label>
                <div class="field-input">
                    <input
                        id={self.id.clone()}
                        type={kind}
                        value={self.value.clone()}
                        {oninput}
                        placeholder={self.example.clone()}
                        disabled={self.disabled}
                        spellcheck="false"
                        autocapitalize="off"
                        autocomplete="off"
                        aria-invalid={is_wrong.then_some("true")}
                        aria-describedby={message.is_some().then(|| note_id.clone())}
                    />
                    { beside }
                </div>
                if let Some(message) = message {
                    <small id={note_id} class={classes!(is_wrong.then_some("problem"))}>{ message }</small>
                }
            </div>
        }
    }
}

/// The properties of a field for a secret.
#[allow(missing_debug_implementations, reason = "the field has none")]
#[derive(Clone, PartialEq, Properties)]
pub struct SecretProps {
    /// The field.
    pub field: Field,
}

/// A field for a secret, hidden until the person asks to see it.
#[component]
pub fn SecretField(props: &SecretProps) -> Html {
    let texts = use_texts();
    let shown = use_value(|| false);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let label = texts.text(if *shown { "secret-hide" } else { "secret-show" });
    let button = html! {
        <button type="button" class="secondary outline" aria-pressed={shown.to_string()} onclick={toggle}>
            { label }
        </button>
    };
    props
        .field
        .view_as(if *shown { "text" } else { "password" }, button)
}

/// One of the choices that share a name.
pub fn radio(
    name: &'static str,
    id: &'static str,
    label: AttrValue,
    checked: bool,
    disabled: bool,
    choose: impl Fn() + 'static,
) -> Html {
    let onchange = Callback::from(move |_: Event| choose());
    html! {
        <label for={id}><input {id} type="radio" {name} {checked} {onchange} {disabled} />{ label }</label>
    }
}

/// Takes what is typed over into a form. What was wrong with the last attempt is told no longer.
pub fn edit<F: Clone + PartialEq + 'static, P: Default + PartialEq + 'static>(
    form: &State<F>,
    problems: &State<P>,
    change: fn(&mut F, String),
) -> Callback<String> {
    let (form, problems) = (form.clone(), problems.setter());
    Callback::from(move |text: String| {
        problems.set(P::default());
        form.change(|form| change(form, text));
    })
}

/// Puts the focus on the first field with a problem, so that the person is where something is to be mended. Runs when
/// `problems` has changed; `is_empty` says whether there are any.
#[hook]
pub fn use_focus_on_problem<P: Copy + PartialEq + 'static>(problems: P, is_empty: fn(&P) -> bool) {
    use_while(problems, move |problems| {
        let document = web_sys::window().and_then(|window| window.document());
        let wrong =
            document.and_then(|document| document.query_selector("[aria-invalid=true]").ok()?);
        if let Some(wrong) = wrong.filter(|_| !is_empty(problems)) {
            // Fails only for what cannot have the focus; inputs can.
            let _ = wrong.unchecked_into::<HtmlInputElement>().focus();
        }
    });
}
