use remote_rendering_client::ErrorKind;

/// The case that shows how a kind of error comes about; `None` for those that only some shells can meet.
pub const fn case_of(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        // A browser's, or a system's.
        ErrorKind::Offline | ErrorKind::CorsRefused | ErrorKind::Insecure => return None,
        ErrorKind::Unreachable => "v2021::where_nobody_listens_is_unreachable",
        ErrorKind::Interrupted => "v2021::an_answer_that_breaks_off_is_interrupted",
        ErrorKind::Timeout => "v2021::silence_is_a_timeout",
        ErrorKind::BadRequest => "v2021::a_size_that_the_service_does_not_know_is_a_bad_request",
        ErrorKind::Unauthorized => "v2021::a_forged_token_is_unauthorized",
        ErrorKind::Forbidden => "v2021::another_account_is_forbidden",
        ErrorKind::NotFound => "v2021::a_session_of_nobody_is_not_found",
        ErrorKind::Conflict => "v2021::a_taken_id_is_a_conflict",
        ErrorKind::LeaseRefused => "v2021::a_lease_that_is_not_longer_is_refused",
        ErrorKind::Throttled => "v2021::a_call_that_is_throttled_on_and_on_is_given_up",
        ErrorKind::ServiceFailed => "v2021::a_service_that_fails_on_and_on_is_given_up",
        ErrorKind::UnexpectedStatus => "v2021::a_redirect_is_not_followed",
        ErrorKind::InvalidAnswer => "v2021::what_is_not_as_agreed_is_an_invalid_answer",
        ErrorKind::TokenExpired => "once::a_given_token_past_its_end_is_not_sent",
        ErrorKind::InvalidToken => "once::a_text_that_is_no_token_is_not_sent",
        ErrorKind::CredentialFailed => "once::a_callback_that_fails_is_told_with_its_cause",
        ErrorKind::ForeignLink => "v2021::a_link_that_leads_away_is_not_followed",
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::NAMES;

    #[test]
    fn every_kind_has_a_case_of_its_own() {
        let cases: Vec<&str> = ErrorKind::ALL.into_iter().filter_map(case_of).collect();
        for case in &cases {
            assert!(NAMES.contains(case), "{case}");
        }
        assert_eq!(cases.iter().collect::<BTreeSet<_>>().len(), cases.len());
        assert_eq!(cases.len() + 3, ErrorKind::ALL.len());
    }

    #[test]
    fn no_name_is_there_twice() {
        assert_eq!(NAMES.iter().collect::<BTreeSet<_>>().len(), NAMES.len());
    }
}
