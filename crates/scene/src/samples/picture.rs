//! Pictures for textures.

use glam::{IVec2, Vec2, Vec3};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::shape::real;

/// A square picture in PNG; `color` gives linear numbers from 0 to 1 for places from 0 to 1.
pub(super) fn png(size: u32, color: impl Fn(Vec2) -> [f32; 4]) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..size {
        for x in 0..size {
            let place = (Vec2::new(real(x), real(y)) + 0.5) / real(size);
            pixels.extend(color(place).map(byte));
        }
    }
    let mut file = Vec::new();
    let encoder = PngEncoder::new(&mut file);
    let written = encoder.write_image(&pixels, size, size, ExtendedColorType::Rgba8);
    // Writing into memory fails for sizes that do not fit alone.
    debug_assert!(written.is_ok());
    file
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within 0 and 255"
)]
pub(super) fn byte(part: f32) -> u8 {
    (part.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// Numbers from 0 to 1 that look random, smooth between whole places, and repeat after `period`.
pub(super) fn noise(place: Vec2, period: i32) -> f32 {
    let corner = place.floor();
    let within = place - corner;
    let smooth = within * within * (Vec2::splat(3.0) - 2.0 * within);
    let at = |x: i32, y: i32| {
        let place = corner.as_ivec2() + IVec2::new(x, y);
        hash(place.rem_euclid(IVec2::splat(period.max(1))))
    };
    let above = at(0, 0) + (at(1, 0) - at(0, 0)) * smooth.x;
    let below = at(0, 1) + (at(1, 1) - at(0, 1)) * smooth.x;
    above + (below - above) * smooth.y
}

/// Noise with finer noise on top, from 0 to 1.
pub(super) fn fractal(place: Vec2, period: i32, octaves: u32) -> f32 {
    let (mut sum, mut most) = (0.0, 0.0);
    for octave in 0..octaves {
        let finer = 1 << octave;
        let weight = 0.5_f32.powi(i32::try_from(octave).unwrap_or_default());
        let scale = real(finer);
        let period = period.saturating_mul(i32::try_from(finer).unwrap_or(1));
        sum += weight * noise(place * scale, period);
        most += weight;
    }
    sum / most
}

/// A normal map of a height: how high the surface is at places from 0 to 1.
pub(super) fn normal_map(size: u32, depth: f32, height: impl Fn(Vec2) -> f32) -> Vec<u8> {
    let step = 1.0 / real(size);
    png(size, |place| {
        let slope = |by: Vec2| (height(place + by) - height(place - by)) * depth / (2.0 * step);
        // Green points up, against v.
        let (along, down) = (slope(Vec2::X * step), slope(Vec2::Y * step));
        let normal = Vec3::new(-along, down, 1.0).normalize();
        (normal * 0.5 + 0.5).extend(1.0).into()
    })
}

#[expect(clippy::cast_sign_loss, reason = "only the bits matter")]
fn hash(place: IVec2) -> f32 {
    let mut bits =
        (place.x as u32).wrapping_mul(0x9E37_79B1) ^ (place.y as u32).wrapping_mul(0x85EB_CA77);
    bits = (bits ^ (bits >> 15)).wrapping_mul(0x2C1B_3C6D);
    bits = (bits ^ (bits >> 12)).wrapping_mul(0x297A_2D39);
    real((bits ^ (bits >> 15)) & 0xFFFF) / 65535.0
}
