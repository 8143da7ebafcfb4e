//! What each extractor takes from a request, and what it refuses.

use remote_rendering_protocol::{AccountId, ApiVersion, SessionId, sts};
use utoipa::{
    IntoParams, IntoResponses, PartialSchema,
    openapi::{
        Required,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use super::responses::{Refusals, Responses};
use crate::http::{
    access::{Access, SessionAccess, Versioned},
    body::{Json5Body, JsonBody},
};

fn parameter<T: PartialSchema>(name: &str, place: ParameterIn, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(T::schema()))
        .build()
}

fn account() -> Parameter {
    parameter::<AccountId>("account", ParameterIn::Path, "The account's id.")
}

impl IntoParams for Access {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![account()]
    }
}

impl IntoResponses for Access {
    fn responses() -> Responses {
        let refusals = Refusals::new().bad_request().unauthorized().forbidden();
        refusals.throttled().into_responses()
    }
}

impl IntoParams for SessionAccess {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let session = parameter::<SessionId>("session", ParameterIn::Path, "The session's id.");
        vec![account(), session]
    }
}

impl IntoResponses for SessionAccess {
    fn responses() -> Responses {
        let mut responses = Access::responses();
        responses.extend(Refusals::new().no_session().into_responses());
        responses
    }
}

impl IntoParams for Versioned {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![parameter::<ApiVersion>(
            "api-version",
            ParameterIn::Query,
            "The version of the session API. The name is found in any case.",
        )]
    }
}

/// A request to the STS, which its handler reads by itself.
pub(in crate::http) enum TokenRequest {}

impl IntoParams for TokenRequest {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let optional = |name: &str, place, description: &str, example: &str| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(place)
                .required(Required::False)
                .description(Some(description))
                .schema(Some(String::schema()))
                .example(Some(example.into()))
                .build()
        };
        vec![
            account(),
            optional(
                "api-version",
                ParameterIn::Query,
                "SDKs send one. The service does not look at it.",
                sts::API_VERSION,
            ),
            optional(
                sts::CLIENT_CORRELATION_HEADER,
                ParameterIn::Header,
                "The caller's own id of the call. The service logs it if it is a correlation vector.",
                "GosT3yrFvEGhrMFkLF5lNg.0",
            ),
        ]
    }
}

impl IntoResponses for TokenRequest {
    fn responses() -> Responses {
        let refusals = Refusals::new().bad_token_request().unauthorized();
        refusals.throttled().into_responses()
    }
}

impl<T> IntoResponses for JsonBody<T> {
    fn responses() -> Responses {
        Refusals::new().bad_request().too_large().into_responses()
    }
}

impl<T> IntoResponses for Json5Body<T> {
    fn responses() -> Responses {
        JsonBody::<T>::responses()
    }
}
