//! What the layers around the handlers answer and add, in every operation's documentation.

use remote_rendering_protocol::{ApiVersion, CorrelationVector};
use serde_json::Value;
use utoipa::{
    PartialSchema as _,
    openapi::{
        HeaderBuilder, ObjectBuilder, OpenApi, PathItem, RefOr,
        header::Header,
        path::{HttpMethod, Operation},
        response::Response,
        schema::Type,
    },
};

use super::responses::{Refusals, header};

/// Adds what holds for every operation, or for every one of a kind.
pub(super) fn complete(mut document: OpenApi) -> OpenApi {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            complete_operation(path, &method, operation);
        }
    }
    let components = document.components.get_or_insert_default();
    for (name, header) in headers() {
        components.headers.insert(name.to_owned(), header.into());
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Patch, &mut item.patch),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Delete, &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

fn complete_operation(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let refusals = Refusals::new().bad_request().no_region().timeout();
    let refusals = refusals.throttled().failed().unavailable();
    for (status, response) in refusals.into_responses() {
        // What the handler itself answers is said there.
        operation
            .responses
            .responses
            .entry(status)
            .or_insert(response);
    }
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            complete_response(path, method, response);
        }
    }
}

fn complete_response(path: &str, method: &HttpMethod, response: &mut Response) {
    let mut names = vec!["MS-CV", "X-Content-Type-Options"];
    if path.starts_with("/accounts/{account}/sessions") {
        names.push("api-supported-versions");
    }
    if *method == HttpMethod::Get && !response.headers.contains_key("Cache-Control") {
        names.extend(["Cache-Control", "Pragma"]);
    }
    // Those that a handler names are described once, too.
    let known = headers().map(|(name, _)| name).into_iter();
    names.extend(known.filter(|name| response.headers.contains_key(*name)));
    for name in names {
        let header = RefOr::Ref(header(name));
        response.headers.insert(name.to_owned(), header);
    }
}

fn headers() -> [(&'static str, Header); 8] {
    let text = |description: &str, example: &str| {
        HeaderBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .description(Some(description))
            .example(Some(Value::from(example)))
            .build()
    };
    let seconds = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1));
    let retry_after = HeaderBuilder::new()
        .schema(Some(seconds))
        .description(Some("Seconds to wait before the next request."))
        .example(Some(Value::from(30)));
    let vector = HeaderBuilder::new()
        .schema(Some(CorrelationVector::schema()))
        .description(Some("The id of the call, another one in every answer."));
    [
        ("MS-CV", vector.build()),
        (
            "X-Content-Type-Options",
            text("The content is what it says it is.", "nosniff"),
        ),
        (
            "api-supported-versions",
            text("The versions of the session API.", ApiVersion::SUPPORTED),
        ),
        (
            "Cache-Control",
            text("Whether the answer may be kept.", "no-store,no-cache"),
        ),
        (
            "Pragma",
            text("As Cache-Control, for the oldest caches.", "no-cache"),
        ),
        (
            "WWW-Authenticate",
            text(
                "How to authenticate; `error` is `invalid_token` where an access token was refused.",
                r#"Bearer realm="remote-rendering""#,
            ),
        ),
        ("Retry-After", retry_after.build()),
        (
            "Location",
            text(
                "Where the session's properties are, relative to the generation's root `/v1/`.",
                "accounts/1b405859-8af9-47e6-941d-9205163c0f63/sessions/d31bddca-dab7-498e-9bc9-7594bc12862f/properties",
            ),
        ),
    ]
}
