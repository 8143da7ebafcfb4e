//! Schemas of the values that are a text or a number on the wire, for the service's `OpenAPI` document. Those of the
//! bodies are derived where the bodies are.

use std::borrow::Cow;

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{AnyOfBuilder, KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, Type},
    },
};

use crate::{
    AccountId, ApiVersion, CorrelationVector, Endpoint, MaxLeaseTime, ProbeUrl, RegionName,
    SessionId, SessionSize, SessionStatus, Timespan, Timestamp, device::ModelSource, v1,
};

/// A text with a form.
fn text(description: &str, pattern: &str, example: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .pattern(Some(pattern))
        .examples([example])
}

/// The known values, and any other text: newer services may add values, and clients carry them through.
fn open_enum<'a>(description: &str, known: impl IntoIterator<Item = &'a str>) -> Schema {
    let known = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(known));
    AnyOfBuilder::new()
        .description(Some(description))
        .item(known)
        .item(ObjectBuilder::new().schema_type(Type::String))
        .build()
        .into()
}

/// A text that is one of these.
fn closed_enum<'a>(description: &str, known: impl IntoIterator<Item = &'a str>) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(known))
        .build()
}

/// A model of a host's own, of a folder, or of an address. No name is empty, leads elsewhere, or holds a backslash or a
/// control character.
const MODEL: &str = r"^(sample:(?!\.{1,2}$)[^/\\\u0000-\u001f\u007f-\u009f]+|file:(?!\.{1,2}(/|$))[^/\\\u0000-\u001f\u007f-\u009f]+(/(?!\.{1,2}(/|$))[^/\\\u0000-\u001f\u007f-\u009f]+)*|https://[^\\\u0000-\u001f\u007f-\u009f]*)$";

/// Gives types their schemas, under their own names unless another is written.
macro_rules! schemas {
    ($($type:ty as $name:literal => $schema:expr;)+) => { $(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::from($schema))
            }
        }

        impl ToSchema for $type {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }
        }
    )+ };
}

schemas! {
    AccountId as "AccountId" => text(
        "An account's id: a GUID.",
        "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
        "1b405859-8af9-47e6-941d-9205163c0f63",
    )
    .format(Some(SchemaFormat::Custom("uuid".to_owned())))
    .build();

    SessionId as "SessionId" => text(
        "A session's id. Upper and lower case differ. Clients of 2021-01-01 choose it; in v1 the service does, and it \
         is a GUID.",
        "^[A-Za-z0-9_-]+$",
        "d31bddca-dab7-498e-9bc9-7594bc12862f",
    )
    .min_length(Some(1))
    .max_length(Some(SessionId::MAX_LENGTH))
    .build();

    RegionName as "RegionName" => text("A region's short name.", "^[a-z0-9]{1,64}$", "westeurope").build();

    Endpoint as "Endpoint" => text(
        "The base URL of a service, without a slash at its end.",
        "^https?://[^/?#@]+(/[^?#]*[^/?#])?$",
        "https://remoterendering.westeurope.mixedreality.localhost:8080",
    )
    .format(Some(SchemaFormat::Custom("uri".to_owned())))
    .build();

    ProbeUrl as "ProbeUrl" => text(
        "The URL that answers a probe of the latency at once.",
        "^https?://[^/?#@]+(/[^?#]*)?$",
        "https://remoterendering.westeurope.mixedreality.localhost:8080/ping",
    )
    .format(Some(SchemaFormat::Custom("uri".to_owned())))
    .build();

    Timestamp as "Timestamp" => text(
        "A moment in UTC, to 100 ns at most.",
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?\+00:00$",
        "2021-05-14T16:25:13.5686988+00:00",
    )
    .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
    .build();

    Timespan as "Timespan" => text(
        "A length of time as [d.]hh:mm:ss[.fffffff].",
        r"^([0-9]+\.)?[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{7})?$",
        "04:00:00",
    )
    .build();

    MaxLeaseTime as "v1.MaxLeaseTime" => text(
        "A lease of up to 24 hours as [d.]hh:mm:ss[.fffffff]. Zeros in front may be left out: 4:0:0 is 04:00:00.",
        r"^(([01]?[0-9]|2[0-3]):[0-5]?[0-9]:[0-5]?[0-9](\.[0-9]{1,7})?|1\.00?:00?:00?)$",
        "4:0:0",
    )
    .build();

    CorrelationVector as "CorrelationVector" => text(
        "The id of one call. Name it to the operator, who finds the call by it.",
        r"^[A-Za-z0-9+/=_-]+(\.[A-Za-z0-9+/=._-]+)?$",
        "GosT3yrFvEGhrMFkLF5lNg.0",
    )
    .max_length(Some(CorrelationVector::MAX_LENGTH))
    .build();

    ApiVersion as "ApiVersion" => closed_enum(
        "A version of the session API.",
        [ApiVersion::V2021_01_01, ApiVersion::V2021_01_01Preview].map(ApiVersion::as_str),
    );

    SessionSize as "SessionSize" => open_enum(
        "The size of the server: Standard renders up to 20 million polygons, Premium has no limit. More may come.",
        SessionSize::KNOWN.iter().map(SessionSize::as_str),
    );

    SessionStatus as "SessionStatus" => open_enum(
        "What the session is doing. Error, Expired and Stopped are final. More may come.",
        SessionStatus::KNOWN.iter().map(SessionStatus::as_str),
    );

    ModelSource as "ModelSource" => text(
        "A model that the server loads by itself: a sample of its own, a file below a folder that the operator allows, or an \
         address whose host the operator allows.",
        MODEL,
        "sample:gears",
    )
    .max_length(Some(ModelSource::MAX_LENGTH))
    .build();

    v1::SessionStatus as "v1.SessionStatus" => open_enum(
        "What the session is doing. Error, Expired and Stopped are final; for the first two, message says more. \
         Clients read it without regard to case. More may come.",
        v1::SessionStatus::KNOWN.iter().map(v1::SessionStatus::as_str),
    );

    RequestedSize as "RequestedSize" => closed_enum(
        "The size of the server, in any case: Standard renders up to 20 million polygons, Premium has no limit.",
        SessionSize::KNOWN.iter().map(SessionSize::as_str),
    );
}

/// A [`SessionSize`] in a request: there are servers of the known sizes only.
#[derive(Debug)]
pub(crate) struct RequestedSize;
