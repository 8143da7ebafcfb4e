use std::time::Duration;

/// How long answers took.
#[derive(Clone, Debug, Default)]
pub struct Latencies {
    /// Microseconds: four bytes each hold an hour, and millions fit into memory.
    microseconds: Vec<u32>,
}

impl Latencies {
    /// Adds one.
    pub fn add(&mut self, took: Duration) {
        self.microseconds
            .push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
    }

    /// Adds all of another.
    pub fn append(&mut self, mut other: Self) {
        self.microseconds.append(&mut other.microseconds);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.microseconds.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.microseconds.is_empty()
    }

    /// The time within which so many thousandths of the answers came: 500 is the median, 1000 the
    /// longest. Zero if there is none.
    pub fn within(&mut self, thousandths: usize) -> Duration {
        self.microseconds.sort_unstable();
        let place = (self.len() * thousandths).div_ceil(1000).max(1) - 1;
        let found = self.microseconds.get(place).copied();
        Duration::from_micros(found.unwrap_or_default().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_members() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.within(500), Duration::ZERO);
        for millisecond in (1..=100).rev() {
            latencies.add(Duration::from_millis(millisecond));
        }
        for (thousandths, milliseconds) in [(0, 1), (500, 50), (990, 99), (1000, 100)] {
            assert_eq!(
                latencies.within(thousandths),
                Duration::from_millis(milliseconds)
            );
        }
    }
}
