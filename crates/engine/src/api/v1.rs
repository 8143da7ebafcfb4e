//! The older generation of the session API, as far as it differs from that of 2021.

use std::fmt::Display;

use remote_rendering_protocol::{
    AccountId, MaxLeaseTime, SessionId,
    device::ModelSource,
    v1::{CreateSession, UpdateSession},
};

use super::{
    Fault,
    body::{known_size, wrong_lease},
};
use crate::Settings;

/// How many sessions a list has at most: this generation has no pages.
pub const LONGEST_LIST: usize = 10_000;

const LEASE: &str = "maxLeaseTime";

const MODELS: &str = "models";

/// How many models a server loads by itself at most.
const MOST_MODELS: usize = 32;

/// What a session is to be created with.
pub fn settings(body: CreateSession) -> Result<Settings, Fault> {
    let lease = MaxLeaseTime::try_from(body.max_lease_time)
        .map_err(|error| Fault::bad_request(LEASE, wrong_lease(LEASE, error)))?;
    let size = known_size("size", body.size)?;
    let models = models(&body.models)?;
    Ok(Settings {
        lease,
        size,
        models,
    })
}

/// The models that the server loads by itself. The hosted service took the addresses of asset containers; a host takes what a
/// device could ask it for. Nobody has uploaded anything before there is a server.
fn models(texts: &[String]) -> Result<Vec<ModelSource>, Fault> {
    if texts.len() > MOST_MODELS {
        let message = format!("There are more than {MOST_MODELS} models.");
        return Err(Fault::bad_request(MODELS, message));
    }
    let read = |(index, text): (usize, &String)| {
        let wrong = |reason: &dyn Display| {
            let target = format!("{MODELS}[{index}]");
            let message = format!("The value of {target} is not valid: {reason}.");
            Fault::bad_request(&target, message)
        };
        match text.parse() {
            Ok(ModelSource::Upload(_)) => {
                Err(wrong(&"only a connected device can name what it uploaded"))
            }
            Ok(source) => Ok(source),
            Err(error) => Err(wrong(&error)),
        }
    };
    texts.iter().enumerate().map(read).collect()
}

/// The lease that a session is to have from now on.
pub fn new_lease(body: UpdateSession) -> Result<MaxLeaseTime, Fault> {
    MaxLeaseTime::try_from(body.max_lease_time).map_err(|error| Fault::Unprocessable {
        message: wrong_lease(LEASE, error),
        target: Some(LEASE.to_owned()),
    })
}

/// Where the properties of a new session are, relative to `/v1/`: the header `Location`.
pub fn location(account: AccountId, session: &SessionId) -> String {
    format!("accounts/{account}/sessions/{session}/properties")
}

#[cfg(test)]
mod tests {
    use remote_rendering_protocol::SessionSize;

    use super::*;

    fn read(models: &[&str]) -> Result<Vec<ModelSource>, Fault> {
        let body = CreateSession {
            max_lease_time: "4:0:0".parse().unwrap(),
            models: models.iter().map(|&model| model.to_owned()).collect(),
            size: SessionSize::Standard,
        };
        settings(body).map(|settings| settings.models)
    }

    #[test]
    fn models_are_what_a_device_could_ask_for_but_uploads() {
        let good = [
            "sample:gears",
            "file:cars/coupe.glb",
            "https://a.example/b?sig=c",
        ];
        let texts = read(&good).unwrap();
        assert_eq!(
            texts.iter().map(ToString::to_string).collect::<Vec<_>>(),
            good
        );
        for wrong in ["upload:1", "http://a.example/b", "builtin://Engine", ""] {
            let fault = read(&["sample:gears", wrong]).unwrap_err();
            assert_eq!(fault.target(), Some("models[1]"), "{wrong}: {fault}");
            assert_eq!(fault.code(), "BadRequest");
        }
        assert!(read(&["sample:gears"; MOST_MODELS]).is_ok());
        let fault = read(&["sample:gears"; MOST_MODELS + 1]).unwrap_err();
        assert_eq!(fault.target(), Some("models"));
    }
}
