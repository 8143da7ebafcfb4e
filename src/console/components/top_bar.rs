//! The bar over every page of who is signed in.

use yew::prelude::*;

use super::language_choice::language_choice;
use crate::console::{pages::SignedIn, texts::Texts};

/// Who is signed in, and the way out. `product` is the product's name: the page's heading, or the way to it.
pub fn top_bar(texts: &Texts, product: Html, known: &SignedIn) -> Html {
    let sign_out = known.on_sign_out.reform(|_: MouseEvent| ());
    let profile = &known.profile;
    html! {
        <header class="bar">
            { product }
            <dl class="profile">
                <div><dt>{ texts.text("profile-endpoint") }</dt><dd>{ profile.endpoint.as_str() }</dd></div>
                <div><dt>{ texts.text("profile-account") }</dt><dd>{ profile.account.to_string() }</dd></div>
            </dl>
            { language_choice(texts, &known.languages) }
            // The way out of the sandbox is in the mark above.
            if !known.operations.is_sandbox() {
                <button type="button" class="secondary outline" onclick={sign_out}>{ texts.text("sign-out") }</button>
            }
        </header>
    }
}
