//! The profiles that this browser keeps: where a person has signed in before.

use remote_rendering_protocol::Generation;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::button::button;
use crate::console::{
    hooks::State,
    state::profiles::{Profiles, SavedProfile},
    storage::Entry,
    texts::Texts,
};

/// The profiles, as the browser keeps them.
const ENTRY: Entry = Entry::of_browser("remote-rendering.profiles");

/// The profiles of this browser.
pub fn kept_profiles() -> Profiles {
    ENTRY
        .read()
        .map(|text| Profiles::of_kept(&text))
        .unwrap_or_default()
}

/// Keeps one more profile.
pub fn remember_profile(profile: SavedProfile) {
    let mut profiles = kept_profiles();
    profiles.remember(profile);
    ENTRY.write(&profiles.kept());
}

/// The profiles to choose from, if there are any. `present` is what the form holds.
pub fn profile_choice(
    texts: &Texts,
    profiles: &State<Profiles>,
    present: &SavedProfile,
    choose: Callback<SavedProfile>,
) -> Html {
    let all = profiles.all();
    if all.is_empty() {
        return html! {};
    }
    let chosen = all.iter().position(|profile| profile == present);
    let onchange = {
        let profiles = profiles.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            let place = value.parse::<usize>().ok();
            if let Some(profile) = place.and_then(|place| profiles.all().get(place)) {
                choose.emit(profile.clone());
            }
        })
    };
    let forget = {
        let (profiles, present) = (profiles.clone(), present.clone());
        Callback::from(move |_: MouseEvent| {
            // Another tab may have added some.
            let mut next = kept_profiles();
            next.forget(&present);
            ENTRY.write(&next.kept());
            profiles.set(next);
        })
    };
    let options = all.iter().enumerate().map(|(place, profile)| {
        let mut name = format!("{} – {}", profile.endpoint, profile.account_id);
        if profile.generation != Generation::default() {
            name.push_str(" – ");
            name.push_str(profile.generation.as_str());
        }
        html! { <option value={place.to_string()} selected={chosen == Some(place)}>{ name }</option> }
    });
    html! {
        <div class="field">
            <label for="profile">{ texts.text("profile") }</label>
            <div class="field-input">
                <select id="profile" {onchange}>
                    <option value="" selected={chosen.is_none()}>{ texts.text("profile-other") }</option>
                    { for options }
                </select>
                if chosen.is_some() {
                    { button(texts.text("profile-forget"), forget) }
                }
            </div>
        </div>
    }
}
