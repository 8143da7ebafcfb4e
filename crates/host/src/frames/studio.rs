//! The frame loop itself.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use glam::Vec2;
use remote_rendering_protocol::device::HostStatistics;
use remote_rendering_renderer::{Format, Output, Picture, Renderer, Scene, SceneId, View};
use remote_rendering_stream::{
    Adaptation, BitRate, Conditions, Effort, EncodeError, Encoded, Encoder, Plan, SoftwareEncoder,
    VideoFrame,
};

use super::{
    blend::Blend,
    desk::{Change, Desk, Orders, Viewer, Way},
    meter::Meter,
    playback::Playback,
    rest::Rest,
    shown::{Shown, Took, milliseconds, planes},
    view,
};
use crate::{
    HostError,
    session::{Event, Events},
    status::Status,
};

/// How long until a way that was not ready is asked again.
const AGAIN: Duration = Duration::from_millis(4);

/// How often the encoder may fail one after the other.
const MOST_FAILURES: u32 = 3;

/// The most frames in a second: a screen's.
const FRAMES_PER_SECOND: f32 = 60.0;

/// The bit rate before anything is known of the way.
const START: BitRate = BitRate::from_kilobits(2000);

/// Renders what is wanted, encodes it, and sends it.
pub(super) struct Studio {
    renderer: Arc<Renderer>,
    encoder: Box<dyn Encoder>,
    desk: Arc<Desk>,
    events: Events,
    status: Arc<Status>,
    polygon_limit: Option<u64>,
    scene: Scene,
    models: HashMap<u32, SceneId>,
    playback: Playback,
    viewer: Option<Viewer>,
    /// Whether the picture that is wanted is another than the last.
    moved: bool,
    /// Whether the next frame must stand for itself.
    refresh: bool,
    rest: Rest,
    shown: Option<Shown>,
    /// Before this time no frame is due.
    next: Instant,
    /// The last frame's number.
    frame: u32,
    failures: u32,
    began: Instant,
    meter: Meter,
    adaptation: Adaptation,
    /// How the last moving picture went, until the adaptation is told.
    effort: Option<Effort>,
    took: Took,
}

/// The frame that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    /// Of a picture that moves.
    Moving,
    /// Of a picture that rests, in its best form.
    Best,
    /// The last picture once more.
    Again,
}

impl Studio {
    pub(super) fn new(
        renderer: Arc<Renderer>,
        desk: Arc<Desk>,
        events: Events,
        status: Arc<Status>,
        polygon_limit: Option<u64>,
    ) -> Self {
        let now = Instant::now();
        Self {
            renderer,
            encoder: Box::new(SoftwareEncoder::new(START, FRAMES_PER_SECOND)),
            desk,
            events,
            status,
            polygon_limit,
            scene: Scene::default(),
            models: HashMap::new(),
            playback: Playback::default(),
            viewer: None,
            moved: false,
            refresh: false,
            rest: Rest::default(),
            shown: None,
            next: now,
            frame: 0,
            failures: 0,
            began: now,
            meter: Meter::default(),
            adaptation: Adaptation::default(),
            effort: None,
            took: Took::default(),
        }
    }

    /// Renders and encodes a frame, so that what does not work is known before a device comes.
    pub(super) fn prove(&mut self) -> Result<(), HostError> {
        let picture = self.render((320, 180), Vec2::ZERO)?;
        let planes = planes(&picture)?;
        self.encoder.encode(&planes, true)?;
        Ok(())
    }

    /// Does what is wanted until it is over.
    pub(super) fn run(mut self) -> Result<(), HostError> {
        loop {
            let orders = self.desk.take(self.wait_until());
            if orders.over {
                return Ok(());
            }
            self.follow(orders);
            let now = Instant::now();
            if let Some(due) = self.due(now)
                && now >= self.next
                && self
                    .viewer
                    .as_ref()
                    .and_then(Viewer::way)
                    .is_some_and(|way| way.is_ready())
            {
                self.make(due)?;
            }
            self.report();
        }
    }

    /// Takes what is new.
    fn follow(&mut self, orders: Orders) {
        let connection = |viewer: &Option<Viewer>| viewer.as_ref().map(|viewer| viewer.connection);
        if connection(&self.viewer) != connection(&orders.viewer) {
            self.frame = 0;
            self.shown = None;
            self.adaptation = Adaptation::default();
            self.moved = true;
            self.refresh = true;
        }
        self.viewer = orders.viewer;
        self.moved |= orders.moved;
        self.refresh |= orders.refresh;
        for change in orders.changes {
            match change {
                Change::Insert(model, prepared) => {
                    if !self.scene.is_animated() {
                        self.playback = Playback::default();
                    }
                    let id = self.scene.insert(*prepared);
                    self.models.insert(model, id);
                }
                Change::Remove(model) => {
                    if let Some(id) = self.models.remove(&model) {
                        self.scene.remove(id);
                    }
                }
            }
        }
        let playing = self
            .viewer
            .as_ref()
            .is_some_and(|viewer| viewer.wanted.playing);
        self.playback
            .set(playing && self.scene.is_animated(), Instant::now());
    }

    /// Until when nothing is to be done unless there is news.
    fn wait_until(&self) -> Option<Instant> {
        let now = Instant::now();
        let way = self.viewer.as_ref().and_then(Viewer::way);
        let frame = way.and_then(|way| {
            let due = if self.is_moving() || self.refresh {
                now
            } else {
                self.rest.due(now)?
            };
            let due = due.max(self.next);
            Some(if way.is_ready() {
                due
            } else {
                due.max(now + AGAIN)
            })
        });
        [frame, self.meter.due()].into_iter().flatten().min()
    }

    /// Whether the next picture is another than the last: as somebody moves it, or as it moves by itself.
    fn is_moving(&self) -> bool {
        self.moved || self.playback.is_running()
    }

    /// The frame that is due now.
    fn due(&self, now: Instant) -> Option<Due> {
        let rests = self.rest.due(now).is_some_and(|due| due <= now);
        let has_best = self
            .shown
            .as_ref()
            .is_some_and(|shown| shown.blend.is_some());
        if self.is_moving() {
            Some(Due::Moving)
        } else if self.refresh && self.shown.is_some() {
            Some(Due::Again)
        } else if self.refresh {
            Some(Due::Moving)
        } else if rests && has_best {
            Some(Due::Again)
        } else {
            rests.then_some(Due::Best)
        }
    }

    /// Makes a frame and sends it.
    fn make(&mut self, due: Due) -> Result<(), HostError> {
        let Some(viewer) = self.viewer.clone() else {
            return Ok(());
        };
        let Some(way) = viewer.way() else {
            return Ok(());
        };
        let began = Instant::now();
        let plan = self.plan(&viewer, due, began);
        self.next = began + Duration::from_secs_f32(1.0 / plan.frames_per_second);
        let size = (plan.width, plan.height);
        let camera = viewer.camera.map_or(0, |camera| camera.sequence);
        let shown = match (due, self.shown.take()) {
            (Due::Again, Some(shown)) if shown.is_whole() => shown,
            (Due::Again, Some(shown)) => self.rendered(shown.size(), shown.camera, shown.blend)?,
            (due, _) => {
                let time = self.playback.show(began);
                self.scene.set_time(time.as_secs_f64());
                let blend = (due == Due::Best).then(Blend::default);
                self.rendered(size, camera, blend)?
            }
        };
        let encoding = Instant::now();
        self.encoder.set_rate(plan.bit_rate, plan.frames_per_second);
        let encoded = self.encoder.encode(&shown.planes()?, self.refresh);
        let encode = encoding.elapsed();
        if due == Due::Moving {
            self.moved = false;
            self.effort = Some(Effort {
                time: began.elapsed(),
                width: plan.width,
                height: plan.height,
            });
        }
        if let Some(encoded) = self.kept_going(encoded)? {
            if shown.blend.is_some() {
                self.rest.refined(encoded.quantizer, shown.is_whole());
            } else {
                self.rest.moved(encoded.quantizer, encoding);
            }
            self.took = Took {
                encode,
                rate: plan.bit_rate,
                ..Took::default()
            };
            self.send(&way, &shown, encoded);
        }
        self.shown = Some(shown);
        Ok(())
    }

    /// The picture that renderer, encoder and way can follow.
    fn plan(&mut self, viewer: &Viewer, due: Due, now: Instant) -> Plan {
        let (width, height) = viewer.wanted.size;
        let conditions = Conditions {
            width,
            height,
            frames_per_second: FRAMES_PER_SECOND,
            allowed: viewer.rate().unwrap_or(START),
            moving: due == Due::Moving,
            smallest_scale: viewer.wanted.smallest_scale,
            last: self.effort.take(),
        };
        self.adaptation.plan(&conditions, now)
    }

    /// A new picture: of what moves, or one more of a picture that rests.
    fn rendered(
        &self,
        size: (u16, u16),
        camera: u32,
        mut blend: Option<Blend>,
    ) -> Result<Shown, HostError> {
        let began = Instant::now();
        let shift = blend.as_ref().and_then(Blend::shift).unwrap_or_default();
        let mut picture = self.render(size, shift)?;
        if let Some(blend) = &mut blend {
            blend.add(&mut picture.bytes);
        }
        Ok(Shown {
            picture,
            render: began.elapsed(),
            camera,
            blend,
        })
    }

    /// Renders the scene as the viewer sees it, moved by a part of a pixel.
    fn render(&self, (width, height): (u16, u16), shift: Vec2) -> Result<Picture, HostError> {
        // Four samples take software up to four times as long as one: its edges become smooth when the picture rests.
        let samples = if self.renderer.gpu().is_software() {
            1
        } else {
            4
        };
        let output = Output {
            width: width.into(),
            height: height.into(),
            format: Format::I420,
            samples,
            polygon_limit: self.polygon_limit,
        };
        let view = View {
            shift,
            ..self.view()
        };
        Ok(self.renderer.render(&self.scene, &view, &output)?)
    }

    fn view(&self) -> View {
        let camera = self
            .viewer
            .as_ref()
            .and_then(|viewer| viewer.camera.as_ref());
        camera.map_or_else(|| view::of_all(self.scene.bounds()), view::of)
    }

    /// What was encoded; none where the encoder has failed and may be tried again.
    fn kept_going(
        &mut self,
        encoded: Result<Encoded, EncodeError>,
    ) -> Result<Option<Encoded>, HostError> {
        match encoded {
            Ok(encoded) => {
                self.failures = 0;
                Ok(Some(encoded))
            }
            Err(error) if self.failures < MOST_FAILURES => {
                tracing::error!(%error, "a frame cannot be encoded");
                self.failures += 1;
                self.refresh = true;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn send(&mut self, way: &Way<'_>, shown: &Shown, encoded: Encoded) {
        let now = Instant::now();
        self.frame = self.frame.wrapping_add(1);
        self.took.since = now - self.began;
        let header = shown.header(self.frame, encoded.key, self.rest.is_sharp(), self.took);
        let length = encoded.bytes.len();
        if way.send(VideoFrame { header, encoded }, now) {
            self.refresh = false;
            self.meter.count(length, now);
        } else {
            // The next one would build on what the device does not have.
            self.refresh = true;
        }
    }

    /// Says what the last second was like, once it is over.
    fn report(&mut self) {
        let Some(second) = self.meter.take(Instant::now()) else {
            return;
        };
        let (Some(viewer), Some(shown)) = (&self.viewer, &self.shown) else {
            return;
        };
        let measured = viewer.measured();
        let statistics = HostStatistics {
            frames: second.frames,
            bits: second.bits,
            bit_rate: self.took.rate.bits(),
            estimate: measured.estimate.map(BitRate::bits),
            round_trip_ms: measured.round_trip.map(milliseconds),
            loss: measured.loss,
            triangles: shown.picture.statistics.triangles,
        };
        self.status
            .show_frames(shown.status(self.took, statistics.clone()));
        // Where much waits, the next second is told.
        let _ = self.events.try_send(Event::Statistics(statistics));
    }
}
