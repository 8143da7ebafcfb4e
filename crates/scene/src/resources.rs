//! The bytes that a model names: in the file, in a URI, or in files beside it.

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

use crate::ModelError;
use crate::document::Document;
use crate::error::{At, invalid};
use crate::limits::{Budget, count};

/// The files beside a model's own.
pub trait Resources {
    /// The bytes of the file at `path`, or what to tell the person who gave the model.
    ///
    /// The path is decoded, has `/` between its parts, and leads down from the model's folder:
    /// none of its parts is empty, `.` or `..`, and there is neither a drive nor a backslash. A
    /// symbolic link is the implementation's own matter. More than `at_most` bytes are refused.
    fn read(&self, path: &str, at_most: u64) -> Result<Vec<u8>, String>;
}

/// No file but the model's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoResources;

impl Resources for NoResources {
    fn read(&self, _path: &str, _at_most: u64) -> Result<Vec<u8>, String> {
        Err("is a file of its own, and only the model's was given".to_owned())
    }
}

/// Exporters disagree about the padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The bytes of every buffer.
pub(crate) fn buffers<'a>(
    document: &Document,
    binary: Option<&'a [u8]>,
    resources: &dyn Resources,
    budget: &mut Budget<'_>,
) -> Result<Vec<Cow<'a, [u8]>>, ModelError> {
    let mut buffers = Vec::new();
    for (index, buffer) in document.buffers.iter().enumerate() {
        let place = || format!("buffer {index}");
        let mut bytes = match &buffer.uri {
            Some(uri) => Cow::Owned(read(uri, resources, budget).at(place)?),
            None => match binary.filter(|_| index == 0) {
                Some(binary) => Cow::Borrowed(binary),
                None => {
                    return Err(invalid("has no URI, and the file has no bytes for it")).at(place);
                }
            },
        };
        let stated = usize::try_from(buffer.byte_length).unwrap_or(usize::MAX);
        if bytes.len() < stated {
            let problem = format!("has {} bytes of {stated}", bytes.len());
            return Err(invalid(problem)).at(place);
        }
        match &mut bytes {
            Cow::Owned(bytes) => bytes.truncate(stated),
            Cow::Borrowed(bytes) => *bytes = bytes.get(..stated).unwrap_or(bytes),
        }
        buffers.push(bytes);
    }
    Ok(buffers)
}

/// What a URI names.
pub(crate) fn read(
    uri: &str,
    resources: &dyn Resources,
    budget: &mut Budget<'_>,
) -> Result<Vec<u8>, ModelError> {
    let fault = |problem: String| ModelError::Uri {
        place: String::new(),
        uri: shortened(uri),
        problem,
    };
    let scheme = uri.get(..5).unwrap_or_default();
    if scheme.eq_ignore_ascii_case("data:") {
        let (kind, data) = uri.split_once(',').unwrap_or_default();
        if !kind.ends_with(";base64") {
            return Err(fault(
                "is not in base64, and nothing else is read".to_owned(),
            ));
        }
        budget.memory(count(data.len() / 4 * 3 + 3))?;
        let decoded = BASE64.decode(data);
        return decoded.map_err(|error| fault(format!("is not base64: {error}")));
    }
    let path = path_below(uri).map_err(|problem| fault(problem.to_owned()))?;
    let at_most = budget.left();
    let bytes = resources.read(&path, at_most).map_err(fault)?;
    budget.memory(count(bytes.len()))?;
    Ok(bytes)
}

/// The path of a URI that leads down from the model's folder.
fn path_below(uri: &str) -> Result<String, &'static str> {
    let is_encoded = |code: &str| uri.to_ascii_lowercase().contains(code);
    if is_encoded("%2f") || is_encoded("%5c") {
        return Err("hides a separator of folders");
    }
    let decoded = percent_decode_str(uri).decode_utf8();
    let path = decoded.map_err(|_| "is not UTF-8")?;
    if path.contains(':') {
        return Err("is an address of its own, and only files beside the model are read");
    }
    if path.starts_with('/') || path.contains('\\') {
        return Err("is not a relative path, and only files beside the model are read");
    }
    if path.chars().any(char::is_control) {
        return Err("has a control character");
    }
    // Whoever decodes a second time would read something else.
    if percent_decode_str(&path).decode_utf8().ok().as_deref() != Some(&*path) {
        return Err("is encoded twice");
    }
    let parts: Vec<&str> = path.split('/').filter(|part| *part != ".").collect();
    if parts.contains(&"..") {
        return Err("leads out of the model's folder");
    }
    if parts.is_empty() || parts.contains(&"") {
        return Err("is not the path of a file");
    }
    Ok(parts.join("/"))
}

/// As much of a URI as an error message has room for.
fn shortened(uri: &str) -> String {
    const ROOM: usize = 80;
    match uri.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}…", uri.get(..end).unwrap_or_default()),
        None => uri.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::path_below;

    #[test]
    fn only_what_lies_below_the_folder_is_asked_for() {
        for (uri, path) in [
            ("a.bin", "a.bin"),
            ("./textures/wood%20grain.png", "textures/wood grain.png"),
            ("100%25.png", "100%.png"),
            ("..a/b..", "..a/b.."),
        ] {
            assert_eq!(path_below(uri).as_deref(), Ok(path), "{uri}");
        }
        for uri in [
            "",
            ".",
            "a/",
            "a//b",
            "/etc/passwd",
            "//host/share",
            "../a",
            "a/../../b",
            "a/..",
            "%2e%2e/a",
            ".%2E/a",
            "a%2fb",
            "a%5cb",
            "%252e%252e/a",
            "a\\b",
            "..\\a",
            "C:\\a",
            "C:/a",
            "c%3a/a",
            "http://host/a",
            "file:///a",
            "FILE:a",
            "javascript:1",
            "a\0b",
            "a%00b",
            "%ff",
        ] {
            assert!(path_below(uri).is_err(), "{uri}");
        }
    }
}
