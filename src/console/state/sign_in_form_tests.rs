use super::*;

fn filled() -> SignInForm {
    SignInForm {
        endpoint: "http://127.0.0.1:8080".to_owned(),
        account_id: "1b405859-8af9-47e6-941d-9205163c0f63".to_owned(),
        secret: "c2VjcmV0".to_owned(),
        ..SignInForm::default()
    }
}

#[test]
fn a_url_is_its_own_sts_and_a_region_is_azures() {
    assert_eq!(
        filled().read().unwrap().account.sts.as_str(),
        "http://127.0.0.1:8080"
    );
    let form = SignInForm {
        endpoint: "westeurope".to_owned(),
        ..filled()
    };
    let SignIn {
        account, endpoint, ..
    } = form.read().unwrap();
    assert_eq!(
        account.sts.as_str(),
        "https://sts.westeurope.mixedreality.azure.com"
    );
    assert_eq!(
        endpoint.as_str(),
        "https://remoterendering.westeurope.mixedreality.azure.com"
    );
}

#[test]
fn the_generation_goes_from_the_form_through_the_sign_in_and_back() {
    for generation in [Generation::default(), Generation::V1] {
        let form = SignInForm {
            generation,
            remember: true,
            ..filled()
        };
        let signed_in = form.read().unwrap();
        assert_eq!(signed_in.generation, generation);
        let saved = signed_in.remember.unwrap();
        assert_eq!(saved.generation, generation);
        assert_eq!(SignInForm::of_profile(&saved).generation, generation);
        let again = SignInForm::again(&Profile {
            account: signed_in.account.id,
            endpoint: signed_in.endpoint,
            sts: signed_in.account.sts,
            generation,
            token_expires_at: None,
            can_renew: false,
        });
        assert_eq!(again.generation, generation);
    }
}

#[test]
fn a_domain_or_an_older_generation_is_more_than_most_people_say() {
    let with = |account_domain: &str, generation| SignInForm {
        account_domain: account_domain.to_owned(),
        generation,
        ..filled()
    };
    for (form, expected) in [
        (with(" ", Generation::default()), false),
        (with("eastus", Generation::default()), true),
        (with("", Generation::V1), true),
    ] {
        assert_eq!(form.says_more(), expected, "{form:?}");
    }
}

#[test]
fn every_wrong_field_has_its_own_message() {
    let empty = SignInForm::default().read().unwrap_err();
    assert_eq!(
        empty,
        Problems {
            endpoint: Some("endpoint-empty"),
            account_id: Some("account-id-empty"),
            secret: Some("key-empty"),
            account_domain: None,
        }
    );
    for (form, problems) in [
        (
            SignInForm {
                account_id: "1234".to_owned(),
                ..filled()
            },
            Problems {
                account_id: Some("account-id-invalid"),
                ..Problems::default()
            },
        ),
        (
            SignInForm {
                secret: "not base64!".to_owned(),
                ..filled()
            },
            Problems {
                secret: Some("key-invalid"),
                ..Problems::default()
            },
        ),
        (
            SignInForm {
                secret_kind: SecretKind::AccessToken,
                ..filled()
            },
            Problems {
                secret: Some("token-invalid"),
                ..Problems::default()
            },
        ),
        (
            SignInForm {
                account_domain: "ftp://x".to_owned(),
                ..filled()
            },
            Problems {
                account_domain: Some("endpoint-scheme"),
                ..Problems::default()
            },
        ),
    ] {
        assert_eq!(form.read().unwrap_err(), problems, "{form:?}");
    }
}

#[test]
fn a_file_fills_what_it_knows_and_names_what_it_does_not() {
    let mut config = ArrConfig::default();
    config.account_settings.arr_account_id = Some("<fill in>".to_owned());
    config.rendering_session_settings.remote_rendering_domain = Some("eastus".to_owned());
    let mut form = filled();
    let problems = form.take_over(&config);
    assert_eq!(
        problems,
        [("accountSettings.arrAccountId", "setting-unfilled")]
    );
    assert_eq!(
        form,
        SignInForm {
            endpoint: "eastus".to_owned(),
            ..filled()
        }
    );
}

#[test]
fn the_secret_is_not_printed() {
    assert!(!format!("{:?}", filled()).contains("c2VjcmV0"));
}
