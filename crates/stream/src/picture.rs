use std::fmt;

/// A picture to encode: I420, BT.709, limited range, each plane tightly packed.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// In pixels, even.
    pub width: u16,
    /// In pixels, even.
    pub height: u16,
    /// `width` times `height` bytes.
    pub y: &'a [u8],
    /// A quarter as many.
    pub u: &'a [u8],
    /// As many as `u`.
    pub v: &'a [u8],
}

/// Why a picture cannot be encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// A side is odd, too short or too long.
    #[error(
        "a picture of {width} by {height} pixels cannot be encoded: both numbers must be even, from {} \
         to {}, and the smaller at most {}",
        Picture::SHORTEST,
        Picture::LONGEST,
        Picture::LONGEST_SHORT
    )]
    Size {
        /// Its width.
        width: u16,
        /// Its height.
        height: u16,
    },
    /// A plane has not the length that the size asks for.
    #[error("plane {plane} of the picture has {found} bytes instead of {wanted}")]
    Plane {
        /// Which: `y`, `u` or `v`.
        plane: char,
        /// Its length.
        found: usize,
        /// The length it must have.
        wanted: usize,
    },
}

impl<'a> Picture<'a> {
    /// The shortest side, in pixels: one macroblock.
    pub const SHORTEST: u16 = 16;
    /// The longest side, in pixels.
    pub const LONGEST: u16 = 3840;
    /// What the shorter side is at most.
    pub const LONGEST_SHORT: u16 = 2160;

    /// The picture in one buffer, where the planes lie one after the other.
    pub fn from_planes(width: u16, height: u16, planes: &'a [u8]) -> Result<Self, PictureError> {
        let pixels = usize::from(width) * usize::from(height);
        let (y, chroma) = planes.split_at_checked(pixels).unwrap_or((planes, &[]));
        let (u, v) = chroma.split_at_checked(pixels / 4).unwrap_or((chroma, &[]));
        let picture = Self {
            width,
            height,
            y,
            u,
            v,
        };
        picture.check()?;
        Ok(picture)
    }

    /// Whether it can be encoded. The encoder reads as many bytes as the size says, so this comes first.
    pub fn check(&self) -> Result<(), PictureError> {
        let Self { width, height, .. } = *self;
        let fits = width % 2 == 0
            && height % 2 == 0
            && width.min(height) >= Self::SHORTEST
            && width.max(height) <= Self::LONGEST
            && width.min(height) <= Self::LONGEST_SHORT;
        if !fits {
            return Err(PictureError::Size { width, height });
        }
        let pixels = usize::from(width) * usize::from(height);
        let planes = [
            ('y', self.y.len(), pixels),
            ('u', self.u.len(), pixels / 4),
            ('v', self.v.len(), pixels / 4),
        ];
        match planes
            .into_iter()
            .find(|(_, found, wanted)| found != wanted)
        {
            Some((plane, found, wanted)) => Err(PictureError::Plane {
                plane,
                found,
                wanted,
            }),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}
