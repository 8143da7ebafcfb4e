//! What can be wrong with a model.

use thiserror::Error;

/// Why a model was not read. Its text names the object of the file and what is wrong with it;
/// [`advice`](Self::advice) says what to do.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelError {
    /// Neither GLB nor glTF's JSON, or a GLB whose chunks do not fit into it.
    #[error("the file is not a glTF model: {0}")]
    Container(String),

    /// The JSON has another form than glTF's.
    #[error("the model's JSON is wrong at {path}: {problem}")]
    Json {
        /// The member, as `meshes[3].primitives`.
        path: String,
        /// What the parser says.
        problem: String,
    },

    /// Another glTF than 2.
    #[error("the model is of glTF {0}, and glTF 2.0 is read")]
    Version(String),

    /// Extensions without which the file's author does not want it shown, all of them.
    #[error("the model requires extensions that are not supported: {}", .0.join(", "))]
    Extensions(Vec<String>),

    /// An object of the file breaks a rule.
    #[error("{place}: {problem}")]
    Invalid {
        /// The object, as `mesh 3, primitive 0, POSITION`.
        place: String,
        /// The rule that it breaks.
        problem: String,
    },

    /// A file that belongs to the model, and is not read.
    #[error("{place}: {uri:?} {problem}")]
    Uri {
        /// The object that names the file, as `buffer 1`.
        place: String,
        /// The URI, shortened.
        uri: String,
        /// Why it is not read.
        problem: String,
    },

    /// More than [`Limits`](crate::Limits) allow.
    #[error("the model has {found} {what}, and {limit} are allowed")]
    TooLarge {
        /// What there is too much of, in the plural.
        what: &'static str,
        /// How many there are, or at least are.
        found: u64,
        /// How many are allowed.
        limit: u64,
    },
}

impl ModelError {
    /// What the person who has the file can do.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Container(_) => "Give a .glb file, or a .gltf file with the files beside it.",
            Self::Json { .. } | Self::Invalid { .. } => {
                "Export the model again; the glTF validator names every fault of a file."
            }
            Self::Version(_) => "Export the model as glTF 2.0.",
            Self::Extensions(_) => "Export the model without these extensions.",
            Self::Uri { .. } => "Export the model as one .glb file.",
            Self::TooLarge { .. } => "Simplify the model, or ask the operator for a higher limit.",
        }
    }

    /// The same fault within a larger object.
    fn within(self, outer: String) -> Self {
        let join = |place: String| {
            if place.is_empty() {
                outer
            } else {
                format!("{outer}, {place}")
            }
        };
        match self {
            Self::Invalid { place, problem } => Self::Invalid {
                place: join(place),
                problem,
            },
            Self::Uri {
                place,
                uri,
                problem,
            } => Self::Uri {
                place: join(place),
                uri,
                problem,
            },
            other => other,
        }
    }
}

/// A broken rule of an object that the caller names.
pub(crate) fn invalid(problem: impl Into<String>) -> ModelError {
    ModelError::Invalid {
        place: String::new(),
        problem: problem.into(),
    }
}

/// Naming the object in which something went wrong.
pub(crate) trait At {
    /// Puts the object in front of those that the error names already.
    fn at(self, place: impl FnOnce() -> String) -> Self;
}

impl<T> At for Result<T, ModelError> {
    fn at(self, place: impl FnOnce() -> String) -> Self {
        self.map_err(|error| error.within(place()))
    }
}
