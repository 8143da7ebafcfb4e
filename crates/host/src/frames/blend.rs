//! Smooth edges for a picture that rests.

use glam::Vec2;

/// The mean of pictures of one view, each moved by another part of a pixel.
///
/// Several samples for each pixel would be ready at once, and a device that moves meanwhile would wait for all of them. These come
/// one by one, so that it waits for one at most; and they smooth textures and reflections as well as edges.
#[derive(Debug, Default)]
pub(super) struct Blend {
    /// For each byte of the picture, the sum over all that were added.
    sums: Vec<u16>,
    count: u8,
}

impl Blend {
    /// How many pictures there are at most.
    const PICTURES: u8 = 8;

    /// By how many pixels the next picture is to be moved; none if there are enough.
    pub(super) fn shift(&self) -> Option<Vec2> {
        let number = u32::from(self.count) + 1;
        (self.count < Self::PICTURES).then(|| Vec2::new(halton(number, 2), halton(number, 3)) - 0.5)
    }

    /// Adds a picture of the same size, and makes it the mean of all.
    pub(super) fn add(&mut self, bytes: &mut [u8]) {
        self.sums.resize(bytes.len(), 0);
        self.count += 1;
        let count = u16::from(self.count);
        for (sum, byte) in self.sums.iter_mut().zip(bytes) {
            *sum += u16::from(*byte);
            *byte = u8::try_from((*sum + count / 2) / count).unwrap_or(u8::MAX);
        }
    }
}

/// Numbers from 0 to 1 that lie evenly, however many there are (Halton's sequence).
fn halton(mut number: u32, base: u8) -> f32 {
    let (mut found, mut part) = (0.0, 1.0);
    while number > 0 {
        part /= f32::from(base);
        let digit = u8::try_from(number % u32::from(base)).unwrap_or_default();
        found += part * f32::from(digit);
        number /= u32::from(base);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_becomes_the_mean_of_all() {
        let mut blend = Blend::default();
        let mut shown = vec![10, 255, 0];
        blend.add(&mut shown);
        assert_eq!(shown, [10, 255, 0]);
        let mut next = vec![20, 255, 1];
        blend.add(&mut next);
        assert_eq!(next, [15, 255, 1]);
        let mut last = vec![0, 255, 0];
        blend.add(&mut last);
        assert_eq!(last, [10, 255, 0]);
    }

    #[test]
    fn the_shifts_surround_the_middle_of_a_pixel() {
        let mut blend = Blend::default();
        let mut shifts = Vec::new();
        while let Some(shift) = blend.shift() {
            assert!(shift.abs().max_element() <= 0.5, "{shift}");
            shifts.push(shift);
            blend.add(&mut [255]);
        }
        assert_eq!(shifts.len(), 8);
        let mean = shifts.iter().sum::<Vec2>() / 8.0;
        assert!(mean.length() < 0.1, "{mean}");
        // Each quarter of the pixel has some.
        for corner in [
            Vec2::ONE,
            Vec2::NEG_ONE,
            Vec2::new(1.0, -1.0),
            Vec2::new(-1.0, 1.0),
        ] {
            assert!(
                shifts
                    .iter()
                    .any(|shift| (*shift * corner).min_element() > 0.0),
                "{corner}"
            );
        }
    }
}
