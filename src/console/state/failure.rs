//! A failed call as the page shows it.

use remote_rendering_client::{Error, ErrorKind};

/// What the page keeps of a failed call. Holds no secret, as [`Error`] holds none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind of failure.
    pub kind: ErrorKind,
    /// Method and URL of the call.
    pub call: String,
    /// How often it was sent.
    pub attempts: u32,
    /// The answer's status.
    pub status: Option<u16>,
    /// The service's own code and words.
    pub service: Option<(String, String)>,
    /// The answer's `MS-CV`.
    pub correlation_vector: Option<String>,
    /// Seconds that the service asked to wait.
    pub retry_after: Option<u64>,
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let call = error.call();
        let service = call
            .service
            .as_ref()
            .map(|service| (service.code.clone(), service.message.clone()));
        Self {
            kind: call.kind,
            call: format!("{} {}", call.method, call.url),
            attempts: call.attempts,
            status: call.status,
            service,
            correlation_vector: call.correlation_vector.as_ref().map(ToString::to_string),
            retry_after: call.retry_after.map(|wait| wait.as_secs()),
        }
    }
}

impl Failure {
    /// The message that says what happened and what to do.
    pub fn message_id(&self) -> &'static str {
        match self.kind {
            ErrorKind::Offline => "failure-offline",
            ErrorKind::Unreachable => "failure-unreachable",
            ErrorKind::CorsRefused => "failure-cors-refused",
            ErrorKind::Insecure => "failure-insecure",
            ErrorKind::Interrupted => "failure-interrupted",
            ErrorKind::Timeout => "failure-timeout",
            ErrorKind::BadRequest => "failure-bad-request",
            ErrorKind::Unauthorized => "failure-unauthorized",
            ErrorKind::Forbidden => "failure-forbidden",
            ErrorKind::NotFound => "failure-not-found",
            ErrorKind::Conflict => "failure-conflict",
            ErrorKind::LeaseRefused => "failure-lease-refused",
            ErrorKind::Throttled => "failure-throttled",
            ErrorKind::ServiceFailed => "failure-service-failed",
            ErrorKind::UnexpectedStatus => "failure-unexpected-status",
            ErrorKind::InvalidAnswer => "failure-invalid-answer",
            ErrorKind::TokenExpired => "failure-token-expired",
            ErrorKind::InvalidToken => "failure-invalid-token",
            ErrorKind::CredentialFailed => "failure-credential-failed",
            ErrorKind::ForeignLink => "failure-foreign-link",
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn failure(kind: ErrorKind) -> Failure {
        Failure {
            kind,
            call: String::new(),
            attempts: 1,
            status: None,
            service: None,
            correlation_vector: None,
            retry_after: None,
        }
    }

    /// The message of every kind of failure.
    pub(crate) fn every_kind() -> Vec<&'static str> {
        ErrorKind::ALL
            .iter()
            .map(|kind| failure(*kind).message_id())
            .collect()
    }

    #[test]
    fn every_kind_of_failure_has_its_own_message() {
        let messages: std::collections::BTreeSet<_> = every_kind().into_iter().collect();
        assert_eq!(messages.len(), ErrorKind::ALL.len());
    }
}
