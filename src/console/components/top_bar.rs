//! The bar over every page of who is signed in.

use remote_rendering_protocol::Timestamp;
use yew::prelude::*;

use super::button::button;
use super::language_choice::language_choice;
use crate::console::{
    pages::{SignedIn, Want},
    texts::{FluentValue, Texts},
};

/// Who is signed in, and the way out. `product` is the product's name: the page's heading, or the way to it.
pub fn top_bar(texts: &Texts, product: Html, known: &SignedIn) -> Html {
    let sign_out = known.want.reform(|_: MouseEvent| Want::SignOut);
    let settings = known.want.reform(|_: MouseEvent| Want::Settings);
    let profile = &known.profile;
    html! {
        <header class="bar">
            { product }
            <dl class="profile">
                <div><dt>{ texts.text("profile-endpoint") }</dt><dd>{ profile.endpoint.as_str() }</dd></div>
                <div><dt>{ texts.text("profile-account") }</dt><dd>{ profile.account.to_string() }</dd></div>
                if let Some(expires_at) = profile.token_expires_at {
                    <div><dt>{ texts.text("profile-token") }</dt><dd>{ token(texts, profile.can_renew, expires_at) }</dd></div>
                }
            </dl>
            <div class="buttons">
                { language_choice(texts, &known.languages) }
                { button(texts.text("settings"), settings) }
                // The way out of the sandbox is in the mark above.
                if !known.operations.is_sandbox() {
                    { button(texts.text("sign-out"), sign_out) }
                }
            </div>
        </header>
    }
}

/// Until when the token is good, and whether a new one is fetched then.
fn token(texts: &Texts, can_renew: bool, expires_at: Timestamp) -> AttrValue {
    let message = if can_renew {
        "profile-token-renewed"
    } else {
        "profile-token-until"
    };
    texts.format(message, &[("time", FluentValue::from(expires_at))])
}
