//! Writes the sample models into a folder:
//! `cargo run -p remote-rendering-scene --features samples --example samples -- FOLDER`.
//! A number after the folder is how many triangles the sphere and the landscape have.

use remote_rendering_scene::samples;
use std::path::PathBuf;
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let triangles: u32 = match arguments.next() {
        Some(number) => number.parse()?,
        None => 100_000,
    };
    fs::create_dir_all(&folder)?;
    for (name, bytes) in [
        ("alpha.glb", samples::alpha()),
        ("gears.glb", samples::gears()),
        ("materials.glb", samples::materials()),
        ("sphere.glb", samples::sphere(triangles)),
        ("terrain.glb", samples::terrain(triangles)),
        ("windmill.glb", samples::windmill()),
    ] {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
