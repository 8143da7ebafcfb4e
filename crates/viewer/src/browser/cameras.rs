//! From the person's movements to cameras on their way.

use remote_rendering_protocol::device::{Camera, DevicePacket};

use super::{
    clock::{Timer, now},
    core::{Core, Handle, Inside},
};
use crate::{connection::Ms, navigation::Box3};

/// After so long without its picture a camera may have been lost in the channel, and is sent by the socket, which loses nothing.
pub(super) const LOST_AFTER: Ms = 250.0;

impl Handle {
    fn frame(&self) {
        self.with(|core, inside| {
            inside.frame = None;
            let at = now();
            // After a rest it begins with the length of a frame.
            let passed = inside
                .cameras
                .stepped
                .replace(at)
                .map_or(16.0, |before| at - before);
            let held = inside.keys.held();
            let moves = inside.navigator.step(passed, &held);
            core.send_camera(inside);
            if moves {
                core.wake(inside);
            } else {
                inside.cameras.stepped = None;
            }
        });
    }
}

impl Core {
    /// Something moves: go on with the screen's next picture.
    pub(super) fn wake(&self, inside: &mut Inside) {
        if inside.frame.is_none() {
            let me = self.me.clone();
            inside.frame = Timer::next_frame(move || me.frame());
        }
    }

    /// Sends the camera, if it is another one and the host listens.
    pub(super) fn send_camera(&self, inside: &mut Inside) {
        let next = inside.navigator.camera(0);
        let is_new = inside.cameras.last.is_none_or(|last| {
            last != Camera {
                sequence: last.sequence,
                ..next
            }
        });
        if is_new && inside.connection.is_up() {
            self.post_camera(inside);
        }
    }

    /// Sends the camera to a host that listens.
    pub(super) fn post_camera(&self, inside: &mut Inside) {
        let Some(socket) = &inside.socket else {
            return;
        };
        let cameras = &mut inside.cameras;
        cameras.sequence += 1;
        let next = inside.navigator.camera(cameras.sequence);
        cameras.last = Some(next);
        let packet = DevicePacket::Camera(next).to_bytes();
        let at = now();
        if inside.peer.as_ref().is_some_and(|peer| peer.send(&packet)) {
            cameras.unsure = Some(at);
        } else {
            socket.send(&packet);
            cameras.unsure = None;
        }
        inside.figures.camera_left(next.sequence, at);
        inside.connection.camera_left(at);
        self.set_alarm(inside);
    }

    /// The scene is another.
    pub(super) fn models_changed(&self, inside: &mut Inside) {
        let bounds = Box3::around(&inside.scene.models);
        inside.navigator.set_bounds(bounds);
        if bounds.is_some() && !inside.cameras.is_framed {
            // What comes first is shown as a whole. It was not seen before, so nothing flies.
            inside.cameras.is_framed = true;
            inside.navigator.reset();
            inside.navigator.jump();
        }
        inside.say_playing();
        self.wake(inside);
    }
}

impl Inside {
    /// Tells the host whether what moves is to, if it does not know.
    pub(super) fn say_playing(&mut self) {
        let news = self.connection.playing_news(self.scene.is_animated());
        if let Some((news, socket)) = news.zip(self.socket.as_ref()) {
            socket.say(&news);
        }
    }

    /// A picture from that camera is on its way or here.
    pub(super) fn camera_came(&mut self, camera: u32) {
        if camera >= self.cameras.sequence {
            self.cameras.unsure = None;
        }
    }

    /// Sends the last camera again that may have been lost.
    pub(super) fn resend_camera(&mut self) {
        let cameras = &mut self.cameras;
        let is_late = cameras
            .unsure
            .is_some_and(|since| now() - since >= LOST_AFTER);
        if let (true, Some(socket), Some(last)) = (is_late, &self.socket, cameras.last) {
            cameras.unsure = None;
            socket.send(&DevicePacket::Camera(last).to_bytes());
        }
    }
}
