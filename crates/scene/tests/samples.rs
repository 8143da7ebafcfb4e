//! The sample models show what they are meant to show.

#![expect(clippy::unwrap_used, reason = "reading is not within a test function")]

use glam::{Affine3A, Vec3};
use remote_rendering_scene::{
    Alpha, Bounds, Instances, Limits, Material, Model, MovedBy, Mover, NoResources, Primitive,
    UvSet, samples,
};

fn read(bytes: &[u8]) -> Model {
    Model::read(bytes, &NoResources, &Limits::default()).unwrap()
}

fn is_near(bounds: Bounds, min: [f32; 3], max: [f32; 3]) -> bool {
    bounds.min.abs_diff_eq(min.into(), 0.01) && bounds.max.abs_diff_eq(max.into(), 0.01)
}

fn material<'a>(model: &'a Model, name: &str) -> &'a Material {
    let mut materials = model.materials.iter();
    materials
        .find(|it| it.name.as_deref() == Some(name))
        .unwrap()
}

fn instances<'a>(model: &'a Model, name: &str) -> &'a Instances {
    let mut instances = model.instances().iter();
    let is_it = |it: &&Instances| model.meshes[it.mesh.index()].name.as_deref() == Some(name);
    instances.find(is_it).unwrap()
}

fn primitives(model: &Model) -> impl Iterator<Item = &Primitive> {
    model.meshes.iter().flat_map(|mesh| &mesh.primitives)
}

/// What holds for the vertices of every model.
fn check_vertices(model: &Model) {
    for part in primitives(model) {
        let count = part.vertices.len();
        assert!(part.indices.iter().all(|index| (*index as usize) < count));
        for vertex in &part.vertices {
            let normal = Vec3::from(vertex.normal);
            let tangent = Vec3::from_slice(&vertex.tangent[..3]);
            assert!(
                normal.is_normalized() && tangent.is_normalized(),
                "{vertex:?}"
            );
            assert!([-1.0, 1.0].contains(&vertex.tangent[3]), "{vertex:?}");
            assert!(normal.dot(tangent).abs() < 0.02, "{vertex:?}");
        }
    }
}

/// Every front faces where the normals of its corners point.
fn check_winding(model: &Model) {
    for part in primitives(model) {
        for triangle in part.indices.as_chunks::<3>().0 {
            let [a, b, c] = triangle.map(|index| part.vertices[index as usize]);
            let [pa, pb, pc] = [a, b, c].map(|it| Vec3::from(it.position));
            let mean = [a, b, c]
                .map(|it| Vec3::from(it.normal))
                .iter()
                .sum::<Vec3>();
            let facing = (pb - pa).cross(pc - pa);
            // The triangles at a sphere's poles have no area.
            assert!(
                facing.length() < 1e-5 || facing.dot(mean) > 0.0,
                "{a:?} {b:?} {c:?}"
            );
        }
    }
}

#[test]
fn the_same_bytes_come_each_time() {
    assert_eq!(samples::alpha(), samples::alpha());
    assert_eq!(samples::gears(), samples::gears());
    assert_eq!(samples::materials(), samples::materials());
    assert_eq!(samples::sphere(500), samples::sphere(500));
    assert_eq!(samples::terrain(500), samples::terrain(500));
    assert_eq!(samples::windmill(), samples::windmill());
}

#[test]
fn the_sphere_is_one_mesh_with_bumps() {
    let model = read(&samples::sphere(5_000));
    assert_eq!((model.meshes.len(), model.textures.len()), (1, 1));
    assert_eq!(model.triangle_count(), 5_000);
    let bounds = model.bounds().unwrap();
    assert!(bounds.size().min_element() > 1.9 && bounds.size().max_element() < 2.1);
    assert_eq!(model.notes, []);
    check_vertices(&model);
    check_winding(&model);
}

#[test]
fn the_grid_has_every_pair_of_metallic_and_roughness() {
    let model = read(&samples::materials());
    assert_eq!((model.meshes.len(), model.materials.len()), (35, 35));
    assert_eq!(model.triangle_count(), 35 * (32 * 64 * 2));
    assert!(is_near(
        model.bounds().unwrap(),
        [-3.45, -2.45, -0.45],
        [3.45, 2.45, 0.45]
    ));
    let polished = material(&model, "metallic 1.00, roughness 0.00");
    assert_eq!((polished.metallic, polished.roughness), (1.0, 0.0));
    assert_eq!(model.notes, []);
    check_vertices(&model);
    check_winding(&model);
}

#[test]
fn the_gears_share_their_parts() {
    let model = read(&samples::gears());
    assert_eq!((model.meshes.len(), model.materials.len()), (7, 4));
    assert_eq!((model.textures.len(), model.images.len()), (2, 2));
    let counts = |name: &str| {
        let places = instances(&model, name);
        (places.upright.len(), places.mirrored.len())
    };
    assert_eq!(counts("planet"), (4, 4));
    assert_eq!(counts("bolt"), (12, 12));
    assert_eq!(counts("plate"), (1, 0));
    let (root, _) = model.roots().next().unwrap();
    assert_eq!(model.roots().count(), 1);
    let sets = &model.nodes[root.index()].children;
    let names: Vec<_> = sets
        .iter()
        .map(|set| model.nodes[set.index()].name.as_deref())
        .collect();
    assert_eq!(names, [Some("plate"), Some("left"), Some("right")]);
    // Four quads for each point of an outline, and a plate of six.
    let quads = 16 * 6 + 4 * (12 * 6) + 40 * 6 + 4 * (8 * 6) + 24 * 6 + 12 * 6;
    assert_eq!(model.triangle_count(), 2 * 2 * 4 * quads + 12);
    assert!(is_near(
        model.bounds().unwrap(),
        [-2.7, -0.12, -1.4],
        [2.7, 0.36, 1.4]
    ));
    check_vertices(&model);
    check_winding(&model);
}

#[test]
fn each_instance_is_the_product_of_the_matrices_above_it() {
    let model = read(&samples::gears());
    let mut expected = Vec::new();
    for node in &model.nodes {
        let Some(mesh) = node.mesh else { continue };
        let mut world = node.local;
        let mut parent = node.parent;
        while let Some(id) = parent {
            world = model.nodes[id.index()].local * world;
            parent = model.nodes[id.index()].parent;
        }
        assert!(world.abs_diff_eq(node.world, 1e-5));
        expected.push((mesh, world));
    }
    let found: Vec<(_, &Affine3A)> = model
        .instances()
        .iter()
        .flat_map(|it| {
            it.upright
                .iter()
                .chain(&it.mirrored)
                .map(|world| (it.mesh, world))
        })
        .collect();
    assert_eq!(found.len(), expected.len());
    for (mesh, world) in expected {
        let is_it =
            |(other, place): &&(_, &Affine3A)| *other == mesh && place.abs_diff_eq(world, 1e-5);
        assert!(found.iter().any(|it| is_it(&it)), "{mesh:?} at {world:?}");
    }
}

#[test]
fn the_landscape_has_as_many_triangles_as_wanted() {
    for wanted in [0, 1, 2, 500, 20_000] {
        let model = read(&samples::terrain(wanted));
        let found = model.triangle_count();
        let row = 4 * u64::from(wanted.isqrt()) + 2;
        assert!(
            (u64::from(wanted)..=u64::from(wanted) + row).contains(&found),
            "{wanted}: {found}"
        );
    }
    let model = read(&samples::terrain(20_000));
    check_vertices(&model);
    check_winding(&model);
    let size = model.bounds().unwrap().size();
    assert!((size.x - 100.0).abs() < 0.01 && size.y > 5.0, "{size}");
    let land = primitives(&model).next().unwrap();
    let first = land.vertices[0].color;
    assert!(land.vertices.iter().any(|vertex| vertex.color != first));
    let ground = material(&model, "ground").base_color_texture.unwrap();
    assert_eq!(
        ground.transform.transform_point2(glam::Vec2::ONE),
        glam::Vec2::splat(24.0)
    );
}

#[test]
fn each_card_has_its_own_kind_of_surface() {
    let model = read(&samples::alpha());
    assert_eq!((model.meshes.len(), model.images.len()), (8, 4));
    assert_eq!(model.triangle_count(), 16);
    assert_eq!(model.notes, []);
    assert_eq!(material(&model, "mask").alpha, Alpha::Mask(0.5));
    assert_eq!(material(&model, "blend").alpha, Alpha::Blend);
    assert_eq!(material(&model, "unlit").alpha, Alpha::Opaque);
    assert!(material(&model, "unlit").unlit && !material(&model, "mask").unlit);
    assert!(material(&model, "both sides").double_sided);
    assert!(!material(&model, "one side").double_sided);
    let emissive = material(&model, "emissive");
    assert_eq!(emissive.emissive, Vec3::new(4.0, 2.0, 0.4));
    assert!(emissive.emissive_texture.unwrap().is_srgb());
    let moved = material(&model, "moved").base_color_texture.unwrap();
    assert_eq!(moved.uv_set, UvSet::First);
    // An eighth of a turn counter-clockwise as one sees the picture, whose v points down.
    let corner = moved.transform.transform_point2(glam::Vec2::X);
    let side = 2.0_f32.sqrt();
    assert!(
        corner.abs_diff_eq(glam::Vec2::new(0.5 + side, 0.25 - side), 1e-5),
        "{corner}"
    );
    check_vertices(&model);
    check_winding(&model);
}

#[test]
fn the_windmill_turns_its_sails_and_waves_its_flag() {
    let model = read(&samples::windmill());
    let motion = model.motion();
    assert!(motion.is_animated() && (motion.duration() - 8.0).abs() < 1e-6);
    assert_eq!((motion.joint_count(), model.instances().len()), (6, 7));
    // A hub, four sails with their canvas, and the flag.
    let shaped = |mover: &&Mover| matches!(mover.by, MovedBy::Joints(_));
    assert_eq!(motion.movers().len(), 1 + 8 + 1);
    assert_eq!(motion.movers().iter().filter(shaped).count(), 1);
    let named = |name: &str| {
        let mut nodes = motion.nodes();
        nodes.position(|node| model.nodes[node.index()].name.as_deref() == Some(name))
    };
    let place = named("sails").unwrap();
    let [first, quarter, last] = [0.0, 2.0, 8.0].map(|time| motion.at(time).worlds[place]);
    assert!(first.abs_diff_eq(last, 1e-5));
    let up = quarter.transform_vector3(Vec3::Y);
    assert!(
        up.abs_diff_eq(Vec3::X, 1e-5),
        "clockwise as one sees it: {up}"
    );
    let poses = [0.0, 0.7].map(|time| motion.at(time).joints);
    assert!(!poses[0][5].abs_diff_eq(poses[1][5], 0.01));
    let bounds = model.bounds().unwrap();
    assert!(bounds.max.y > 4.9 && bounds.max.x > 2.7 && bounds.min.y > -0.2);
    assert_eq!(model.notes, []);
    assert!(model.triangle_count() < 20_000 && samples::windmill().len() < 1 << 20);
    check_vertices(&model);
    check_winding(&model);
}
