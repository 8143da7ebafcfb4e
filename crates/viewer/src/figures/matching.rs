//! Which picture is which: its header comes by another way than the picture.

use std::collections::VecDeque;

use remote_rendering_protocol::device::FrameHeader;

use crate::connection::Ms;

/// How many headers wait for their pictures, and pictures for their headers. Those of pictures that were dropped wait in vain.
const WAITING: usize = 64;

/// Pictures and headers that have not found each other, by the time stamp that both have.
#[derive(Debug, Default)]
pub(crate) struct Matching {
    headers: VecDeque<FrameHeader>,
    pictures: VecDeque<(u32, Ms)>,
}

impl Matching {
    /// A header came; it and its picture's time, if that was shown already.
    pub(crate) fn header(&mut self, header: FrameHeader) -> Option<(FrameHeader, Ms)> {
        let place = self
            .pictures
            .iter()
            .position(|(rtp_time, _)| *rtp_time == header.rtp_time);
        if let Some((_, at)) = place.and_then(|place| self.pictures.remove(place)) {
            return Some((header, at));
        }
        push(&mut self.headers, header);
        None
    }

    /// A picture was shown; its header, if that is here.
    pub(crate) fn picture(&mut self, rtp_time: u32, at: Ms) -> Option<FrameHeader> {
        let place = self
            .headers
            .iter()
            .position(|header| header.rtp_time == rtp_time);
        let found = place.and_then(|place| self.headers.remove(place));
        if found.is_none() {
            push(&mut self.pictures, (rtp_time, at));
        }
        found
    }
}

fn push<T>(queue: &mut VecDeque<T>, item: T) {
    if queue.len() == WAITING {
        queue.pop_front();
    }
    queue.push_back(item);
}
