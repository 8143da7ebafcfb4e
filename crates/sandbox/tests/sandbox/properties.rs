//! What holds for a sandbox whatever it is asked, at any time.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Bench, VERSION, body, url};
use proptest::prelude::*;
use serde_json::Value;

/// What somebody does in a sandbox, and how many seconds later.
type Deed = (u16, &'static str, &'static str, u8, Option<i64>);

/// A session: its region, and the number in its id.
type Id = (&'static str, u8);

fn deed() -> impl Strategy<Value = Deed> {
    (
        prop_oneof![4 => 0_u16..30, 1 => any::<u16>()],
        prop_oneof![
            Just("PUT"),
            Just("GET"),
            Just("PATCH"),
            Just("POST"),
            Just("HEAD"),
            Just("DELETE")
        ],
        prop_oneof![2 => Just("westeurope"), 1 => Just("uksouth")],
        0_u8..5,
        proptest::option::of(-1_i64..1500),
    )
}

fn servers(region: &str, size: &str) -> usize {
    match (region, size) {
        ("westeurope", "Standard") => 2,
        ("westeurope" | "uksouth", _) => 1,
        _ => usize::MAX,
    }
}

/// What has become of the sessions that were created.
fn sessions(bench: &mut Bench, ids: &BTreeSet<Id>) -> BTreeMap<Id, Value> {
    let read = |id: &Id| (*id, bench.session(id.0, &format!("s{}", id.1)));
    ids.iter().map(read).collect()
}

fn is_final(session: &Value) -> bool {
    matches!(
        session["status"].as_str(),
        Some("Stopped" | "Expired" | "Error")
    )
}

proptest! {
    // A signature takes long without optimisation.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rules_hold_through_any_history(history in prop::collection::vec(deed(), 0..16)) {
        let mut bench = Bench::new();
        let (mut ids, mut before) = (BTreeSet::new(), BTreeMap::new());
        let mut passed = 0_u64;
        for (seconds, method, region, id, lease) in history {
            // The token is good for a day.
            if passed + u64::from(seconds) >= 86_000 {
                break;
            }
            passed += u64::from(seconds);
            bench.pass(seconds.into());
            let size = if id % 2 == 0 { "Standard" } else { "Premium" };
            let sent = lease.map_or_else(String::new, |lease| {
                format!(r#"{{"maxLeaseTimeMinutes":{lease},"size":"{size}"}}"#)
            });
            let rest = if method == "POST" { format!("/s{id}/:stop") } else { format!("/s{id}") };
            let answer = bench.call(method, region, &rest, &sent);
            let allowed = [200, 201, 204, 400, 404, 405, 409, 422];
            prop_assert!(allowed.contains(&answer.status.as_u16()), "{answer:?}");

            if answer.status == 201 {
                ids.insert((region, id));
            }
            let after = sessions(&mut bench, &ids);
            for (key, was) in &before {
                let was: &Value = was;
                let is = &after[key];
                if is_final(was) {
                    prop_assert_eq!(is, was, "an end is final");
                }
                let minutes = |session: &Value, name: &str| session[name].as_i64().unwrap();
                let lease = "maxLeaseTimeMinutes";
                prop_assert!(minutes(is, lease) >= minutes(was, lease), "a lease never shrinks");
                prop_assert!(minutes(is, "elapsedTimeMinutes") <= minutes(is, lease));
            }
            for region in ["westeurope", "uksouth"] {
                for size in ["Standard", "Premium"] {
                    let lives = after.iter().filter(|((of, _), it)| *of == region && it["size"] == size && !is_final(it));
                    prop_assert!(lives.count() <= servers(region, size), "more servers than there are");
                }
            }
            before = after;
        }
    }

    #[test]
    fn no_request_is_too_odd(
        method in "[A-Z]{0,7}|GET|PUT|PATCH|POST",
        region in "|westeurope|[a-z.]{0,12}",
        path in "(/v1)?/accounts/[0-9a-f-]{0,40}/(sessions|token)(/[a-z%:.]{0,9}){0,2}|\\PC{0,40}",
        query in "|\\?api-version=2021-01-01(&cursor=[A-Za-z0-9_-]{0,12})?|\\PC{0,20}",
        authorization in proptest::option::of("Bearer [a-z0-9:.=-]{0,60}|\\PC{0,20}"),
        sent in "\\{\"maxLeaseTimeMinutes\":[0-9]{0,30},\"size\":\"[A-Za-z]{0,9}\"\\}|\\PC{0,60}",
        own: bool,
    ) {
        let mut bench = Bench::new();
        let path = if own {
            format!("/accounts/{}/sessions{path}?{VERSION}", bench.account())
        } else {
            path + &query
        };
        let authorization = if own { Some(bench.bearer()) } else { authorization };
        let answer = bench.send((&method, &url(&region, &path), &sent), authorization.as_deref());
        if let Some(answer) = answer
            && answer.status.as_u16() >= 400
            && method != "HEAD"
        {
            prop_assert!(body(&answer)["error"]["code"].is_string(), "{answer:?}");
        }
    }
}
