//! What a sandbox answers.

use crate::support::{BOOTED, Bench, VERSION, body, refusal, url};
use remote_rendering_sandbox::Answer;

const EAST: &str = "eastus";

fn status(bench: &mut Bench, region: &str, id: &str) -> String {
    bench.session(region, id)["status"].as_str().unwrap().into()
}

#[test]
fn a_session_becomes_ready_is_extended_and_stopped() {
    let mut bench = Bench::new();
    let created = bench.create(EAST, "s", "Standard");
    assert_eq!(created.status, 201);
    assert_eq!(body(&created)["status"], "Starting");
    assert_eq!(bench.create(EAST, "s", "Standard").status, 200);
    bench.pass(7);
    assert_eq!(status(&mut bench, EAST, "s"), "Starting");
    bench.pass(BOOTED - 7);
    let ready = bench.session(EAST, "s");
    assert_eq!(ready["status"], "Ready");
    let host = ready["hostname"].as_str().unwrap();
    assert!(
        host.ends_with(".remoterendering.vm.eastus.mixedreality.localhost"),
        "{host}"
    );
    let longer = bench.call("PATCH", EAST, "/s", r#"{"maxLeaseTimeMinutes":60}"#);
    assert_eq!(
        (
            longer.status.as_u16(),
            body(&longer)["maxLeaseTimeMinutes"].as_u64()
        ),
        (200, Some(60))
    );
    let stopped = bench.call("POST", EAST, "/s/:stop", "");
    assert_eq!((stopped.status.as_u16(), stopped.body.as_str()), (204, ""));
    assert_eq!(status(&mut bench, EAST, "s"), "Stopped");
    let list = body(&bench.call("GET", EAST, "", ""));
    assert_eq!(list["sessions"], serde_json::json!([]));
}

#[test]
fn a_lease_ends_by_itself() {
    let mut bench = Bench::new();
    bench.create(EAST, "s", "Premium");
    bench.pass(BOOTED);
    assert_eq!(status(&mut bench, EAST, "s"), "Ready");
    bench.pass(30 * 60);
    assert_eq!(status(&mut bench, EAST, "s"), "Expired");
    let late = bench.call("PATCH", EAST, "/s", r#"{"maxLeaseTimeMinutes":60}"#);
    assert_eq!(refusal(&late).0, 422);
    bench.pass(31 * 24 * 3600);
    let forgotten = bench.send(
        (
            "GET",
            &url(
                EAST,
                &format!("/accounts/{}/sessions/s?{VERSION}", bench.account()),
            ),
            "",
        ),
        Some(&bench.bearer()),
    );
    assert_eq!(
        refusal(&forgotten.unwrap()).0,
        401,
        "the token is good for a day only"
    );
}

/// What somebody sees who creates one session after another in the nearest region.
#[test]
fn the_nearest_regions_run_out_of_servers_and_others_do_not() {
    let mut bench = Bench::new();
    let mut ends = |region: &str, id: &str, size: &str| {
        bench.create(region, id, size);
        let session = bench.session(region, id);
        let code = session["error"]["code"].as_str().unwrap_or_default();
        (
            session["status"].as_str().unwrap().to_owned(),
            code.to_owned(),
        )
    };
    let starts = ("Starting".to_owned(), String::new());
    let fails = ("Error".to_owned(), "NoServerAvailable".to_owned());
    assert_eq!(ends("westeurope", "a", "Standard"), starts);
    assert_eq!(ends("westeurope", "b", "Standard"), starts);
    assert_eq!(ends("westeurope", "c", "Standard"), fails);
    assert_eq!(ends("westeurope", "d", "Premium"), starts);
    assert_eq!(ends("westeurope", "e", "Premium"), fails);
    assert_eq!(ends("uksouth", "f", "Standard"), starts);
    assert_eq!(ends("uksouth", "g", "Standard"), fails);
    for number in 0..10 {
        let id = format!("h{number}");
        assert_eq!(ends("northeurope", &id, "Standard"), starts);
    }
    bench.call("POST", "westeurope", "/a/:stop", "");
    assert_eq!(bench.create("westeurope", "i", "Standard").status, 201);
    assert_eq!(
        status(&mut bench, "westeurope", "i"),
        "Starting",
        "a's server"
    );
}

#[test]
fn a_session_that_is_stopped_while_its_server_boots_stays_stopped() {
    let mut bench = Bench::new();
    bench.create(EAST, "s", "Standard");
    bench.call("POST", EAST, "/s/:stop", "");
    bench.pass(BOOTED);
    assert_eq!(status(&mut bench, EAST, "s"), "Stopped");
}

#[test]
fn the_list_has_pages() {
    let mut bench = Bench::new();
    for number in 0..150 {
        bench.create(EAST, &format!("s{number}"), "Standard");
    }
    bench.create("eastus2", "elsewhere", "Standard");
    let ids = |answer: &Answer| -> Vec<String> {
        let list = body(answer);
        let ids = list["sessions"].as_array().unwrap().iter();
        ids.map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = bench.call("GET", EAST, "", "");
    let link = body(&first)["@nextLink"].as_str().unwrap().to_owned();
    assert!(
        link.starts_with("https://eastus.sandbox.invalid/accounts/"),
        "{link}"
    );
    let bearer = bench.bearer();
    let second = bench.send(("GET", &link, ""), Some(&bearer)).unwrap();
    assert!(body(&second)["@nextLink"].is_null());
    let all = [ids(&first), ids(&second)].concat();
    let expected: Vec<_> = (0..150).map(|number| format!("s{number}")).collect();
    assert_eq!((ids(&first).len(), all), (100, expected));
}

#[test]
fn what_is_wrong_is_told_as_the_service_does() {
    let mut bench = Bench::new();
    bench.create(EAST, "s", "Standard");
    let large = "x".repeat(64 * 1024 + 1);
    let huge = r#"{"maxLeaseTimeMinutes":4,"size":"Huge"}"#;
    for (method, rest, sent, code, words) in [
        ("PUT", "/s", "{", (400, "BadRequest"), "not valid"),
        ("PUT", "/t", huge, (400, "BadRequest"), "size"),
        (
            "PUT",
            "/s",
            r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#,
            (409, "Conflict"),
            "exists",
        ),
        ("PUT", "/s", &large, (413, "PayloadTooLarge"), "65536"),
        (
            "PATCH",
            "/s",
            r#"{"maxLeaseTimeMinutes":5}"#,
            (422, "UnprocessableEntity"),
            "longer",
        ),
        ("GET", "/none", "", (404, "NotFound"), "no session"),
        ("GET", "/a.b", "", (400, "BadRequest"), "sessionId"),
        ("DELETE", "/s", "", (405, "MethodNotAllowed"), "DELETE"),
        ("GET", "/s/more/words", "", (404, "NotFound"), "nothing"),
    ] {
        let (status, got, message) = refusal(&bench.call(method, EAST, rest, sent));
        assert_eq!((status, got.as_str()), code, "{method} {rest}");
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn a_session_of_the_older_generation_becomes_ready_is_extended_and_expires() {
    let mut bench = Bench::new();
    let create = "{ 'maxLeaseTime': '0:30:0', 'models': [], 'size': 'premium' }";
    let created = bench.call_v1("POST", EAST, "/create", create);
    assert_eq!(created.status, 202);
    let id = body(&created)["sessionId"].as_str().unwrap().to_owned();
    let again = bench.call_v1("POST", EAST, "/create", create);
    assert_ne!(body(&again)["sessionId"], id.as_str(), "two creates");
    let place = format!("accounts/{}/sessions/{id}/properties", bench.account());
    assert_eq!(created.header("location"), Some(place.as_str()));
    let properties = format!("/{id}/properties");
    let mut read = |seconds| {
        bench.pass(seconds);
        let session = body(&bench.call_v1("GET", EAST, &properties, ""));
        let text = |name: &str| session[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(
            text("sessionHostname").is_empty(),
            text("sessionStatus") != "Ready"
        );
        (
            text("sessionStatus"),
            text("sessionMaxLeaseTime"),
            text("message"),
        )
    };
    let half_an_hour = |status: &str| (status.to_owned(), "00:30:00".to_owned(), String::new());
    assert_eq!(read(0), half_an_hour("Starting"));
    assert_eq!(read(BOOTED), half_an_hour("Ready"));
    let (status, _, message) = read(30 * 60);
    assert_eq!(status, "Expired");
    assert!(message.contains("ended"), "{message}");
    assert_eq!(
        bench.session(EAST, &id)["status"],
        "Expired",
        "in both generations"
    );
    let list = body(&bench.call_v1("GET", EAST, "", ""));
    assert_eq!(list, serde_json::json!({ "sessions": [] }));
}

#[test]
fn nobody_gets_in_without_the_key_and_its_token() {
    let mut bench = Bench::new();
    let (account, key) = (bench.account(), bench.sandbox.key().expose().to_owned());
    let token = url("", &format!("/accounts/{account}/token"));
    let list = url(EAST, &format!("/accounts/{account}/sessions?{VERSION}"));
    let stranger = "00000000-0000-4000-8000-000000000000";
    let foreign = url(EAST, &format!("/accounts/{stranger}/sessions?{VERSION}"));
    let good = bench.bearer();
    for (to, bearer, status) in [
        (&token, Some(format!("Bearer {account}:{key}")), 200),
        (&token, Some(format!("Bearer {account}:AAAA")), 401),
        (&token, Some(format!("Bearer {stranger}:{key}")), 401),
        (&token, Some("Bearer a.b.c".to_owned()), 401),
        (&token, None, 401),
        (&list, Some(good.clone()), 200),
        (&list, Some(format!("{good}x")), 401),
        (&list, None, 401),
        (&foreign, Some(good), 403),
    ] {
        let answer = bench.send(("GET", to, ""), bearer.as_deref()).unwrap();
        assert_eq!(answer.status, status, "{to}: {}", answer.body);
        assert!(!answer.body.contains(&key));
        let asks = answer.header("www-authenticate").is_some();
        assert_eq!(asks, status == 401, "{to}");
    }
}

#[test]
fn the_ten_regions_are_at_hosts_that_no_resolver_knows() {
    let mut bench = Bench::new();
    let answer = bench.send(("GET", &url("", "/regions"), ""), None).unwrap();
    let list = body(&answer);
    let regions = list["regions"].as_array().unwrap();
    assert_eq!(regions.len(), 10);
    for region in regions {
        let name = region["name"].as_str().unwrap();
        assert_eq!(region["endpoint"], url(name, "").as_str());
        assert_eq!(region["probeUrl"], url(name, "/ping").as_str());
    }
}

#[test]
fn a_probe_takes_as_long_as_its_region_is_far() {
    let mut bench = Bench::new();
    let mut takes = |region: &str| {
        let answer = bench.send(("HEAD", &url(region, "/ping?probe=1"), ""), None)?;
        assert_eq!(
            (answer.status.as_u16(), answer.header("cache-control")),
            (204, Some("no-store"))
        );
        Some(answer.takes.as_millis())
    };
    let (near, far) = (
        takes("westeurope").unwrap(),
        takes("australiaeast").unwrap(),
    );
    assert!(
        (18..34).contains(&near) && (270..320).contains(&far),
        "{near} {far}"
    );
    assert_eq!(
        takes("southeastasia"),
        None,
        "the region that does not answer"
    );
}

#[test]
fn nothing_answers_outside_the_sandbox() {
    let mut bench = Bench::new();
    for url in [
        "https://example.org/ping",
        "https://sandbox.invalid.example.org/ping",
        "https://notsandbox.invalid/ping",
        "https://atlantis.sandbox.invalid/ping",
        "https://a.westeurope.sandbox.invalid/ping",
        "http://westeurope.sandbox.invalid/ping",
        "https://westeurope.sandbox.invalid:8443/ping",
        "https://user@westeurope.sandbox.invalid/ping",
        "/ping",
        "",
    ] {
        assert_eq!(bench.send(("GET", url, ""), None), None, "{url}");
    }
}
