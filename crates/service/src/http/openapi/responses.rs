//! The answers that are not a success.

use std::collections::BTreeMap;

use http::StatusCode;
use remote_rendering_protocol::error::{ErrorBody, ServiceError};
use utoipa::openapi::{
    ContentBuilder, Ref, RefOr,
    response::{Response, ResponseBuilder},
};

/// Answers by status, in the form that documents have them.
pub(in crate::http) type Responses = BTreeMap<String, RefOr<Response>>;

/// What a part of the service refuses, for `responses(…)` of a handler.
pub(in crate::http) struct Refusals(Responses);

impl Refusals {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn into_responses(self) -> Responses {
        self.0
    }

    fn with(
        mut self,
        status: StatusCode,
        description: &str,
        (code, message): (&str, &str),
        headers: &[&str],
    ) -> Self {
        let error = ServiceError::new(code, message);
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("ErrorBody")))
            .example(serde_json::to_value(ErrorBody { error }).ok())
            .build();
        let response = ResponseBuilder::new()
            .description(description)
            .content("application/json", content);
        let response = headers.iter().fold(response, |response, name| {
            response.header_ref(*name, header(name))
        });
        self.0
            .insert(status.as_str().to_owned(), response.build().into());
        self
    }

    pub(super) fn bad_request(self) -> Self {
        self.with(
            StatusCode::BAD_REQUEST,
            "Something in the request is wrong; `target` names the member, parameter or header.",
            (
                "BadRequest",
                "The maxLeaseTimeMinutes value cannot be negative.",
            ),
            &[],
        )
    }

    /// As [`Refusals::bad_request`], for a service that asks for other credentials then.
    pub(super) fn bad_token_request(self) -> Self {
        self.with(
            StatusCode::BAD_REQUEST,
            "The account id cannot be read.",
            (
                "BadRequest",
                "The accountId is not valid: the account id is not a GUID: it looks like \
                 1b405859-8af9-47e6-941d-9205163c0f63.",
            ),
            &["WWW-Authenticate"],
        )
    }

    pub(super) fn unauthorized(self) -> Self {
        self.with(
            StatusCode::UNAUTHORIZED,
            "The credentials are missing, wrong or expired.",
            (
                "Unauthorized",
                "Unauthorized: the header Authorization is missing.",
            ),
            &["WWW-Authenticate"],
        )
    }

    pub(super) fn forbidden(self) -> Self {
        self.with(
            StatusCode::FORBIDDEN,
            "The access token is good, but for another account.",
            (
                "Forbidden",
                "Forbidden: the access token is for another account.",
            ),
            &[],
        )
    }

    pub(super) fn no_session(self) -> Self {
        self.with(
            StatusCode::NOT_FOUND,
            "The account has no such session in this region, or there is no such region.",
            ("NotFound", "There is no session of this id."),
            &[],
        )
    }

    pub(super) fn no_region(self) -> Self {
        self.with(
            StatusCode::NOT_FOUND,
            "There is no region of the host name's.",
            (
                "NotFound",
                "There is no region \"mars\": the regions are westeurope.",
            ),
            &[],
        )
    }

    pub(super) fn timeout(self) -> Self {
        self.with(
            StatusCode::REQUEST_TIMEOUT,
            "The request did not arrive whole in time.",
            ("RequestTimeout", "The request took too long."),
            &[],
        )
    }

    pub(super) fn too_large(self) -> Self {
        self.with(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than 64 KiB.",
            (
                "PayloadTooLarge",
                "The request body is larger than 65536 bytes.",
            ),
            &[],
        )
    }

    pub(super) fn throttled(self) -> Self {
        self.with(
            StatusCode::TOO_MANY_REQUESTS,
            "Too many requests. After `Retry-After` seconds the next one is accepted.",
            ("TooManyRequests", "Too many requests: try again in 30 s."),
            &["Retry-After"],
        )
    }

    pub(super) fn failed(self) -> Self {
        self.with(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The service failed. Name the value of `MS-CV` to its operator.",
            (
                "InternalServerError",
                "The service failed. The header MS-CV tells its operator which call it was.",
            ),
            &[],
        )
    }

    pub(super) fn unavailable(self) -> Self {
        self.with(
            StatusCode::SERVICE_UNAVAILABLE,
            "The service has more to do than it can, or is stopping. After `Retry-After` seconds it may have time.",
            (
                "ServiceUnavailable",
                "The service is busy: try again in 1 s.",
            ),
            &["Retry-After"],
        )
    }
}

/// The reference to a header's documentation.
pub(super) fn header(name: &str) -> Ref {
    Ref::new(format!("#/components/headers/{name}"))
}
