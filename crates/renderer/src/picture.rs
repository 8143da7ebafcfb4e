//! Pictures, and what their bytes mean.

use crate::RenderError;

/// The picture that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Output {
    /// Pixels from left to right; even for I420.
    pub width: u32,
    /// Pixels from top to bottom; even for I420.
    pub height: u32,
    /// What the bytes are.
    pub format: Format,
    /// Places of a pixel that are looked at: 1, or 4 for smooth edges.
    pub samples: u32,
    /// More triangles in view make the picture a checkerboard, as the hosted service did for
    /// Standard sessions above 20 million polygons.
    pub polygon_limit: Option<u64>,
}

/// What a picture's bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The planes of Y, U and V, one after the other, without gaps. U and V have half the width and
    /// half the height. [`Coding::I420`] says what the numbers mean.
    I420,
    /// Four bytes for each pixel, row by row from the top, in sRGB; the fourth is 255.
    Rgba,
}

/// What the numbers of a video's picture mean: the code points of ITU-T H.273, which the stream must
/// carry, or a decoder guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coding {
    /// Which red, green and blue are meant: `colour_primaries`.
    pub primaries: u8,
    /// How numbers become light: `transfer_characteristics`.
    pub transfer: u8,
    /// How Y, U and V become red, green and blue: `matrix_coefficients`.
    pub matrix: u8,
    /// Whether Y runs from 0 to 255: `video_full_range_flag`.
    pub full_range: bool,
    /// Where a number of U and V is among its pixels: `chroma_sample_loc_type`.
    pub chroma_location: u8,
}

impl Coding {
    /// The coding of [`Format::I420`]: the primaries of BT.709 with the curve of sRGB, as screens
    /// have them, by the matrix of BT.709 in limited range. With R, G and B from 0 to 1,
    ///
    /// - Y = 16 + 219 · L, where L = 0.2126 R + 0.7152 G + 0.0722 B,
    /// - U = 128 + 224 · (B − L) / 1.8556,
    /// - V = 128 + 224 · (R − L) / 1.5748,
    ///
    /// each rounded to the nearest. U and V are of the mean of two by two pixels, so that they are in
    /// the middle of them.
    pub const I420: Self = Self {
        primaries: 1,
        transfer: 13,
        matrix: 1,
        full_range: false,
        chroma_location: 1,
    };
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// What the bytes are.
    pub format: Format,
    /// As the format has them, without gaps between rows or planes.
    pub bytes: Vec<u8>,
    /// What was drawn.
    pub statistics: Statistics,
}

/// What was drawn for a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Triangles in view, those of parts that are partly in view counted whole.
    pub triangles: u64,
    /// Commands to draw, of which one draws all neighbouring instances of a mesh's part.
    pub draws: u64,
    /// Whether the picture is a checkerboard, because of [`Output::polygon_limit`].
    pub checkerboard: bool,
}

impl Output {
    /// Refuses what cannot be rendered where textures have at most `limit` pixels along an edge.
    pub(crate) fn check(&self, limit: u32) -> Result<(), RenderError> {
        let Self { width, height, .. } = *self;
        let is_edge = |edge: u32| (1..=limit).contains(&edge);
        let is_whole = self.format == Format::Rgba || (width % 2 == 0 && height % 2 == 0);
        if !is_edge(width) || !is_edge(height) || !is_whole {
            return Err(RenderError::Size {
                width,
                height,
                limit,
            });
        }
        if !matches!(self.samples, 1 | 4) {
            return Err(RenderError::Samples(self.samples));
        }
        Ok(())
    }
}
