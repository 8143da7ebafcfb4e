//! What a person types to create a session, and what is wrong with it.

use remote_rendering_client::NewSession;
use remote_rendering_protocol::{
    MaxLeaseTime, MaxLeaseTimeError, RegionName, SessionId, SessionIdError, SessionSize, Timespan,
    TimespanError,
};

/// What is in the fields, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateForm {
    /// The session's id.
    pub id: String,
    /// The region that the person chose; `None`: the nearest.
    pub region: Option<RegionName>,
    /// The size.
    pub size: SessionSize,
    /// The lease as `hh:mm`, or as the script's `hh:mm:ss`.
    pub lease: String,
}

/// The message of what is wrong with each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// With the id.
    pub id: Option<&'static str>,
    /// With the lease.
    pub lease: Option<&'static str>,
}

impl Problems {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl CreateForm {
    /// The lease that a new form proposes.
    pub const LEASE: &'static str = "00:30";

    /// A form with an id to start from.
    pub fn new(id: &SessionId) -> Self {
        Self {
            id: id.to_string(),
            region: None,
            size: SessionSize::Standard,
            lease: Self::LEASE.to_owned(),
        }
    }

    /// The message of what is wrong with the id.
    pub fn id_problem(&self) -> Option<&'static str> {
        let id = self.id.trim().parse::<SessionId>();
        id.err().map(|error| id_problem(&error))
    }

    /// The session that the fields mean, or what is wrong with each of them.
    pub fn read(&self) -> Result<(SessionId, NewSession), Problems> {
        match (self.id.trim().parse(), read_lease(&self.lease)) {
            (Ok(id), Ok(max_lease_time)) => Ok((
                id,
                NewSession {
                    max_lease_time,
                    size: self.size.clone(),
                },
            )),
            (_, lease) => Err(Problems {
                id: self.id_problem(),
                lease: lease.err(),
            }),
        }
    }
}

/// Reads a lease as people write it: `1:30`, `01:30` or `01:30:00`; a day is `24:00`. Gives the message of what is
/// wrong.
pub fn read_lease(text: &str) -> Result<MaxLeaseTime, &'static str> {
    let text = text.trim();
    let whole = match text.split(':').count() {
        2 => format!("{text}:00"),
        _ => text.to_owned(),
    };
    // .NET writes a day as 1.00:00:00; people write 24:00.
    let whole = if matches!(whole.as_str(), "24:00:00") {
        "1.00:00:00".to_owned()
    } else {
        whole
    };
    let span: Timespan = whole.parse().map_err(|error| match error {
        TimespanError::Hours | TimespanError::TooLong => "lease-too-long",
        TimespanError::Negative => "lease-negative",
        TimespanError::Format | TimespanError::Minutes | TimespanError::Seconds => "lease-invalid",
    })?;
    if span.whole_minutes() == 0 {
        return Err("lease-too-short");
    }
    MaxLeaseTime::try_from(span).map_err(|error| match error {
        MaxLeaseTimeError::Negative => "lease-negative",
        MaxLeaseTimeError::TooLong => "lease-too-long",
    })
}

/// Writes a lease as the form shows it: `hh:mm`.
pub fn lease_text(lease: MaxLeaseTime) -> String {
    let minutes = lease.whole_minutes();
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn id_problem(error: &SessionIdError) -> &'static str {
    match error {
        SessionIdError::Empty => "session-id-empty",
        SessionIdError::TooLong(_) => "session-id-too-long",
        SessionIdError::Character(_) => "session-id-character",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leases_are_read_as_people_write_them() {
        let minutes = |minutes| Ok(MaxLeaseTime::from_minutes(minutes).unwrap());
        for (text, expected) in [
            ("1:30", minutes(90)),
            (" 00:30 ", minutes(30)),
            ("01:30:00", minutes(90)),
            ("24:00", minutes(1440)),
            ("1.00:00:00", minutes(1440)),
            ("24:01", Err("lease-too-long")),
            ("1.00:01:00", Err("lease-too-long")),
            ("00:00", Err("lease-too-short")),
            ("00:00:59", Err("lease-too-short")),
            ("-1:00", Err("lease-negative")),
            ("00:60", Err("lease-invalid")),
            ("30", Err("lease-invalid")),
            ("", Err("lease-invalid")),
            ("half an hour", Err("lease-invalid")),
        ] {
            assert_eq!(read_lease(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_lease_survives_its_text() {
        for minutes in [1, 59, 60, 90, 1439, 1440] {
            let lease = MaxLeaseTime::from_minutes(minutes).unwrap();
            assert_eq!(read_lease(&lease_text(lease)), Ok(lease));
        }
    }

    #[test]
    fn both_fields_are_checked_at_once() {
        let form = CreateForm {
            id: "a b".to_owned(),
            lease: "x".to_owned(),
            ..CreateForm::new(&"a".parse().unwrap())
        };
        let problems = Problems {
            id: Some("session-id-character"),
            lease: Some("lease-invalid"),
        };
        assert_eq!(form.read().unwrap_err(), problems);
    }

    #[test]
    fn a_new_form_is_ready_to_send() {
        let (id, new) = CreateForm::new(&"a".parse().unwrap()).read().unwrap();
        assert_eq!(
            (id.as_str(), new.size, new.max_lease_time.whole_minutes()),
            ("a", SessionSize::Standard, 30)
        );
    }
}
