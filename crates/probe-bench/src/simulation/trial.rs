use rand::{RngExt as _, SeedableRng as _, rngs::SmallRng};
use rand_distr::{Distribution as _, Exp1, StandardNormal};

use super::layout::{Layout, Way, between};

/// How round trips scatter. All have 2 % spikes of 200 to 500 ms on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noise {
    /// Log-normal about the median; the 95 % quantile lies 30 % above it.
    Alo,
    /// The same, 30 % to 100 % above, drawn for each region.
    A,
    /// The same, 100 % above.
    Ahi,
    /// A floor, and a log-normal delay in proportion to it.
    B,
    /// A floor, and the last mile's log-normal delay of some milliseconds, the same for all regions.
    C,
    /// C, and bursts of congestion that hit all regions at once.
    D,
}

impl Noise {
    pub(super) const ALL: [Self; 6] = [Self::Alo, Self::A, Self::Ahi, Self::B, Self::C, Self::D];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Alo => "A-",
            Self::A => "A",
            Self::Ahi => "A+",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// What a first request takes in addition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cold {
    /// Two to three round trips.
    Brief,
    /// A name look-up that has nothing to do with the round trip, TLS 1.2 at a fifth of the regions, cryptography.
    Messy,
    /// Messy, and the connection to one of the regions in places 2 to 5 is open already.
    Preopen,
    /// Two handshake round trips that jitter and spike like every other.
    Handshakes,
}

impl Cold {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Messy => "messy",
            Self::Preopen => "preopen",
            Self::Handshakes => "hs",
        }
    }
}

/// Which world a trial takes place in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct World {
    pub(super) layout: Layout,
    pub(super) noise: Noise,
    pub(super) cold: Cold,
    /// Whether the region in place 5 never answers.
    pub(super) dead: bool,
    /// By how much the clock goes forward, in microseconds.
    pub(super) timer_step_us: u32,
}

/// Draws of each region; a race hardly needs half of them.
const DRAWS: usize = 48;

/// One region's draws, in milliseconds.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) round_trip: f64,
    /// How far away it is supposed to be, where that is known.
    pub(super) kilometres: Option<f64>,
    /// What each request takes on an open connection.
    warm: Vec<f64>,
    /// What it takes more on a new one.
    cold: Vec<f64>,
    /// Where in a step of the clock it begins, 0 to 1.
    phase: Vec<f64>,
    /// The TCP handshakes of a first and a second connection.
    handshake: [f64; 2],
}

/// One trial: every plan sees the same draws.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub(super) regions: Vec<Region>,
    pub(super) best: usize,
    pub(super) timer_step: f64,
    dead: Option<usize>,
    bursts: Vec<Burst>,
}

#[derive(Clone, Copy, Debug)]
struct Burst {
    from: f64,
    until: f64,
    delay: f64,
}

/// The 95 % quantile of the unit normal distribution.
const P95: f64 = 1.644_853_6;

/// The noise of one region.
#[derive(Clone, Copy)]
struct Law {
    floor: f64,
    /// Times the floor, or milliseconds.
    scale: f64,
    sigma: f64,
    kind: Noise,
}

impl Law {
    fn draw(self, rng: &mut SmallRng) -> f64 {
        let normal: f64 = StandardNormal.sample(rng);
        let factor = (self.sigma * normal).exp();
        match self.kind {
            Noise::Alo | Noise::A | Noise::Ahi => self.floor * factor,
            Noise::B => self.floor * (1.0 + self.scale * factor),
            Noise::C | Noise::D => self.floor + self.scale * factor,
        }
    }

    fn spiky(self, rng: &mut SmallRng) -> f64 {
        let usual = self.draw(rng);
        if rng.random::<f64>() < 0.02 {
            usual + between(rng, 200.0, 500.0)
        } else {
            usual
        }
    }
}

impl Trial {
    pub(super) fn draw(world: World, seed: u64) -> Self {
        let mut rng = SmallRng::seed_from_u64(seed);
        let ways = world.layout.draw(&mut rng);
        let last_mile = (between(&mut rng, 15.0, 30.0) / 3.0).ln() / P95;
        let mut regions = Vec::with_capacity(ways.len());
        let mut laws = Vec::with_capacity(ways.len());
        for Way {
            round_trip,
            kilometres,
        } in ways
        {
            let law = law(world.noise, round_trip, last_mile, &mut rng);
            let warm = (0..DRAWS).map(|_| law.spiky(&mut rng)).collect();
            let cold = (0..DRAWS).map(|_| between(&mut rng, 2.0, 3.0) * round_trip);
            let cold = cold.collect();
            let phase = (0..DRAWS).map(|_| rng.random()).collect();
            let handshake = [law.draw(&mut rng), law.draw(&mut rng)];
            laws.push(law);
            regions.push(Region {
                round_trip,
                kilometres,
                warm,
                cold,
                phase,
                handshake,
            });
        }
        let mut order: Vec<usize> = (0..regions.len()).collect();
        order.sort_by(|one, other| {
            let [one, other] = [one, other].map(|it| regions.get(*it).map(|it| it.round_trip));
            one.partial_cmp(&other).unwrap_or(std::cmp::Ordering::Equal)
        });
        let mut trial = Self {
            best: order.first().copied().unwrap_or_default(),
            dead: order.get(4).copied().filter(|_| world.dead),
            timer_step: f64::from(world.timer_step_us) / 1000.0,
            bursts: bursts(world.noise, &mut rng),
            regions,
        };
        trial.chill(world.cold, &laws, &order, &mut rng);
        trial
    }

    /// Draws the first requests.
    fn chill(&mut self, cold: Cold, laws: &[Law], order: &[usize], rng: &mut SmallRng) {
        for (region, law) in self.regions.iter_mut().zip(laws) {
            match cold {
                Cold::Brief => {}
                Cold::Messy | Cold::Preopen => {
                    let name = if rng.random::<f64>() < 0.4 {
                        0.0
                    } else {
                        let normal: f64 = StandardNormal.sample(rng);
                        20.0 * (1.089 * normal).exp()
                    };
                    let tls = if rng.random::<f64>() < 0.2 { 2.0 } else { 1.0 };
                    let cryptography = between(rng, 2.0, 10.0);
                    for cold in &mut region.cold {
                        let normal: f64 = StandardNormal.sample(rng);
                        let jitter = 1.0 + 0.1 * normal.abs();
                        *cold = name + region.round_trip * (1.0 + tls) * jitter + cryptography;
                    }
                }
                Cold::Handshakes => {
                    for cold in &mut region.cold {
                        let name = rng.random::<f64>() * region.round_trip;
                        *cold = name + law.spiky(rng) + law.spiky(rng);
                    }
                }
            }
        }
        let place = order.get(rng.random_range(1..5)).copied();
        let opened = place.and_then(|place| self.regions.get_mut(place));
        if let Some(region) = opened.filter(|_| cold == Cold::Preopen) {
            region.cold.fill(0.0);
        }
    }

    /// How long the `n`th request to a region takes that is sent at a time, all in milliseconds; for ever where the
    /// region is dead.
    pub(super) fn takes(&self, region: usize, n: usize, sent: f64, cold: bool) -> f64 {
        let Some(draws) = self
            .regions
            .get(region)
            .filter(|_| self.dead != Some(region))
        else {
            return f64::INFINITY;
        };
        let burst = self
            .bursts
            .iter()
            .find(|it| it.from <= sent && sent < it.until);
        let burst = burst.map_or(0.0, |burst| burst.delay);
        let opening = if cold { nth(&draws.cold, n) } else { 0.0 };
        nth(&draws.warm, n) + opening + burst
    }

    /// The part of a cold request that opens the connection.
    pub(super) fn opening(&self, region: usize, n: usize) -> f64 {
        self.regions.get(region).map_or(0.0, |it| nth(&it.cold, n))
    }

    /// The TCP handshake within it.
    pub(super) fn handshake(&self, region: usize, n: usize) -> f64 {
        let [first, second] = self.regions.get(region).map_or([0.0; 2], |it| it.handshake);
        if n.is_multiple_of(2) { first } else { second }
    }

    /// What a clock with steps reads.
    pub(super) fn read(&self, region: usize, n: usize, time: f64) -> f64 {
        self.read_in_steps(region, n, time, self.timer_step)
    }

    /// What a clock with other steps reads: pages that round to whole milliseconds.
    pub(super) fn read_in_steps(&self, region: usize, n: usize, time: f64, step: f64) -> f64 {
        let phase = self.regions.get(region).map_or(0.0, |it| nth(&it.phase, n));
        ((phase * step + time) / step).floor() * step
    }

    /// By how much the slowest region is slower than the best.
    pub(super) fn most_regret(&self) -> f64 {
        let regrets = (0..self.regions.len()).map(|region| self.regret(region));
        regrets.fold(0.0, f64::max)
    }

    /// By how much a region is slower than the best.
    pub(super) fn regret(&self, region: usize) -> f64 {
        let round_trip = |place: usize| self.regions.get(place).map_or(0.0, |it| it.round_trip);
        round_trip(region) - round_trip(self.best)
    }
}

fn nth(draws: &[f64], n: usize) -> f64 {
    draws.get(n % DRAWS).copied().unwrap_or_default()
}

fn law(kind: Noise, floor: f64, last_mile: f64, rng: &mut SmallRng) -> Law {
    let drawn = between(rng, 0.3, 1.0);
    let over = match kind {
        Noise::Alo => 0.3,
        Noise::Ahi => 1.0,
        Noise::A | Noise::B | Noise::C | Noise::D => drawn,
    };
    let (scale, sigma) = match kind {
        Noise::Alo | Noise::A | Noise::Ahi => (1.0, (1.0_f64 + over).ln() / P95),
        Noise::B => {
            let median = 0.08;
            let tail = ((1.0 + median) * (1.0 + over) - 1.0) / median;
            (median, tail.ln() / P95)
        }
        Noise::C | Noise::D => (3.0, last_mile),
    };
    Law {
        floor,
        scale,
        sigma,
        kind,
    }
}

fn bursts(noise: Noise, rng: &mut SmallRng) -> Vec<Burst> {
    let mut bursts = Vec::new();
    let mut from = -500.0;
    while noise == Noise::D && from < 60_000.0 {
        let pause: f64 = Exp1.sample(rng);
        let length: f64 = Exp1.sample(rng);
        from += pause * 2000.0;
        let until = from + length * 300.0;
        let delay = between(rng, 30.0, 150.0);
        bursts.push(Burst { from, until, delay });
        from = until;
    }
    bursts
}
