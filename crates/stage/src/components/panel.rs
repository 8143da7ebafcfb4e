//! A panel beside the picture, or over it where there is no room beside.

use remote_rendering_page::texts::Texts;
use yew::prelude::*;

/// A panel of this name: the message is its heading, and the name the first part of its ids.
pub fn panel(texts: &Texts, name: &'static str, on_close: &Callback<()>, content: Html) -> Html {
    let heading = format!("panel-{name}");
    let onclick = on_close.reform(|_: MouseEvent| ());
    html! {
        <section class={classes!("panel", name)} aria-labelledby={heading.clone()}>
            <header>
                <h2 id={heading}>{ texts.text(name) }</h2>
                <button type="button" class="secondary outline" {onclick}>{ texts.text("panel-close") }</button>
            </header>
            { content }
        </section>
    }
}
