//! Animations and skins.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Animation {
    pub(crate) channels: Vec<Channel>,
    pub(crate) samplers: Vec<AnimationSampler>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Channel {
    pub(crate) sampler: u32,
    pub(crate) target: Target,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    /// None where an extension says what is moved.
    pub(crate) node: Option<u32>,
    pub(crate) path: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AnimationSampler {
    pub(crate) input: u32,
    pub(crate) output: u32,
    pub(crate) interpolation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Skin {
    pub(crate) inverse_bind_matrices: Option<u32>,
    pub(crate) joints: Vec<u32>,
}
