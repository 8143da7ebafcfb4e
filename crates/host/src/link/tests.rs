//! Signs of life, on a paused clock.

use tokio::{
    io::{AsyncBufReadExt as _, DuplexStream, duplex},
    sync::mpsc,
    time::{Instant, timeout},
};

use super::*;
use crate::session;

/// The service's end of a line on which signs are given.
struct Line {
    output: tokio::io::Lines<BufReader<DuplexStream>>,
    _input: DuplexStream,
    /// What the session is asked.
    heard: mpsc::Receiver<Event>,
}

/// Ends the line's task when the test does.
struct Talk(tokio::task::JoinHandle<()>);

impl Drop for Talk {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Line {
    fn open(desk: &std::sync::Arc<Desk>) -> (Self, Talk) {
        let (events, heard) = session::channel();
        let (input, hears) = duplex(256);
        let (mut says, output) = duplex(256);
        let desk = std::sync::Arc::clone(desk);
        let talk = tokio::spawn(async move { talk(hears, &mut says, &events, &desk).await });
        let line = Self {
            output: BufReader::new(output).lines(),
            _input: input,
            heard,
        };
        (line, Talk(talk))
    }

    /// Answers as the session's task does.
    async fn answer(&mut self) {
        let Some(Event::Alive { answer }) = self.heard.recv().await else {
            panic!("the session is asked nothing else");
        };
        answer.send(()).unwrap();
    }

    /// The next sign.
    async fn sign(&mut self) -> u32 {
        self.answer().await;
        let line = self.output.next_line().await.unwrap().unwrap();
        let FromHost::Alive { at_work } = serde_json::from_str(&line).unwrap() else {
            panic!("{line}");
        };
        at_work
    }
}

#[tokio::test(start_paused = true)]
async fn a_sign_says_for_how_long_the_frame_loop_is_at_work() {
    let desk = std::sync::Arc::new(Desk::new());
    let (mut line, _talk) = Line::open(&desk);
    // The loop is at its first picture.
    assert_eq!([line.sign().await, line.sign().await], [1, 2]);
    let begun = Instant::now();
    // It comes round, and then only by being woken.
    for _ in 0..3 {
        desk.come_round();
        assert_eq!(line.sign().await, 0);
    }
    assert_eq!(begun.elapsed(), SIGN_EVERY * 3);
    assert_eq!([line.sign().await, line.sign().await], [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn without_the_session_s_task_there_is_no_sign() {
    let desk = std::sync::Arc::new(Desk::new());
    let (mut line, _talk) = Line::open(&desk);
    line.sign().await;
    let silent = timeout(SIGN_EVERY * 1000, line.output.next_line()).await;
    assert!(silent.is_err(), "{silent:?}");
    // What it does late is as good.
    line.sign().await;
}
