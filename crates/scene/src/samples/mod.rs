//! Sample models, made by code: they may be given to anybody, and need no download.
//!
//! Each function gives the bytes of a GLB file, the same ones each time.

mod alpha;
mod gears;
mod glb;
mod materials;
mod picture;
mod shape;
mod sphere;
mod terrain;
mod windmill;

pub use alpha::alpha;
pub use gears::gears;
pub use materials::materials;
pub use sphere::sphere;
pub use terrain::terrain;
pub use windmill::windmill;
