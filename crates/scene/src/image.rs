//! Images, decoded.

use image::{ImageFormat, ImageReader};
use std::fmt;
use std::io::Cursor;

use crate::accessor::{Source, get};
use crate::error::{At, invalid};
use crate::ids::{ImageId, Selection};
use crate::limits::{Budget, at_most, count};
use crate::{ModelError, Resources, resources};

/// A picture of 8-bit RGBA, as the file has its numbers: whether they are sRGB depends on the
/// [use](crate::TextureUse).
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    /// Pixels from left to right, at least one.
    pub width: u32,
    /// Pixels from top to bottom, at least one.
    pub height: u32,
    /// Four bytes for each pixel, row by row from the top.
    pub pixels: Vec<u8>,
}

impl fmt::Debug for Image {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(text, "Image({} × {})", self.width, self.height)
    }
}

/// Bytes that a decoder holds for each pixel beside the picture: JPEG's coefficients of three or
/// four components, or 16-bit RGBA on its way to 8 bits.
const DECODING: u64 = 16;

/// Bytes that a decoder takes at once, to find out how large the picture is.
const OPENING: u64 = 512 << 10;

/// Reads the images that are drawn.
pub(crate) fn read(
    source: &Source<'_>,
    images: &Selection<ImageId>,
    resources: &dyn Resources,
    budget: &mut Budget<'_>,
) -> Result<Vec<Image>, ModelError> {
    let mut read = Vec::new();
    for index in images.originals() {
        let image = get(&source.document.images, index, "image")?;
        let place = || format!("image {index}");
        let decoded = match (&image.uri, image.buffer_view) {
            (_, Some(view)) => source.view(view).and_then(|bytes| decode(bytes, budget)),
            (Some(uri), None) => resources::read(uri, resources, budget).and_then(|bytes| {
                let decoded = decode(&bytes, budget);
                budget.give_back(count(bytes.len()));
                decoded
            }),
            (None, None) => Err(invalid("has neither a URI nor a buffer view")),
        };
        read.push(decoded.at(place)?);
    }
    Ok(read)
}

/// Decodes PNG or JPEG, whatever the file calls it: exporters mistake one for the other.
fn decode(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Image, ModelError> {
    let format = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        ImageFormat::Png
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        ImageFormat::Jpeg
    } else {
        return Err(invalid("is neither PNG nor JPEG"));
    };
    let fault = |error: image::ImageError| invalid(format!("cannot be decoded: {error}"));
    budget.passing(OPENING)?;
    let opened = reader(bytes, format, OPENING).into_dimensions();
    let (width, height) = opened.map_err(fault)?;
    let edge = u64::from(budget.limits.image_edge);
    at_most(edge, "pixels along an image", u64::from(width.max(height)))?;
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    budget.memory(pixels.saturating_mul(4))?;
    let working = pixels.saturating_mul(DECODING).saturating_add(OPENING);
    budget.passing(working)?;
    let decoded = reader(bytes, format, working).decode().map_err(fault)?;
    let decoded = decoded.into_rgba8();
    Ok(Image {
        width: decoded.width(),
        height: decoded.height(),
        pixels: decoded.into_raw(),
    })
}

/// A reader that takes so many bytes: a colour profile of a few bytes in the file can be large.
fn reader(bytes: &[u8], format: ImageFormat, most: u64) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(most);
    reader.limits(limits);
    reader
}
