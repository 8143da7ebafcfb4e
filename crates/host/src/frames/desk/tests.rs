use std::{thread, time::Duration};

use super::*;
use crate::frames::socket_way;

const FIRST: ConnectionId = ConnectionId(1);
const SECOND: ConnectionId = ConnectionId(2);

fn camera(sequence: u32) -> Camera {
    Camera {
        sequence,
        position: [0.0; 3],
        rotation: [0.0, 0.0, 0.0, 1.0],
        field_of_view: 1.0,
    }
}

fn wanted(size: (u16, u16)) -> Wanted {
    Wanted {
        size,
        smallest_scale: 0.0,
        playing: true,
    }
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.connect(FIRST, wanted((160, 120)), socket_way().0);
    desk.take(None);
    desk
}

fn sequence(orders: &Orders) -> Option<u32> {
    let camera = orders.viewer.as_ref()?.camera?;
    Some(camera.sequence)
}

#[test]
fn the_newest_camera_wins() {
    let desk = desk();
    for number in [1, 5, 3] {
        desk.look(FIRST, camera(number));
    }
    let orders = desk.take(None);
    assert!(orders.moved);
    assert_eq!(sequence(&orders), Some(5));
    desk.look(FIRST, camera(4));
    let orders = desk.take(None);
    assert!(!orders.moved, "an older one is no news");
    assert_eq!(sequence(&orders), Some(5));
}

#[test]
fn news_is_taken_once_and_wishes_stay() {
    let desk = desk();
    desk.refresh(FIRST);
    desk.resize(FIRST, (320, 200));
    let orders = desk.take(None);
    assert!(orders.refresh && orders.moved);
    desk.wake();
    let orders = desk.take(None);
    assert!(!orders.refresh && !orders.moved);
    assert_eq!(orders.viewer.unwrap().wanted, wanted((320, 200)));
}

#[test]
fn only_who_looks_is_listened_to() {
    let desk = desk();
    desk.look(SECOND, camera(1));
    desk.refresh(SECOND);
    let orders = desk.take(None);
    assert!(!orders.refresh && !orders.moved);
    desk.disconnect(SECOND);
    assert!(desk.take(None).viewer.is_some());
    desk.connect(SECOND, wanted((160, 120)), socket_way().0);
    desk.disconnect(FIRST);
    let viewer = desk.take(None).viewer.unwrap();
    assert_eq!(viewer.connection, SECOND);
    assert!(viewer.camera.is_none(), "a camera is its connection's");
}

#[test]
fn who_looks_says_whether_it_plays() {
    let desk = desk();
    let playing = |desk: &Desk| desk.take(None).viewer.unwrap().wanted.playing;
    desk.wake();
    assert!(playing(&desk), "from the beginning");
    desk.play(SECOND, false);
    assert!(playing(&desk));
    desk.play(FIRST, false);
    assert!(!playing(&desk));
    desk.connect(SECOND, wanted((160, 120)), socket_way().0);
    assert!(playing(&desk), "each says so for itself");
}

#[test]
fn frames_go_the_way_that_was_chosen() {
    let desk = desk();
    let way = |desk: &Desk| desk.take(None).viewer.unwrap().way().is_some();
    desk.wake();
    assert!(!way(&desk), "none was");
    desk.choose(FIRST, &Transport::WebSocket);
    assert!(way(&desk));
    desk.choose(FIRST, &Transport::WebRtc);
    assert!(!way(&desk), "WebRTC was not agreed on");
}

#[test]
fn waiting_ends_with_the_time_or_with_the_end() {
    let desk = Arc::new(desk());
    let until = Instant::now() + Duration::from_millis(5);
    assert!(!desk.take(Some(until)).over);
    assert!(Instant::now() >= until);
    let over = desk.over_when_dropped();
    let waits = thread::spawn({
        let desk = Arc::clone(&desk);
        move || desk.take(None).over
    });
    drop(over);
    assert!(waits.join().unwrap());
    assert!(desk.take(None).over, "it stays over");
}
