//! What is looked at, and over which way.

use super::way::Link;

/// A model that is looked at over a way.
#[derive(Debug)]
pub(super) struct Look {
    /// What a person asks for.
    pub(super) part: &'static str,
    /// What the figures are called.
    pub(super) name: &'static str,
    pub(super) link: Link,
    pub(super) model: &'static str,
    /// How small moving pictures may become.
    pub(super) smallest_scale: Option<f64>,
    /// What a camera took to its picture on screen by the prototype that was measured before this host: by WebRTC and by
    /// WebSocket, in milliseconds.
    pub(super) prototype_ms: Option<[f64; 2]>,
    /// Whether the picture is watched at rest, too.
    pub(super) rests: bool,
}

/// How many triangles the models have: as many as the prototype's.
pub(super) const TRIANGLES: &str = "100352";

const TERRAIN: Look = Look {
    part: "",
    name: "",
    link: Link::LOCALHOST,
    model: "file:bench/terrain.glb",
    smallest_scale: None,
    prototype_ms: None,
    rests: false,
};

/// The looks that are measured, the best ways first.
pub(super) const LOOKS: &[Look] = &[
    Look {
        part: "localhost",
        name: "localhost",
        rests: true,
        ..TERRAIN
    },
    // As the prototype did: a bumpy sphere with one texture of 512 x 512, 1280 x 720 pixels however long they take, on two
    // processors that renderer, encoder and browser share. It had one light, where this host has a sky.
    Look {
        part: "full",
        name: "localhost, full size",
        model: "file:bench/sphere.glb",
        smallest_scale: Some(1.0),
        prototype_ms: Some([151.0, 141.0]),
        ..TERRAIN
    },
    Look {
        part: "far",
        name: "25 ms each way",
        link: Link::FAR,
        ..TERRAIN
    },
    Look {
        part: "lossy",
        name: "25 ms, 1 % lost",
        link: Link::LOSSY,
        ..TERRAIN
    },
    Look {
        part: "bad",
        name: "25 ms, 3 % lost",
        link: Link::BAD,
        ..TERRAIN
    },
    Look {
        part: "narrow",
        name: "25 ms, 4 Mbit/s",
        link: Link::NARROW,
        ..TERRAIN
    },
];
