//! The calls that the page made.

use remote_rendering_client::Json as _;
use web_sys::{HtmlDetailsElement, HtmlInputElement};
use yew::prelude::*;

use super::{button::button, call_item::call_item, field::Field};
use crate::{
    browser::{BrowserJson, user_agent},
    console::{
        download::download,
        har,
        hooks::{State, use_value},
        state::activity::{Activity, Filter},
        texts::{FluentValue, Texts, use_texts},
        time::now,
    },
};

/// How many calls are drawn at first, and how many more each time somebody asks for more.
const ROWS: usize = 200;

/// The log's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The calls.
    pub activity: State<Activity>,
}

/// What a person looks at.
#[derive(Clone, Debug, PartialEq)]
struct View {
    open: bool,
    filter: Filter,
    rows: usize,
}

/// The calls that the page made, newest first, behind a fold. While it is closed, nothing of it is drawn.
#[component]
pub fn ActivityLog(props: &Props) -> Html {
    let texts = use_texts();
    let view = use_value(|| View {
        open: false,
        filter: Filter::default(),
        rows: ROWS,
    });
    let activity = &props.activity;
    let ontoggle = {
        let view = view.clone();
        Callback::from(move |event: Event| {
            let open = event.target_unchecked_into::<HtmlDetailsElement>().open();
            view.change(|view| view.open = open);
        })
    };
    html! {
        <details class="card activity" {ontoggle}>
            <summary>{ counted(&texts, "activity-title", activity.count().into()) }</summary>
            if view.open {
                { search(&texts, &view) }
                { found(&texts, activity, &view) }
                { export(&texts, activity) }
            }
        </details>
    }
}

/// What to look for. Another search begins with the newest calls again.
fn search(texts: &Texts, view: &State<View>) -> Html {
    let look_for = {
        let view = view.clone();
        move |filter| {
            view.set(View {
                open: true,
                filter,
                rows: ROWS,
            });
        }
    };
    let on_input = {
        let (view, look_for) = (view.clone(), look_for.clone());
        Callback::from(move |text: String| {
            look_for(Filter {
                text,
                failed_only: view.filter.failed_only,
            });
        })
    };
    let onchange = {
        let view = view.clone();
        Callback::from(move |event: Event| {
            look_for(Filter {
                text: view.filter.text.clone(),
                failed_only: event.target_unchecked_into::<HtmlInputElement>().checked(),
            });
        })
    };
    let field = Field {
        id: "activity-search".into(),
        label: texts.text("activity-search"),
        value: AttrValue::from(view.filter.text.clone()),
        on_input,
        hint: Some(texts.text("activity-search-hint")),
        ..Field::default()
    };
    html! {
        <div class="filter">
            { field.view() }
            <label>
                <input type="checkbox" checked={view.filter.failed_only} {onchange} />
                { texts.text("activity-failed-only") }
            </label>
        </div>
    }
}

/// The calls that were looked for.
fn found(texts: &Texts, activity: &Activity, view: &State<View>) -> Html {
    let matching = activity.matching(&view.filter);
    let shown = matching.len().min(view.rows);
    let more = (matching.len() - shown).min(ROWS);
    let show_more = {
        let view = view.clone();
        Callback::from(move |_: MouseEvent| {
            view.change(|view| view.rows += ROWS);
        })
    };
    // Without a search it would be read out with every call.
    let status = if view.filter.is_empty() {
        AttrValue::default()
    } else {
        counted(texts, "activity-matches", matching.len().into())
    };
    let how_many = [
        ("shown", FluentValue::from(shown)),
        ("count", FluentValue::from(activity.count())),
        ("dropped", FluentValue::from(activity.dropped())),
    ];
    html! {
        <>
            <p class="quiet">
                <span role="status">{ status }</span>
                { " " }
                { texts.format("activity-shown", &how_many) }
            </p>
            <ol class="calls">{ for matching.iter().take(shown).map(|call| call_item(texts, call)) }</ol>
            if more > 0 {
                { button(counted(texts, "activity-more", more.into()), show_more) }
            }
        </>
    }
}

fn export(texts: &Texts, activity: &State<Activity>) -> Html {
    let activity = activity.clone();
    let onclick = Callback::from(move |_: MouseEvent| save(&activity));
    html! {
        <div class="field">
            <button type="button" class="secondary outline" {onclick} aria-describedby="activity-export-hint">
                { texts.text("activity-export") }
            </button>
            <small id="activity-export-hint">{ texts.text("activity-export-hint") }</small>
        </div>
    }
}

/// Hands out every call that is kept, as a file.
fn save(activity: &Activity) {
    let user_agent = user_agent().unwrap_or_default();
    // There is nothing in a document that JSON does not have.
    let Ok(text) = BrowserJson::write(&har::document(activity, &user_agent)) else {
        return;
    };
    let date = now().to_string();
    let date = date.split('T').next().unwrap_or_default();
    download(
        &format!("remote-rendering-activity-{date}.har"),
        "application/json",
        &text,
    );
}

fn counted(texts: &Texts, message: &str, count: FluentValue) -> AttrValue {
    texts.format(message, &[("count", count)])
}
