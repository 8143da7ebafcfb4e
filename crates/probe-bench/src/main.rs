//! Measurements of the latency probe. `cargo xtask bench probe` runs this program and prints what it says.

#![allow(
    clippy::print_stdout,
    reason = "a command-line tool talks to its person"
)]

mod simulation;

use simulation::*;
use std::collections::BTreeMap;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n: u32 = args.get(1).and_then(|a| a.parse().ok()).unwrap_or(2000);
    let seed: u64 = args
        .get(2)
        .and_then(|a| a.parse().ok())
        .unwrap_or(1_000_000);
    let mode = args.get(3).map(String::as_str).unwrap_or("key");
    let plans: Vec<&Named> = PLANS
        .iter()
        .take(if mode == "all" { 99 } else { 3 })
        .collect();
    let mut policy = remote_rendering_client::probe::Policy::DEFAULT;
    for a in args.iter().skip(4) {
        let (k, v) = a.split_once('=').unwrap();
        let v: f64 = v.parse().unwrap();
        match k {
            "loss_ms" => policy.loss_ms = v,
            "loss_share" => policy.loss_share = v,
            "least" => policy.least_samples = v as usize,
            "most" => policy.most_samples = v as usize,
            "fair" => policy.fair_samples = v as usize,
            "spread" => policy.spread = v,
            "sw" => policy.spread_weight = v,
            "pw" => policy.pooled_weight = v,
            "clip" => policy.clip = v,
            "fast" => policy.fast_share = v,
            "ef" => policy.error_factor = v,
            "cl" => policy.cold_least = v,
            "cm" => policy.cold_most = v,
            "ce" => policy.cold_extra_ms = v,
            "shares" => policy.shares = v,
            "scatter" => policy.scatter_ms = v,
            "near" => policy.loss_near_share = v,
            "zone" => policy.zone_ms = v,
            _ => panic!("{k}"),
        }
    }
    let _ = TUNED.set(policy);
    let w = |layout, noise, cold, dead| World {
        layout,
        noise,
        cold,
        dead,
        timer_step_us: 100,
    };
    let mut worlds = vec![];
    for noise in [Noise::A, Noise::C] {
        for cold in [Cold::Brief, Cold::Messy, Cold::Preopen] {
            worlds.push(w(Layout::Brief, noise, cold, false));
        }
        for l in [Layout::Close, Layout::Near, Layout::Random] {
            worlds.push(w(l, noise, Cold::Brief, false));
        }
        worlds.push(w(Layout::Brief, noise, Cold::Brief, true));
        worlds.push(w(Layout::Brief, noise, Cold::Handshakes, false));
    }
    for world in worlds {
        let c = cell(world, n, seed, &plans);
        println!("## {} {} {} dead={}", c.layout, c.noise, c.cold, c.dead);
        for s in c.scores {
            println!(
                "{:<28} ex {:5.1} in3 {:5.1} regret {:6.2} req {:5.1} mean {:5.0} p50 {:5.0} p95 {:5.0}",
                s.plan, s.exact, s.within_3_ms, s.regret, s.requests, s.mean, s.p50, s.p95
            );
        }
    }
    if mode == "cells" || mode == "all" {
        let mut sum: BTreeMap<&str, [f64; 5]> = BTreeMap::new();
        for layout in Layout::ALL {
            for noise in Noise::ALL {
                for s in cell(w(layout, noise, Cold::Brief, false), n, seed, &plans).scores {
                    let e = sum.entry(s.plan).or_default();
                    for (x, v) in
                        e.iter_mut()
                            .zip([s.exact, s.within_3_ms, s.regret, s.requests, s.mean])
                    {
                        *x += v / 42.0;
                    }
                }
            }
        }
        println!("## 42 cells");
        for (p, v) in sum {
            println!("{p:<28} {v:.2?}");
        }
    }
}
