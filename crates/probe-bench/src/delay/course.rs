use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use rand::{SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};

use serde::Serialize;

use super::{LastMile, Noise, Way};

/// How far away ten regions are, in milliseconds: three near ones close to each other, and the rest of the world.
pub const LAYOUT: [f64; 10] = [
    18.0, 24.0, 26.0, 45.0, 80.0, 90.0, 120.0, 150.0, 180.0, 240.0,
];

/// Which region is how far away in one race.
#[derive(Debug)]
pub struct Course {
    noise: Noise,
    seed: [u64; 2],
    last_mile: LastMile,
    hosts: Vec<Host>,
    places: HashMap<String, usize>,
    late: Mutex<Vec<f64>>,
}

#[derive(Debug)]
struct Host {
    base_ms: f64,
    connections: AtomicU32,
}

impl Course {
    /// The course of a race between these hosts: the bases of [`LAYOUT`] in an order of the race's own. The same seed and
    /// race give the same course, and the same draws for the same connections.
    pub fn new(noise: Noise, seed: u64, race: u64, hosts: Vec<String>) -> Self {
        let mut draws = draws([seed, race], 0, 0);
        let mut bases: Vec<f64> = LAYOUT.iter().copied().cycle().take(hosts.len()).collect();
        bases.shuffle(&mut draws);
        Self::with_bases(noise, [seed, race], hosts.into_iter().zip(bases))
    }

    /// A course without regions: nothing is at a distance.
    pub fn nowhere() -> Self {
        Self::with_bases(Noise::Exact, [0, 0], [])
    }

    /// A course with the bases given.
    pub fn with_bases(
        noise: Noise,
        seed: [u64; 2],
        hosts: impl IntoIterator<Item = (String, f64)>,
    ) -> Self {
        let mut course = Self {
            noise,
            seed,
            last_mile: LastMile::draw(&mut draws(seed, 0, 1)),
            hosts: Vec::new(),
            places: HashMap::new(),
            late: Mutex::default(),
        };
        for (name, base_ms) in hosts {
            course.places.insert(name, course.hosts.len());
            course.hosts.push(Host {
                base_ms,
                connections: AtomicU32::new(0),
            });
        }
        course
    }

    /// The way of a new connection; `None` for what is no region: that is at no distance.
    pub fn way_to(&self, host: &str) -> Option<Way> {
        let place = *self.places.get(host)?;
        let host = self.hosts.get(place)?;
        let connection = host.connections.fetch_add(1, Ordering::Relaxed);
        let region = 1 + u32::try_from(place).unwrap_or(u32::MAX);
        Some(Way::new(
            self.noise,
            host.base_ms,
            self.last_mile,
            draws(self.seed, region, 0),
            draws(self.seed, region, 1 + connection),
        ))
    }

    /// The bases in the order of the hosts, in milliseconds.
    pub fn bases(&self) -> Vec<f64> {
        self.hosts.iter().map(|host| host.base_ms).collect()
    }

    /// How many connections each host had.
    pub fn connections(&self) -> Vec<u32> {
        let count = |host: &Host| host.connections.load(Ordering::Relaxed);
        self.hosts.iter().map(count).collect()
    }

    /// Notes that something arrived so much later than it should have.
    pub fn note_late(&self, late: Duration) {
        let mut all = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(late.as_secs_f64() * 1000.0);
    }

    /// By how much the delays of this race were too long: it tells whether the machine had something else to do.
    pub fn lateness(&self) -> Excess {
        let all = self.late.lock().unwrap_or_else(PoisonError::into_inner);
        Excess::of(all.clone())
    }
}

/// By how much times are longer than they should be, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Excess {
    /// In the middle.
    pub median: f64,
    /// At times.
    pub p95: f64,
}

impl Excess {
    /// Of so many times; of none, nothing was too long.
    pub(super) fn of(mut all: Vec<f64>) -> Self {
        all.sort_by(f64::total_cmp);
        let at = |percent: usize| all.get(all.len() * percent / 100);
        let at = |percent| at(percent).copied().unwrap_or_default();
        Self {
            median: at(50),
            p95: at(95),
        }
    }
}

/// Random numbers of their own for each region and connection: what one does changes nothing for another.
fn draws([seed, race]: [u64; 2], region: u32, connection: u32) -> StdRng {
    let mut bytes = [0; 32];
    let words = [seed, race, u64::from(region), u64::from(connection)];
    for (chunk, word) in bytes.chunks_exact_mut(8).zip(words) {
        chunk.copy_from_slice(&word.to_le_bytes());
    }
    StdRng::from_seed(bytes)
}
