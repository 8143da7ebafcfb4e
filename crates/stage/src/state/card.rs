//! What lies over the picture: the state in words, and what can be done.

use remote_rendering_protocol::device::{EndReason, Refusal};
use remote_rendering_viewer::{GrantError, State, Step, ViewerError};

use super::{Panel, Stage};
use crate::words::Words;

/// A card over the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// What it is.
    pub kind: Kind,
    /// What is the case.
    pub title: Words,
    /// What it comes from and what to do.
    pub advice: Option<Words>,
    /// What can be done.
    pub action: Option<Act>,
}

/// What kind of card it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something goes on.
    Busy,
    /// Something is over.
    Over,
    /// Something failed.
    Failure,
    /// The scene is empty.
    Invitation,
}

/// What can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Try again.
    Retry,
    /// Open the stage anew.
    Reopen,
    /// Go to all sessions.
    Sessions,
}

/// The card for what the stage knows; none while there is something to see. `now` is the page's clock in milliseconds.
pub fn card(stage: &Stage, now: f64) -> Option<Card> {
    let kept = f64::from(stage.resume_seconds) * 1000.0;
    let left = stage.lost_at.map(|at| (at + kept - now).max(0.0) / 1000.0);
    let is_over = stage.is_session_over();
    let words = stage.grant_words.as_deref();
    if let Some(card) = connection_card(&stage.connection, left, is_over, words) {
        return Some(Card {
            advice: refused(stage.refusal.as_deref()).or(card.advice),
            ..card
        });
    }
    let is_empty = stage.models.is_empty() && !stage.loads.are_running();
    (stage.is_connected() && is_empty && stage.panel == Panel::None).then(|| Card {
        kind: Kind::Invitation,
        title: Words::of("empty"),
        advice: Some(Words::of("empty-advice")),
        action: None,
    })
}

/// The card for how the connection stands; none while pictures come. `left` are the seconds until the scene is dropped,
/// `grant_words` what the console says of a grant that did not come.
pub(super) fn connection_card(
    state: &State,
    left: Option<f64>,
    is_session_over: bool,
    grant_words: Option<&str>,
) -> Option<Card> {
    let (kind, title, advice, action) = match state {
        State::Connected { .. } => return None,
        State::Connecting(step) => (Kind::Busy, "connecting", Some(step_words(*step)), None),
        State::Reconnecting { attempt } => {
            let words = reconnecting_words(*attempt, left.unwrap_or_default());
            (Kind::Busy, "reconnecting", Some(words), Some(Act::Retry))
        }
        State::Refused(refusal) => {
            let (title, advice) = refusal_words(refusal);
            let advice = Some(Words::of(advice));
            (Kind::Failure, title, advice, Some(Act::Retry))
        }
        State::Ended(reason) => {
            let (kind, title, advice, action) = end_words(reason);
            (kind, title, Some(Words::of(advice)), Some(action))
        }
        State::Failed(_) if is_session_over => (
            Kind::Over,
            "session-over",
            Some(Words::of("session-over-advice")),
            Some(Act::Sessions),
        ),
        State::Failed(error) => {
            let advice = Some(failure_words(error, grant_words));
            (Kind::Failure, "failed", advice, Some(Act::Retry))
        }
        State::Closed => {
            let advice = Some(Words::of("closed-advice"));
            (Kind::Over, "closed", advice, Some(Act::Reopen))
        }
    };
    Some(Card {
        kind,
        title: Words::of(title),
        advice,
        action,
    })
}

fn step_words(step: Step) -> Words {
    Words::of(match step {
        Step::Granting => "connecting-granting",
        Step::Signalling => "connecting-signalling",
        Step::Negotiating => "connecting-negotiating",
        Step::FirstFrame => "connecting-first-frame",
    })
}

fn reconnecting_words(attempt: u32, left: f64) -> Words {
    if left > 0.0 {
        let words = Words::of("reconnecting-advice").with("attempt", attempt);
        words.with("seconds", left.ceil())
    } else {
        Words::of("reconnecting-late").with("attempt", attempt)
    }
}

fn refusal_words(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::Busy => ("refused-busy", "refused-busy-advice"),
        Refusal::Token => ("refused-token", "refused-token-advice"),
        Refusal::Resume => ("refused-resume", "refused-resume-advice"),
        Refusal::Hello | Refusal::Other(_) => ("refused-hello", "refused-hello-advice"),
    }
}

fn end_words(reason: &EndReason) -> (Kind, &'static str, &'static str, Act) {
    match reason {
        EndReason::Stopped => (
            Kind::Over,
            "ended-stopped",
            "session-over-advice",
            Act::Sessions,
        ),
        EndReason::Expired => (
            Kind::Over,
            "ended-expired",
            "session-over-advice",
            Act::Sessions,
        ),
        EndReason::Replaced => (
            Kind::Over,
            "ended-replaced",
            "ended-replaced-advice",
            Act::Retry,
        ),
        EndReason::Protocol => (
            Kind::Failure,
            "refused-hello",
            "refused-hello-advice",
            Act::Retry,
        ),
        EndReason::Failed | EndReason::Other(_) => (
            Kind::Failure,
            "ended-failed",
            "ended-failed-advice",
            Act::Retry,
        ),
    }
}

/// What the session service's code means here: its own words are for programs that speak English.
fn refused(code: Option<&str>) -> Option<Words> {
    Some(Words::of(match code? {
        "ServerSimulated" => "grant-simulated",
        "SessionStarting" => "grant-starting",
        "SessionFailed" => "grant-failed",
        "ServerSilent" => "grant-silent",
        _ => return None,
    }))
}

fn failure_words(error: &ViewerError, grant_words: Option<&str>) -> Words {
    Words::of(match error {
        ViewerError::Grant(GrantError::Refused(words) | GrantError::Unreachable(words)) => {
            return Words::plain(grant_words.unwrap_or(words).to_owned());
        }
        ViewerError::Address | ViewerError::Protocol(_) => "failed-protocol",
        ViewerError::Insecure => "failed-insecure",
        ViewerError::Unreachable => "failed-unreachable",
        ViewerError::Lost => "failed-lost",
        ViewerError::NoVideo => "failed-no-video",
        ViewerError::NoPicture | ViewerError::Image => "failed-picture",
    })
}

#[cfg(test)]
mod tests;
