//! Textures: how an image is read between its texels and beyond its edges.

use crate::ModelError;
use crate::accessor::get;
use crate::document::{self, Document};
use crate::error::{At, invalid};
use crate::ids::{ImageId, Selection, TextureId};

/// An image with the way to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texture {
    /// The image.
    pub image: ImageId,
    /// The way to read it.
    pub sampler: Sampler,
}

/// How a texture is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sampler {
    /// Between texels that are larger than pixels.
    pub magnify: Filter,
    /// Between texels that are smaller than pixels.
    pub minify: Filter,
    /// Between the mipmaps; without it there are none.
    pub mipmap: Option<Filter>,
    /// Beyond the left and the right edge.
    pub wrap_u: Wrap,
    /// Beyond the upper and the lower edge.
    pub wrap_v: Wrap,
}

impl Default for Sampler {
    fn default() -> Self {
        Self {
            magnify: Filter::Linear,
            minify: Filter::Linear,
            mipmap: Some(Filter::Linear),
            wrap_u: Wrap::Repeat,
            wrap_v: Wrap::Repeat,
        }
    }
}

/// What is read between two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Filter {
    /// The nearest.
    Nearest,
    /// Some of both.
    Linear,
}

/// What is read beyond an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wrap {
    /// The image from its other edge on.
    Repeat,
    /// The image back again.
    Mirror,
    /// The edge.
    Clamp,
}

/// Reads the textures that are drawn, and says which images they want.
pub(crate) fn read(
    document: &Document,
    textures: &Selection<TextureId>,
    images: &mut Selection<ImageId>,
) -> Result<Vec<Texture>, ModelError> {
    let read = textures.originals().map(|index| {
        let texture = get(&document.textures, index, "texture")?;
        texture_of(document, texture, images).at(|| format!("texture {index}"))
    });
    read.collect()
}

fn texture_of(
    document: &Document,
    texture: &document::Texture,
    images: &mut Selection<ImageId>,
) -> Result<Texture, ModelError> {
    let source = texture.source.ok_or_else(|| invalid("has no image"))?;
    get(&document.images, source, "image")?;
    let sampler = match texture.sampler {
        Some(index) => {
            let sampler = get(&document.samplers, index, "sampler")?;
            sampler_of(sampler).at(|| format!("sampler {index}"))?
        }
        None => Sampler::default(),
    };
    Ok(Texture {
        image: images.id(source),
        sampler,
    })
}

fn sampler_of(sampler: &document::Sampler) -> Result<Sampler, ModelError> {
    use Filter::{Linear, Nearest};
    let unknown = |code: u32| invalid(format!("{code} is no filter and no wrapping mode"));
    let magnify = match sampler.mag_filter.unwrap_or(9729) {
        9728 => Nearest,
        9729 => Linear,
        other => return Err(unknown(other)),
    };
    let (minify, mipmap) = match sampler.min_filter.unwrap_or(9987) {
        9728 => (Nearest, None),
        9729 => (Linear, None),
        9984 => (Nearest, Some(Nearest)),
        9985 => (Linear, Some(Nearest)),
        9986 => (Nearest, Some(Linear)),
        9987 => (Linear, Some(Linear)),
        other => return Err(unknown(other)),
    };
    let wrap = |code: Option<u32>| match code.unwrap_or(10497) {
        10497 => Ok(Wrap::Repeat),
        33648 => Ok(Wrap::Mirror),
        33071 => Ok(Wrap::Clamp),
        other => Err(unknown(other)),
    };
    Ok(Sampler {
        magnify,
        minify,
        mipmap,
        wrap_u: wrap(sampler.wrap_s)?,
        wrap_v: wrap(sampler.wrap_t)?,
    })
}
