//! The calls of a session for other tools.

use remote_rendering_protocol::MaxLeaseTime;
use yew::prelude::*;

use super::{card::card, copying::Copying};
use crate::console::{
    hooks::State,
    snippets::{Call, Language, Target},
    texts::{FluentValue, Texts},
};

/// How much longer the lease of the snippet is, in minutes: what the dialog proposes.
const LONGER: i64 = 30;

/// How the endpoints of the sandbox end, which no resolver knows.
const NOWHERE: &str = ".invalid";

/// The calls of a session, written for the tool that the person has chosen.
pub fn session_snippets(
    texts: &Texts,
    copying: &Copying,
    target: &Target<'_>,
    language: &State<Language>,
) -> Html {
    let present = **language;
    let lease = (target.lease_minutes + LONGER).min(MaxLeaseTime::MAX.whole_minutes());
    let written = |call: Call| present.call(&call);
    let snippets = [
        ("snippet-token", present.token(target.sts, target.account)),
        ("snippet-read", written(Call::read(target))),
        ("snippet-extend", written(Call::extend(target, lease))),
        ("snippet-stop", written(Call::stop(target))),
    ];
    let hint = texts.format(
        "snippets-hint",
        &[
            ("key", FluentValue::from(present.key_variable())),
            ("token", FluentValue::from(present.token_variable())),
        ],
    );
    let content = html! {
        <>
            <fieldset class="kinds">
                <legend>{ texts.text("snippets-language") }</legend>
                { for Language::ALL.map(|offered| choice(offered, language)) }
            </fieldset>
            if target.endpoint.as_str().ends_with(NOWHERE) {
                <p>{ texts.text("sandbox-snippets") }</p>
            }
            <p><small>{ hint }</small></p>
            { for snippets.map(|(name, snippet)| html! {
                <>
                    <h3>{ texts.text(name) }</h3>
                    { copying.block(texts, name, &snippet) }
                </>
            }) }
        </>
    };
    card(texts, "snippets-title", content)
}

fn choice(offered: Language, present: &State<Language>) -> Html {
    let set = present.setter();
    let onchange = Callback::from(move |_: Event| set.set(offered));
    html! {
        <label>
            <input type="radio" name="language" checked={offered == **present} {onchange} />{ offered.name() }
        </label>
    }
}
