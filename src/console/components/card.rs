//! A part of a page, under its heading.

use yew::prelude::*;

use crate::console::texts::Texts;

/// A part of a page. `title` is the heading's message, and its id in the page.
pub fn card(texts: &Texts, title: &'static str, content: Html) -> Html {
    html! {
        <section class="card" aria-labelledby={title}>
            <header><h2 id={title}>{ texts.text(title) }</h2></header>
            { content }
        </section>
    }
}
