//! Numbers out of buffers: every sum and every place is checked before a number is read.

use std::borrow::Cow;

use crate::ModelError;
use crate::document::{Document, Kind, SparseIndices};
use crate::error::invalid;
use crate::limits::count;

/// The buffers, and the JSON that says what lies where.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) document: &'a Document,
    pub(crate) buffers: &'a [Cow<'a, [u8]>],
}

/// Elements that a file may have without bytes for them: zeros, of which a few are then changed.
const ZEROS: usize = 1 << 20;

/// The type of one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Component {
    I8,
    U8,
    I16,
    U16,
    U32,
    F32,
}

impl Component {
    fn from_code(code: u32) -> Option<Self> {
        Some(match code {
            5120 => Self::I8,
            5121 => Self::U8,
            5122 => Self::I16,
            5123 => Self::U16,
            5125 => Self::U32,
            5126 => Self::F32,
            _ => return None,
        })
    }

    const fn size(self) -> usize {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::U32 | Self::F32 => 4,
        }
    }

    /// The number that the bytes are; bytes of another length are zero.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no attribute has 32-bit integers"
    )]
    fn decode(self, normalized: bool, bytes: &[u8]) -> f32 {
        let (value, most) = match (self, bytes) {
            (Self::I8, &[a]) => (f32::from(i8::from_le_bytes([a])), 127.0),
            (Self::U8, &[a]) => (f32::from(a), 255.0),
            (Self::I16, &[a, b]) => (f32::from(i16::from_le_bytes([a, b])), 32767.0),
            (Self::U16, &[a, b]) => (f32::from(u16::from_le_bytes([a, b])), 65535.0),
            (Self::U32, &[a, b, c, d]) => (u32::from_le_bytes([a, b, c, d]) as f32, 1.0),
            (Self::F32, &[a, b, c, d]) => return f32::from_le_bytes([a, b, c, d]),
            _ => return 0.0,
        };
        if normalized {
            (value / most).max(-1.0)
        } else {
            value
        }
    }

    /// The index that the bytes are.
    fn decode_index(self, bytes: &[u8]) -> u32 {
        match (self, bytes) {
            (Self::U8, &[a]) => u32::from(a),
            (Self::U16, &[a, b]) => u32::from(u16::from_le_bytes([a, b])),
            (Self::U32, &[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => 0,
        }
    }
}

impl Kind {
    /// Bytes of an element: the columns of a matrix begin at multiples of four.
    const fn size(self, component: Component) -> usize {
        let (columns, rows) = match self {
            Self::Scalar => return component.size(),
            Self::Vec2 => return 2 * component.size(),
            Self::Vec3 => return 3 * component.size(),
            Self::Vec4 => return 4 * component.size(),
            Self::Mat2 => (2, 2),
            Self::Mat3 => (3, 3),
            Self::Mat4 => (4, 4),
        };
        columns * (rows * component.size()).next_multiple_of(4)
    }
}

/// An accessor whose elements are all within its buffers.
#[derive(Debug)]
pub(crate) struct Elements<'a> {
    pub(crate) count: usize,
    pub(crate) kind: Kind,
    pub(crate) component: Component,
    pub(crate) normalized: bool,
    size: usize,
    stride: usize,
    /// From the first element's first byte to the last one's last. Without it all are zero.
    bytes: Option<&'a [u8]>,
    sparse: Option<Overrides<'a>>,
}

/// Elements that are put in place of others.
#[derive(Debug)]
struct Overrides<'a> {
    component: Component,
    indices: &'a [u8],
    values: &'a [u8],
}

impl<'a> Source<'a> {
    /// The bytes of a buffer view.
    pub(crate) fn view(&self, index: u32) -> Result<&'a [u8], ModelError> {
        let view = get(&self.document.buffer_views, index, "buffer view")?;
        let buffer = get(self.buffers, view.buffer, "buffer")?;
        slice(buffer, view.byte_offset, view.byte_length).ok_or_else(|| {
            invalid(format!(
                "buffer view {index} reads beyond buffer {}",
                view.buffer
            ))
        })
    }

    /// An accessor, with everything checked that can be without reading its numbers.
    pub(crate) fn elements(&self, index: u32) -> Result<Elements<'a>, ModelError> {
        let accessor = get(&self.document.accessors, index, "accessor")?;
        let fault = |problem: &str| invalid(format!("accessor {index} {problem}"));
        let component = Component::from_code(accessor.component_type)
            .ok_or_else(|| fault("has no known component type"))?;
        let size = accessor.kind.size(component);
        let length = usize::try_from(accessor.count).map_err(|_| fault("has too many elements"))?;
        if length == 0 {
            return Err(fault("has no elements"));
        }
        let (mut bytes, mut stride) = (None, size);
        if let Some(view) = accessor.buffer_view {
            let stated = get(&self.document.buffer_views, view, "buffer view")?.byte_stride;
            stride = usize::try_from(stated.unwrap_or(count(size))).unwrap_or(usize::MAX);
            if stride < size {
                return Err(fault("has elements that overlap"));
            }
            let span = (length - 1)
                .checked_mul(stride)
                .and_then(|span| span.checked_add(size));
            let span = span.ok_or_else(|| fault("has too many elements"))?;
            let read = slice(self.view(view)?, accessor.byte_offset, count(span));
            bytes = Some(read.ok_or_else(|| fault("reads beyond its buffer view"))?);
        } else if accessor.sparse.is_none() {
            return Err(fault("has no numbers"));
        } else if length > ZEROS {
            return Err(fault("has too many zeros"));
        }
        let sparse = match &accessor.sparse {
            None => None,
            Some(sparse) => {
                let values = (sparse.values.buffer_view, sparse.values.byte_offset);
                let changed = self.overrides(sparse.count, &sparse.indices, values, size);
                let changed =
                    changed.ok_or_else(|| fault("has sparse values beyond their buffer views"))?;
                changed.check(length).map_err(fault)?;
                Some(changed)
            }
        };
        Ok(Elements {
            count: length,
            kind: accessor.kind,
            component,
            normalized: accessor.normalized,
            size,
            stride,
            bytes,
            sparse,
        })
    }

    fn overrides(
        &self,
        length: u64,
        indices: &SparseIndices,
        (view, offset): (u32, u64),
        size: usize,
    ) -> Option<Overrides<'a>> {
        let component = Component::from_code(indices.component_type)?;
        let index_bytes = length.checked_mul(count(component.size()))?;
        let value_bytes = length.checked_mul(count(size))?;
        Some(Overrides {
            component,
            indices: slice(
                self.view(indices.buffer_view).ok()?,
                indices.byte_offset,
                index_bytes,
            )?,
            values: slice(self.view(view).ok()?, offset, value_bytes)?,
        })
    }
}

impl Overrides<'_> {
    fn places(&self) -> impl Iterator<Item = u32> {
        let places = self.indices.chunks_exact(self.component.size());
        places.map(|bytes| self.component.decode_index(bytes))
    }

    fn check(&self, length: usize) -> Result<(), &'static str> {
        if !is_index(self.component) {
            return Err("has sparse indices of a wrong type");
        }
        let length = count(length);
        if self.places().any(|place| u64::from(place) >= length) {
            return Err("has sparse values for elements that it has not");
        }
        Ok(())
    }
}

impl Elements<'_> {
    /// Hands over each element as numbers. Those that are sparse come a second time, and the later
    /// counts. An element of another length fills up with zeros.
    pub(crate) fn vectors<const N: usize>(&self, mut read: impl FnMut(usize, [f32; N])) {
        let size = self.component.size();
        self.each(|place, bytes| {
            let mut vector = [0.0; N];
            for (number, bytes) in vector.iter_mut().zip(bytes.chunks_exact(size)) {
                *number = self.component.decode(self.normalized, bytes);
            }
            read(place, vector);
        });
    }

    /// Hands over each element as an index.
    pub(crate) fn indices(&self, mut read: impl FnMut(usize, u32)) {
        self.each(|place, bytes| read(place, self.component.decode_index(bytes)));
    }

    /// Whether the elements can be indices of vertices.
    pub(crate) fn are_indices(&self) -> bool {
        self.kind == Kind::Scalar && is_index(self.component) && !self.normalized
    }

    fn each(&self, mut read: impl FnMut(usize, &[u8])) {
        match self.bytes {
            // The last element may be shorter than the stride.
            Some(bytes) => {
                for (place, element) in bytes.chunks(self.stride).enumerate() {
                    read(place, element.get(..self.size).unwrap_or_default());
                }
            }
            None => (0..self.count).for_each(|place| read(place, &[0; 64][..self.size.min(64)])),
        }
        if let Some(sparse) = &self.sparse {
            for (place, value) in sparse.places().zip(sparse.values.chunks_exact(self.size)) {
                read(usize::try_from(place).unwrap_or(usize::MAX), value);
            }
        }
    }
}

const fn is_index(component: Component) -> bool {
    matches!(component, Component::U8 | Component::U16 | Component::U32)
}

/// An entry of one of the file's lists.
pub(crate) fn get<'a, T>(list: &'a [T], index: u32, what: &str) -> Result<&'a T, ModelError> {
    let entry = usize::try_from(index).ok().and_then(|at| list.get(at));
    entry.ok_or_else(|| invalid(format!("there is no {what} {index}")))
}

fn slice(bytes: &[u8], offset: u64, length: u64) -> Option<&[u8]> {
    let start = usize::try_from(offset).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    bytes.get(start..end)
}
