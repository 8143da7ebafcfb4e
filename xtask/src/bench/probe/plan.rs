use serde::{Deserialize, Serialize};
use std::fmt;

/// How a region is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Method {
    /// The project's probe.
    Ours,
    /// The same in a browser without records of its own.
    OwnClock,
    /// One cold request to each.
    OneShot,
    /// The method of `AzureSpeedTest2`.
    AzureSpeedTest2,
    /// The method of azurespeed.com.
    AzureSpeed,
}

/// How the browser reaches the regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Protocol {
    /// HTTP/2 in TLS.
    H2,
    /// HTTP/1.1 without TLS.
    H1,
}

/// By what law round trips differ; the program of the distances says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Noise {
    /// The truth is a floor.
    C,
    /// The truth is a median.
    A,
}

/// In what surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Setting {
    pub(super) noise: Noise,
    pub(super) protocol: Protocol,
    /// The page's main thread is busy for 60 of every 80 ms.
    pub(super) busy: bool,
    /// The regions permit to see the parts of a record.
    pub(super) timing_allowed: bool,
}

/// One method in one setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Run {
    pub(super) method: Method,
    pub(super) setting: Setting,
    pub(super) races: u32,
}

/// Runs that take turns.
#[derive(Debug, Serialize)]
pub(super) struct Phase {
    /// How many races run at once.
    lanes: u32,
    runs: Vec<Run>,
}

/// Races of our probe in each setting for one of each other method: those take longer, and differ more.
const FOR_ONE_OF_OTHERS: u32 = 7;

/// Races of our probe in each setting when the bench is tried out.
pub(super) const QUICK: u32 = 10;

/// What runs, one phase after the other. The method that mostly waits has a phase of its own, in which many run at once.
/// `ours` are the races of our probe in each setting.
pub(super) fn phases(ours: u32) -> Vec<Phase> {
    let others = ours.div_ceil(FOR_ONE_OF_OTHERS);
    let run = |method, races| {
        move |setting| Run {
            method,
            setting,
            races,
        }
    };
    let (idle, busy): (Vec<_>, Vec<_>) = compared().into_iter().partition(|it| !it.busy);
    let mut turns: Vec<Run> = settings()
        .into_iter()
        .map(run(Method::Ours, ours))
        .collect();
    for method in [Method::OwnClock, Method::OneShot, Method::AzureSpeedTest2] {
        turns.extend(compared().into_iter().map(run(method, others)));
    }
    let slow = |settings: Vec<Setting>| {
        let runs = settings.into_iter().map(run(Method::AzureSpeed, others));
        runs.collect()
    };
    vec![
        Phase {
            lanes: 1,
            runs: turns,
        },
        Phase {
            lanes: 6,
            runs: slow(idle),
        },
        // A busy page takes most of a core.
        Phase {
            lanes: 1,
            runs: slow(busy),
        },
    ]
}

/// All settings of the law of floors, and the plainest two of the law of medians.
fn settings() -> Vec<Setting> {
    let mut all = Vec::new();
    for protocol in [Protocol::H2, Protocol::H1] {
        for busy in [false, true] {
            for timing_allowed in [true, false] {
                all.push(Setting {
                    noise: Noise::C,
                    protocol,
                    busy,
                    timing_allowed,
                });
            }
        }
    }
    all
}

/// Where the other methods run. They read no parts of records, so that it is nothing to them whether they may.
fn compared() -> Vec<Setting> {
    let with = |protocol, busy| Setting {
        noise: Noise::C,
        protocol,
        busy,
        timing_allowed: true,
    };
    vec![
        with(Protocol::H2, false),
        with(Protocol::H1, false),
        with(Protocol::H2, true),
    ]
}

impl Phase {
    /// How many races it has.
    pub(super) fn races(&self) -> u32 {
        self.runs.iter().map(|run| run.races).sum()
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ours => "ours",
            Self::OwnClock => "ours, page clock",
            Self::OneShot => "one cold shot",
            Self::AzureSpeedTest2 => "AzureSpeedTest2",
            Self::AzureSpeed => "azurespeed.com",
        })
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let protocol = match self.protocol {
            Protocol::H2 => "h2",
            Protocol::H1 => "h1",
        };
        let page = if self.busy { "busy" } else { "idle" };
        let timing = if self.timing_allowed { "tao" } else { "no tao" };
        let noise = match self.noise {
            Noise::C => "",
            Noise::A => " noise A",
        };
        f.pad(&format!("{protocol} {page} {timing}{noise}"))
    }
}
