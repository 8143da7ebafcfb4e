//! What a model has and a picture of it does not show.

use std::collections::BTreeSet;
use std::fmt;

/// Something of the file that was passed over. Its text is for the person who looks at the model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// Primitives of points.
    Points(u64),
    /// Primitives of lines.
    Lines(u64),
    /// Primitives without a triangle.
    Empty(u64),
    /// Morph targets: the shape is the one without them.
    MorphTargets(u64),
    /// Parts with vertices that more than four joints move: the first four count.
    Joints(u64),
    /// Animations beside the first, which is played, and those that move nothing that is shown.
    Animations(u64),
    /// Channels of the animation that is played which change something other than where a node is.
    Channels(u64),
    /// Cameras.
    Cameras(u64),
    /// Uses of textures by a third set of coordinates or a later one.
    TextureSets(u64),
    /// Textures without an image in a format that is read.
    TexturesWithoutImage(u64),
    /// The file has no scene, so that all of its nodes are shown.
    NoScene,
    /// An extension that the model can do without.
    Extension(String),
}

impl fmt::Display for Note {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(count) => write!(text, "{count} clouds of points are not shown"),
            Self::Lines(count) => write!(text, "{count} sets of lines are not shown"),
            Self::Empty(count) => write!(text, "{count} parts have no triangles"),
            Self::MorphTargets(count) => write!(text, "{count} morph targets are not applied"),
            Self::Joints(count) => {
                write!(
                    text,
                    "{count} parts have vertices of more than four joints, and the first four count"
                )
            }
            Self::Animations(count) => write!(text, "{count} animations are not played"),
            Self::Channels(count) => {
                write!(
                    text,
                    "{count} channels of the animation change what is not animated here"
                )
            }
            Self::Cameras(count) => write!(text, "{count} cameras are not used"),
            Self::TextureSets(count) => {
                write!(
                    text,
                    "{count} textures have a third set of coordinates and are left out"
                )
            }
            Self::TexturesWithoutImage(count) => {
                write!(
                    text,
                    "{count} textures have no image that is read and are left out"
                )
            }
            Self::NoScene => text.write_str("the file has no scene, so everything is shown"),
            Self::Extension(name) => write!(text, "the extension {name} is passed over"),
        }
    }
}

/// Counts of what was passed over so far.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) points: u64,
    pub(crate) lines: u64,
    pub(crate) empty: u64,
    pub(crate) morph_targets: u64,
    pub(crate) joints: u64,
    pub(crate) animations: u64,
    pub(crate) channels: u64,
    pub(crate) cameras: u64,
    pub(crate) texture_sets: u64,
    pub(crate) textures_without_image: u64,
    pub(crate) no_scene: bool,
    pub(crate) extensions: BTreeSet<String>,
}

/// A note of how many there are.
type Counted = fn(u64) -> Note;

impl Notes {
    pub(crate) fn list(self) -> Vec<Note> {
        let counts: [(u64, Counted); 10] = [
            (self.points, Note::Points),
            (self.lines, Note::Lines),
            (self.empty, Note::Empty),
            (self.morph_targets, Note::MorphTargets),
            (self.joints, Note::Joints),
            (self.animations, Note::Animations),
            (self.channels, Note::Channels),
            (self.cameras, Note::Cameras),
            (self.texture_sets, Note::TextureSets),
            (self.textures_without_image, Note::TexturesWithoutImage),
        ];
        let counted = counts.into_iter().filter(|(count, _)| *count > 0);
        let mut notes: Vec<Note> = counted.map(|(count, note)| note(count)).collect();
        notes.extend(self.no_scene.then_some(Note::NoScene));
        notes.extend(self.extensions.into_iter().map(Note::Extension));
        notes
    }
}
