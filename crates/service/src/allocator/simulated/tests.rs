use remote_rendering_protocol::MaxLeaseTime;

use super::*;
use crate::SystemRandomness;

fn pool(rules: Vec<PoolRule>) -> SimulatedPool {
    SimulatedPool::new(rules, Arc::new(SystemRandomness))
}

fn session(region: &str, id: &str) -> SessionKey {
    SessionKey {
        account: remote_rendering_protocol::AccountId::from_bytes([1; 16]),
        region: region.parse().unwrap(),
        id: id.parse().unwrap(),
    }
}

fn settings(size: SessionSize) -> Settings {
    Settings {
        lease: MaxLeaseTime::from_minutes(10).unwrap(),
        size,
        models: Vec::new(),
    }
}

fn standard() -> Settings {
    settings(SessionSize::Standard)
}

const BOOT: Duration = Duration::from_secs(150);

fn rule() -> PoolRule {
    PoolRule::endless(BOOT)
}

#[tokio::test(start_paused = true)]
async fn each_region_and_size_has_its_own_servers() {
    let pool = pool(vec![
        PoolRule {
            region: Some("eastus".parse().unwrap()),
            size: Some(SessionSize::Premium),
            servers: Some(2),
            teraflops: Some(20.0),
            ..rule()
        },
        PoolRule {
            servers: Some(1),
            ..rule()
        },
    ]);
    for (id, region, size, teraflops) in [
        ("a", "eastus", SessionSize::Premium, Some(20.0)),
        ("b", "eastus", SessionSize::Premium, Some(20.0)),
        ("c", "eastus", SessionSize::Premium, None),
        ("d", "eastus", SessionSize::Standard, Some(8.1)),
        ("e", "eastus", SessionSize::Standard, None),
        ("f", "westeurope", SessionSize::Premium, Some(10.6)),
    ] {
        let got = pool
            .allocate(&session(region, id), &settings(size.clone()))
            .await;
        assert_eq!(
            got.as_ref().ok().map(|host| host.teraflops),
            teraflops,
            "{id}: {got:?}"
        );
        if let Err(error) = got {
            assert_eq!(error.code, "NoServerAvailable");
            assert!(error.message.contains(region) && error.message.contains(&size.to_string()));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_released_server_is_free_again_and_twice_is_once() {
    let pool = pool(vec![PoolRule {
        servers: Some(1),
        ..rule()
    }]);
    let [one, two, three] = ["one", "two", "three"].map(|id| session("eastus", id));
    pool.allocate(&one, &standard()).await.unwrap();
    pool.release(&one, EndReason::Stopped).await;
    pool.release(&one, EndReason::Stopped).await;
    pool.allocate(&two, &standard()).await.unwrap();
    assert!(pool.allocate(&three, &standard()).await.is_err());
    assert!(
        pool.allocate(&two, &standard()).await.is_ok(),
        "it has its server already"
    );
}

#[tokio::test(start_paused = true)]
async fn a_release_gives_up_an_allocation() {
    let pool = Arc::new(pool(vec![rule()]));
    let key = session("eastus", "s");
    let allocation = tokio::spawn({
        let (pool, key) = (Arc::clone(&pool), key.clone());
        async move { pool.allocate(&key, &standard()).await }
    });
    tokio::time::sleep(BOOT / 2).await;
    pool.release(&key, EndReason::Stopped).await;
    let began = tokio::time::Instant::now();
    assert!(allocation.await.unwrap().is_err());
    assert!(began.elapsed() < BOOT / 2, "nobody waits for the server");
}

#[tokio::test(start_paused = true)]
async fn servers_fail_as_often_as_the_rule_says() {
    let half = pool(vec![PoolRule {
        failed_starts: 0.5,
        ..rule()
    }]);
    let mut failed = 0;
    for index in 0..400 {
        let key = session("eastus", &index.to_string());
        if let Err(error) = half.allocate(&key, &standard()).await {
            assert_eq!(error.code, "ServerStartFailed");
            failed += 1;
        }
    }
    assert!((120..280).contains(&failed), "{failed} of 400");
    for (share, fails) in [(0.0, false), (1.0, true)] {
        let pool = pool(vec![PoolRule {
            failed_starts: share,
            ..rule()
        }]);
        let got = pool.allocate(&session("eastus", "s"), &standard()).await;
        assert_eq!(got.is_err(), fails);
    }
}

#[tokio::test(start_paused = true)]
async fn a_leased_server_fails_once_and_a_released_one_does_not() {
    let pool = pool(vec![PoolRule {
        mtbf: Some(Duration::from_mins(1)),
        ..rule()
    }]);
    let [kept, released, resumed] = ["kept", "released", "resumed"].map(|id| session("eastus", id));
    let host = pool.allocate(&kept, &standard()).await.unwrap();
    pool.allocate(&released, &standard()).await.unwrap();
    pool.release(&released, EndReason::Stopped).await;
    pool.resume(&resumed, &SessionSize::Standard, &host)
        .await
        .unwrap();
    let mut failed = [pool.watch().await, pool.watch().await];
    failed.sort_by(|one, other| one.session.cmp(&other.session));
    assert_eq!(failed[0].session, kept);
    assert_eq!(failed[1].session, resumed);
    assert_eq!(failed[0].error.code, "ServerFailed");
    let day = Duration::from_hours(24);
    assert!(
        tokio::time::timeout(day, pool.watch()).await.is_err(),
        "no third"
    );
}
