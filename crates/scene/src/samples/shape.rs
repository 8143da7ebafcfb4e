//! Shapes of triangles.

use glam::{Vec2, Vec3};
use std::f32::consts::{PI, TAU};

/// Vertices and a list of triangles.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    pub(super) positions: Vec<[f32; 3]>,
    pub(super) normals: Vec<[f32; 3]>,
    pub(super) uvs: Vec<[f32; 2]>,
    /// Linear RGBA; none, or one for each vertex.
    pub(super) colors: Vec<[u8; 4]>,
    pub(super) indices: Vec<u32>,
}

/// A count as a number to calculate with; all are small.
#[expect(clippy::cast_precision_loss, reason = "far below 2^24")]
pub(super) fn real(count: u32) -> f32 {
    count as f32
}

/// The direction from the middle of a sphere to a place of its texture.
pub(super) fn direction(uv: Vec2) -> Vec3 {
    let (along, down) = (uv.x * TAU, uv.y * PI);
    Vec3::new(
        along.cos() * down.sin(),
        down.cos(),
        -along.sin() * down.sin(),
    )
}

impl Shape {
    pub(super) fn vertex(&mut self, position: Vec3, normal: Vec3, uv: Vec2) -> u32 {
        self.positions.push(position.into());
        self.normals.push(normal.normalize_or(Vec3::Y).into());
        self.uvs.push(uv.into());
        u32::try_from(self.positions.len() - 1).unwrap_or(u32::MAX)
    }

    /// The quad `a`, `b`, `c`, `d`, counter-clockwise.
    pub(super) fn quad(&mut self, [a, b, c, d]: [u32; 4]) {
        self.indices.extend([a, b, c, a, c, d]);
    }

    /// Joins the vertices, which are those of a grid row by row from above, to so many rows and columns of quads.
    pub(super) fn grid(&mut self, rows: u32, columns: u32) {
        for row in 0..rows {
            for column in 0..columns {
                let above = row * (columns + 1) + column;
                let below = above + columns + 1;
                self.quad([above, below, below + 1, above + 1]);
            }
        }
    }

    /// A flat quad with a normal of its own.
    pub(super) fn flat_quad(&mut self, corners: [Vec3; 4], uvs: [Vec2; 4]) {
        let [a, b, c, d] = corners;
        let normal = (c - a).cross(d - b);
        let [ua, ub, uc, ud] = uvs;
        let quad = [(a, ua), (b, ub), (c, uc), (d, ud)];
        let quad = quad.map(|(corner, uv)| self.vertex(corner, normal, uv));
        self.quad(quad);
    }

    /// A card of one metre in the plane of x and y, seen from +z.
    pub(super) fn card() -> Self {
        let mut card = Self::default();
        let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)];
        card.flat_quad(
            corners.map(|(x, y)| Vec3::new(x, y, 0.0)),
            corners.map(|(x, y)| Vec2::new(x + 0.5, 0.5 - y)),
        );
        card
    }

    /// A sphere, with `rings` quads from pole to pole and twice as many around.
    pub(super) fn sphere(radius: f32, rings: u32) -> Self {
        let mut sphere = Self::default();
        let around = 2 * rings;
        for ring in 0..=rings {
            for side in 0..=around {
                let uv = Vec2::new(real(side) / real(around), real(ring) / real(rings));
                let normal = direction(uv);
                sphere.vertex(normal * radius, normal, uv);
            }
        }
        sphere.grid(rings, around);
        sphere
    }

    /// A box around the origin.
    pub(super) fn cuboid(size: Vec3) -> Self {
        let mut cuboid = Self::default();
        let half = size * 0.5;
        for (normal, right) in [
            (Vec3::X, Vec3::NEG_Z),
            (Vec3::NEG_X, Vec3::Z),
            (Vec3::Y, Vec3::X),
            (Vec3::NEG_Y, Vec3::X),
            (Vec3::Z, Vec3::X),
            (Vec3::NEG_Z, Vec3::NEG_X),
        ] {
            let up = normal.cross(right);
            let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
            cuboid.flat_quad(
                corners.map(|(x, y)| (normal + right * x + up * y) * half),
                corners.map(|(x, y)| {
                    let side = Vec2::new(right.dot(size).abs(), up.dot(size).abs());
                    Vec2::new(x, -y) * side * 0.5
                }),
            );
        }
        cuboid
    }

    /// What lies between two closed outlines around the axis y, from the height 0 to `height`. Each
    /// outline has an angle and a radius for every point, and both have the same points.
    pub(super) fn ring(outer: &[(f32, f32)], inner: &[(f32, f32)], height: f32) -> Self {
        let mut ring = Self::default();
        let at = |(angle, radius): (f32, f32), y: f32| {
            Vec3::new(angle.cos() * radius, y, -angle.sin() * radius)
        };
        let flat = |point: Vec3| Vec2::new(point.x, point.z);
        let steps = outer.len().min(inner.len());
        let mut way = 0.0;
        for step in 0..steps {
            let next = (step + 1) % steps;
            let (out, out_next) = (outer[step], outer[next]);
            let (low, high) = (inner[step], inner[next]);
            let top = [
                at(low, height),
                at(out, height),
                at(out_next, height),
                at(high, height),
            ];
            ring.flat_quad(top, top.map(flat));
            let under = [at(out, 0.0), at(low, 0.0), at(high, 0.0), at(out_next, 0.0)];
            ring.flat_quad(under, under.map(flat));
            let length = at(out, 0.0).distance(at(out_next, 0.0));
            let wall = [
                (way, height),
                (way + length, height),
                (way + length, 0.0),
                (way, 0.0),
            ];
            let mut wall = wall.map(Vec2::from);
            wall.swap(1, 3);
            let side = [
                at(out, height),
                at(out, 0.0),
                at(out_next, 0.0),
                at(out_next, height),
            ];
            ring.flat_quad(side, wall);
            let side = [
                at(low, 0.0),
                at(low, height),
                at(high, height),
                at(high, 0.0),
            ];
            wall.swap(0, 1);
            wall.swap(2, 3);
            ring.flat_quad(side, wall);
            way += length;
        }
        ring
    }
}
