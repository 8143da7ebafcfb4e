//! The page of one session: what it is, what happened to it, what can be done with it, here and elsewhere; or what its server
//! renders.

use std::rc::Rc;

use remote_rendering_protocol::Region;
use yew::prelude::*;

use super::{
    SignedIn,
    view::{use_stage, view},
};
use crate::console::{
    components::{
        button::button,
        card::card,
        copying::{Copying, use_copying},
        failure_notice::failure_notice,
        lease_meter::LeaseMeter,
        session_actions::{Ask, SessionActions},
        session_calls::{calls_of, last_answer, session_calls},
        session_properties::session_properties,
        session_row::{act, status},
        session_snippets::session_snippets,
        session_timeline::session_timeline,
        top_bar::top_bar,
    },
    hooks::{State, use_value, use_while},
    navigation::HEADING,
    operations::Operations,
    route::Route,
    snippets::{Language, Target},
    state::{
        activity::CallRecord,
        connection::Profile,
        failure::Failure,
        prices::Prices,
        sessions::{SessionKey, SessionRow},
    },
    texts::{FluentValue, Texts, use_texts},
};

/// The page's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// Which session.
    pub session: SessionKey,
    /// Its region; `None` where the service has none of this name.
    pub region: Option<Region>,
    /// The session as last seen; `None` before it was.
    pub row: Option<Rc<SessionRow>>,
    /// Why it could not be had.
    pub missed: Option<Failure>,
    /// The calls that touched it.
    pub calls: Vec<CallRecord>,
    /// Whose it is.
    pub profile: Profile,
    /// What servers cost.
    #[prop_or_default]
    pub prices: Prices,
    /// Told what the person asks for.
    pub act: Callback<Ask>,
    /// Told when the session is to be fetched.
    pub on_look_up: Callback<()>,
    /// What connects to the session, if the page is to show what its server renders.
    #[prop_or_default]
    pub connects: Option<Operations>,
}

/// The page of one session, or of what its server renders, with the bar over it.
pub fn session_page(texts: &Texts, known: &SignedIn, session: &SessionKey, is_view: bool) -> Html {
    let page = if is_view { Route::View } else { Route::Session };
    let region = known.held.regions.find(&session.region);
    let region = region.map(|row| row.region.clone());
    let calls = match &region {
        Some(region) => calls_of(&known.held.activity, &region.endpoint, &session.id),
        None => Vec::new(),
    };
    let on_look_up = {
        let (operations, session) = (known.operations.clone(), session.clone());
        Callback::from(move |()| operations.look_up(session.clone()))
    };
    let home = Route::Sessions.to_string();
    let product = html! { <a class="product" href={home}>{ texts.text("product") }</a> };
    html! {
        <>
            { top_bar(texts, product, known) }
            <SessionView
                key={page(session.clone()).to_string()}
                session={session.clone()}
                {region}
                row={known.held.sessions.find(session).cloned()}
                missed={known.held.sessions.missed(session).cloned()}
                {calls}
                profile={known.profile.clone()}
                prices={known.held.settings.prices.clone()}
                act={act(&known.operations, session)}
                {on_look_up}
                connects={is_view.then(|| known.operations.clone())}
            />
        </>
    }
}

/// One session.
#[component]
pub fn SessionView(props: &Props) -> Html {
    let texts = use_texts();
    let copying = use_copying();
    let language = use_value(Language::default);
    // Also a session that has gone from the service is asked for, so that the page says what became of it.
    let answer = last_answer(&props.calls, &props.session.id);
    let is_to_be_asked = props.region.is_some() && (props.row.is_none() || answer.is_none());
    let on_look_up = props.on_look_up.clone();
    use_while(is_to_be_asked, move |is_to_be_asked| {
        if *is_to_be_asked {
            on_look_up.emit(());
        }
    });
    let stage = use_stage(props);
    let back = match props.connects {
        Some(_) => (Route::Session(props.session.clone()), "view-back"),
        None => (Route::Sessions, "session-back"),
    };
    html! {
        <main class={classes!("session", props.connects.as_ref().map(|_| "view"))}>
            <p><a href={back.0.to_string()}>
                <span aria-hidden="true">{ "← " }</span>{ texts.text(back.1) }
            </a></p>
            <header>
                <h1 id={HEADING} tabindex="-1"><code>{ props.session.id.as_str() }</code></h1>
                if let Some(row) = &props.row {
                    { status(&texts, &row.properties) }
                    if let (Some(_), Some(region)) = (&props.connects, &props.region) {
                        <small>{ &region.display_name }{ " · " }{ row.properties.size.as_str() }</small>
                        { present(&texts, props, row) }
                    }
                }
            </header>
            { match (&props.region, &props.row) {
                (None, _) => unknown_region(&texts, &props.session),
                (Some(_), None) => without_session(&texts, props),
                (Some(_), Some(row)) if props.connects.is_some() => view(&texts, &stage, row),
                (Some(region), Some(row)) => parts(&texts, &copying, &language, props, region, row),
            } }
            { copying.outcome(&texts) }
        </main>
    }
}

fn unknown_region(texts: &Texts, session: &SessionKey) -> Html {
    let region = FluentValue::from(session.region.as_str());
    html! {
        <div class="notice failure" role="alert">
            <p><strong>{ texts.format("session-region-unknown", &[("region", region)]) }</strong></p>
            <p>{ texts.text("session-region-unknown-advice") }</p>
        </div>
    }
}

/// What the page says while it has no session: that it comes, or why it does not.
fn without_session(texts: &Texts, props: &Props) -> Html {
    let Some(failure) = &props.missed else {
        return html! { <p role="status" aria-busy="true">{ texts.text("session-loading") }</p> };
    };
    let onclick = props.on_look_up.reform(|_: MouseEvent| ());
    html! {
        <>
            { failure_notice(texts, failure) }
            <p>{ button(texts.text("session-retry"), onclick) }</p>
        </>
    }
}

/// What is left of a live session's lease and what can be done with it, and what failed of that.
fn present(texts: &Texts, props: &Props, row: &Rc<SessionRow>) -> Html {
    html! {
        <>
            if row.is_live() {
                <div class="present">
                    <LeaseMeter row={Rc::clone(row)} price={props.prices.of(&row.properties.size)} />
                    <SessionActions row={Rc::clone(row)} act={props.act.clone()} is_connected={props.connects.is_some()} />
                </div>
            }
            if let Some(failure) = &row.failure {
                { failure_notice(texts, failure) }
            }
        </>
    }
}

fn parts(
    texts: &Texts,
    copying: &Copying,
    language: &State<Language>,
    props: &Props,
    region: &Region,
    row: &Rc<SessionRow>,
) -> Html {
    let target = Target {
        endpoint: &region.endpoint,
        sts: &props.profile.sts,
        account: props.profile.account,
        session: &props.session.id,
        lease_minutes: row.properties.max_lease_time_minutes,
        generation: props.profile.generation,
    };
    let state = html! {
        <>
            { present(texts, props, row) }
            { session_timeline(texts, row) }
        </>
    };
    html! {
        <div class="parts">
            <div>
                { card(texts, "timeline-title", state) }
                { session_properties(texts, copying, row, &region.display_name, last_answer(&props.calls, &props.session.id)) }
            </div>
            <div>
                { session_snippets(texts, copying, &target, language) }
                { session_calls(texts, &props.calls) }
            </div>
        </div>
    }
}
