//! What a viewer is made of, and how it is entered.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

use futures_util::future::LocalBoxFuture;
use remote_rendering_protocol::device::{Camera, ConnectionGrant};
use wasm_bindgen_futures::spawn_local;
use web_sys::RtcPeerConnection;

use super::{
    clock::{Timer, now},
    decoder::Decoder,
    listening::Listening,
    peer::Peer,
    socket::Socket,
    surface::Surface,
    upload::Uploads,
};
use crate::{
    connection::{Connection, Input, Ms},
    figures::{Counters, Figures, Link, Matching},
    navigation::{Gestures, Keys, Navigator},
    scene::Scene,
    state::{Event, GrantError, State},
};

/// Asks for leave to connect.
pub(super) type AskGrant =
    Box<dyn Fn() -> LocalBoxFuture<'static, Result<ConnectionGrant, GrantError>>>;

/// Is told what has changed.
pub type OnEvent = Box<dyn Fn(Event)>;

/// One viewer. Whoever holds it strongly is a [`Viewer`](super::Viewer); what the browser calls holds it weakly.
pub(super) struct Core {
    pub(super) me: Handle,
    pub(super) ask_grant: AskGrant,
    on_event: OnEvent,
    pub(super) surface: Surface,
    inside: RefCell<Inside>,
    events: RefCell<VecDeque<Event>>,
    is_telling: Cell<bool>,
}

/// A viewer as what the browser calls has it: it does not keep the viewer alive, and finds nobody when that is gone.
#[derive(Clone)]
pub(super) struct Handle(Weak<Core>);

impl Handle {
    pub(super) fn core(&self) -> Option<Rc<Core>> {
        self.0.upgrade()
    }

    /// Has the core to itself, if that is still there.
    pub(super) fn with(&self, act: impl FnOnce(&Core, &mut Inside)) {
        if let Some(core) = self.core() {
            core.enter(|inside| act(&core, inside));
        }
    }

    /// Something has happened to the connection.
    pub(super) fn input(&self, input: Input) {
        self.with(|core, inside| core.drive(inside, input));
    }

    /// Whether that peer connection is the one in use.
    pub(super) fn is_peer(&self, connection: &RtcPeerConnection) -> bool {
        let used = |core: Rc<Core>| {
            core.enter(|inside| {
                inside
                    .peer
                    .as_ref()
                    .is_some_and(|peer| peer.connection == *connection)
            })
        };
        self.core().is_some_and(used)
    }
}

/// What changes.
pub(super) struct Inside {
    pub(super) connection: Connection,
    pub(super) told: State,
    pub(super) scene: Scene,
    pub(super) figures: Figures,
    pub(super) link: Link,
    pub(super) counters: Counters,
    pub(super) matching: Matching,
    pub(super) navigator: Navigator,
    pub(super) gestures: Gestures,
    pub(super) keys: Keys,
    pub(super) cameras: Cameras,
    pub(super) socket: Option<Socket>,
    pub(super) peer: Option<Peer>,
    pub(super) decoder: Option<Decoder>,
    pub(super) uploads: Uploads,
    pub(super) alarm: Option<Timer>,
    pub(super) frame: Option<Timer>,
    pub(super) resizing: Option<Timer>,
    pub(super) each_second: Option<Timer>,
    pub(super) video_frame: Option<super::video::VideoFrames>,
    pub(super) listening: Vec<Listening>,
    pub(super) observer: Option<super::input::SizeObserver>,
}

/// Which cameras have left.
#[derive(Debug, Default)]
pub(super) struct Cameras {
    pub(super) sequence: u32,
    pub(super) last: Option<Camera>,
    /// When a camera left through the channel whose picture has not come, which may have been lost.
    pub(super) unsure: Option<Ms>,
    /// The last time that the navigator was moved on.
    pub(super) stepped: Option<Ms>,
    /// The person has seen the scene as a whole once.
    pub(super) is_framed: bool,
}

impl Core {
    pub(super) fn new(
        surface: Surface,
        ask_grant: AskGrant,
        on_event: OnEvent,
        connection: Connection,
    ) -> Rc<Self> {
        let inside = Inside {
            told: connection.state(),
            connection,
            scene: Scene::default(),
            figures: Figures::default(),
            link: Link::default(),
            counters: Counters::default(),
            matching: Matching::default(),
            navigator: Navigator::new(),
            gestures: Gestures::default(),
            keys: Keys::default(),
            cameras: Cameras::default(),
            socket: None,
            peer: None,
            decoder: None,
            uploads: Uploads::default(),
            alarm: None,
            frame: None,
            resizing: None,
            each_second: None,
            video_frame: None,
            listening: Vec::new(),
            observer: None,
        };
        Rc::new_cyclic(|me| Self {
            me: Handle(Weak::clone(me)),
            ask_grant,
            on_event,
            surface,
            inside: RefCell::new(inside),
            events: RefCell::default(),
            is_telling: Cell::new(false),
        })
    }

    /// Has the core to itself. Nothing that is called within may enter again.
    pub(super) fn enter<T>(&self, act: impl FnOnce(&mut Inside) -> T) -> T {
        act(&mut self.inside.borrow_mut())
    }

    /// Ends the viewer for good.
    pub(super) fn end(&self) {
        self.enter(|inside| {
            self.drive(inside, Input::Close);
            inside.listening.clear();
            inside.observer = None;
            (inside.alarm, inside.frame, inside.resizing) = (None, None, None);
        });
        self.surface.remove();
    }

    /// Tells the owner, soon.
    pub(super) fn tell(&self, events: impl IntoIterator<Item = Event>) {
        self.events.borrow_mut().extend(events);
        if self.events.borrow().is_empty() || self.is_telling.replace(true) {
            return;
        }
        let me = self.me.clone();
        spawn_local(async move {
            if let Some(core) = me.core() {
                core.is_telling.set(false);
                core.tell_all();
            }
        });
    }

    fn tell_all(&self) {
        // What is called may bring new events; they come after those that are there.
        while let Some(event) = { self.events.borrow_mut().pop_front() } {
            (self.on_event)(event);
        }
    }

    /// When the machine has to be woken next.
    pub(super) fn set_alarm(&self, inside: &mut Inside) {
        let resend = inside
            .cameras
            .unsure
            .map(|since| since + super::cameras::LOST_AFTER);
        let next = inside
            .connection
            .deadline()
            .into_iter()
            .chain(resend)
            .reduce(f64::min);
        let me = self.me.clone();
        inside.alarm =
            next.and_then(|next| Timer::after(next - now(), move || me.input(Input::Tick)));
    }
}
