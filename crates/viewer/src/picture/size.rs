//! How large a picture is wanted.

/// The largest picture that a host makes.
const LARGEST: (f64, f64) = (3840.0, 2160.0);

/// Smaller ones are not encoded.
const SMALLEST: f64 = 16.0;

/// The size for an element of so many CSS pixels: the device's own pixels, even since two by two share their colour, and in
/// the element's shape where that is larger than can be had.
pub(crate) fn wanted(width: f64, height: f64, pixel_ratio: f64) -> Option<(u16, u16)> {
    let (width, height) = (width * pixel_ratio, height * pixel_ratio);
    let is_there = |length: f64| length.is_finite() && length >= 1.0;
    if !is_there(width) || !is_there(height) {
        return None;
    }
    let scale = (LARGEST.0 / width).min(LARGEST.1 / height).min(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between the smallest and the largest"
    )]
    let even = |length: f64| ((length * scale).max(SMALLEST) / 2.0).round() as u16 * 2;
    Some((even(width), even(height)))
}
