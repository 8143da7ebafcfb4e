//! The parts of the pages.

pub mod activity_log;
pub mod call_item;
pub mod card;
pub mod copying;
pub mod create_form;
pub mod dialog;
pub mod disclosure;
pub mod extend_dialog;
pub mod failure_notice;
pub mod field;
pub mod file_drop;
pub mod language_choice;
pub mod lease_meter;
pub mod race_strip;
pub mod region_ranking;
pub mod region_words;
pub mod session_actions;
pub mod session_calls;
pub mod session_filter;
pub mod session_properties;
pub mod session_row;
pub mod session_snippets;
pub mod session_table;
pub mod session_timeline;
pub mod stop_dialog;
pub mod top_bar;
