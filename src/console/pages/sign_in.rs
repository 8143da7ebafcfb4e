//! The page of who is not signed in.

use remote_rendering_protocol::Generation;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    browser::answer_to,
    console::{
        components::{
            button::button,
            disclosure::disclosure,
            failure_notice::failure_notice,
            field::{Field, SecretField, edit, radio, use_focus_on_problem},
            file_drop::{FileDrop, ReadFile},
            language_choice::language_choice,
            profile_choice::{kept_profiles, profile_choice},
            simulation::sandbox_offer,
        },
        config_file::ConfigFileError,
        hooks::{State, use_value, use_while},
        operations::Way,
        state::{
            connection::Connection,
            profiles::SavedProfile,
            sign_in_form::{Problems, SecretKind, SignInForm},
        },
        texts::{FluentValue, Texts, languages::Languages, use_texts},
    },
};

/// The page's properties.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// How signing in is doing.
    pub connection: Connection,
    /// What the form begins with.
    #[prop_or_default]
    pub again: SignInForm,
    /// The languages.
    #[prop_or_default]
    pub languages: Languages,
    /// Told how the person wants to enter.
    pub on_sign_in: Callback<Way>,
    /// Told when the person does not want to wait any more.
    pub on_cancel: Callback<()>,
}

/// What came of the last file.
#[derive(Clone, Debug, PartialEq)]
enum LastFile {
    None,
    Read {
        name: String,
        problems: Vec<(&'static str, &'static str)>,
    },
    Refused {
        name: String,
        error: ConfigFileError,
    },
}

/// A form for endpoint, account and secret, or a file that has them all.
#[component]
pub fn SignInPage(props: &Props) -> Html {
    let texts = use_texts();
    let form = use_value(|| props.again.clone());
    let profiles = use_value(kept_profiles);
    let problems = use_value(Problems::default);
    let last_file = use_value(|| LastFile::None);
    let more = use_value(|| props.again.says_more());
    let signing_in = props.connection == Connection::SigningIn;
    use_own_origin(form.clone());
    use_focus_on_problem(*problems, Problems::is_empty);

    let onsubmit = {
        let (form, problems, on_sign_in) =
            (form.clone(), problems.setter(), props.on_sign_in.clone());
        let more = more.setter();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match form.latest().read() {
                Ok(wanted) if !signing_in => {
                    problems.set(Problems::default());
                    on_sign_in.emit(Way::Service(Box::new(wanted)));
                }
                Ok(_) => {}
                Err(found) => {
                    if found.account_domain.is_some() {
                        more.set(true);
                    }
                    problems.set(found);
                }
            }
        })
    };
    let on_read = {
        let (form, problems, last_file) = (form.clone(), problems.setter(), last_file.setter());
        Callback::from(move |(name, outcome): ReadFile| match outcome {
            Ok(config) => {
                let found = form.change(|form| form.take_over(&config));
                problems.set(Problems::default());
                last_file.set(LastFile::Read {
                    name,
                    problems: found,
                });
            }
            Err(error) => last_file.set(LastFile::Refused { name, error }),
        })
    };
    let choose = {
        let (form, problems, more) = (form.clone(), problems.setter(), more.setter());
        Callback::from(move |profile: SavedProfile| {
            problems.set(Problems::default());
            let says_more = form.change(|form| {
                form.endpoint = profile.endpoint;
                form.account_id = profile.account_id;
                form.account_domain = profile.account_domain;
                form.generation = profile.generation;
                form.says_more()
            });
            if says_more {
                more.set(true);
            }
        })
    };
    let cancel = props.on_cancel.reform(|_: MouseEvent| ());
    html! {
        <main class="sign-in">
            <hgroup>
                <h1>{ texts.text("product") }</h1>
                <p>{ texts.text("sign-in-lead") }</p>
            </hgroup>
            <form class="card" {onsubmit} novalidate=true>
                { profile_choice(&texts, &profiles, &form.profile(), choose) }
                <FileDrop {on_read} />
                { file_outcome(&texts, &last_file) }
                { fields(&texts, &form, &problems, &more, signing_in) }
                <div class="buttons">
                    <button type="submit" disabled={signing_in} aria-busy={signing_in.to_string()}>
                        { texts.text(if signing_in { "sign-in-running" } else { "sign-in" }) }
                    </button>
                    if signing_in {
                        { button(texts.text("sign-in-cancel"), cancel) }
                    }
                </div>
                if let Connection::Refused(failure) = &props.connection {
                    { failure_notice(&texts, failure) }
                }
                <p class="quiet">{ texts.text("sign-in-privacy") }</p>
            </form>
            { sandbox_offer(&texts, props.connection == Connection::NoSandbox, signing_in, &props.on_sign_in) }
            { language_choice(&texts, &props.languages) }
        </main>
    }
}

fn fields(
    texts: &Texts,
    form: &State<SignInForm>,
    problems: &State<Problems>,
    more: &State<bool>,
    disabled: bool,
) -> Html {
    let change = |change| edit(form, problems, change);
    let kind = |kind: SecretKind, id: &'static str, label: &'static str| {
        let set = form.clone();
        // A key is no token: what was typed as one is not sent as the other.
        let choose = move || {
            set.change(|form| {
                form.secret_kind = kind;
                form.secret.clear();
            });
        };
        let checked = form.secret_kind == kind;
        radio(
            "secret-kind",
            id,
            texts.text(label),
            checked,
            disabled,
            choose,
        )
    };
    let (label, hint) = match form.secret_kind {
        SecretKind::AccountKey => ("account-key", "account-key-hint"),
        SecretKind::AccessToken => ("access-token", "access-token-hint"),
    };
    let field = |id: &'static str, value: &str, problem: Option<&'static str>| Field {
        id: id.into(),
        label: texts.text(id),
        value: AttrValue::from(value.to_owned()),
        problem: problem.map(|message| texts.text(message)),
        disabled,
        ..Field::default()
    };
    let endpoint = Field {
        on_input: change(|form, text| form.endpoint = text),
        hint: Some(texts.text("endpoint-hint")),
        example: Some("http://127.0.0.1:8080".into()),
        ..field("endpoint", &form.endpoint, problems.endpoint)
    };
    let account_id = Field {
        on_input: change(|form, text| form.account_id = text),
        hint: Some(texts.text("account-id-hint")),
        ..field("account-id", &form.account_id, problems.account_id)
    };
    let secret = Field {
        on_input: change(|form, text| form.secret = text),
        hint: Some(texts.text(hint)),
        ..field(label, &form.secret, problems.secret)
    };
    let account_domain = Field {
        on_input: change(|form, text| form.account_domain = text),
        hint: Some(texts.text("account-domain-hint")),
        ..field(
            "account-domain",
            &form.account_domain,
            problems.account_domain,
        )
    };
    html! {
        <>
            { endpoint.view() }
            { account_id.view() }
            <fieldset class="kinds">
                <legend>{ texts.text("secret-kind") }</legend>
                { kind(SecretKind::AccountKey, "secret-kind-key", "account-key") }
                { kind(SecretKind::AccessToken, "secret-kind-token", "access-token") }
            </fieldset>
            <SecretField key={label} field={secret} />
            { disclosure(texts.text("sign-in-more"), more, html! {
                <>{ account_domain.view() }{ generation_choice(texts, form, disabled) }</>
            }) }
            { keeping(texts, form, disabled) }
        </>
    }
}

/// Which generation of the session API is to be spoken.
fn generation_choice(texts: &Texts, form: &State<SignInForm>, disabled: bool) -> Html {
    let onchange = {
        let form = form.clone();
        Callback::from(move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            form.change(|form| form.generation = value.parse().unwrap_or_default());
        })
    };
    let option = |offered: Generation| {
        let selected = form.generation == offered;
        html! { <option value={offered.as_str()} {selected}>{ offered.as_str() }</option> }
    };
    html! {
        <div class="field">
            <label for="generation">{ texts.text("generation") }</label>
            <div class="field-input">
                <select id="generation" aria-describedby="generation-hint" {onchange} {disabled}>
                    { option(Generation::default()) }
                    { option(Generation::V1) }
                </select>
            </div>
            <small id="generation-hint">{ texts.text("generation-hint") }</small>
        </div>
    }
}

/// What is to be kept, if anything.
fn keeping(texts: &Texts, form: &State<SignInForm>, disabled: bool) -> Html {
    let choice = |id: &'static str, checked: bool, set: fn(&mut SignInForm, bool)| {
        let form = form.clone();
        let onchange = Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            form.change(|form| set(form, input.checked()));
        });
        html! {
            <label for={id}><input {id} type="checkbox" {checked} {onchange} {disabled} />{ texts.text(id) }</label>
        }
    };
    html! {
        <div class="keeping">
            { choice("remember-profile", form.remember, |form, on| form.remember = on) }
            { choice("keep-token", form.keep_token, |form, on| form.keep_token = on) }
        </div>
    }
}

fn file_outcome(texts: &Texts, last: &LastFile) -> Html {
    let named =
        |id: &str, name: &String| texts.format(id, &[("name", FluentValue::from(name.as_str()))]);
    match last {
        LastFile::None => html! {},
        LastFile::Refused { name, error } => html! {
            <div class="notice failure" role="alert"><p>{ named(error.message_id(), name) }</p></div>
        },
        LastFile::Read { name, problems } if problems.is_empty() => html! {
            <div class="notice success" role="status"><p>{ named("file-read", name) }</p></div>
        },
        LastFile::Read { name, problems } => html! {
            <div class="notice failure" role="alert">
                <p>{ named("file-partly-read", name) }</p>
                <ul>
                    { for problems.iter().map(|(setting, message)| html! {
                        <li><code>{ *setting }</code>{ " – " }{ texts.text(message) }</li>
                    }) }
                </ul>
            </div>
        },
    }
}

/// Where the page itself comes from a service, that service is most likely meant: its address is filled in, unless the
/// person was faster.
#[hook]
fn use_own_origin(form: State<SignInForm>) {
    use_while((), move |()| {
        spawn_local(async move {
            let Some(origin) = own_service().await else {
                return;
            };
            form.change(|form| {
                if form.endpoint.is_empty() {
                    form.endpoint = origin;
                }
            });
        });
    });
}

/// The page's origin, if a service answers there. A static host answers `HEAD /ping` with something else.
async fn own_service() -> Option<String> {
    let origin = web_sys::window()?.location().origin().ok()?;
    let ping = gloo_net::http::RequestBuilder::new(&format!("{origin}/ping"));
    let ping = ping.method(gloo_net::http::Method::HEAD).build().ok()?;
    let answer = answer_to(ping, None).await?;
    (answer.status() == 204).then_some(origin)
}
