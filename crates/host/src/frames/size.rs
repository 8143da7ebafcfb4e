//! The size of a picture.

use remote_rendering_stream::Picture;

/// The largest picture of a wanted shape that can be encoded, and not larger than wanted: both sides are even.
pub(super) fn fitting((width, height): (u16, u16)) -> (u16, u16) {
    let (width, height) = (f32::from(width.max(1)), f32::from(height.max(1)));
    let (long, short) = (width.max(height), width.min(height));
    let room = f32::from(Picture::LONGEST) / long;
    let factor = room.min(f32::from(Picture::LONGEST_SHORT) / short).min(1.0);
    (even(width * factor), even(height * factor))
}

/// The even number below, as long as an encoder takes it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to 65535"
)]
fn even(side: f32) -> u16 {
    let whole = side.round() as u16 & !1;
    whole.max(Picture::SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_is_made_to_fit() {
        for (wanted, expected) in [
            ((1280, 720), (1280, 720)),
            ((1281, 721), (1280, 720)),
            ((0, 0), (16, 16)),
            ((1, 5000), (16, 3840)),
            ((3840, 2160), (3840, 2160)),
            ((2160, 3840), (2160, 3840)),
            ((7680, 4320), (3840, 2160)),
            ((5000, 5000), (2160, 2160)),
            ((u16::MAX, u16::MAX), (2160, 2160)),
            ((u16::MAX, 1), (3840, 16)),
        ] {
            assert_eq!(fitting(wanted), expected, "{wanted:?}");
        }
    }
}
