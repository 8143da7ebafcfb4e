//! Which pictures are made under which conditions.

#![allow(clippy::unwrap_used, reason = "these are tests")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use remote_rendering_stream::{Adaptation, BitRate, Conditions, Effort, Plan};

/// A renderer and a link that stay the same.
#[derive(Clone, Copy, Debug)]
struct World {
    size: (u16, u16),
    frames_per_second: f32,
    kilobits: u32,
    /// How long a picture takes however small it is, in milliseconds.
    fixed: f64,
    /// How long a million pixels take, in milliseconds.
    megapixel: f64,
    smallest_scale: f32,
}

impl World {
    fn conditions(&self, last: Option<Plan>) -> Conditions {
        let effort = |plan: Plan| {
            let pixels = f64::from(plan.width) * f64::from(plan.height);
            Effort {
                time: Duration::from_secs_f64((self.fixed + self.megapixel * pixels / 1e6) / 1e3),
                width: plan.width,
                height: plan.height,
            }
        };
        Conditions {
            width: self.size.0,
            height: self.size.1,
            frames_per_second: self.frames_per_second,
            allowed: BitRate::from_kilobits(self.kilobits),
            moving: true,
            smallest_scale: self.smallest_scale,
            last: last.map(effort),
        }
    }
}

/// Runs an adaptation in a world for some time, and gives the last plan and how often its size changed in the second half.
fn run(adaptation: &mut Adaptation, world: World, now: &mut Instant, seconds: u64) -> (Plan, u32) {
    let (start, time) = (*now, Duration::from_secs(seconds));
    let mut plan = adaptation.plan(&world.conditions(None), *now);
    let mut changes = 0;
    while *now < start + time {
        *now += Duration::from_secs_f32(1.0 / plan.frames_per_second);
        let next = adaptation.plan(&world.conditions(Some(plan)), *now);
        let late = *now > start + time / 2;
        changes += u32::from(late && (next.width, next.height) != (plan.width, plan.height));
        plan = next;
    }
    (plan, changes)
}

/// The plan of most of the time, once it has settled: now and then a larger picture is tried.
fn settled(world: World) -> Plan {
    let (mut adaptation, mut now) = (Adaptation::default(), Instant::now());
    let (mut plan, _) = run(&mut adaptation, world, &mut now, 20);
    let end = now + Duration::from_secs(10);
    let mut plans: Vec<(Plan, Duration)> = Vec::new();
    while now < end {
        let shown = Duration::from_secs_f32(1.0 / plan.frames_per_second);
        match plans.iter_mut().find(|(other, _)| *other == plan) {
            Some((_, time)) => *time += shown,
            None => plans.push((plan, shown)),
        }
        now += shown;
        plan = adaptation.plan(&world.conditions(Some(plan)), now);
    }
    plans.into_iter().max_by_key(|(_, time)| *time).unwrap().0
}

const HD: World = World {
    size: (1280, 720),
    frames_per_second: 60.0,
    kilobits: 8000,
    fixed: 1.0,
    megapixel: 8.0,
    smallest_scale: 0.0,
};

#[test]
fn each_condition_has_its_pictures() {
    let kilobits = |kilobits| World { kilobits, ..HD };
    let megapixel = |megapixel| World { megapixel, ..HD };
    let cases = [
        ("everything is there", HD, (1280, 720), 60.0),
        ("half the bits", kilobits(2000), (1280, 720), 30.0),
        ("a narrow link", kilobits(700), (1280, 720), 15.0),
        ("a narrower one", kilobits(400), (960, 540), 15.0),
        ("a very narrow one", kilobits(150), (640, 360), 15.0),
        ("nearly none", kilobits(20), (480, 270), 3.0),
        ("pixels take a while", megapixel(60.0), (1280, 720), 15.0),
        ("they take longer", megapixel(100.0), (960, 540), 15.0),
        ("they take long", megapixel(200.0), (640, 360), 15.0),
        ("they take very long", megapixel(350.0), (640, 360), 10.0),
        ("they take for ever", megapixel(700.0), (480, 270), 8.0),
        (
            "triangles take long",
            World { fixed: 140.0, ..HD },
            (1280, 720),
            6.0,
        ),
        (
            "triangles and pixels",
            World {
                fixed: 60.0,
                ..megapixel(60.0)
            },
            (1280, 720),
            6.0,
        ),
        (
            "a slow screen",
            World {
                frames_per_second: 10.0,
                ..megapixel(60.0)
            },
            (1280, 720),
            10.0,
        ),
    ];
    for (what, world, size, rate) in cases {
        settles(what, world, size, rate);
    }
}

#[test]
fn sizes_are_those_that_can_be_encoded() {
    let cases = [
        (
            "beyond what is encoded",
            World {
                size: (7680, 4320),
                megapixel: 0.1,
                kilobits: 900_000,
                ..HD
            },
            (3840, 2160),
            60.0,
        ),
        (
            "a tall one",
            World {
                size: (4000, 6000),
                megapixel: 0.1,
                kilobits: 900_000,
                ..HD
            },
            (2160, 3240),
            60.0,
        ),
        (
            "odd sides",
            World {
                size: (1281, 723),
                ..HD
            },
            (1280, 722),
            60.0,
        ),
        (
            "nothing to see",
            World { size: (0, 1), ..HD },
            (16, 16),
            60.0,
        ),
    ];
    for (what, world, size, rate) in cases {
        settles(what, world, size, rate);
    }
}

fn settles(what: &str, world: World, size: (u16, u16), rate: f32) {
    let plan = settled(world);
    assert_eq!((plan.width, plan.height), size, "{what}: {plan:?}");
    let near = (plan.frames_per_second - rate).abs() < 0.01;
    assert!(near, "{what}: {plan:?}");
}

#[test]
fn no_picture_is_smaller_than_is_asked_for() {
    let cases = [
        (0.0, (480, 270), 3.0),
        (0.375, (480, 270), 3.0),
        (0.4, (640, 360), 2.0),
        (0.75, (960, 540), 2.0),
        (0.8, (1280, 720), 2.0),
        (1.0, (1280, 720), 2.0),
        (f32::INFINITY, (1280, 720), 2.0),
        (f32::NAN, (1280, 720), 2.0),
    ];
    for (smallest_scale, size, rate) in cases {
        let world = World {
            kilobits: 20,
            smallest_scale,
            ..HD
        };
        settles(&format!("{smallest_scale}"), world, size, rate);
    }
    // It may be asked for at any time.
    let (mut adaptation, mut now) = (Adaptation::default(), Instant::now());
    let mut world = World { kilobits: 20, ..HD };
    assert_eq!(run(&mut adaptation, world, &mut now, 5).0.width, 480);
    world.smallest_scale = 1.0;
    let plan = adaptation.plan(&world.conditions(None), now);
    assert_eq!(plan.width, 1280);
}

#[test]
fn a_small_picture_is_not_given_more_bits_than_it_can_use() {
    let plan = settled(World {
        size: (320, 180),
        kilobits: 30_000,
        ..HD
    });
    assert!(plan.bit_rate < BitRate::from_kilobits(2000), "{plan:?}");
}

#[test]
fn a_still_picture_has_the_wanted_size() {
    let world = World {
        kilobits: 150,
        ..HD
    };
    let (mut adaptation, mut now) = (Adaptation::default(), Instant::now());
    let (plan, _) = run(&mut adaptation, world, &mut now, 5);
    assert_eq!(plan.width, 640);
    let still = Conditions {
        moving: false,
        ..world.conditions(None)
    };
    let plan = adaptation.plan(&still, now);
    assert_eq!((plan.width, plan.height), world.size);
    // And when it moves again, it is small at once.
    assert_eq!(
        adaptation.plan(&world.conditions(Some(plan)), now).width,
        640
    );
}

#[test]
fn what_recovers_is_followed_without_haste() {
    let (mut adaptation, mut now) = (Adaptation::default(), Instant::now());
    let narrow = World {
        kilobits: 150,
        ..HD
    };
    assert_eq!(run(&mut adaptation, narrow, &mut now, 5).0.width, 640);
    assert_eq!(run(&mut adaptation, HD, &mut now, 1).0.width, 640);
    assert_eq!(run(&mut adaptation, HD, &mut now, 20).0.width, 1280);
    // Down it goes with the first picture.
    assert_eq!(adaptation.plan(&narrow.conditions(None), now).width, 640);
}

#[test]
fn one_slow_picture_is_no_reason() {
    let (mut adaptation, mut now) = (Adaptation::default(), Instant::now());
    let (plan, _) = run(&mut adaptation, HD, &mut now, 5);
    let hiccup = World { fixed: 100.0, ..HD };
    let after = adaptation.plan(&hiccup.conditions(Some(plan)), now);
    assert_eq!(after.width, 1280);
    assert_eq!(run(&mut adaptation, HD, &mut now, 1).0, plan);
}

#[test]
fn another_scene_is_learned_anew() {
    let (mut adaptation, mut now) = (Adaptation::default(), Instant::now());
    let triangles = World { fixed: 140.0, ..HD };
    assert_eq!(run(&mut adaptation, triangles, &mut now, 10).0.width, 1280);
    let pixels = World {
        megapixel: 100.0,
        ..HD
    };
    assert_eq!(run(&mut adaptation, pixels, &mut now, 20).0.width, 960);
}

#[test]
fn a_bad_beginning_does_not_keep_pictures_small() {
    let (mut adaptation, mut now) = (Adaptation::default(), Instant::now());
    let beginning = World {
        fixed: 60.0,
        megapixel: 120.0,
        ..HD
    };
    assert!(run(&mut adaptation, beginning, &mut now, 3).0.width < 1280);
    // A small picture takes nearly as long now: what was learned of it is not forgotten.
    let later = World {
        megapixel: 10.0,
        ..beginning
    };
    assert_eq!(run(&mut adaptation, later, &mut now, 20).0.width, 1280);
}

#[test]
fn a_larger_picture_is_tried_ever_more_seldom() {
    let (mut adaptation, mut now) = (Adaptation::default(), Instant::now());
    let world = World {
        megapixel: 100.0,
        ..HD
    };
    let mut tried = [0; 4];
    for tried in &mut tried {
        let mut plan = adaptation.plan(&world.conditions(None), now);
        for _ in 0..20 * 12 {
            now += Duration::from_secs_f32(1.0 / plan.frames_per_second);
            plan = adaptation.plan(&world.conditions(Some(plan)), now);
            *tried += u32::from(plan.width == 1280);
        }
    }
    // Two pictures each time, and some in the beginning.
    assert!(tried[0] <= 10 && tried[3] <= 2, "{tried:?}");
    assert!(tried.iter().skip(1).sum::<u32>() > 0, "{tried:?}");
}

fn worlds() -> impl Strategy<Value = World> {
    let sizes = (1..5000_u16, 1..5000_u16);
    (sizes, 5.0..120.0_f32, 0..60_000_u32, 0.0..100.0, 0.0..100.0).prop_map(
        |(size, frames_per_second, kilobits, fixed, megapixel)| World {
            size,
            frames_per_second,
            kilobits,
            fixed,
            megapixel,
            smallest_scale: 0.0,
        },
    )
}

proptest! {
    #[test]
    fn it_settles_within_bounds(world in worlds()) {
        let (plan, changes) = run(&mut Adaptation::default(), world, &mut Instant::now(), 60);
        // There and back, where a larger picture is tried.
        prop_assert!(changes <= 2);
        prop_assert!(plan.width % 2 == 0 && plan.height % 2 == 0);
        prop_assert!(plan.width.min(plan.height) >= 16 && plan.width.min(plan.height) <= 2160);
        prop_assert!(plan.width.max(plan.height) <= 3840);
        prop_assert!(plan.width <= world.size.0.max(16) && plan.height <= world.size.1.max(16));
        prop_assert!(plan.frames_per_second > 0.0 && plan.frames_per_second <= world.frames_per_second);
        prop_assert!(plan.bit_rate <= BitRate::from_kilobits(world.kilobits));
    }

    #[test]
    fn more_bits_are_never_worse(world in worlds(), more in 0..60_000_u32) {
        let better = World { kilobits: world.kilobits + more, ..world };
        let (plan, other) = (settled(world), settled(better));
        prop_assert!(plan.bit_rate <= other.bit_rate, "{:?} and {:?}", plan, other);
        prop_assert!(pixels(plan) <= pixels(other), "{:?} and {:?}", plan, other);
        let as_often = plan.frames_per_second <= other.frames_per_second;
        prop_assert!(as_often || pixels(plan) < pixels(other), "{:?} and {:?}", plan, other);
    }

    #[test]
    fn less_time_is_never_worse(world in worlds(), share in 0.1..1.0) {
        let better = World {
            fixed: world.fixed * share,
            megapixel: world.megapixel * share,
            ..world
        };
        let (plan, other) = (settled(world), settled(better));
        let larger = pixels(plan) < pixels(other);
        let more_often = plan.frames_per_second < other.frames_per_second;
        prop_assert!(larger || plan.frames_per_second <= other.frames_per_second, "{:?} and {:?}", plan, other);
        prop_assert!(more_often || pixels(plan) <= pixels(other), "{:?} and {:?}", plan, other);
    }
}

fn pixels(plan: Plan) -> f64 {
    f64::from(plan.width) * f64::from(plan.height)
}
