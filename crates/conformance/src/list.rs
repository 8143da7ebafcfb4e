/// The list of cases. Calls a macro of the caller with it, which makes tests of them:
///
/// ```
/// macro_rules! tests {
///     ($($group:ident: $generation:expr => { $($module:ident::$case:ident)* })*) => {
///         $(mod $group { $( fn $case() { /* runs cases::$module::$case in a place of that generation */ } )* })*
///     };
/// }
/// remote_rendering_conformance::for_each_case!(tests);
/// ```
///
/// A case of both generations is in two groups.
#[macro_export]
macro_rules! for_each_case {
    ($tests:ident) => {
        $crate::in_groups! { $tests
            once {
                tokens::a_key_buys_one_token_for_many_calls
                tokens::calls_at_once_buy_one_token_together
                tokens::a_token_got_elsewhere_is_enough
                tokens::a_wrong_key_is_unauthorized
                tokens::an_identity_token_of_nobody_is_unauthorized
                tokens::an_identity_token_is_exchanged
                tokens::a_callback_that_fails_is_told_with_its_cause
                tokens::a_token_near_its_end_is_replaced_by_one_call
                tokens::a_given_token_past_its_end_is_not_sent
                tokens::a_text_that_is_no_token_is_not_sent
                tokens::an_answer_of_the_sts_that_holds_no_token_is_told
                tokens::a_throttled_sts_is_asked_again
                tokens::a_header_that_cannot_be_sent_is_a_failure
                service::the_regions_are_told
                service::the_preview_is_spoken
                service::both_generations_see_the_same_session
                service::what_no_service_would_take_is_not_sent
            }
            both {
                lifecycle::a_session_becomes_ready_and_ends
                lifecycle::a_session_is_found_again_by_its_id
                lifecycle::a_premium_session_is_premium
                lifecycle::a_dropped_call_loses_nothing
                lifecycle::nobody_connects_to_a_session_without_a_server
                refusals::a_lease_that_is_not_longer_is_refused
                refusals::a_session_of_nobody_is_not_found
                refusals::another_account_is_forbidden
                refusals::a_forged_token_is_unauthorized
                refusals::a_size_that_the_service_does_not_know_is_a_bad_request
                calls::requests_arrive_as_they_were_meant
                calls::a_refused_token_is_replaced_and_the_call_sent_again
                calls::a_token_that_is_refused_again_is_unauthorized
                calls::a_given_token_that_is_refused_is_unauthorized_at_once
                answers::what_is_not_known_yet_is_carried
                answers::what_is_missing_is_absent
                answers::a_session_that_failed_says_why
                answers::the_wait_before_the_next_question_is_told
                answers::signs_of_the_whole_world_arrive
                answers::a_mark_before_the_text_is_no_part_of_it
                answers::a_long_answer_arrives_whole
                answers::what_is_not_as_agreed_is_an_invalid_answer
                failures::every_status_has_its_kind
                failures::a_refusal_is_told_in_the_service_s_words
                failures::a_refusal_without_words_is_told_by_its_status
                failures::a_throttled_call_is_repeated
                failures::a_call_that_is_throttled_on_and_on_is_given_up
                failures::a_wait_that_is_too_long_ends_the_call
                failures::a_service_that_failed_is_asked_again
                failures::a_service_that_fails_on_and_on_is_given_up
                failures::an_answer_that_breaks_off_is_interrupted
                failures::silence_is_a_timeout
                failures::where_nobody_listens_is_unreachable
                failures::a_redirect_is_not_followed
            }
            only_2021 {
                lifecycle::creating_twice_is_creating_once
                lifecycle::an_id_keeps_its_signs
                lifecycle::a_taken_id_is_a_conflict
                lifecycle::a_list_of_many_pages_is_read_to_its_end
                calls::a_wait_that_the_service_asks_for_is_kept
                calls::a_create_is_repeated
                calls::an_update_that_arrived_unseen_is_a_success
                calls::pages_follow_their_links
                calls::a_link_that_leads_away_is_not_followed
                calls::a_page_that_links_to_itself_is_the_last
            }
            only_v1 {
                lifecycle::the_service_chooses_the_id
                calls::a_create_is_sent_once
            }
        }
    };
}

/// Puts the cases of both generations beside those that only one has.
#[doc(hidden)]
#[macro_export]
macro_rules! in_groups {
    (
        $tests:ident
        once { $($once:tt)* }
        both { $($both:tt)* }
        only_2021 { $($only_2021:tt)* }
        only_v1 { $($only_v1:tt)* }
    ) => {
        $tests! {
            once: $crate::Generation::default() => { $($once)* }
            v2021: $crate::Generation::default() => { $($both)* $($only_2021)* }
            v1: $crate::Generation::V1 => { $($both)* $($only_v1)* }
        }
    };
}

macro_rules! names {
    ($($group:ident: $generation:expr => { $($module:ident::$case:ident)* })*) => {
        /// The names of all cases, each within its group: `v1::a_premium_session_is_premium`.
        pub const NAMES: &[&str] = &[
            $($(concat!(stringify!($group), "::", stringify!($case)),)*)*
        ];
    };
}

for_each_case!(names);
