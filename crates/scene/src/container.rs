//! The two forms of a glTF file: JSON alone, and GLB, which has JSON and bytes in one.

use crate::{Limits, ModelError, limits};

/// A file taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Container<'a> {
    pub(crate) json: &'a [u8],
    /// GLB's second chunk: what the first buffer without a URI means.
    pub(crate) binary: Option<&'a [u8]>,
}

const MAGIC: &[u8] = b"glTF";
const JSON: &[u8] = b"JSON";
const BINARY: &[u8] = b"BIN\0";

/// Tells the form by the first bytes, and takes the file apart.
pub(crate) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Container<'a>, ModelError> {
    let size = limits::count(bytes.len());
    limits::at_most(limits.file_bytes, "bytes", size)?;
    let container = if bytes.starts_with(MAGIC) {
        glb(bytes)?
    } else {
        let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if json.trim_ascii_start().first() != Some(&b'{') {
            return Err(fault("it begins neither as GLB nor as JSON"));
        }
        Container { json, binary: None }
    };
    let size = limits::count(container.json.len());
    limits::at_most(limits.json_bytes, "bytes of JSON", size)?;
    Ok(container)
}

fn glb(bytes: &[u8]) -> Result<Container<'_>, ModelError> {
    let mut rest = bytes;
    take(&mut rest, MAGIC.len());
    let version = number(&mut rest).ok_or_else(|| fault("its header is cut off"))?;
    if version != 2 {
        return Err(ModelError::Version(version.to_string()));
    }
    let length = number(&mut rest).ok_or_else(|| fault("its header is cut off"))?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    // What follows the stated length belongs to somebody else.
    let body = bytes.get(..length).and_then(|file| file.get(12..));
    rest = body.ok_or_else(|| {
        fault(format!(
            "it says that it has {length} bytes, and has {}",
            bytes.len()
        ))
    })?;
    let json = chunk(&mut rest)?;
    let Some((JSON, json)) = json else {
        return Err(fault("its first chunk is not JSON"));
    };
    let mut binary = None;
    // Chunks of other kinds are for others.
    while let Some((kind, bytes)) = chunk(&mut rest)? {
        if kind == BINARY && binary.is_none() {
            binary = Some(bytes);
        }
    }
    Ok(Container { json, binary })
}

/// A chunk's kind and its bytes.
type Chunk<'a> = (&'a [u8], &'a [u8]);

/// The next chunk, unless the file is over.
fn chunk<'a>(rest: &mut &'a [u8]) -> Result<Option<Chunk<'a>>, ModelError> {
    if rest.is_empty() {
        return Ok(None);
    }
    let mut read = || {
        let length = number(rest)?;
        let kind = take(rest, 4)?;
        Some((kind, take(rest, usize::try_from(length).ok()?)?))
    };
    let chunk = read().ok_or_else(|| fault("a chunk reaches beyond its end"))?;
    Ok(Some(chunk))
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let bytes = take(rest, 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length)?;
    *rest = left;
    Some(taken)
}

fn fault(problem: impl Into<String>) -> ModelError {
    ModelError::Container(problem.into())
}
