//! The card over the picture: the state in words, and what can be done.

use remote_rendering_page::texts::Texts;
use remote_rendering_protocol::device::{Available, ModelSource};
use yew::prelude::*;

use super::icon::icon;
use crate::{
    controls::Control,
    state::{
        card::{Act, Card, Kind},
        picker::{found, title},
    },
    viewing::Viewing,
};

/// How many samples an empty scene offers.
const OFFERED: usize = 4;

/// The card over the picture.
pub fn state_card(
    texts: &Texts,
    card: &Card,
    available: &[Available],
    viewing: &Viewing,
    act: &Callback<Act>,
    on_control: &Callback<Control>,
) -> Html {
    let class = match card.kind {
        Kind::Busy => "busy",
        Kind::Over => "over",
        Kind::Failure => "failed",
        Kind::Invitation => "invitation",
    };
    html! {
        <div class={classes!("state", class)}>
            if card.kind == Kind::Busy {
                <progress aria-label={card.title.text(texts)} />
            }
            <h2>{ card.title.text(texts) }</h2>
            if let Some(advice) = &card.advice {
                <p>{ advice.text(texts) }</p>
            }
            if let Some(action) = card.action {
                { action_button(texts, action, act) }
            }
            if card.kind == Kind::Invitation {
                { offers(texts, available, viewing, on_control) }
            }
        </div>
    }
}

fn action_button(texts: &Texts, action: Act, act: &Callback<Act>) -> Html {
    let label = match action {
        Act::Retry => "action-retry",
        Act::Reopen => "action-reopen",
        Act::Sessions => {
            return html! { <a class="connect" href="#/sessions">{ texts.text("action-sessions") }</a> };
        }
    };
    let onclick = act.reform(move |_: MouseEvent| action);
    html! { <button type="button" {onclick}>{ texts.text(label) }</button> }
}

/// What an empty scene offers: some samples, all that there is, and a file of one's own.
fn offers(
    texts: &Texts,
    available: &[Available],
    viewing: &Viewing,
    on_control: &Callback<Control>,
) -> Html {
    let (offered, _) = found(texts, available, "");
    let samples = offered
        .into_iter()
        .filter(|it| matches!(it.source, ModelSource::Sample(_)))
        .take(OFFERED)
        .map(|it| {
            let (viewing, source) = (viewing.clone(), it.source.clone());
            let name = title(&source).text(texts);
            let onclick = Callback::from(move |_: MouseEvent| viewing.load(source.clone()));
            html! { <button type="button" class="secondary outline" {onclick}>{ name }</button> }
        });
    let press = |control| on_control.reform(move |_: MouseEvent| control);
    html! {
        <>
            <div class="offers">{ for samples }</div>
            <div class="offers">
                <button type="button" onclick={press(Control::Upload)}>
                    { icon(Control::Upload) }{ texts.text("control-upload") }
                </button>
                if available.len() > OFFERED {
                    <button type="button" class="secondary outline" onclick={press(Control::Models)}>
                        { texts.text("empty-all") }
                    </button>
                }
            </div>
        </>
    }
}
