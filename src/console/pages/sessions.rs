//! The page of all sessions: the sessions, a form to create one, and the regions.

use yew::prelude::*;

use super::{SignedIn, Want};
use crate::console::{
    components::{
        activity_log::ActivityLog,
        create_form::CreateForm,
        region_ranking::{Ask, region_ranking},
        session_table::SessionTable,
        top_bar::top_bar,
    },
    navigation::HEADING,
    operations::download_samples,
    texts::Texts,
};

/// Sessions, a form to create one, and the regions.
pub fn sessions_page(texts: &Texts, known: &SignedIn) -> Html {
    let act = {
        let (operations, decision) = (
            known.operations.clone(),
            known.held.regions.decision().cloned(),
        );
        Callback::from(move |ask| match ask {
            Ask::Measure => operations.measure_regions(),
            Ask::Stop => operations.cancel_measuring(),
            Ask::Download => decision.iter().for_each(download_samples),
        })
    };
    let product = html! { <h1 id={HEADING} tabindex="-1">{ texts.text("product") }</h1> };
    html! {
        <>
            { top_bar(texts, product, known) }
            <main class="workplace">
                <div class="side">
                    <CreateForm
                        regions={known.held.regions.clone()}
                        sessions={known.held.sessions.clone()}
                        form={known.held.form.clone()}
                        prices={known.held.settings.prices.clone()}
                        operations={known.operations.clone()}
                        on_settings={known.want.reform(|()| Want::Settings)}
                    />
                    { region_ranking(texts, &known.held.regions, &act) }
                </div>
                <div class="centre">
                    <SessionTable
                        regions={known.held.regions.clone()}
                        sessions={known.held.sessions.clone()}
                        view={known.held.view.clone()}
                        prices={known.held.settings.prices.clone()}
                        operations={known.operations.clone()}
                    />
                    <ActivityLog activity={known.held.activity.clone()} />
                </div>
            </main>
        </>
    }
}
