use std::rc::Rc;

use remote_rendering_protocol::{
    SessionSize, SessionStatus, Timestamp, session::SessionProperties,
};
use yew::Reducible as _;

use super::*;
use crate::console::state::sessions::{Action, Sessions};

/// Region, id, size, status, when created, its lease in minutes, host. All were seen at one moment, those that are
/// ready just when they became it.
type Given = (
    &'static str,
    &'static str,
    SessionSize,
    SessionStatus,
    i64,
    i64,
    Option<&'static str>,
);

fn sessions(given: impl IntoIterator<Item = Given>) -> Rc<Sessions> {
    given.into_iter().fold(
        Rc::default(),
        |sessions: Rc<Sessions>, (region, id, size, status, created, lease, hostname)| {
            let properties = SessionProperties {
                id: id.parse().unwrap(),
                creation_time: Some(Timestamp::from_unix_seconds(created)),
                arr_inspector_port: None,
                handshake_port: None,
                elapsed_time_minutes: 0,
                hostname: hostname.map(str::to_owned),
                max_lease_time_minutes: lease,
                size,
                status,
                teraflops: None,
                error: None,
            };
            let at = Timestamp::from_unix_seconds(10_000);
            sessions.reduce(Action::Seen(region.parse().unwrap(), properties, at))
        },
    )
}

fn some() -> Rc<Sessions> {
    use SessionSize::{Premium, Standard};
    use SessionStatus::{Ready, Starting, Stopped};
    sessions([
        (
            "westeurope",
            "engine",
            Premium,
            Ready,
            10,
            60,
            Some("a1.example.org"),
        ),
        ("eastus", "bridge", Standard, Starting, 30, 30, None),
        (
            "westeurope",
            "Dam-2",
            Standard,
            Ready,
            20,
            30,
            Some("b2.example.org"),
        ),
        ("eastus", "dam-1", Standard, Stopped, 40, 10, None),
    ])
}

fn shown(view: &View, sessions: &Sessions) -> Vec<String> {
    let names = |row: &SessionRow| match row.key.region.as_str() {
        "westeurope" => "West Europe".to_owned(),
        _ => "East US".to_owned(),
    };
    let rows = view.apply(&sessions.rows, names);
    rows.iter().map(|row| row.key.id.to_string()).collect()
}

#[test]
fn a_search_looks_at_everything_that_names_a_session() {
    for (search, expected) in [
        ("", &["dam-1", "bridge", "Dam-2", "engine"][..]),
        ("dam", &["dam-1", "Dam-2"]),
        ("  DAM  ", &["dam-1", "Dam-2"]),
        ("dam west", &["Dam-2"]),
        ("west europe", &["Dam-2", "engine"]),
        ("westeurope", &["Dam-2", "engine"]),
        ("premium", &["engine"]),
        ("b2.example", &["Dam-2"]),
        ("starting", &["bridge"]),
        ("dam premium", &[]),
    ] {
        let view = View {
            search: search.to_owned(),
            ..View::default()
        };
        assert_eq!(shown(&view, &some()), expected, "{search:?}");
        assert_eq!(view.is_narrowed(), !search.trim().is_empty());
    }
}

#[test]
fn those_that_live_and_those_that_ended_can_be_told_apart() {
    for (which, expected) in [
        (Which::All, &["dam-1", "bridge", "Dam-2", "engine"][..]),
        (Which::Live, &["bridge", "Dam-2", "engine"]),
        (Which::Ended, &["dam-1"]),
    ] {
        let view = View {
            which,
            ..View::default()
        };
        assert_eq!(shown(&view, &some()), expected, "{which:?}");
    }
}

#[test]
fn every_order_has_its_rule() {
    for (order, expected) in [
        (Order::Newest, ["dam-1", "bridge", "Dam-2", "engine"]),
        // The first lease to end, then the next; then those that have none, as they were.
        (Order::LeaseEnd, ["Dam-2", "engine", "dam-1", "bridge"]),
        (Order::Id, ["Dam-2", "bridge", "dam-1", "engine"]),
        (Order::Region, ["dam-1", "bridge", "Dam-2", "engine"]),
    ] {
        let view = View {
            order,
            ..View::default()
        };
        assert_eq!(shown(&view, &some()), expected, "{order:?}");
    }
}

#[test]
fn a_session_without_a_date_is_as_new_as_the_page_found_it() {
    let undated = |row: &Rc<SessionRow>| {
        let properties = SessionProperties {
            id: "undated".parse().unwrap(),
            creation_time: None,
            ..row.properties.clone()
        };
        let at = Timestamp::from_unix_seconds(10_000);
        Action::Seen("eastus".parse().unwrap(), properties, at)
    };
    let sessions = some();
    let action = undated(&sessions.rows[0]);
    let shown = shown(&View::default(), &sessions.reduce(action));
    assert_eq!(shown, ["undated", "dam-1", "bridge", "Dam-2", "engine"]);
}
