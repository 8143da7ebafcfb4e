//! What the host is told of a pause.

use super::*;

#[test]
fn a_host_is_told_once_what_it_can_understand() {
    let mut run = Run::by_webrtc();
    let news = |run: &mut Run, is_animated| match run.connection.playing_news(is_animated) {
        Some(FromDevice::Play { playing }) => Some(playing),
        other => {
            assert!(other.is_none());
            None
        }
    };
    assert_eq!(news(&mut run, true), None, "it plays anyway");
    assert!(run.connection.play(false) && !run.connection.play(false));
    assert_eq!(news(&mut run, false), None, "it may be an older one");
    assert_eq!(news(&mut run, true), Some(false));
    assert_eq!(news(&mut run, true), None);
    // Coming back it says so in its hello.
    run.on(Input::SocketClosed);
    assert!(run.connection.play(true));
    run.connection.play(false);
    assert_eq!(news(&mut run, true), None, "nobody listens");
    run.wait();
    let mut out = Vec::new();
    run.connection.on(run.now, Input::SocketOpened, &mut out);
    assert!(matches!(
        out[..],
        [Output::Send(FromDevice::Hello { paused: true, .. })]
    ));
    run.on(welcome("key"));
    assert_eq!(news(&mut run, true), None);
    run.connection.play(true);
    assert_eq!(news(&mut run, true), Some(true));
}
