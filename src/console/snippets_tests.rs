use super::*;

const ENDPOINT: &str = "https://remoterendering.westeurope.mixedreality.azure.com";
const STS: &str = "https://sts.mixedreality.azure.com";
const ACCOUNT: &str = "1b405859-8af9-47e6-941d-9205163c0f63";

fn account() -> AccountId {
    ACCOUNT.parse().unwrap()
}

/// Reading, extending and stopping.
fn calls(generation: Generation) -> [Call; 3] {
    let target = Target {
        endpoint: &ENDPOINT.parse().unwrap(),
        sts: &STS.parse().unwrap(),
        account: account(),
        session: &"my-session".parse().unwrap(),
        lease_minutes: 60,
        generation,
    };
    [
        Call::read(&target),
        Call::extend(&target, 90),
        Call::stop(&target),
    ]
}

fn written(language: Language) -> Vec<String> {
    let token = language.token(&STS.parse().unwrap(), account());
    let calls = calls(Generation::default());
    let calls = calls.iter().map(|call| language.call(call));
    [token].into_iter().chain(calls).collect()
}

/// What each language writes, with the URL's beginnings put in.
fn expected(template: &str) -> String {
    template
        .trim_start()
        .replace(
            "<sessions>",
            &format!("{ENDPOINT}/accounts/{ACCOUNT}/sessions"),
        )
        .replace("<tokens>", &format!("{STS}/accounts/{ACCOUNT}/token"))
        .replace("<account>", ACCOUNT)
}

#[test]
fn curl_is_written_for_a_shell() {
    let expected = expected(
        r#"
TOKEN=$(curl -sS \
  -H "Authorization: Bearer <account>:$ACCOUNT_KEY" \
  '<tokens>?api-version=2019-02-28-preview' | jq -r .AccessToken)
curl -sS \
  -H "Authorization: Bearer $TOKEN" \
  '<sessions>/my-session?api-version=2021-01-01'
curl -sS \
  -X PATCH \
  -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' \
  -d '{"maxLeaseTimeMinutes":90}' \
  '<sessions>/my-session?api-version=2021-01-01'
curl -sS \
  -X POST \
  -H "Authorization: Bearer $TOKEN" \
  '<sessions>/my-session/:stop?api-version=2021-01-01'"#,
    );
    assert_eq!(written(Language::Curl).join("\n"), expected);
}

#[test]
fn power_shell_is_written_with_its_own_quotes() {
    let expected = expected(
        r#"
$env:TOKEN = (Invoke-RestMethod -Method GET `
  -Headers @{ Authorization = "Bearer <account>:$env:ACCOUNT_KEY" } `
  -Uri '<tokens>?api-version=2019-02-28-preview').AccessToken
Invoke-RestMethod -Method GET `
  -Headers @{ Authorization = "Bearer $env:TOKEN" } `
  -Uri '<sessions>/my-session?api-version=2021-01-01'
Invoke-RestMethod -Method PATCH `
  -Headers @{ Authorization = "Bearer $env:TOKEN" } `
  -ContentType 'application/json' `
  -Body '{"maxLeaseTimeMinutes":90}' `
  -Uri '<sessions>/my-session?api-version=2021-01-01'
Invoke-RestMethod -Method POST `
  -Headers @{ Authorization = "Bearer $env:TOKEN" } `
  -Uri '<sessions>/my-session/:stop?api-version=2021-01-01'"#,
    );
    assert_eq!(written(Language::PowerShell).join("\n"), expected);
}

#[test]
fn java_script_is_written_with_fetch() {
    let expected = expected(
        r#"
const issued = await fetch("<tokens>?api-version=2019-02-28-preview", {
  method: "GET",
  headers: { Authorization: `Bearer <account>:${accountKey}` },
});
const token = (await issued.json()).AccessToken;
const answer = await fetch("<sessions>/my-session?api-version=2021-01-01", {
  method: "GET",
  headers: { Authorization: `Bearer ${token}` },
});
console.log(answer.status, await answer.text());
const answer = await fetch("<sessions>/my-session?api-version=2021-01-01", {
  method: "PATCH",
  headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
  body: "{\"maxLeaseTimeMinutes\":90}",
});
console.log(answer.status, await answer.text());
const answer = await fetch("<sessions>/my-session/:stop?api-version=2021-01-01", {
  method: "POST",
  headers: { Authorization: `Bearer ${token}` },
});
console.log(answer.status, await answer.text());"#,
    );
    assert_eq!(written(Language::JavaScript).join("\n"), expected);
}

#[test]
fn v1_is_written_with_its_own_paths_methods_and_body() {
    let of = |language: Language, call: usize| language.call(&calls(Generation::V1)[call]);
    let v1 = |template: &str| {
        let sessions = format!("{ENDPOINT}/v1/accounts/{ACCOUNT}/sessions");
        template.trim_start().replace("<sessions>", &sessions)
    };
    let curl = r#"
curl -sS \
  -H "Authorization: Bearer $TOKEN" \
  '<sessions>/my-session/properties'
curl -sS \
  -X PATCH \
  -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' \
  -d '{"maxLeaseTime":"01:30:00"}' \
  '<sessions>/my-session'
curl -sS \
  -X DELETE \
  -H "Authorization: Bearer $TOKEN" \
  '<sessions>/my-session'"#;
    let every = [0, 1, 2].map(|call| of(Language::Curl, call)).join("\n");
    assert_eq!(every, v1(curl));
    let power_shell = r#"
Invoke-RestMethod -Method DELETE `
  -Headers @{ Authorization = "Bearer $env:TOKEN" } `
  -Uri '<sessions>/my-session'"#;
    assert_eq!(of(Language::PowerShell, 2), v1(power_shell));
    let script = r#"
const answer = await fetch("<sessions>/my-session", {
  method: "PATCH",
  headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
  body: "{\"maxLeaseTime\":\"01:30:00\"}",
});
console.log(answer.status, await answer.text());"#;
    assert_eq!(of(Language::JavaScript, 1), v1(script));
}

#[test]
fn v1_writes_a_day_as_dotnet_does() {
    let target = Target {
        endpoint: &ENDPOINT.parse().unwrap(),
        sts: &STS.parse().unwrap(),
        account: account(),
        session: &"my-session".parse().unwrap(),
        lease_minutes: 1440,
        generation: Generation::V1,
    };
    let body = Call::extend(&target, 1440).body;
    assert_eq!(body.as_deref(), Some(r#"{"maxLeaseTime":"1.00:00:00"}"#));
}

#[test]
fn what_authorises_a_call_is_a_variable() {
    for language in Language::ALL {
        let (key, token) = match language {
            Language::JavaScript => ("${accountKey}".to_owned(), "${token}".to_owned()),
            _ => (
                language.key_variable().to_owned(),
                language.token_variable().to_owned(),
            ),
        };
        for (place, snippet) in written(language).iter().enumerate() {
            let bearers: Vec<_> = snippet.split("Bearer ").skip(1).collect();
            let [bearer] = bearers[..] else {
                panic!("{snippet}")
            };
            let variable = if place == 0 {
                format!("{ACCOUNT}:{key}")
            } else {
                token.clone()
            };
            let rest = bearer.strip_prefix(&*variable).unwrap_or("");
            assert!(rest.starts_with(['"', '`']), "{snippet}");
        }
    }
}

#[test]
fn quotes_stay_within_their_text() {
    for (text, shell, power_shell, script) in [
        ("", "''", "''", r#""""#),
        ("a b", "'a b'", "'a b'", r#""a b""#),
        ("it's", r"'it'\''s'", "'it''s'", r#""it's""#),
        (
            r#"$x "`y` \z"#,
            r#"'$x "`y` \z'"#,
            r#"'$x "`y` \z'"#,
            r#""$x \"`y` \\z""#,
        ),
        ("’; exit", "'’; exit'", "'’’; exit'", r#""’; exit""#),
        ("‘‚‛", "'‘‚‛'", "'‘‘‚‚‛‛'", r#""‘‚‛""#),
        ("a\r\nb", "'a\r\nb'", "'a\r\nb'", r#""a\r\nb""#),
    ] {
        assert_eq!(shell_text(text), shell);
        assert_eq!(power_shell_text(text), power_shell);
        assert_eq!(script_text(text), script);
    }
}
