//! The error body of every generation: `{"error":{"code":"BadRequest","message":"…"}}`.

use serde::{Deserialize, Serialize};

/// The body of an answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ServiceError,
}

/// What went wrong, in the service's words. Members that are `null` on the wire are read as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(description = "What went wrong.")
)]
pub struct ServiceError {
    /// A code for programs, such as `BadRequest`.
    #[cfg_attr(feature = "openapi", schema(example = "BadRequest"))]
    pub code: String,
    /// A sentence for people.
    pub message: String,
    /// Several errors in one.
    #[serde(
        default,
        deserialize_with = "null_as_empty",
        skip_serializing_if = "Vec::is_empty"
    )]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub details: Vec<ServiceError>,
    /// The member that the error is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub target: Option<String>,
    /// The cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, no_recursion))]
    pub inner_error: Option<Box<ServiceError>>,
}

impl ServiceError {
    /// An error with a code and a message, and nothing else.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            ..Self::default()
        }
    }
}

fn null_as_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
