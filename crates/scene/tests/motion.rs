//! Animations and skins: what is read of them, what is refused, and where they take what they move.

#![expect(
    clippy::unwrap_used,
    reason = "files are not made within a test function"
)]

mod file;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use file::{glb, triangle};
use glam::{Affine3A, Mat4, Quat, Vec3};
use proptest::prelude::*;
use remote_rendering_scene::{Limits, Model, ModelError, MovedBy, NoResources, NodeId, Note};
use serde_json::{Value, json};
use std::f32::consts::{FRAC_PI_2, PI};

/// The triangle's file, to which more is added.
struct File(Value);

impl File {
    /// An arm at node 0, from which the triangle hangs at node 1, two metres out.
    fn new() -> Self {
        let (mut json, _) = triangle();
        json["nodes"] = json!([{ "children": [1] }, { "mesh": 0, "translation": [2, 0, 0] }]);
        Self(json)
    }

    fn accessor(&mut self, kind: &str, component: u32, count: usize, bytes: &[u8]) -> usize {
        let list = |json: &mut Value, name: &str, entry: Value| {
            let list = json[name].as_array_mut().unwrap();
            list.push(entry);
            list.len() - 1
        };
        let uri = format!("data:;base64,{}", STANDARD.encode(bytes));
        let length = bytes.len();
        let buffer = json!({ "uri": uri, "byteLength": length });
        let buffer = list(&mut self.0, "buffers", buffer);
        let view = json!({ "buffer": buffer, "byteLength": length });
        let view = list(&mut self.0, "bufferViews", view);
        let accessor = json!({
            "bufferView": view, "componentType": component, "count": count, "type": kind,
        });
        list(&mut self.0, "accessors", accessor)
    }

    fn floats(&mut self, kind: &str, parts: usize, numbers: &[f32]) -> usize {
        let bytes: Vec<u8> = numbers.iter().flat_map(|one| one.to_le_bytes()).collect();
        self.accessor(kind, 5126, numbers.len() / parts, &bytes)
    }

    /// Animates node 0.
    fn animate(&mut self, path: &str, interpolation: &str, times: &[f32], values: &[f32]) {
        let (kind, parts) = match path {
            "rotation" => ("VEC4", 4),
            _ => ("VEC3", 3),
        };
        let input = self.floats("SCALAR", 1, times);
        let output = self.floats(kind, parts, values);
        self.channel(path, interpolation, input, output);
    }

    fn channel(&mut self, path: &str, interpolation: &str, input: usize, output: usize) {
        if self.0["animations"].is_null() {
            self.0["animations"] = json!([{ "channels": [], "samplers": [] }]);
        }
        let animation = &mut self.0["animations"][0];
        let samplers = animation["samplers"].as_array_mut().unwrap();
        samplers.push(json!({ "input": input, "output": output, "interpolation": interpolation }));
        let sampler = samplers.len() - 1;
        let channel = json!({ "sampler": sampler, "target": { "node": 0, "path": path } });
        animation["channels"].as_array_mut().unwrap().push(channel);
    }

    /// A skin of these joints, which shapes the triangle at node 1.
    fn skin(&mut self, joints: &[u32], named: [[u8; 4]; 4], weights: [[f32; 4]; 4]) {
        let bind: Vec<f32> = joints.iter().flat_map(|_| bind().to_cols_array()).collect();
        let bind = self.floats("MAT4", 16, &bind);
        let named = self.accessor("VEC4", 5121, 4, named.as_flattened());
        let weights = self.floats("VEC4", 4, weights.as_flattened());
        self.0["skins"] = json!([{ "joints": joints, "inverseBindMatrices": bind }]);
        self.0["nodes"][1]["skin"] = json!(0);
        let attributes = &mut self.0["meshes"][0]["primitives"][0]["attributes"];
        attributes["JOINTS_0"] = json!(named);
        attributes["WEIGHTS_0"] = json!(weights);
    }

    fn read(&self) -> Result<Model, ModelError> {
        let (_, binary) = triangle();
        let bytes = glb(&self.0.to_string(), &binary);
        Model::read(&bytes, &NoResources, &Limits::default())
    }
}

/// The mesh hangs three metres above its joint.
fn bind() -> Mat4 {
    Mat4::from_translation(Vec3::Y * -3.0)
}

fn turned() -> [f32; 8] {
    let [x, y, z, w] = Quat::from_rotation_z(FRAC_PI_2).to_array();
    [0.0, 0.0, 0.0, 1.0, x, y, z, w]
}

fn is_near(found: Affine3A, wanted: Affine3A) -> bool {
    found.abs_diff_eq(wanted, 1e-4)
}

#[test]
fn what_hangs_from_a_node_moves_with_it() {
    let mut file = File::new();
    file.animate("rotation", "LINEAR", &[0.0, 2.0], &turned());
    let model = file.read().unwrap();
    let motion = model.motion();
    assert!((motion.duration() - 2.0).abs() < f32::EPSILON && motion.is_animated());
    assert_eq!(
        motion.nodes().map(NodeId::index).collect::<Vec<_>>(),
        [0, 1]
    );
    for (seconds, angle) in [(0.0, 0.0), (1.0, PI / 4.0), (1.999_999, FRAC_PI_2)] {
        let turn = Affine3A::from_rotation_z(angle);
        let out = Affine3A::from_translation(Vec3::X * 2.0);
        let pose = motion.at(seconds);
        assert!(is_near(pose.worlds[0], turn), "{seconds} {:?}", pose.worlds);
        assert!(
            is_near(pose.worlds[1], turn * out),
            "{seconds} {:?}",
            pose.worlds
        );
        let mover = &motion.movers()[0];
        assert_eq!(mover.worlds(&pose).collect::<Vec<_>>(), [pose.worlds[1]]);
    }
    assert_eq!((motion.movers().len(), model.instances().len()), (1, 0));
    assert_eq!((model.triangle_count(), &*model.notes), (1, &[][..]));
    // From where it lies at first, two to three metres out, to where it stands in the end.
    let bounds = model.bounds().unwrap();
    assert!(
        bounds.max.x > 2.99 && bounds.max.y > 2.9 && bounds.min.x < -0.9,
        "{bounds:?}"
    );
}

#[test]
fn the_rest_of_a_node_stays() {
    let mut file = File::new();
    file.0["nodes"][0]["rotation"] = json!(Quat::from_rotation_y(1.0).to_array());
    file.0["nodes"][0]["scale"] = json!([2, 2, 2]);
    file.animate(
        "translation",
        "STEP",
        &[0.5, 1.0],
        &[1.0, 0.0, 0.0, 0.0, 5.0, 0.0],
    );
    let model = file.read().unwrap();
    let at = |translation: Vec3| {
        let turn = Quat::from_rotation_y(1.0);
        Affine3A::from_scale_rotation_translation(Vec3::splat(2.0), turn, translation)
    };
    // It begins with the first key, and ends with the last.
    for (seconds, translation) in [(0.0, Vec3::X), (0.99, Vec3::X), (1.01, Vec3::X)] {
        let found = model.motion().at(seconds).worlds[0];
        assert!(is_near(found, at(translation)), "{seconds} {found:?}");
    }
}

#[test]
fn whole_numbers_are_rotations_where_they_are_shares() {
    let mut file = File::new();
    let input = file.floats("SCALAR", 1, &[0.0, 1.0]);
    let output = file.accessor("VEC4", 5120, 2, &[0, 0, 0, 127, 0, 0, 127, 0]);
    file.channel("rotation", "LINEAR", input, output);
    let wrong = file.read().unwrap_err().to_string();
    let text = "animation 0, channel 0, output: its accessor has a wrong type";
    assert_eq!(wrong, text);
    file.0["accessors"][output]["normalized"] = json!(true);
    let found = file.read().unwrap().motion().at(0.5).worlds[0];
    assert!(
        is_near(found, Affine3A::from_rotation_z(FRAC_PI_2)),
        "{found:?}"
    );
}

#[test]
fn joints_shape_a_mesh_wherever_its_node_is() {
    let mut file = File::new();
    file.animate("rotation", "LINEAR", &[0.0, 2.0], &turned());
    file.0["nodes"][1]["translation"] = json!([700, 0, 0]);
    file.skin(&[0], [[0, 9, 9, 9]; 4], [[0.5, 0.0, 0.0, 0.0]; 4]);
    let model = file.read().unwrap();
    let motion = model.motion();
    let turn = Affine3A::from_rotation_z(PI / 4.0);
    let joints = motion.at(1.0).joints;
    assert!(
        is_near(joints[0], turn * Affine3A::from_mat4(bind())),
        "{joints:?}"
    );
    let MovedBy::Joints(of_mover) = &motion.movers()[0].by else {
        unreachable!("its node has a skin");
    };
    assert_eq!((of_mover.clone(), motion.movers().len()), (0..1, 1));
    let influences = &model.meshes[0].primitives[0].influences;
    assert_eq!(
        influences.len(),
        model.meshes[0].primitives[0].vertices.len()
    );
    assert!(
        influences
            .iter()
            .all(|it| it.joints == [0; 4] && it.weights == [u16::MAX, 0, 0, 0])
    );
    assert!(model.bounds().unwrap().max.x < 4.0);
}

#[test]
fn a_skin_shapes_what_stands_still_too() {
    let mut file = File::new();
    file.skin(&[1, 0], [[0, 1, 0, 0]; 4], [[1.0, 1.0, 0.0, 0.0]; 4]);
    let attributes = &mut file.0["meshes"][0]["primitives"][0]["attributes"];
    attributes["JOINTS_1"] = attributes["JOINTS_0"].clone();
    let model = file.read().unwrap();
    assert!(!model.motion().is_animated());
    assert_eq!(model.motion().at(9.0), model.motion().at(f64::NAN));
    assert_eq!(model.motion().at(0.0).joints.len(), 2);
    assert_eq!(model.notes, [Note::Joints(1)]);
    let reach = &model.meshes[0].primitives[0].reach;
    assert_eq!(
        reach.iter().map(|(joint, _)| *joint).collect::<Vec<_>>(),
        [0, 1]
    );
}

#[test]
fn what_is_passed_over_is_noted() {
    let mut file = File::new();
    file.animate("rotation", "LINEAR", &[0.0, 2.0], &turned());
    let mut other = file.0["animations"][0].clone();
    other["channels"][0]["target"] = json!({ "path": "pointer" });
    let animations = file.0["animations"].as_array_mut().unwrap();
    animations.insert(0, other);
    let weights = json!({ "sampler": 0, "target": { "node": 1, "path": "weights" } });
    let played = animations[1]["channels"].as_array_mut().unwrap();
    played.push(weights);
    let model = file.read().unwrap();
    assert!(
        model.motion().is_animated(),
        "the first that moves something is played"
    );
    assert_eq!(model.notes, [Note::Animations(1), Note::Channels(1)]);
    // Nor is anything moved that the scene does not show.
    let mut hidden = File::new();
    hidden.animate("rotation", "LINEAR", &[0.0, 2.0], &turned());
    hidden.0["scenes"][0]["nodes"] = json!([1]);
    let model = hidden.read().unwrap();
    assert!(!model.motion().is_animated());
    assert_eq!(model.notes, [Note::Animations(1)]);
}

#[test]
fn what_nobody_sees_move_is_no_animation() {
    let mut file = File::new();
    let turned = turned();
    let (still, turn) = turned.split_at(4);
    file.animate("rotation", "LINEAR", &[0.0, 2.0], &[still, still].concat());
    assert!(
        !file.read().unwrap().motion().is_animated(),
        "it stands still"
    );
    let mut unseen = File::new();
    unseen.animate("rotation", "LINEAR", &[0.0, 2.0], &[still, turn].concat());
    assert!(unseen.read().unwrap().motion().is_animated());
    unseen.0["nodes"][1]["mesh"] = Value::Null;
    assert!(
        !unseen.read().unwrap().motion().is_animated(),
        "nothing hangs from it"
    );
}

/// What is said of an animation, after a change.
fn refused(change: impl FnOnce(&mut File)) -> String {
    let mut file = File::new();
    change(&mut file);
    if file.0["animations"].is_null() {
        file.animate("rotation", "LINEAR", &[0.0, 2.0], &turned());
    }
    file.read().unwrap_err().to_string()
}

#[test]
fn broken_animations_are_refused() {
    let animated = |path: &'static str, value: Value| {
        refused(|file| {
            file.animate("rotation", "LINEAR", &[0.0, 2.0], &turned());
            *file.0.pointer_mut(path).unwrap() = value;
        })
    };
    let times = |times: &'static [f32]| {
        refused(|file| file.animate("translation", "STEP", times, &[0.0; 6]))
    };
    for (found, wanted) in [
        (
            animated("/animations/0/channels/0/target/node", json!(7)),
            "animation 0, channel 0: there is no node 7",
        ),
        (
            animated("/animations/0/channels/0/sampler", json!(1)),
            "animation 0, channel 0: there is no sampler 1",
        ),
        (
            animated("/animations/0/samplers/0/interpolation", json!("BEZIER")),
            "animation 0, channel 0: has an interpolation that glTF does not know",
        ),
        (
            animated(
                "/animations/0/samplers/0/interpolation",
                json!("CUBICSPLINE"),
            ),
            "animation 0, channel 0, output: there are 2 for 2 times",
        ),
        (
            animated("/animations/0/samplers/0/input", json!(0)),
            "animation 0, channel 0, input: its accessor has a wrong type",
        ),
        (
            animated("/animations/0/samplers/0/output", json!(99)),
            "animation 0, channel 0, output: there is no accessor 99",
        ),
        (
            times(&[1.0, 1.0]),
            "animation 0, channel 0, input: time 1 is not after the one before",
        ),
        (
            times(&[-1.0, 1.0]),
            "animation 0, channel 0, input: time 0 is none",
        ),
        (
            times(&[0.0, f32::INFINITY]),
            "animation 0, channel 0, input: time 1 is none",
        ),
        (
            refused(|file| {
                file.animate(
                    "scale",
                    "STEP",
                    &[0.0, 1.0],
                    &[0.0, 0.0, 0.0, f32::NAN, 0.0, 0.0],
                );
            }),
            "animation 0, channel 0, output: value 1 has a number that is not finite",
        ),
        (
            refused(|file| {
                file.animate("scale", "STEP", &[0.0], &[1.0; 3]);
                file.animate("scale", "STEP", &[0.0], &[1.0; 3]);
            }),
            "animation 0, channel 1: is the second one for the scale of node 0",
        ),
        (
            refused(|file| file.0["nodes"][0]["matrix"] = json!(Mat4::IDENTITY.to_cols_array())),
            "animation 0, channel 0: animates node 0, which has a matrix",
        ),
    ] {
        assert_eq!(found, wanted);
    }
}

#[test]
fn broken_skins_are_refused() {
    let skinned = |change: &dyn Fn(&mut Value)| {
        refused(|file| {
            file.skin(&[1, 0], [[0, 1, 0, 0]; 4], [[1.0, 1.0, 0.0, 0.0]; 4]);
            change(&mut file.0);
        })
    };
    let with = |named: [u8; 4], weights: [f32; 4]| {
        refused(|file| file.skin(&[1, 0], [named; 4], [weights; 4]))
    };
    for (found, wanted) in [
        (
            skinned(&|json| json["nodes"][1]["skin"] = json!(4)),
            "skin 4: there is no skin 4",
        ),
        (
            skinned(&|json| json["skins"][0]["joints"] = json!([])),
            "skin 0: has no joints",
        ),
        (
            skinned(&|json| json["skins"][0]["joints"] = json!([0, 9])),
            "skin 0, joint 1: node 9 is not in the scene",
        ),
        (
            skinned(&|json| json["skins"][0]["joints"] = json!([0, 1, 0])),
            "skin 0, inverseBindMatrices: there are 2 for 3 joints",
        ),
        (
            skinned(&|json| json["skins"][0]["inverseBindMatrices"] = json!(0)),
            "skin 0, inverseBindMatrices: its accessor has a wrong type",
        ),
        (
            skinned(&|json| {
                let primitive = &mut json["meshes"][0]["primitives"][0];
                primitive["attributes"]["WEIGHTS_0"] = Value::Null;
            }),
            "mesh 0, primitive 0, WEIGHTS_0: is not there, and a node draws the mesh with a skin",
        ),
        (
            with([0, 2, 0, 0], [0.5, 0.5, 0.0, 0.0]),
            "mesh 0, primitive 0, WEIGHTS_0: vertex 0 has joint 2, and the skin has 2",
        ),
        (
            with([0, 1, 0, 0], [0.5, -0.5, 0.0, 0.0]),
            "mesh 0, primitive 0, WEIGHTS_0: vertex 0 has a weight that is none",
        ),
    ] {
        assert_eq!(found, wanted);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is rounded")]
fn narrow(number: f64) -> f32 {
    number as f32
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// The animation comes again and again, and each pose follows from the nodes above.
    #[test]
    fn it_begins_anew(
        seconds in 0.0_f64..100.0,
        times in (0.0_f32..2.0, 0.1_f32..3.0),
        ends in prop::array::uniform2(prop::array::uniform3(-4.0_f32..4.0)),
    ) {
        let mut file = File::new();
        let times = [times.0, times.0 + times.1];
        file.animate("translation", "LINEAR", &times, ends.as_flattened());
        file.animate("rotation", "LINEAR", &times, &turned());
        let model = file.read().unwrap();
        let motion = model.motion();
        let duration = f64::from(times[1]);
        prop_assert!((motion.duration() - times[1]).abs() < f32::EPSILON);
        let pose = motion.at(seconds);
        let again = motion.at(seconds + duration * 3.0);
        let out = Affine3A::from_translation(Vec3::X * 2.0);
        prop_assert!(is_near(pose.worlds[1], pose.worlds[0] * out));
        let within = seconds % duration;
        // Rounding may put one of them behind the end.
        if within > 1e-3 && within < duration - 1e-3 {
            prop_assert!(pose.worlds[1].abs_diff_eq(again.worlds[1], 1e-2));
        }
        let share = ((within - f64::from(times[0])) / f64::from(times[1] - times[0])).clamp(0.0, 1.0);
        let at = Vec3::from(ends[0]).lerp(ends[1].into(), narrow(share));
        prop_assert!(Vec3::from(pose.worlds[0].translation).abs_diff_eq(at, 1e-2));
        // Nor does it leave the box that is looked at, but for what happens between two looks.
        let bounds = model.bounds().unwrap();
        let corner = pose.worlds[1].transform_point3(Vec3::new(1.0, 1.0, 0.0));
        let slack = Vec3::splat(0.5);
        prop_assert!(corner.cmpge(bounds.min - slack).all() && corner.cmple(bounds.max + slack).all());
    }
}
