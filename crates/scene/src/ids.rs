//! Places in a model's lists. Only what is drawn is in them, so that they are not the file's.

use std::collections::HashMap;
use std::marker::PhantomData;

/// Making an id, which only the reader does: whoever has one has what it names.
pub(crate) trait Id {
    fn new(index: u32) -> Self;
}

macro_rules! id {
    ($(#[$text:meta])* $name:ident) => {
        $(#[$text])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// The place in the list.
            pub fn index(self) -> usize {
                usize::try_from(self.0).unwrap_or(usize::MAX)
            }
        }

        impl Id for $name {
            fn new(index: u32) -> Self {
                Self(index)
            }
        }
    };
}

id! {
    /// A mesh of [`Model::meshes`](crate::Model::meshes).
    MeshId
}
id! {
    /// A material of [`Model::materials`](crate::Model::materials).
    MaterialId
}
id! {
    /// A texture of [`Model::textures`](crate::Model::textures).
    TextureId
}
id! {
    /// An image of [`Model::images`](crate::Model::images).
    ImageId
}
id! {
    /// A node of [`Model::nodes`](crate::Model::nodes).
    NodeId
}

/// The entries of one of the file's lists that are drawn, in the order in which they were met.
#[derive(Debug)]
pub(crate) struct Selection<I> {
    ids: HashMap<u32, u32>,
    originals: Vec<u32>,
    id: PhantomData<I>,
}

impl<I: Id> Selection<I> {
    pub(crate) fn new() -> Self {
        Self {
            ids: HashMap::new(),
            originals: Vec::new(),
            id: PhantomData,
        }
    }

    /// The place of the file's entry `original`, which is drawn from now on.
    pub(crate) fn id(&mut self, original: u32) -> I {
        let originals = &mut self.originals;
        let id = self.ids.entry(original).or_insert_with(|| {
            originals.push(original);
            // There are as many as different numbers of 32 bits at most.
            u32::try_from(originals.len() - 1).unwrap_or(u32::MAX)
        });
        I::new(*id)
    }

    /// The file's places of the entries, in the model's order.
    pub(crate) fn originals(&self) -> impl Iterator<Item = u32> {
        self.originals.iter().copied()
    }
}
