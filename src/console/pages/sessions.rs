//! The page of who is signed in: sessions, a form to create one, and the regions.

use yew::prelude::*;

use crate::console::{
    components::{
        activity_log::ActivityLog,
        create_form::CreateForm,
        language_choice::language_choice,
        region_ranking::{Ask, region_ranking},
        session_table::SessionTable,
    },
    operations::{Operations, download_samples},
    state::{activity::Activity, connection::Profile, regions::Regions, sessions::Sessions},
    texts::{Texts, languages::Languages},
};

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionsPage {
    /// Who is signed in.
    pub profile: Profile,
    /// What they can do.
    pub operations: Operations,
    /// The regions.
    pub regions: UseReducerHandle<Regions>,
    /// The sessions.
    pub sessions: UseReducerHandle<Sessions>,
    /// The calls.
    pub activity: UseReducerHandle<Activity>,
    /// The languages.
    pub languages: Languages,
    /// Told when the person signs out.
    pub on_sign_out: Callback<()>,
}

/// Sessions, a form to create one, and the regions.
pub fn sessions_page(texts: &Texts, props: &SessionsPage) -> Html {
    let act = {
        let (operations, decision) = (props.operations.clone(), props.regions.decision().cloned());
        Callback::from(move |ask| match ask {
            Ask::Measure => operations.measure_regions(),
            Ask::Stop => operations.cancel_measuring(),
            Ask::Download => decision.iter().for_each(download_samples),
        })
    };
    let sign_out = props.on_sign_out.reform(|_: MouseEvent| ());
    html! {
        <>
            <header class="bar">
                <h1>{ texts.text("product") }</h1>
                <dl class="profile">
                    <div><dt>{ texts.text("profile-endpoint") }</dt><dd>{ props.profile.endpoint.as_str() }</dd></div>
                    <div><dt>{ texts.text("profile-account") }</dt><dd>{ props.profile.account.to_string() }</dd></div>
                </dl>
                { language_choice(texts, &props.languages) }
                <button type="button" class="secondary outline" onclick={sign_out}>{ texts.text("sign-out") }</button>
            </header>
            <main class="workplace">
                <div class="side">
                    <CreateForm regions={props.regions.clone()} sessions={props.sessions.clone()} />
                    { region_ranking(texts, &props.regions, &act) }
                </div>
                <div class="centre">
                    <SessionTable regions={props.regions.clone()} sessions={props.sessions.clone()} />
                    <ActivityLog activity={props.activity.clone()} />
                </div>
            </main>
        </>
    }
}
