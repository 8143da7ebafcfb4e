//! Creating a session, in the next size or region where none is free.

use remote_rendering_client::{
    ErrorKind,
    fallback::{FallbackError, FallbackEvent, FallbackPlan, StepFailure, follow},
};
use remote_rendering_protocol::{MaxLeaseTime, RegionName, SessionId};

use super::{Operations, own};
use crate::console::state::{
    failure::Failure,
    sessions::{Action, SessionKey, Tries},
};

impl Operations {
    /// Creates a session by a plan and watches it become ready.
    pub fn create(&self, plan: FallbackPlan, id: SessionId, lease: MaxLeaseTime) {
        self.tell(Action::Creating(Tries::default()));
        let operations = self.clone();
        self.spawn(async move {
            let client_in = |region: &RegionName| operations.client_of(region);
            let mut tries = Tries::default();
            let told = |event: FallbackEvent<'_>| operations.hear(&mut tries, event);
            match follow(&plan, &id, lease, client_in, told).await {
                Ok(begun) => {
                    let key = SessionKey {
                        region: begun.step.region,
                        id: begun.poller.latest().id.clone(),
                    };
                    operations.watch(key, begun.poller);
                }
                Err(error) => operations.tell(failed(&error)),
            }
        });
    }

    fn hear(&self, tries: &mut Tries, event: FallbackEvent<'_>) {
        match event {
            FallbackEvent::Trying { step, .. } => {
                tries.present = Some(step.clone());
                self.tell(Action::Creating(tries.clone()));
            }
            // The form is free for the next one: what becomes of this one shows in its row.
            FallbackEvent::Created { step, session } => {
                self.see(&step.region, session.clone());
                let key = SessionKey {
                    region: step.region.clone(),
                    id: session.id.clone(),
                };
                if !self.is_sandbox() {
                    own::keep(&key);
                }
                self.tell(Action::Created(key, tries.clone()));
            }
            FallbackEvent::Failed(failed) => {
                tries.failed.push(failed.step.clone());
                // A session that ended without a server says so in its row; one of which nobody knows is in the list if it
                // is there.
                if matches!(
                    failed.why,
                    StepFailure::Ended(_) | StepFailure::Unresolved { .. }
                ) {
                    self.refresh(failed.step.region.clone());
                }
            }
            FallbackEvent::Began { step, session } => self.see(&step.region, session.clone()),
        }
    }
}

/// What is told of a plan that came to nothing: what its last step came to.
fn failed(error: &FallbackError) -> Action {
    let tried = || error.failed.iter().map(|it| it.step.clone()).collect();
    let Some(last) = error.failed.last() else {
        return Action::NoServer(tried());
    };
    match &last.why {
        StepFailure::Create(error) | StepFailure::Unresolved { create: error, .. } => {
            Action::CreateFailed(error.into())
        }
        StepFailure::Taken => Action::CreateFailed(Failure {
            kind: ErrorKind::Conflict,
            // Only of the API of 2021: in v1 nobody chooses an id.
            call: format!(
                "PUT {}",
                last.session.as_ref().map_or("", SessionId::as_str)
            ),
            attempts: 1,
            status: None,
            service: None,
            correlation_vector: None,
            retry_after: None,
        }),
        StepFailure::Ended(_) | StepFailure::UnknownRegion => Action::NoServer(tried()),
    }
}
