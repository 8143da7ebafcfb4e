use std::time::Duration;

/// What the service's documents say about a round trip: under 70 ms recommended, under 100 ms required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LatencyClass {
    /// Under 70 ms.
    Recommended,
    /// Under 100 ms.
    Acceptable,
    /// 100 ms and above: rendering will lag.
    Poor,
}

impl LatencyClass {
    /// Round trips below this are recommended.
    pub const RECOMMENDED_BELOW: Duration = Duration::from_millis(70);
    /// Round trips below this are acceptable.
    pub const ACCEPTABLE_BELOW: Duration = Duration::from_millis(100);

    /// The class of a round trip.
    pub fn of(round_trip: Duration) -> Self {
        if round_trip < Self::RECOMMENDED_BELOW {
            Self::Recommended
        } else if round_trip < Self::ACCEPTABLE_BELOW {
            Self::Acceptable
        } else {
            Self::Poor
        }
    }

    /// Its name, for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Acceptable => "acceptable",
            Self::Poor => "poor",
        }
    }
}
