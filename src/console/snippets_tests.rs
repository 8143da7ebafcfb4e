use super::*;

const ENDPOINT: &str = "https://remoterendering.westeurope.mixedreality.azure.com";
const STS: &str = "https://sts.mixedreality.azure.com";
const ACCOUNT: &str = "1b405859-8af9-47e6-941d-9205163c0f63";

fn account() -> AccountId {
    ACCOUNT.parse().unwrap()
}

/// Reading, extending and stopping.
fn calls() -> [Call; 3] {
    let (endpoint, id) = (ENDPOINT.parse().unwrap(), "my-session".parse().unwrap());
    [
        Call::read(&endpoint, account(), &id),
        Call::extend(&endpoint, account(), &id, 90),
        Call::stop(&endpoint, account(), &id),
    ]
}

fn written(language: Language) -> Vec<String> {
    let token = language.token(&STS.parse().unwrap(), account());
    let calls = calls();
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
