//! The field for a model's address.

use remote_rendering_page::{
    hooks::State,
    texts::{FluentValue, Texts},
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    page,
    state::{
        Action, Stage,
        address::{Typed, typed},
    },
    viewing::Viewing,
};

const FIELD: &str = "stage-address";
const HINT: &str = "stage-address-hint";

/// The field, which says what is wrong while it is typed. What was typed stays until its model is in the scene.
pub fn address(texts: &Texts, stage: &State<Stage>, viewing: &Viewing) -> Html {
    let tell = stage.dispatcher();
    let oninput = Callback::from(move |event: InputEvent| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        tell.dispatch(Action::Address(input.value()));
    });
    let judge = |stage: &Stage| typed(&stage.address, &stage.models_from, page::parts);
    let onsubmit = {
        let (stage, viewing) = (stage.clone(), viewing.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Typed::Good(source) = judge(&stage.latest()) {
                viewing.load(source);
            }
        })
    };
    let judged = judge(stage);
    let hint = if let Typed::Wrong(words) = &judged {
        words.text(texts)
    } else {
        let hosts = FluentValue::from(stage.models_from.join(", "));
        texts.format("address-hint", &[("hosts", hosts)])
    };
    let is_wrong = matches!(judged, Typed::Wrong(_));
    let is_good = matches!(judged, Typed::Good(_));
    // Browsers keep what was typed into a field: an address may be signed.
    html! {
        <form class="address" novalidate=true {onsubmit}>
            <h3><label for={FIELD}>{ texts.text("address") }</label></h3>
            <input id={FIELD} type="url" value={stage.address.clone()} {oninput} placeholder="https://" autocomplete="off"
                spellcheck="false" aria-describedby={HINT} aria-invalid={is_wrong.then_some("true")} />
            <button type="submit" aria-disabled={(!is_good).then_some("true")}>{ texts.text("address-load") }</button>
            <small id={HINT} role="status">{ hint }</small>
        </form>
    }
}
