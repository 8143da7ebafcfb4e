//! Pictures made by code: a textured disc that turns and comes nearer before a sky, as a model does that somebody orbits.

use std::f32::consts::TAU;

use remote_rendering_stream::Picture;

const EDGE: usize = 512;

/// What is seen, once for all pictures of it.
pub(crate) struct Scene {
    texture: Vec<u8>,
}

/// A picture's planes, one after the other.
pub(crate) struct Frame {
    pub(crate) width: u16,
    pub(crate) height: u16,
    pub(crate) planes: Vec<u8>,
}

impl Frame {
    pub(crate) fn picture(&self) -> Picture<'_> {
        Picture::from_planes(self.width, self.height, &self.planes).unwrap()
    }

    /// Everywhere the same.
    pub(crate) fn plain(width: u16, height: u16, (y, u, v): (u8, u8, u8)) -> Self {
        let pixels = usize::from(width) * usize::from(height);
        let mut planes = vec![y; pixels];
        planes.resize(pixels + pixels / 4, u);
        planes.resize(pixels + pixels / 2, v);
        Self {
            width,
            height,
            planes,
        }
    }
}

impl Scene {
    pub(crate) fn new() -> Self {
        let mut texture = vec![0; EDGE * EDGE];
        for (at, texel) in texture.iter_mut().enumerate() {
            let (x, y) = ((at % EDGE) as f32, (at / EDGE) as f32);
            let fine = 0.5 * noise(x / 40.0, y / 40.0) + 0.3 * noise(x / 13.0, y / 13.0);
            *texel = (255.0 * (fine + 0.2 * noise(x / 3.0, y / 3.0))) as u8;
        }
        Self { texture }
    }

    /// The scene at a time, in turns of the disc.
    pub(crate) fn frame(&self, width: u16, height: u16, turns: f32) -> Frame {
        let (wide, high) = (i32::from(width), i32::from(height));
        let zoom = 1.0 + 0.3 * (turns * TAU).sin();
        let (sin, cos) = (turns * TAU / 3.0).sin_cos();
        let unit = 700.0 * 1024.0 / (high as f32 * zoom);
        let (sin, cos) = ((sin * unit) as i32, (cos * unit) as i32);
        let radius = (high as f32 * 0.4 * zoom) as i32;
        let pixel = |x: i32, y: i32| {
            let (x, y) = (x - wide / 2, y - high / 2);
            if x * x + y * y > radius * radius {
                return None;
            }
            let (s, t) = (x * cos - y * sin, x * sin + y * cos);
            Some(self.texel(s, t))
        };
        let mut frame = Frame::plain(width, height, (0, 118, 140));
        let pixels = usize::from(width) * usize::from(height);
        let (luma, chroma) = frame.planes.split_at_mut(pixels);
        for (at, y) in luma.iter_mut().enumerate() {
            let (column, row) = (at as i32 % wide, at as i32 / wide);
            *y = pixel(column, row).unwrap_or(190 - (60 * row / high) as u8);
        }
        let quarter = chroma.len() / 2;
        let (blue, red) = chroma.split_at_mut(quarter);
        for (at, (u, v)) in blue.iter_mut().zip(red).enumerate() {
            let (column, row) = (at as i32 % (wide / 2), at as i32 / (wide / 2));
            if let Some(texel) = pixel(column * 2, row * 2) {
                (*u, *v) = (118 + texel / 16, 140 - texel / 16);
            }
        }
        frame
    }

    /// Between four texels; the place in 1024ths of one.
    fn texel(&self, s: i32, t: i32) -> u8 {
        let (column, row) = (s >> 10, t >> 10);
        let (right, down) = (s & 1023, t & 1023);
        let at = |column: i32, row: i32| {
            let (column, row) = (column as usize % EDGE, row as usize % EDGE);
            i32::from(self.texture[row * EDGE + column])
        };
        let above = at(column, row) * (1024 - right) + at(column + 1, row) * right;
        let below = at(column, row + 1) * (1024 - right) + at(column + 1, row + 1) * right;
        ((above / 1024 * (1024 - down) + below / 1024 * down) / 1024) as u8
    }
}

fn noise(x: f32, y: f32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let (right, down) = (x - column, y - row);
    let at = |column: f32, row: f32| {
        let mut hash =
            (column as u32).wrapping_mul(0x9E37_79B1) ^ (row as u32).wrapping_mul(0x85EB_CA77);
        hash ^= hash >> 15;
        hash = hash.wrapping_mul(0x2C1B_3C6D);
        (hash >> 24) as f32 / 255.0
    };
    let above = at(column, row) * (1.0 - right) + at(column + 1.0, row) * right;
    let below = at(column, row + 1.0) * (1.0 - right) + at(column + 1.0, row + 1.0) * right;
    above * (1.0 - down) + below * down
}

/// How alike two planes are, in decibels; the second has rows of `stride` bytes.
pub(crate) fn psnr(wanted: &[u8], width: usize, found: &[u8], stride: usize) -> f64 {
    let rows = wanted.chunks_exact(width).zip(found.chunks(stride));
    let pairs = rows.flat_map(|(wanted, found)| wanted.iter().zip(found));
    let errors = pairs.map(|(wanted, found)| f64::from(wanted.abs_diff(*found)).powi(2));
    let mean = errors.sum::<f64>() / wanted.len() as f64;
    10.0 * (255.0 * 255.0 / mean.max(1e-6)).log10()
}
