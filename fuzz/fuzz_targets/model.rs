//! A model is read or refused, within its memory, and what is read needs no further check.
#![no_main]

use libfuzzer_sys::fuzz_target;
use remote_rendering_scene::{Limits, Model, MovedBy, NoResources};

fuzz_target!(|bytes: &[u8]| {
    let mut limits = Limits::default();
    // What the sanitizer allows is more, and a lie about a size is to be an error before that.
    limits.memory_bytes = 64 << 20;
    let Ok(model) = Model::read(bytes, &NoResources, &limits) else {
        return;
    };
    for part in model.meshes.iter().flat_map(|mesh| &mesh.primitives) {
        assert!(!part.indices.is_empty() && part.indices.len() % 3 == 0);
        assert!(part.bounds.is_finite());
        for index in &part.indices {
            let vertex = &part.vertices[*index as usize];
            let numbers = vertex.position.iter().chain(&vertex.normal);
            let numbers = numbers.chain(&vertex.tangent).chain(&vertex.uv0);
            assert!(numbers.chain(&vertex.uv1).all(|number| number.is_finite()));
        }
        let material = part.material.map(|id| &model.materials[id.index()]);
        let picture = material.and_then(|it| it.base_color_texture);
        let picture = picture.map(|it| model.textures[it.texture.index()].image);
        if let Some(image) = picture.map(|id| &model.images[id.index()]) {
            assert_eq!(image.pixels.len() as u32, image.width * image.height * 4);
        }
    }
    for places in model.instances() {
        assert!(!model.meshes[places.mesh.index()].primitives.is_empty());
        let worlds = places.upright.iter().chain(&places.mirrored);
        assert!(worlds.into_iter().all(|world| world.is_finite()));
    }
    let motion = model.motion();
    let [start, later] = [0.0, 0.7].map(|time| motion.at(time));
    assert_eq!(start.joints.len(), later.joints.len());
    for mover in motion.movers() {
        let parts = &model.meshes[mover.mesh.index()].primitives;
        assert!(!parts.is_empty());
        if let MovedBy::Joints(joints) = &mover.by {
            assert!(joints.end <= start.joints.len());
            for part in parts {
                assert_eq!(part.influences.len(), part.vertices.len());
                let named = part.influences.iter().flat_map(|it| it.joints);
                assert!(named.into_iter().all(|joint| usize::from(joint) < joints.len()));
            }
        }
    }
    for (place, node) in model.nodes.iter().enumerate() {
        assert!(node.parent.is_none_or(|parent| parent.index() < place));
    }
});
