//! Timespans, timestamps, ids, leases, endpoints, secrets: rules as tables and properties.

use proptest::prelude::*;
use remote_rendering_protocol::{
    AccessToken, AccessTokenClaims, AccountId, AccountKey, ApiVersion, ClaimsError,
    CorrelationVector, Endpoint, EndpointError, Generation, MaxLeaseTime, MaxLeaseTimeError,
    RegionName, SessionId, SessionIdError, Timespan, TimespanError, Timestamp,
    arrconfig::{ArrConfig, SettingProblem},
};

#[test]
fn timespans_are_read_as_dotnet_reads_them() {
    let minutes = Timespan::from_minutes;
    for (text, expected) in [
        ("4:0:0", Ok(minutes(240))),
        ("04:00:00", Ok(minutes(240))),
        (" 00:00:01 ", Ok(Timespan::from_seconds(1))),
        ("1.00:00:00", Ok(minutes(1440))),
        ("00:00:00.5", Ok(Timespan::from_ticks(5_000_000))),
        ("00:00:00.0000001", Ok(Timespan::from_ticks(1))),
        ("10675199.02:48:05.4775807", Ok(Timespan::MAX)),
        ("10675199.02:48:05.4775808", Err(TimespanError::TooLong)),
        ("99999999999999999999.00:00:00", Err(TimespanError::TooLong)),
        ("-00:00:01", Err(TimespanError::Negative)),
        ("24:00:00", Err(TimespanError::Hours)),
        ("00:60:00", Err(TimespanError::Minutes)),
        ("00:00:60", Err(TimespanError::Seconds)),
        ("00:00:00.00000001", Err(TimespanError::Format)),
        ("", Err(TimespanError::Format)),
        ("10", Err(TimespanError::Format)),
        ("10:00", Err(TimespanError::Format)),
        ("1:2:3:4", Err(TimespanError::Format)),
        ("+1:00:00", Err(TimespanError::Format)),
        ("1.:00:00", Err(TimespanError::Format)),
        ("00:00:00.", Err(TimespanError::Format)),
        ("aa:00:00", Err(TimespanError::Format)),
    ] {
        assert_eq!(text.parse::<Timespan>(), expected, "{text:?}");
    }
}

#[test]
fn timestamps_keep_their_ticks() {
    for text in [
        "2021-05-14T16:25:13.5686988+00:00",
        "2021-01-29T16:04:29.1569219+00:00",
        "1970-01-01T00:00:00+00:00",
    ] {
        assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
    }
    let shifted: Timestamp = "2021-05-14T18:25:13.5+02:00".parse().unwrap();
    assert_eq!(shifted.to_string(), "2021-05-14T16:25:13.5+00:00");
    assert_eq!(
        Timestamp::MAX.to_string(),
        "9999-12-31T23:59:59.9999999+00:00"
    );
    for text in ["", "yesterday", "1969-12-31T23:59:59Z", "2021-05-14"] {
        text.parse::<Timestamp>().unwrap_err();
    }
}

#[test]
fn session_ids_say_what_is_wrong() {
    assert_eq!("".parse::<SessionId>(), Err(SessionIdError::Empty));
    assert_eq!(
        "a b".parse::<SessionId>(),
        Err(SessionIdError::Character(' '))
    );
    assert_eq!(
        "größe".parse::<SessionId>(),
        Err(SessionIdError::Character('ö'))
    );
    assert_eq!(
        "x".repeat(257).parse::<SessionId>(),
        Err(SessionIdError::TooLong(257))
    );
    assert_ne!("Id".parse::<SessionId>(), "id".parse::<SessionId>());
}

#[test]
fn leases_go_from_nothing_to_a_day() {
    assert_eq!(
        MaxLeaseTime::from_minutes(-4),
        Err(MaxLeaseTimeError::Negative)
    );
    assert_eq!(
        MaxLeaseTime::from_minutes(1441),
        Err(MaxLeaseTimeError::TooLong)
    );
    assert_eq!(
        MaxLeaseTime::from_minutes(i64::MAX),
        Err(MaxLeaseTimeError::TooLong)
    );
    assert_eq!(MaxLeaseTime::from_minutes(0).unwrap().whole_minutes(), 0);
    assert_eq!(MaxLeaseTime::from_minutes(1440), Ok(MaxLeaseTime::MAX));
    assert_eq!(
        MaxLeaseTimeError::Negative.to_string(),
        "value cannot be negative."
    );
}

#[test]
fn domains_are_resolved_as_the_script_does() {
    let rendering = [
        (
            "westeurope",
            "https://remoterendering.westeurope.mixedreality.azure.com",
        ),
        (
            "WestEurope",
            "https://remoterendering.westeurope.mixedreality.azure.com",
        ),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("HTTPS://Example.org/base/", "https://example.org/base"),
        (
            "remoterendering.eastus.mixedreality.azure.com",
            "https://remoterendering.eastus.mixedreality.azure.com",
        ),
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("localhost:8080", "http://localhost:8080"),
        ("localhost", "http://localhost"),
        ("[::1]:8080", "http://[::1]:8080"),
        (
            "remoterendering.eastus.mixedreality.localhost:8080",
            "http://remoterendering.eastus.mixedreality.localhost:8080",
        ),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ];
    for (domain, url) in rendering {
        assert_eq!(
            Endpoint::remote_rendering(domain).unwrap().as_str(),
            url,
            "{domain}"
        );
    }
    let sts = [
        (
            "westeurope",
            "https://sts.westeurope.mixedreality.azure.com",
        ),
        (
            "mixedreality.azure.com",
            "https://sts.mixedreality.azure.com",
        ),
        (
            "eastus2.mixedreality.azure.com",
            "https://sts.eastus2.mixedreality.azure.com",
        ),
        (
            "sts.mixedreality.azure.com",
            "https://sts.mixedreality.azure.com",
        ),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("localhost:8080", "http://localhost:8080"),
        (
            "mixedreality.localhost:8080",
            "http://sts.mixedreality.localhost:8080",
        ),
    ];
    for (domain, url) in sts {
        assert_eq!(Endpoint::sts(domain).unwrap().as_str(), url, "{domain}");
    }
    for (domain, error) in [
        ("", EndpointError::Empty),
        ("west europe", EndpointError::Format),
        ("ftp://example.org", EndpointError::Scheme),
        ("https://user:secret@example.org", EndpointError::Extra),
        ("https://example.org/?a=b", EndpointError::Extra),
        ("https://", EndpointError::Format),
        ("https://a..b", EndpointError::Format),
        ("west/europe", EndpointError::Format),
    ] {
        let refused = Endpoint::remote_rendering(domain).unwrap_err();
        assert_eq!(refused, error, "{domain}");
        assert!(!refused.to_string().contains("secret"));
    }
}

#[test]
fn api_versions_are_a_closed_list() {
    for text in ApiVersion::SUPPORTED.split(", ") {
        assert_eq!(text.parse::<ApiVersion>().unwrap().to_string(), text);
    }
    assert!(
        "2022-01-01"
            .parse::<ApiVersion>()
            .unwrap_err()
            .to_string()
            .contains(ApiVersion::SUPPORTED)
    );
}

#[test]
fn generations_are_v1_and_the_versions_of_2021() {
    for (text, generation) in [
        ("v1", Generation::V1),
        ("2021-01-01", Generation::default()),
        (
            "2021-01-01-preview",
            Generation::V2021(ApiVersion::V2021_01_01Preview),
        ),
    ] {
        assert_eq!(text.parse(), Ok(generation));
        assert_eq!(generation.to_string(), text);
    }
    assert_eq!("V1".parse(), Ok(Generation::V1));
    for text in ["", "v2", "1", "2021"] {
        let error = text.parse::<Generation>().unwrap_err().to_string();
        assert!(error.contains("v1") && error.contains(ApiVersion::SUPPORTED));
    }
}

#[test]
fn secrets_are_never_printed() {
    let key = AccountKey::parse(" c2VjcmV0IGtleQ== ").unwrap();
    let token = AccessToken::new("head.c2VjcmV0.tail");
    assert_eq!(key.expose(), "c2VjcmV0IGtleQ==");
    assert_eq!(
        format!("{key:?} {token:?}"),
        "AccountKey([redacted]) AccessToken([redacted])"
    );
    let config = r#"{"accountSettings":{"arrAccountKey":"c2VjcmV0IGtleQ=="}}"#;
    let config: ArrConfig = serde_json::from_str(config).unwrap();
    assert!(!format!("{config:?}").contains("c2V"));
    for text in ["", "not base64!", "abc"] {
        AccountKey::parse(text).unwrap_err();
    }
}

#[test]
fn a_token_tells_when_it_expires() {
    let token = AccessToken::new("e30.eyJleHAiOjE3MDAwMDAwMDB9.c2ln");
    let json = AccessTokenClaims::json_of(&token).unwrap();
    let claims: AccessTokenClaims = serde_json::from_str(&json).unwrap();
    assert_eq!(claims.expires_at().unix_seconds(), 1_700_000_000);
    assert_eq!(
        AccessTokenClaims::json_of(&AccessToken::new("a.b")),
        Err(ClaimsError::Parts)
    );
    // The last two: shortened, or wrapped, by what it was copied from.
    for broken in ["a.!.c", "a.e30.c…", "a.e30.c\nc"] {
        assert_eq!(
            AccessTokenClaims::json_of(&AccessToken::new(broken)),
            Err(ClaimsError::Encoding)
        );
    }
}

#[test]
fn correlation_vectors_are_harmless_text() {
    for recorded in ["cMGAhl1++BECkmWIec9Ht/w.0", "WfB9Cs5YeE6S28qYkp7Bhw.1"] {
        assert_eq!(
            CorrelationVector::from_header(recorded).unwrap().as_str(),
            recorded
        );
    }
    for refused in ["", "a b", "<script>", &"a".repeat(129)] {
        assert_eq!(CorrelationVector::from_header(refused), None);
    }
    assert_eq!(
        CorrelationVector::from_bytes([0; 16]).as_str(),
        "AAAAAAAAAAAAAAAAAAAAAA.0"
    );
}

#[test]
fn arrconfig_tells_missing_unfilled_and_wrong_apart() {
    let config: ArrConfig = serde_json::from_str(
        r#"{"accountSettings":{"arrAccountId":"<fill in the account ID>","arrAccountDomain":"westeurope"},
            "renderingSessionSettings":{"vmSize":"Premium","maxLeaseTime":"25:00:00"},
            "assetConversionSettings":{"resourceGroup":"<…>"}}"#,
    )
    .unwrap();
    let unfilled = config.account_id().unwrap_err();
    assert_eq!(
        (unfilled.setting, unfilled.problem),
        ("accountSettings.arrAccountId", SettingProblem::Unfilled)
    );
    assert!(config.account_key().unwrap().is_none());
    assert_eq!(
        config.sts().unwrap().unwrap().as_str(),
        "https://sts.westeurope.mixedreality.azure.com"
    );
    assert_eq!(config.size().unwrap().unwrap().as_str(), "Premium");
    assert_eq!(
        config.max_lease_time().unwrap_err().to_string(),
        "renderingSessionSettings.maxLeaseTime: hours go from 0 to 23: write days before a dot, for example 1.00:00:00"
    );
}

proptest! {
    #[test]
    fn a_timespan_survives_its_text(ticks in 0..=Timespan::MAX.ticks()) {
        let span = Timespan::from_ticks(ticks);
        prop_assert_eq!(span.to_string().parse::<Timespan>(), Ok(span));
    }

    #[test]
    fn no_text_breaks_the_timespan_parser(text in "\\PC{0,40}") {
        if let Ok(span) = text.parse::<Timespan>() {
            prop_assert_eq!(span.to_string().parse::<Timespan>(), Ok(span));
        }
    }

    #[test]
    fn leading_zeros_do_not_matter(hours in 0_u64..24, minutes in 0_u64..60, seconds in 0_u64..60) {
        let short = format!("{hours}:{minutes}:{seconds}").parse::<Timespan>().unwrap();
        let long = format!("0.{hours:02}:{minutes:02}:{seconds:02}.0").parse::<Timespan>().unwrap();
        prop_assert_eq!(short, long);
        prop_assert_eq!(short.whole_seconds(), hours * 3600 + minutes * 60 + seconds);
    }

    #[test]
    fn a_timestamp_survives_its_text(ticks in 0..=Timestamp::MAX.ticks()) {
        let moment = Timestamp::from_ticks(ticks);
        prop_assert_eq!(moment.to_string().parse::<Timestamp>(), Ok(moment));
    }

    #[test]
    fn session_ids_are_accepted_exactly_by_their_rule(text in "\\PC{0,12}|[A-Za-z0-9_-]{0,260}") {
        let legal = (1..=256).contains(&text.chars().count())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        prop_assert_eq!(text.parse::<SessionId>().is_ok(), legal);
    }

    #[test]
    fn account_ids_are_equal_in_any_case(bytes in any::<[u8; 16]>()) {
        let id = AccountId::from_bytes(bytes);
        prop_assert_eq!(id.to_string().to_uppercase().parse::<AccountId>(), Ok(id));
        prop_assert_eq!(id.to_string().parse::<AccountId>(), Ok(id));
    }

    #[test]
    fn generated_session_ids_are_legal(bytes in any::<[u8; 16]>()) {
        let id = SessionId::from_bytes(bytes);
        prop_assert_eq!(id.as_str().parse::<SessionId>(), Ok(id.clone()));
    }

    #[test]
    fn no_text_breaks_the_endpoint_parser(text in "\\PC{0,40}|https?://\\PC{0,30}") {
        if let Ok(endpoint) = text.parse::<Endpoint>() {
            prop_assert_eq!(endpoint.as_str().parse::<Endpoint>(), Ok(endpoint.clone()));
        }
    }

    #[test]
    fn an_endpoint_is_what_http_reads(
        text in "(https?|HTTP|ftp)://[a-zB.:_%\\[\\]-]{0,12}(:[0-9a]{0,5})?(/[ -~é]{0,10})?"
    ) {
        // An endpoint is read without the spaces around it.
        let uri = text.trim().parse::<http::Uri>().ok();
        match text.parse::<Endpoint>() {
            Ok(endpoint) => {
                let uri = uri.unwrap();
                let authority = uri.authority().unwrap().as_str().to_ascii_lowercase();
                let read = format!("{}://{authority}{}", uri.scheme_str().unwrap(), uri.path());
                prop_assert_eq!(endpoint.as_str(), read.trim_end_matches('/'));
            }
            Err(error) => {
                // Of what http takes, an endpoint lacks these.
                let authority = uri.as_ref().and_then(http::Uri::authority);
                let host = authority.map_or("", http::uri::Authority::host);
                let is_plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
                let has_port = authority.is_some_and(|it| it.port().is_some() || it.as_str() == host);
                let is_refused = error != EndpointError::Format || !is_plain || !has_port;
                prop_assert!(uri.is_none() || host.is_empty() || is_refused, "{} {:?}", text, error);
            }
        }
    }

    #[test]
    fn names_survive_their_texts(text in "\\PC{0,40}|[A-Za-z0-9 :.+TZ-]{0,40}|20\\d\\d-0[1-9]-1\\dT1\\d:2\\d:3\\d(\\.\\d{1,9})?(Z|[+-]0\\d:\\d\\d)") {
        if let Ok(moment) = text.parse::<Timestamp>() {
            prop_assert_eq!(moment.to_string().parse(), Ok(moment));
        }
        if let Ok(region) = text.parse::<RegionName>() {
            prop_assert_eq!(region.to_string().parse(), Ok(region));
        }
        if let Ok(version) = text.parse::<ApiVersion>() {
            prop_assert_eq!(version.to_string().parse(), Ok(version));
        }
    }

    #[test]
    fn no_setting_of_an_arrconfig_breaks_its_reader(text in "\\PC{0,30}|<[a-z ]{0,9}>|[0-9a-f-]{30,40}") {
        let text = serde_json::to_string(&text).unwrap();
        let config = format!(
            r#"{{"accountSettings":{{"arrAccountId":{text},"arrAccountKey":{text},"arrAccountDomain":{text}}},
                "renderingSessionSettings":{{"remoteRenderingDomain":{text},"vmSize":{text},"maxLeaseTime":{text}}}}}"#
        );
        let config: ArrConfig = serde_json::from_str(&config).unwrap();
        let again: ArrConfig = serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
        prop_assert_eq!(config.account_id(), again.account_id());
        prop_assert_eq!(config.sts(), again.sts());
        prop_assert_eq!(config.remote_rendering(), again.remote_rendering());
        prop_assert_eq!(config.size(), again.size());
        prop_assert_eq!(config.max_lease_time(), again.max_lease_time());
        prop_assert_eq!(config.account_key().is_ok(), again.account_key().is_ok());
    }
}
