use std::f64::consts::TAU;

use rand::{Rng, RngExt as _, rngs::SmallRng, seq::SliceRandom as _};
use remote_rendering_client::probe::Position;
use remote_rendering_protocol::Coordinates;

/// True round trips of ten regions, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The usual one: a near group, and the rest of the world.
    Brief,
    /// Two that are hard to tell apart.
    Close,
    /// Four that cannot be told apart in reasonable time.
    Tie,
    /// Everything is far.
    Remote,
    /// One in the same city.
    Near,
    /// Ten, each 4 ms behind the other.
    Dense,
    /// Anything from 10 to 300 ms, evenly by its logarithm.
    Random,
    /// Sixty regions all over the world, and a device whose time zone says roughly where it is.
    Sixty,
}

/// The way to one region.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) round_trip: f64,
    /// How far away it is supposed to be, where that is known.
    pub(super) kilometres: Option<f64>,
}

impl Layout {
    /// Those of ten regions.
    pub(super) const OF_TEN: [Self; 7] = [
        Self::Brief,
        Self::Close,
        Self::Tie,
        Self::Remote,
        Self::Near,
        Self::Dense,
        Self::Random,
    ];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Close => "close",
            Self::Tie => "tie",
            Self::Remote => "remote",
            Self::Near => "near",
            Self::Dense => "dense",
            Self::Random => "random",
            Self::Sixty => "sixty",
        }
    }

    /// The ways to the regions, in any order.
    pub(super) fn draw(self, rng: &mut SmallRng) -> Vec<Way> {
        let mut round_trips = match self {
            Self::Sixty => return sixty(rng),
            Self::Brief => vec![18., 24., 26., 45., 80., 90., 120., 150., 180., 240.],
            Self::Close => vec![30., 33., 60., 80., 95., 120., 150., 180., 210., 250.],
            Self::Tie => vec![40., 41., 42., 44., 70., 90., 120., 150., 200., 260.],
            Self::Remote => vec![140., 155., 160., 170., 190., 210., 230., 250., 280., 320.],
            Self::Near => vec![4., 9., 22., 30., 45., 60., 90., 120., 160., 220.],
            Self::Dense => vec![25., 29., 33., 37., 41., 45., 49., 53., 57., 61.],
            Self::Random => {
                let (least, most) = (10.0_f64.ln(), 300.0_f64.ln());
                (0..10).map(|_| between(rng, least, most).exp()).collect()
            }
        };
        round_trips.shuffle(rng);
        let way = |round_trip| Way {
            round_trip,
            kilometres: None,
        };
        round_trips.into_iter().map(way).collect()
    }
}

/// A draw between two numbers.
pub(super) fn between(rng: &mut impl Rng, least: f64, most: f64) -> f64 {
    least + (most - least) * rng.random::<f64>()
}

/// Routes are 1.3 to 2.2 times as long as the great circle, and the last mile takes 3 ms.
fn sixty(rng: &mut SmallRng) -> Vec<Way> {
    /// How far a fibre's light comes and goes in a millisecond, in kilometres.
    const REACH: f64 = 102.0;
    let device = place(rng);
    // A time zone is a region of the map, and its largest city lies anywhere in it.
    let supposed = Position {
        coordinates: near(rng, device),
        slack_kilometres: Position::TIME_ZONE_SLACK,
    };
    let mut way = |_| {
        let region = place(rng);
        let kilometres = device.distance_kilometres(&region);
        Way {
            round_trip: 3.0 + kilometres / REACH * between(rng, 1.3, 2.2),
            kilometres: Some(supposed.distance(&region).kilometres),
        }
    };
    (0..60).map(&mut way).collect()
}

/// Somewhere between 40 degrees south and 60 north, where people live.
fn place(rng: &mut SmallRng) -> Coordinates {
    coordinates(between(rng, -40.0, 60.0), between(rng, -180.0, 180.0))
}

/// Somewhere within a time zone's reach.
fn near(rng: &mut SmallRng, place: Coordinates) -> Coordinates {
    /// Kilometres in a degree of latitude.
    const DEGREE: f64 = 111.2;
    let away = between(rng, 0.0, Position::TIME_ZONE_SLACK) / DEGREE;
    let bearing = between(rng, 0.0, TAU);
    let latitude = place.latitude() + away * bearing.cos();
    let across = away * bearing.sin() / latitude.to_radians().cos().max(0.3);
    let longitude = (place.longitude() + across + 540.0).rem_euclid(360.0) - 180.0;
    coordinates(latitude.clamp(-90.0, 90.0), longitude)
}

fn coordinates(latitude: f64, longitude: f64) -> Coordinates {
    #[expect(
        clippy::expect_used,
        reason = "both were drawn or put within their bounds"
    )]
    Coordinates::new(latitude, longitude).expect("within the bounds")
}
