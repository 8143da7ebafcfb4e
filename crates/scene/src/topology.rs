//! Lists of triangles from all that glTF can draw them as.

/// What a primitive's indices mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topology {
    Points,
    Lines,
    Triangles,
    Strip,
    Fan,
}

impl Topology {
    /// By the number of the file; triangles where it says nothing.
    pub(crate) fn from_code(code: Option<u32>) -> Option<Self> {
        Some(match code.unwrap_or(4) {
            0 => Self::Points,
            1..=3 => Self::Lines,
            4 => Self::Triangles,
            5 => Self::Strip,
            6 => Self::Fan,
            _ => return None,
        })
    }

    /// How many triangles so many indices make at most.
    pub(crate) fn triangles(self, indices: usize) -> usize {
        match self {
            Self::Points | Self::Lines => 0,
            Self::Triangles => indices / 3,
            Self::Strip | Self::Fan => indices.saturating_sub(2),
        }
    }

    /// The list of triangles, each seen from the side that it is in the file. Triangles that have
    /// an index twice, with which strips are joined, draw nothing and are left out, as are indices
    /// at the end that make no whole triangle.
    pub(crate) fn list(self, indices: &[u32]) -> Vec<u32> {
        let mut list = Vec::with_capacity(self.triangles(indices.len()) * 3);
        let mut push = |triangle: [u32; 3]| {
            let [a, b, c] = triangle;
            if a != b && b != c && c != a {
                list.extend(triangle);
            }
        };
        match self {
            Self::Points | Self::Lines => {}
            Self::Triangles => {
                for triangle in indices.as_chunks::<3>().0 {
                    push(*triangle);
                }
            }
            Self::Strip => {
                for (place, window) in indices.array_windows::<3>().enumerate() {
                    let [a, b, c] = *window;
                    push(if place % 2 == 0 { [a, b, c] } else { [a, c, b] });
                }
            }
            Self::Fan => {
                for window in indices.array_windows::<2>().skip(1) {
                    push([window[0], window[1], indices[0]]);
                }
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::Topology;
    use proptest::prelude::*;

    #[test]
    fn a_strip_and_a_fan_turn_as_the_specification_says() {
        let strip = Topology::Strip.list(&[0, 1, 2, 3, 4]);
        assert_eq!(strip, [0, 1, 2, 1, 3, 2, 2, 3, 4]);
        let fan = Topology::Fan.list(&[0, 1, 2, 3]);
        assert_eq!(fan, [1, 2, 0, 2, 3, 0]);
        let joined = Topology::Strip.list(&[0, 1, 2, 2, 3, 3, 4, 5]);
        assert_eq!(joined, [0, 1, 2, 3, 5, 4]);
        assert_eq!(Topology::Triangles.list(&[0, 1, 2, 3, 4]), [0, 1, 2]);
    }

    proptest! {
        /// A strip and a fan are the lists that the specification writes out index by index.
        #[test]
        fn strips_and_fans_are_lists(indices in prop::collection::vec(0_u32..6, 0..40)) {
            let count = Topology::Strip.triangles(indices.len());
            let list = |place: fn(usize) -> [usize; 3]| {
                let indices = (0..count).flat_map(place).map(|at| indices[at]);
                Topology::Triangles.list(&indices.collect::<Vec<_>>())
            };
            // Turning a triangle's corners round leaves it the same: begin with the least.
            let turned = |list: Vec<u32>| {
                let (triangles, rest) = list.as_chunks::<3>();
                assert!(rest.is_empty());
                let turn = |&[a, b, c]: &[u32; 3]| [[a, b, c], [b, c, a], [c, a, b]].into_iter().min();
                triangles.iter().map(turn).collect::<Vec<_>>()
            };
            let strip = list(|i| [i, i + 1 + i % 2, i + 2 - i % 2]);
            prop_assert_eq!(turned(strip), turned(Topology::Strip.list(&indices)));
            let fan = list(|i| [i + 1, i + 2, 0]);
            prop_assert_eq!(turned(fan), turned(Topology::Fan.list(&indices)));
        }
    }
}
