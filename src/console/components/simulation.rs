//! What is said of the sandbox: the offer to enter it, and the mark that it is one.

use yew::prelude::*;

use super::button::button_of;
use crate::console::{operations::Way, pages::Want, texts::Texts};

/// The offer to enter the sandbox, for who is not signed in. `is_missing`: it could not be loaded.
pub fn sandbox_offer(
    texts: &Texts,
    is_missing: bool,
    disabled: bool,
    on_enter: &Callback<Way>,
) -> Html {
    let onclick = on_enter.reform(|_: MouseEvent| Way::Sandbox);
    html! {
        <section class="card simulation" aria-labelledby="sandbox-offer">
            <h2 id="sandbox-offer">{ texts.text("sandbox-offer") }</h2>
            <p>{ texts.text("sandbox-about") }</p>
            <button type="button" class="secondary outline" {disabled} {onclick}>{ texts.text("sandbox-enter") }</button>
            if is_missing {
                <div class="notice failure" role="alert"><p>{ texts.text("sandbox-missing") }</p></div>
            }
        </section>
    }
}

/// The mark over every page that nothing is real, with the way out.
pub fn sandbox_mark(texts: &Texts, want: &Callback<Want>) -> Html {
    let onclick = want.reform(|_: MouseEvent| Want::SignOut);
    html! {
        <aside class="simulated" aria-label={texts.text("sandbox-mark")}>
            <p><strong>{ texts.text("sandbox-mark") }</strong>{ " – " }{ texts.text("sandbox-mark-about") }</p>
            { button_of("outline", texts.text("sandbox-leave"), onclick) }
        </aside>
    }
}
