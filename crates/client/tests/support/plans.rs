//! Plans to follow, and what comes of them, in words.
// By this clippy knows that helpers are test code, too: they may unwrap.
#![cfg(test)]
#![allow(dead_code, reason = "every test file uses another part of it")]

use remote_rendering_client::{
    TransportErrorKind,
    fallback::{Begun, Candidate, FallbackError, FallbackEvent, FallbackPlan, FallbackRules},
    probe::LatencyClass,
    protocol::SessionSize,
    scripted::{Reply, ScriptedRuntime},
};

use super::{ok, refusal, sent};

pub(crate) type Outcome = Result<Begun<ScriptedRuntime>, FallbackError>;

/// A Standard session in these regions, in this order.
pub(crate) fn plan(regions: &[&str]) -> FallbackPlan {
    plan_by(&FallbackRules::DEFAULT, regions)
}

/// The same by other rules.
pub(crate) fn plan_by(rules: &FallbackRules, regions: &[&str]) -> FallbackPlan {
    let candidate = |region: &&str| Candidate {
        region: region.parse().unwrap(),
        class: Some(LatencyClass::Recommended),
    };
    let order = regions.iter().map(candidate);
    FallbackPlan::new(order, &SessionSize::Standard, rules).unwrap()
}

pub(crate) fn in_words(event: FallbackEvent<'_>) -> String {
    match event {
        FallbackEvent::Trying { step, .. } => format!("trying {step}"),
        FallbackEvent::Created { step, .. } => format!("created {step}"),
        FallbackEvent::Failed(failed) => format!("failed {}", failed.step),
        FallbackEvent::Began { step, .. } => format!("began {step}"),
    }
}

/// The regions and methods of every request.
pub(crate) fn calls(runtime: &ScriptedRuntime) -> Vec<String> {
    let call = |sent: String| {
        let (method, url) = sent.split_once(" https://").unwrap();
        format!("{method} {}", url.split('/').next().unwrap())
    };
    sent(runtime).into_iter().map(call).collect()
}

/// Failures of a create that may have made a session.
pub(crate) fn doubtful() -> [Reply; 7] {
    [
        Reply::Failure(TransportErrorKind::Unreachable),
        Reply::Failure(TransportErrorKind::Interrupted),
        Reply::Failure(TransportErrorKind::Offline),
        Reply::Failure(TransportErrorKind::CorsRefused),
        Reply::Silence,
        refusal(503, "Busy"),
        ok("<html>"),
    ]
}
