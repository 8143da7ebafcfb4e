//! What is kept of calls, and that no secret is.

use http::Method;

use super::*;

const KEY: &str = "q3lrcGZsbGVyIGlzIG5vdCB0aGUga2V5IG9mIGFueW9uZQ==";
const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.eyJleHAiOjE2MDAwMDAwMDB9.c2lnbmF0dXJl_-0";
const STS: &str = "http://sts.localhost/accounts/1b405859-8af9-47e6-941d-9205163c0f63/token";
const SESSIONS: &str = "http://localhost/accounts/1b405859-8af9-47e6-941d-9205163c0f63/sessions";

fn get(url: &str) -> Request {
    Request {
        method: Method::GET,
        url: url.to_owned(),
        authorization: None,
        correlation_vector: None,
        body: None,
        attempt: 1,
    }
}

fn authorized(url: &str, secret: &str) -> Request {
    Request {
        authorization: Some(format!("Bearer {secret}").into()),
        ..get(url)
    }
}

fn answer(headers: &[(&str, &str)], body: &str) -> Response {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Response {
        status: 200,
        headers: headers.iter().map(owned).collect(),
        body: body.to_owned(),
    }
}

/// Who has sent the key and the token.
fn knowing() -> Secrets {
    let mut secrets = Secrets::default();
    let account = "1b405859-8af9-47e6-941d-9205163c0f63";
    secrets.request(&authorized(STS, &format!("{account}:{KEY}")));
    secrets.request(&authorized(SESSIONS, TOKEN));
    secrets
}

#[test]
fn a_request_is_kept_without_what_authorises_it() {
    let request = Request {
        correlation_vector: CorrelationVector::from_header("cMGAhl1++BECkmWIec9Ht/w.0"),
        body: Some("{}".to_owned()),
        ..authorized(SESSIONS, TOKEN)
    };
    let kept = Secrets::default().request(&request);
    assert_eq!((kept.method, &*kept.url), (Method::GET, SESSIONS));
    let headers: Vec<_> = kept
        .headers
        .iter()
        .map(|(name, it)| (*name, &**it))
        .collect();
    let expected = [
        ("authorization", "Bearer [redacted]"),
        ("x-mrc-cv", "cMGAhl1++BECkmWIec9Ht/w.0"),
        ("content-type", "application/json"),
    ];
    assert_eq!(headers, expected);
    assert_eq!(kept.body.unwrap().text.as_deref(), Some("{}"));
}

#[test]
fn of_an_answers_headers_those_on_the_list_are_kept() {
    let came = [
        ("Content-Type", "application/json"),
        ("MS-CV", "cMGAhl1++BECkmWIec9Ht/w.0"),
        ("Retry-After", "7"),
        ("Location", "/accounts?cursor=1"),
        ("Set-Cookie", "secret"),
        ("X-New", "unheard of"),
    ];
    let kept = Secrets::default().answer(SESSIONS, &answer(&came, ""));
    let expected = [
        ("content-type", "application/json"),
        ("location", "/accounts?cursor=[redacted]"),
        ("ms-cv", "cMGAhl1++BECkmWIec9Ht/w.0"),
        ("retry-after", "7"),
    ];
    let headers: Vec<_> = kept
        .headers
        .iter()
        .map(|(name, it)| (*name, &**it))
        .collect();
    assert_eq!(headers, expected);
    let odd = answer(&[("ms-cv", "<no vector>")], "");
    assert!(Secrets::default().answer(SESSIONS, &odd).headers.is_empty());
}

#[test]
fn a_url_is_kept_without_what_may_be_secret() {
    for (url, kept) in [
        ("http://h/accounts/a", "http://h/accounts/a"),
        (
            "http://h/p?api-version=2021-01-01",
            "http://h/p?api-version=2021-01-01",
        ),
        (
            "http://h/p?api-version=1&cursor=AAE&$skip_token=5#part",
            "http://h/p?api-version=1&cursor=[redacted]&$skip_token=[redacted]",
        ),
        ("http://h/p?c2VjcmV0==", "http://h/p?[redacted]"),
        (
            "http://h/p?c2VjcmV0=x&sig",
            "http://h/p?[redacted]&[redacted]",
        ),
        (
            "http://h/p?abcdefghijklmnopqrstuvwxyz=x",
            "http://h/p?[redacted]",
        ),
        ("http://user:password@h/", "[redacted]"),
    ] {
        assert_eq!(kept_url(url), kept);
    }
}

#[test]
fn bodies_are_kept_of_the_session_api_alone() {
    for (url, keeps) in [
        ("http://h/accounts/a/sessions", true),
        ("http://h/accounts/a/sessions?api-version=1", true),
        ("http://h/accounts/a/sessions/token/:stop", true),
        ("http://h/accounts/a/token", false),
        ("http://h/accounts/a/token?x=/accounts/a/sessions", false),
        ("http://h/accounts/sessions/token", false),
        ("http://h/accounts/a/sessions/create", true),
        ("http://h/v1/accounts/a/sessions/create", false),
        ("http://h/v1/accounts/a/sessions", true),
        ("http://h/v1/accounts/a/sessions/create-more", true),
        ("http://h/v1/accounts/a/sessions/one/properties", true),
        ("http://h/v1/accounts/a/sessions/token", true),
        (
            "http://h/accounts/a/sessions/one/:connect?api-version=1",
            false,
        ),
        ("http://h/v1/accounts/a/sessions/one/connect", false),
        ("http://h/v1/accounts/a/sessions/connect", true),
        ("http://h/v1/accounts/a/token", false),
        ("http://h/v1/accounts/sessions/token", false),
        ("http://h/v1/regions", false),
        ("http://h/regions", false),
        ("http://h/", false),
        ("", false),
    ] {
        let kept = Secrets::default().answer(url, &answer(&[], "body"));
        let expected = keeps.then(|| "body".to_owned());
        assert_eq!((kept.body.text, kept.body.size), (expected, 4), "{url}");
    }
}

#[test]
fn of_a_long_text_the_beginning_is_kept() {
    let just = "a".repeat(KEPT_OF_BODY);
    let kept = Secrets::default()
        .answer(SESSIONS, &answer(&[], &just))
        .body;
    assert_eq!((kept.text, kept.is_cut), (Some(just.clone()), false));
    // Never a part of a character.
    let long = format!("{}€", &just[1..]);
    let kept = Secrets::default()
        .answer(SESSIONS, &answer(&[], &long))
        .body;
    assert_eq!(
        (kept.text.as_deref(), kept.is_cut),
        (Some(&just[1..]), true)
    );
    assert_eq!(kept.size, long.len());
    assert!(kept.text.unwrap().capacity() <= KEPT_OF_BODY);
    let url = format!("{SESSIONS}/{just}");
    assert_eq!(
        Secrets::default().request(&get(&url)).url.len(),
        KEPT_OF_LINE
    );
}

#[test]
fn a_secret_that_comes_back_is_taken_out_wherever_it_is() {
    for secret in [KEY, TOKEN] {
        let came = [
            ("content-type", secret),
            ("ms-cv", secret),
            ("location", secret),
        ];
        let body = format!("<p>You sent {secret}, {secret}.</p>");
        let kept = knowing().answer(SESSIONS, &answer(&came, &body));
        assert!(!format!("{kept:?}").contains(secret), "{kept:?}");
        let expected = "<p>You sent [redacted], [redacted].</p>";
        assert_eq!(kept.body.text.as_deref(), Some(expected));
        let kept = knowing().request(&get(&format!("{SESSIONS}/{secret}?{secret}={secret}")));
        assert!(!format!("{kept:?}").contains(secret), "{kept:?}");
    }
}

#[test]
fn a_token_is_known_as_soon_as_it_is_issued() {
    let mut secrets = Secrets::default();
    let body = format!(r#"{{"AccessToken":"{TOKEN}"}}"#);
    let kept = secrets.answer(STS, &answer(&[("content-type", TOKEN)], &body));
    assert_eq!(kept.headers, [("content-type", REDACTED.to_owned())]);
    assert_eq!(kept.body.text, None);
    assert_eq!(secrets.hide(TOKEN), REDACTED);
}

#[test]
fn the_latest_secrets_are_remembered_and_are_never_printed() {
    let mut secrets = Secrets::default();
    let nth = |number: usize| format!("secret number {number}");
    for number in 0..20 {
        secrets.learn(KEY);
        secrets.learn(&nth(number));
        secrets.learn("");
    }
    assert_eq!(secrets.0.len(), REMEMBERED);
    assert_eq!(secrets.hide(KEY), REDACTED);
    assert_eq!(secrets.hide(&nth(19)), REDACTED);
    assert_eq!(secrets.hide(&nth(1)), nth(1));
    let printed = format!("{secrets:?}");
    assert!(
        !printed.contains(KEY) && !printed.contains("number"),
        "{printed}"
    );
}
