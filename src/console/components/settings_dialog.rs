//! What a person sets for this browser: what servers cost, and what is done about forgotten sessions.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    button::{button, button_of},
    dialog::Dialog,
    field::{Field, edit, radio, use_focus_on_problem},
};
use crate::console::{
    hooks::{State, use_value},
    notification::{self, Permission},
    state::settings::{Problems, RuleKind, Settings, SettingsForm},
    storage::Entry,
    texts::{Texts, use_texts},
};

/// The settings, as the browser keeps them.
const ENTRY: Entry = Entry::of_browser("remote-rendering.settings");

/// The rules, with their messages.
const RULES: [(RuleKind, &str); 3] = [
    (RuleKind::Warn, "rule-warn"),
    (RuleKind::Extend, "rule-extend"),
    (RuleKind::Stop, "rule-stop"),
];

/// The settings of this browser.
#[hook]
pub fn use_settings() -> State<Settings> {
    use_value(|| {
        ENTRY
            .read()
            .map(|text| Settings::of_kept(&text))
            .unwrap_or_default()
    })
}

/// The dialog's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// The settings.
    pub settings: State<Settings>,
    /// Told when the dialog was closed.
    pub on_close: Callback<()>,
}

/// Asks for the settings.
#[component]
pub fn SettingsDialog(props: &Props) -> Html {
    let texts = use_texts();
    let form = use_value(|| SettingsForm::of(&props.settings));
    let problems = use_value(Problems::default);
    use_focus_on_problem(*problems, Problems::is_empty);
    let permission = use_value(notification::permission);
    let onsubmit = {
        let (form, problems) = (form.clone(), problems.setter());
        let (settings, on_close) = (props.settings.setter(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match form.latest().read() {
                Ok(read) => {
                    ENTRY.write(&read.kept());
                    settings.set(read);
                    on_close.emit(());
                }
                Err(found) => problems.set(found),
            }
        })
    };
    let cancel = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <Dialog title={texts.text("settings-title")} on_close={props.on_close.clone()}>
            <form {onsubmit} novalidate=true>
                { prices(&texts, &form, &problems) }
                { rules(&texts, &form, &problems) }
                { notifications(&texts, &permission) }
                <footer>
                    { button_of("secondary", texts.text("settings-cancel"), cancel) }
                    <button type="submit">{ texts.text("settings-save") }</button>
                </footer>
            </form>
        </Dialog>
    }
}

fn field(
    texts: &Texts,
    id: &'static str,
    value: &str,
    problem: Option<&'static str>,
    on_input: Callback<String>,
) -> Html {
    let field = Field {
        id: id.into(),
        label: texts.text(id),
        value: AttrValue::from(value.to_owned()),
        on_input,
        problem: problem.map(|message| texts.text(message)),
        ..Field::default()
    };
    field.view()
}

fn prices(texts: &Texts, form: &State<SettingsForm>, problems: &State<Problems>) -> Html {
    let change = |change| edit(form, problems, change);
    html! {
        <fieldset class="prices" aria-describedby="prices-note">
            <legend>{ texts.text("prices") }</legend>
            { field(texts, "price-standard", &form.standard, problems.standard, change(|form, text| form.standard = text)) }
            { field(texts, "price-premium", &form.premium, problems.premium, change(|form, text| form.premium = text)) }
            { field(texts, "currency", &form.currency, problems.currency, change(|form, text| form.currency = text)) }
            <small id="prices-note">{ texts.text("prices-hint") }</small>
        </fieldset>
    }
}

fn rules(texts: &Texts, form: &State<SettingsForm>, problems: &State<Problems>) -> Html {
    let choices = RULES.map(|(rule, id)| {
        let set = form.clone();
        let choose = move || set.change(|form| form.rule = rule);
        radio("rule", id, texts.text(id), form.rule == rule, false, choose)
    });
    let change = |change| edit(form, problems, change);
    let time = match form.rule {
        RuleKind::Warn => html! {},
        RuleKind::Extend => field(
            texts,
            "extend-to",
            &form.extend_to,
            problems.extend_to,
            change(|form, text| form.extend_to = text),
        ),
        RuleKind::Stop => field(
            texts,
            "stop-after",
            &form.stop_after,
            problems.stop_after,
            change(|form, text| form.stop_after = text),
        ),
    };
    html! {
        <fieldset class="rules" aria-describedby="rules-note">
            <legend>{ texts.text("rules") }</legend>
            { for choices }
            { time }
            <small id="rules-note">{ texts.text("rules-hint") }</small>
        </fieldset>
    }
}

/// Whether the browser notifies, and how it can.
fn notifications(texts: &Texts, permission: &State<Permission>) -> Html {
    let set = permission.setter();
    let onclick = Callback::from(move |_: MouseEvent| {
        let set = set.clone();
        spawn_local(async move { set.set(notification::ask().await) });
    });
    let words = match **permission {
        Permission::Granted => "notifications-granted",
        Permission::Unasked => "notifications-unasked",
        Permission::Refused => "notifications-refused",
    };
    html! {
        <p class="notifications">
            <small role="status">{ texts.text(words) }</small>
            if **permission == Permission::Unasked {
                { button(texts.text("notifications-allow"), onclick) }
            }
        </p>
    }
}
