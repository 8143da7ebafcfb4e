//! Creating a session.

use remote_rendering_client::{
    fallback::{FallbackPlan, FallbackStep},
    probe::RegionReport,
};
use remote_rendering_protocol::{Generation, SessionSize};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{
    button::button,
    disclosure::disclosure,
    failure_notice::failure_notice,
    field::{Field, edit, use_focus_on_problem},
    money::{costing, money},
    region_words::{display_name, milliseconds},
};
use crate::console::{
    hooks::{State, use_value, use_while},
    operations::{Operations, new_session_id},
    state::{
        create_form::{CreateForm as Form, Problems, read_lease},
        prices::Prices,
        regions::{RegionRow, Regions},
        sessions::{Creation, Sessions},
    },
    texts::{Texts, use_texts},
};

/// Leases to choose from, with their messages.
const PRESETS: [(&str, &str); 3] = [
    ("00:30", "lease-preset-30"),
    ("01:00", "lease-preset-60"),
    ("04:00", "lease-preset-240"),
];

/// The sizes, with their messages: name and what it can do.
const SIZES: [(SessionSize, &str, &str); 2] = [
    (SessionSize::Standard, "size-standard", "size-standard-hint"),
    (SessionSize::Premium, "size-premium", "size-premium-hint"),
];

/// The form's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The regions.
    pub regions: State<Regions>,
    /// The sessions.
    pub sessions: State<Sessions>,
    /// What the person has put in.
    pub form: State<Form>,
    /// What servers cost.
    pub prices: Prices,
    /// What can be done.
    pub operations: Operations,
    /// Told when the person wants to say what they cost.
    pub on_settings: Callback<()>,
}

/// What a person puts into the form. It belongs to the application: it outlives a look at another page.
#[hook]
pub fn use_create_form(creation: &Creation) -> State<Form> {
    let form = use_value(new_form);
    // Only a session that was created needs another id: after a failure the same one makes the repetition safe.
    {
        let form = form.clone();
        use_while(creation.clone(), move |creation| {
            if matches!(creation, Creation::Done(..)) {
                form.change(|form| form.id = new_session_id().to_string());
            }
        });
    }
    form
}

/// A form that nobody has touched.
pub fn new_form() -> Form {
    Form::new(&new_session_id())
}

/// The form that creates a session.
#[component]
pub fn CreateForm(props: &Props) -> Html {
    let texts = use_texts();
    let form = props.form.clone();
    let problems = use_value(Problems::default);
    let more = use_value(|| false);
    use_focus_on_problem(*problems, Problems::is_empty);
    let creation = props.sessions.creation.clone();
    let running = matches!(creation, Creation::Running(_));

    let change = |change| edit(&form, &problems, change);
    let plan = props.regions.plan(form.region.as_ref(), &form.size);
    let onsubmit = {
        let (form, problems, plan) = (form.clone(), problems.setter(), plan.clone());
        let (more, operations) = (more.setter(), props.operations.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match (form.latest().read(), &plan) {
                (Ok((id, new)), Some(plan)) if !running => {
                    problems.set(Problems::default());
                    operations.create(plan.clone(), id, new.max_lease_time);
                }
                (Ok(_), _) => {}
                (Err(found), _) => {
                    if found.id.is_some() {
                        more.set(true);
                    }
                    problems.set(found);
                }
            }
        })
    };
    let presets = PRESETS.map(|(lease, label)| {
        let onclick =
            change(|form, lease| form.lease = lease).reform(move |_: MouseEvent| lease.to_owned());
        button(texts.text(label), onclick)
    });
    let problem = |message: Option<&'static str>| message.map(|message| texts.text(message));
    let lease = Field {
        id: "create-lease".into(),
        label: texts.text("create-lease"),
        value: AttrValue::from(form.lease.clone()),
        on_input: change(|form, lease| form.lease = lease),
        problem: problem(problems.lease),
        hint: Some(texts.text("create-lease-hint")),
        ..Field::default()
    };
    let id = Field {
        id: "create-id".into(),
        label: texts.text("create-id"),
        value: AttrValue::from(form.id.clone()),
        on_input: change(|form, id| form.id = id),
        // Told while it is typed: a new form's own id is right.
        problem: problem(problems.id.or_else(|| form.id_problem())),
        hint: Some(texts.text("create-id-hint")),
        ..Field::default()
    };
    html! {
        <section class="card" aria-labelledby="create-title">
            <header><h2 id="create-title">{ texts.text("create-title") }</h2></header>
            <form {onsubmit} novalidate=true>
                { region_choice(&texts, &props.regions, &form, change(|form, name| form.region = name.parse().ok())) }
                <fieldset class="sizes">
                    <legend>{ texts.text("create-size") }</legend>
                    { for SIZES.iter().map(|size| size_choice(&texts, size, &form)) }
                </fieldset>
                { lease.view() }
                <div class="steps" role="group" aria-label={texts.text("create-lease-presets")}>{ for presets }</div>
                { estimate(&texts, props) }
                // In v1 the service chooses it.
                if props.operations.generation() != Generation::V1 {
                    { disclosure(texts.text("create-more"), &more, id.view()) }
                }
                if let Some(words) = plan.as_ref().and_then(|plan| fallback(&texts, &props.regions, plan)) {
                    <p><small>{ words }</small></p>
                }
                <button type="submit" aria-busy={running.to_string()} disabled={running || plan.is_none()}>
                    { texts.text(if running { "create-running" } else { "create-submit" }) }
                </button>
                { creation_outcome(&texts, &props.regions, &creation) }
            </form>
        </section>
    }
}

/// What the session will cost, or how that can be known.
fn estimate(texts: &Texts, props: &Props) -> Html {
    let price = props.prices.of(&props.form.size);
    let lease = read_lease(&props.form.lease);
    let words = match (&price, &lease) {
        (Some(price), Ok(lease)) => texts.format(
            "create-cost",
            &[
                ("cost", money(&price.for_hours(lease.span()))),
                ("price", money(price)),
            ],
        ),
        (Some(price), Err(_)) => costing(texts, "create-price", price),
        (None, _) => texts.text("create-cost-unknown"),
    };
    let onclick = props.on_settings.reform(|_: MouseEvent| ());
    html! {
        <p class="estimate">
            <small>{ words }</small>
            if price.is_none() {
                { button(texts.text("create-set-prices"), onclick) }
            }
        </p>
    }
}

/// How the creation is doing: each step of its plan, and what it came to.
fn creation_outcome(texts: &Texts, regions: &Regions, creation: &Creation) -> Html {
    let told = match creation {
        Creation::Running(tries) => Some(("create-next", tries)),
        Creation::Done(_, tries) => Some(("create-instead", tries)),
        _ => None,
    };
    let words = match told {
        Some((message, tries)) if !tries.failed.is_empty() => {
            let failed = steps_text(texts, regions, &tries.failed);
            let present = steps_text(texts, regions, tries.present.as_slice());
            texts.format(
                message,
                &[("failed", failed.into()), ("present", present.into())],
            )
        }
        _ => AttrValue::default(),
    };
    html! {
        <>
            <p role="status" class="quiet">{ words }</p>
            { match creation {
                Creation::Failed(failure) => failure_notice(texts, failure),
                Creation::NoServer(tried) => html! {
                    <div class="notice failure" role="alert">
                        <p>{ naming_steps(texts, regions, "create-no-server", tried) }</p>
                    </div>
                },
                _ => html! {},
            } }
        </>
    }
}

/// Where else the create goes, in one line; `None` where it goes nowhere else.
fn fallback(texts: &Texts, regions: &Regions, plan: &FallbackPlan) -> Option<AttrValue> {
    let [first, rest @ ..] = plan.steps() else {
        return None;
    };
    let mut names: Vec<String> = Vec::new();
    for step in rest.iter().filter(|it| it.region != first.region) {
        let name = display_name(regions, &step.region);
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    let premium_too = rest.first()?.region == first.region;
    let next = match (premium_too, names.is_empty()) {
        (true, false) => "both",
        (true, true) => "size",
        (false, _) => "regions",
    };
    Some(texts.format(
        "create-fallback",
        &[("next", next.into()), ("regions", names.join(", ").into())],
    ))
}

fn naming_steps(
    texts: &Texts,
    regions: &Regions,
    message: &str,
    steps: &[FallbackStep],
) -> AttrValue {
    texts.format(
        message,
        &[("steps", steps_text(texts, regions, steps).into())],
    )
}

/// Steps as people read them: `Premium in West Europe, Standard in UK South`.
fn steps_text(texts: &Texts, regions: &Regions, steps: &[FallbackStep]) -> String {
    let step = |step: &FallbackStep| {
        let size = match step.size {
            SessionSize::Premium => texts.text("size-premium"),
            _ => texts.text("size-standard"),
        };
        let region = display_name(regions, &step.region);
        texts
            .format(
                "create-step",
                &[("size", size.as_str().into()), ("region", region.into())],
            )
            .to_string()
    };
    steps.iter().map(step).collect::<Vec<_>>().join(", ")
}

fn region_choice(
    texts: &Texts,
    regions: &Regions,
    form: &State<Form>,
    on_choice: Callback<String>,
) -> Html {
    let nearest = match regions.nearest() {
        Some(row) => texts.format(
            "create-region-nearest",
            &[("region", region_label(texts, row).as_str().into())],
        ),
        None => texts.text("create-region-measuring"),
    };
    let onchange = Callback::from(move |event: Event| {
        on_choice.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
    });
    let options = regions.rows.iter().map(|row| {
        let name = row.region.name.to_string();
        let selected = form.region.as_ref() == Some(&row.region.name);
        html! { <option key={name.clone()} value={name} {selected}>{ region_label(texts, row) }</option> }
    });
    html! {
        <div class="field">
            <label for="create-region">{ texts.text("create-region") }</label>
            <select id="create-region" {onchange}>
                <option value="" selected={form.region.is_none()}>{ nearest }</option>
                { for options }
            </select>
        </div>
    }
}

fn region_label(texts: &Texts, row: &RegionRow) -> AttrValue {
    match row.report.as_ref().and_then(RegionReport::typical) {
        Some(time) => texts.format(
            "create-region-option",
            &[
                ("region", row.region.display_name.as_str().into()),
                ("milliseconds", milliseconds(time)),
            ],
        ),
        None => AttrValue::from(row.region.display_name.clone()),
    }
}

fn size_choice(
    texts: &Texts,
    (size, label, hint): &(SessionSize, &str, &str),
    form: &State<Form>,
) -> Html {
    let id = format!("create-size-{}", size.as_str().to_ascii_lowercase());
    let onchange = {
        let (form, size) = (form.clone(), size.clone());
        Callback::from(move |event: Event| {
            if event.target_unchecked_into::<HtmlInputElement>().checked() {
                form.change(|form| form.size = size.clone());
            }
        })
    };
    html! {
        <label for={id.clone()} class="size">
            <input {id} type="radio" name="size" checked={form.size == *size} {onchange} />
            <span><strong>{ texts.text(label) }</strong><small>{ texts.text(hint) }</small></span>
        </label>
    }
}
