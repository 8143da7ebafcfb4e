//! The regions, which the host name tells apart.

use crate::support::TestService;

const STANDARD: &str = r#"{"maxLeaseTimeMinutes":4,"size":"Standard"}"#;

#[tokio::test(start_paused = true)]
async fn a_session_is_in_the_region_of_its_host_name_only() {
    let service = TestService::start().await;
    let east = "remoterendering.eastus.mixedreality.localhost:8080";
    let west = "REMOTERENDERING.westeurope.mixedreality.azure.com";
    assert_eq!(
        service
            .call_at(east, "PUT", &service.path("/s"), STANDARD)
            .await
            .status,
        201
    );
    service
        .call_at(west, "GET", &service.path("/s"), "")
        .await
        .refused(404, "NotFound");
    assert_eq!(
        service
            .call_at(west, "GET", &service.path(""), "")
            .await
            .body,
        r#"{"sessions":[]}"#
    );
    assert_eq!(
        service
            .call_at(east, "GET", &service.path("/s"), "")
            .await
            .status,
        200
    );
    assert_eq!(
        service
            .call_at(west, "PUT", &service.path("/s"), STANDARD)
            .await
            .status,
        201
    );
    for default in [
        "127.0.0.1:8080",
        "localhost",
        "[::1]:8080",
        "sts.mixedreality.localhost:8080",
        "example.org",
    ] {
        assert_eq!(
            service
                .call_at(default, "GET", &service.path("/s"), "")
                .await
                .status,
            200,
            "{default}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_region_is_refused_with_those_that_there_are() {
    let service = TestService::start().await;
    for host in [
        "remoterendering.mars.mixedreality.localhost",
        "remoterendering.mixedreality.localhost:1",
    ] {
        let message = service
            .call_at(host, "GET", &service.path(""), "")
            .await
            .refused(404, "NotFound");
        assert!(
            message.contains("westeurope") && message.contains("southcentralus"),
            "{message}"
        );
    }
    for host in ["a b", "a@b", ""] {
        service
            .call_at(host, "GET", &service.path(""), "")
            .await
            .refused(400, "BadRequest");
    }
}

#[tokio::test(start_paused = true)]
async fn the_catalogue_leads_back_to_where_it_was_read() {
    let service = TestService::start().await;
    let endpoints = async |host: &str| {
        let catalogue = service
            .send("GET", "/regions", &[("Host", host)], "")
            .await
            .json();
        let regions = catalogue["regions"].as_array().unwrap();
        let endpoint = |name: &str| {
            regions
                .iter()
                .find(|region| region["name"] == name)
                .map(|region| region["endpoint"].as_str().unwrap().to_owned())
        };
        (regions.len(), endpoint("westeurope"), endpoint("uksouth"))
    };
    let of = |west: &str, uk: &str| (10, Some(west.to_owned()), Some(uk.to_owned()));
    let local = of(
        "http://remoterendering.westeurope.mixedreality.localhost:8080",
        "http://remoterendering.uksouth.mixedreality.localhost:8080",
    );
    for host in [
        "127.0.0.1:8080",
        "localhost:8080",
        "[::1]:8080",
        "remoterendering.eastus.mixedreality.localhost:8080",
    ] {
        assert_eq!(endpoints(host).await, local, "{host}");
    }
    let own = of(
        "http://remoterendering.westeurope.arr.example.org",
        "http://remoterendering.uksouth.arr.example.org",
    );
    for host in [
        "sts.arr.example.org",
        "sts.eastus.arr.example.org",
        "remoterendering.eastus.arr.example.org",
    ] {
        assert_eq!(endpoints(host).await, own, "{host}");
    }
    let single = (1, Some("http://arr.example.org:81".to_owned()), None);
    assert_eq!(
        endpoints("arr.example.org:81").await,
        single,
        "under one name there is one region"
    );
}
