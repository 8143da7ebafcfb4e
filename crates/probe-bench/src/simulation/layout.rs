use rand::{Rng, RngExt as _, rngs::SmallRng, seq::SliceRandom as _};

/// True round trips of ten regions, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
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
}

impl Layout {
    pub const ALL: [Self; 7] = [
        Self::Brief,
        Self::Close,
        Self::Tie,
        Self::Remote,
        Self::Near,
        Self::Dense,
        Self::Random,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Close => "close",
            Self::Tie => "tie",
            Self::Remote => "remote",
            Self::Near => "near",
            Self::Dense => "dense",
            Self::Random => "random",
        }
    }

    /// The round trips, in any order.
    pub fn draw(self, rng: &mut SmallRng) -> Vec<f64> {
        let mut round_trips = match self {
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
        round_trips
    }
}

/// A draw between two numbers.
pub fn between(rng: &mut impl Rng, least: f64, most: f64) -> f64 {
    least + (most - least) * rng.random::<f64>()
}
