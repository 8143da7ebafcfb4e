/// Whether a picture that stands still becomes better by another frame.
///
/// While a picture moves, its frames are as coarse as the way asks for. When it stops, the same picture is encoded again
/// and again, each time finer, until it is sharp; then nothing is sent any more.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sharpening {
    /// The finest quantizer since something moved.
    finest: Option<u8>,
    /// How many frames have come since then that were no finer.
    no_finer: u8,
    frames: u8,
}

/// What to do after a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharpness {
    /// The picture is wanted again, finer, if nothing has moved until then.
    Again,
    /// It will not become any better: nothing is sent until something moves.
    Sharp,
}

impl Sharpening {
    /// From this quantizer on nobody sees a difference.
    pub const SHARP: u8 = 22;

    /// How many frames in a row may be no finer than the finest before: then the encoder goes no further.
    const PATIENCE: u8 = 8;

    /// How many frames a still picture gets at most: two seconds' worth.
    const FRAMES: u8 = 60;

    /// What to do after a frame: with which quantizer it was encoded, whether anything has moved since the frame before,
    /// and whether the next would show the same picture. A frame that something moved in is never the last.
    pub fn next(&mut self, quantizer: u8, moved: bool, whole: bool) -> Sharpness {
        if moved || !whole {
            *self = Self::default();
            return Sharpness::Again;
        }
        self.frames = self.frames.saturating_add(1);
        if self.finest.is_none_or(|finest| quantizer < finest) {
            self.finest = Some(quantizer);
            self.no_finer = 0;
        } else {
            self.no_finer += 1;
        }
        let done = quantizer <= Self::SHARP
            || self.no_finer >= Self::PATIENCE
            || self.frames >= Self::FRAMES;
        if done {
            return Sharpness::Sharp;
        }
        Sharpness::Again
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many frames a still picture gets.
    fn frames(mut sharpening: Sharpening, quantizers: impl IntoIterator<Item = u8>) -> usize {
        let mut next = |quantizer| sharpening.next(quantizer, false, true);
        let quantizers = quantizers.into_iter();
        let frames = quantizers.take_while(|quantizer| next(*quantizer) == Sharpness::Again);
        frames.count() + 1
    }

    #[test]
    fn a_picture_is_encoded_until_it_is_sharp() {
        let cases: [(&[u8], usize); 4] = [
            (&[20], 1),
            (&[36, 33, 31, 29, 27, 25, 23, 22, 16], 8),
            // An encoder that cannot do better is not asked for ever.
            (&[30; 80], 9),
            // One that takes it slowly has its time.
            (&[30, 30, 30, 30, 30, 29, 29, 29, 29, 29, 22, 16], 11),
        ];
        for (quantizers, wanted) in cases {
            let found = frames(Sharpening::default(), quantizers.iter().copied());
            assert_eq!(found, wanted, "{quantizers:?}");
        }
        let waves = (0..255).map(|number| 51 - number / 8 % 28);
        assert_eq!(frames(Sharpening::default(), waves), 60);
    }

    #[test]
    fn what_moves_or_is_small_is_never_the_last() {
        let mut sharpening = Sharpening::default();
        for _ in 0..100 {
            assert_eq!(sharpening.next(16, true, true), Sharpness::Again);
            assert_eq!(sharpening.next(16, false, false), Sharpness::Again);
        }
        assert_eq!(sharpening.next(16, false, true), Sharpness::Sharp);
    }
}
