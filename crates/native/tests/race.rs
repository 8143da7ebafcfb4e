//! Whole races over real sockets, on a paused clock.
#![expect(
    clippy::unwrap_used,
    reason = "what the tests share is not within a test function"
)]

mod support;

use std::time::Duration;

use remote_rendering_client::probe::{
    Course, NoAnswer, ProbeFailure, Ranking, RuledOut, State, Verdict, run,
};
use remote_rendering_native::{NativeProber, Trust};
use remote_rendering_protocol::{Region, RegionCatalogue, RegionName};
use support::{Reply, Server, after};
use tokio::{net::TcpListener, task::LocalSet};

fn region(name: &str, probe_url: &str) -> Region {
    let region = serde_json::json!({ "regions": [{
        "name": name,
        "displayName": name,
        "endpoint": "http://127.0.0.1",
        "probeUrl": probe_url,
        "coordinates": { "latitude": 0, "longitude": 0 },
    }]});
    let catalogue: RegionCatalogue = serde_json::from_value(region).unwrap();
    catalogue.find(&name.parse().unwrap()).unwrap().clone()
}

async fn race(regions: &[Region]) -> Ranking {
    let prober = NativeProber::new(Trust::new(None).unwrap());
    run(&prober, &Course::new(regions), |_, _| {}).await
}

fn state(ranking: &Ranking, name: &str) -> State {
    let mut reports = ranking.reports.iter();
    reports.find(|it| it.name.as_str() == name).unwrap().state
}

#[tokio::test(start_paused = true)]
async fn the_nearest_wins_and_the_silent_and_the_dead_delay_nobody() {
    LocalSet::new()
        .run_until(async {
            let (near, far) = (
                Server::plain(|| after(20)).await,
                Server::plain(|| after(80)).await,
            );
            let silent = Server::plain(|| Reply::Silence).await;
            let dead = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let dead_url = format!("http://{}/ping", dead.local_addr().unwrap());
            drop(dead);
            let answering = [
                region("near", &near.url("/ping")),
                region("far", &far.url("/ping")),
            ];
            let without = race(&answering).await;
            let all = [
                region("silent", &silent.url("/ping")),
                region("dead", &dead_url),
                answering[1].clone(),
                answering[0].clone(),
            ];
            let ranking = race(&all).await;

            for ranking in [&without, &ranking] {
                assert!(matches!(&ranking.verdict, Verdict::Nearest(choice)
                    if choice.region.as_str() == "near"));
                let best = ranking.reports[0].round_trip.unwrap().best;
                assert!(best.abs_diff(Duration::from_millis(20)) < Duration::from_millis(1));
            }
            assert_eq!(
                state(&ranking, "dead"),
                State::Unreachable(ProbeFailure::Unreachable)
            );
            assert_eq!(state(&ranking, "silent"), State::RuledOut(RuledOut::Silent));
            let order: Vec<_> = ranking.order().map(RegionName::as_str).collect();
            assert_eq!(order, ["near", "far", "silent"]);
            // Silence is evidence after five of the leader's round trips and 60 ms for the name, on two connections.
            assert!(
                ranking.took < Duration::from_millis(350),
                "{:?}",
                ranking.took
            );
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn nobody_answers_where_everything_is_dead() {
    LocalSet::new()
        .run_until(async {
            let closing = Server::plain(|| Reply::Close).await;
            let gone = Server::plain(|| Reply::Answer(410, Duration::ZERO)).await;
            for (url, failure) in [
                (closing.url("/ping"), ProbeFailure::Unreachable),
                (gone.url("/ping"), ProbeFailure::Status(410)),
            ] {
                let ranking = race(&[region("only", &url)]).await;
                assert_eq!(
                    ranking.verdict,
                    Verdict::NoAnswer(NoAnswer::Failed(failure))
                );
                assert_eq!(ranking.reports[0].sent, 2);
            }
        })
        .await;
}
