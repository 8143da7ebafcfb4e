//! The light: a sky that is the same in all directions of the compass, and a sun.
//!
//! What one sees of such a sky depends on the elevation alone. So does what a surface reflects of
//! it, which is why a table of elevation and roughness does here what takes a cube map elsewhere: it
//! is read in one step, which counts where the processor renders, and has no seams.

use glam::{Vec2, Vec3};
use half::f16;
use std::f32::consts::{PI, TAU};

/// Elevations of the table.
pub(crate) const COLUMNS: u32 = 128;
/// Roughnesses of the table: from 0 in the first row to 1 in the last.
pub(crate) const ROWS: u32 = 16;

/// Directions that are looked at for each entry of the table, all to one side: the other is the same.
const SAMPLES: u32 = 128;

/// Where the sun is: to the right, above and in front of who looks along -z.
pub(crate) fn sun_direction() -> Vec3 {
    Vec3::new(0.45, 0.75, 0.55).normalize()
}

/// What a white surface that faces the sun scatters of its light.
pub(crate) const SUN: Vec3 = Vec3::new(1.02, 0.98, 0.91);

/// What comes from an elevation, whose sine is `y`: radiance, of which 1 is white on the screen.
///
/// As in a photographer's studio: a ring of lamps half way up, a dim ceiling, and a floor that gives little back. What is
/// all around equally bright shows no shape.
fn radiance(y: f32) -> Vec3 {
    let lamps = Vec3::new(1.20, 1.22, 1.25);
    let ceiling = Vec3::new(0.64, 0.69, 0.77);
    let horizon = Vec3::new(0.50, 0.53, 0.58);
    let floor = Vec3::new(0.36, 0.36, 0.36);
    let nadir = Vec3::new(0.11, 0.11, 0.112);
    let wall = horizon.lerp(ceiling, y.max(0.0));
    let above = wall.lerp(lamps, smooth(0.18, 0.45, y) * (1.0 - smooth(0.72, 0.95, y)));
    let below = floor.lerp(nadir, 1.0 - (1.0 + y.min(0.0)).powf(1.4));
    // Haze, so that the horizon is no hard edge.
    below.lerp(above, smooth(-0.06, 0.06, y))
}

/// From 0 to 1 between two numbers, without an edge.
fn smooth(from: f32, to: f32, number: f32) -> f32 {
    let part = ((number - from) / (to - from)).clamp(0.0, 1.0);
    part * part * (3.0 - 2.0 * part)
}

/// The table, row by row, as linear RGBA. An entry is what a mirror of that roughness shows when
/// what it reflects comes from that elevation. The shader finds the column of an elevation in
/// `sky_light`: they are densest at the horizon.
pub(crate) fn table() -> Vec<[f16; 4]> {
    let entry = |row: u32, column: u32| {
        let across = share(column, COLUMNS - 1) * 2.0 - 1.0;
        let elevation = across * across.abs();
        let color = reflected(elevation, share(row, ROWS - 1));
        color.extend(1.0).to_array().map(f16::from_f32)
    };
    (0..ROWS)
        .flat_map(|row| (0..COLUMNS).map(move |column| entry(row, column)))
        .collect()
}

/// The mean of the sky around a direction, as the microfacets of GGX spread it.
fn reflected(elevation: f32, roughness: f32) -> Vec3 {
    if roughness == 0.0 {
        return radiance(elevation);
    }
    let spread = roughness.powi(4);
    let flat = (1.0 - elevation * elevation).max(0.0).sqrt();
    let normal = Vec3::new(flat, elevation, 0.0);
    let (across, along) = (Vec3::new(-elevation, flat, 0.0), Vec3::Z);
    let mut sum = Vec3::ZERO;
    let mut weights = 0.0;
    for sample in 0..SAMPLES {
        let place = Vec2::new(
            (share(sample, SAMPLES)) + 0.5 / 64.0,
            van_der_corput(sample),
        );
        let cosine = ((1.0 - place.y) / (1.0 + (spread - 1.0) * place.y)).sqrt();
        let sine = (1.0 - cosine * cosine).max(0.0).sqrt();
        let (turn_sine, turn_cosine) = (place.x * PI).sin_cos();
        let facet = across * (sine * turn_cosine) + along * (sine * turn_sine) + normal * cosine;
        let from = facet * (2.0 * normal.dot(facet)) - normal;
        let weight = normal.dot(from);
        if weight > 0.0 {
            sum += radiance(from.y.clamp(-1.0, 1.0)) * weight;
            weights += weight;
        }
    }
    sum / f32::max(weights, 1e-6)
}

/// What a white matt surface scatters of the sky: the factors of 1, y and y² of its normal. They
/// are spherical harmonics of three bands, of which a sky that depends on y alone leaves three.
pub(crate) fn scattered() -> [Vec3; 3] {
    const STEPS: u32 = 256;
    let (mut mean, mut slope, mut bend) = (Vec3::ZERO, Vec3::ZERO, Vec3::ZERO);
    for step in 0..STEPS {
        let y = share(2 * step + 1, STEPS) - 1.0;
        let part = radiance(y) * (TAU * share(2, STEPS));
        mean += part * 0.282_095;
        slope += part * (0.488_603 * y);
        bend += part * (0.315_392 * (3.0 * y * y - 1.0));
    }
    // What the cosine leaves of each band, over π.
    let mean = mean * 0.282_095;
    let slope = slope * (0.488_603 * 2.0 / 3.0);
    let bend = bend * (0.315_392 / 4.0);
    [mean - bend, slope, bend * 3.0]
}

/// A number's bits in reverse, as a number from 0 to 1.
fn van_der_corput(number: u32) -> f32 {
    share(number.reverse_bits() >> 8, 1 << 24)
}

#[expect(clippy::cast_precision_loss, reason = "both are 2^24 at most")]
fn share(part: u32, whole: u32) -> f32 {
    part as f32 / whole as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean over all directions that a surface sees, one by one.
    fn counted(normal: Vec3) -> Vec3 {
        let (mut sum, mut weights) = (Vec3::ZERO, 0.0);
        for row in 0..200 {
            let y = (share(row, 200) + 0.0025) * 2.0 - 1.0;
            let flat = (1.0 - y * y).sqrt();
            for side in 0..100 {
                let turn = share(side, 100) * TAU;
                let from = Vec3::new(flat * turn.cos(), y, flat * turn.sin());
                let weight = normal.dot(from).max(0.0);
                sum += radiance(y) * weight;
                weights += weight;
            }
        }
        sum / weights
    }

    #[test]
    fn a_matt_surface_scatters_the_mean_of_what_it_sees() {
        let [constant, linear, square] = scattered();
        for normal in [Vec3::Y, Vec3::NEG_Y, Vec3::X, Vec3::new(0.6, 0.8, 0.0)] {
            let fitted = constant + linear * normal.y + square * (normal.y * normal.y);
            let distance = (fitted - counted(normal)).abs().max_element();
            assert!(distance < 0.02, "{normal}: off by {distance}");
        }
    }

    #[test]
    fn a_mirror_shows_the_sky_and_a_rough_one_a_blurred_one() {
        assert_eq!(reflected(0.5, 0.0), radiance(0.5));
        let step =
            |roughness: f32| (reflected(0.1, roughness) - reflected(-0.1, roughness)).length();
        assert!(step(0.0) > step(0.3) && step(0.3) > step(0.6) && step(0.6) > step(1.0));
    }
}
