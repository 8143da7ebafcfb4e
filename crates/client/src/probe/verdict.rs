use std::time::Duration;

use remote_rendering_protocol::RegionName;

use super::ProbeFailure;

/// What a race came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// One region is nearest: choosing it is expected to cost next to nothing.
    Nearest(Choice),
    /// Several regions are equally near as far as can be measured; the choice is one of them.
    Close(Choice),
    /// The time was up before the choice was sure.
    Unsure(Choice),
    /// No region answered.
    NoAnswer(NoAnswer),
}

/// The region to take.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The region.
    pub region: RegionName,
    /// The probability that it is the nearest, 0 to 1, as far as the samples tell; from below.
    pub certainty: f64,
    /// How much longer than the nearest region's its round trip is expected to be.
    pub expected_loss: Duration,
    /// The one after it, and by how much; `None` where no other region was measured.
    pub runner_up: Option<RunnerUp>,
    /// Regions that may as well be the nearest, the likeliest first.
    pub rivals: Vec<RegionName>,
}

/// The region after the chosen one.
#[derive(Clone, Debug, PartialEq)]
pub struct RunnerUp {
    /// The region.
    pub region: RegionName,
    /// How much longer its round trip is.
    pub behind: Duration,
}

/// Why no region can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// There was no region to ask.
    NoRegions,
    /// Every region failed, this one's reason among them.
    Failed(ProbeFailure),
    /// None answered in time.
    Silent,
}

impl Verdict {
    /// The region to take; `None` where no region answered.
    pub fn choice(&self) -> Option<&Choice> {
        match self {
            Self::Nearest(choice) | Self::Close(choice) | Self::Unsure(choice) => Some(choice),
            Self::NoAnswer(_) => None,
        }
    }

    /// Its kind's name, for programs.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Nearest(_) => "nearest",
            Self::Close(_) => "close",
            Self::Unsure(_) => "unsure",
            Self::NoAnswer(_) => "no-answer",
        }
    }
}
