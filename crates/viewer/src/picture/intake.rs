//! Which frames a decoder is given.

use remote_rendering_protocol::device::FrameHeader;

/// How many frames may wait for the decoder. Beyond that the device is too slow, and what is shown would fall behind.
const WAITING: u32 = 6;

/// How often the decoder may break in a row, without a picture in between, until it is taken for unable.
const FAILURES: u32 = 3;

/// What to do with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    Decode,
    /// It builds on one that the decoder was not given.
    Skip,
    /// The same, and the host must be asked for one that stands for itself.
    SkipAndRefresh,
}

/// Keeps the order of frames.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    /// The decoder has what the next frame builds on.
    is_whole: bool,
    /// A key frame was asked for.
    is_asked: bool,
    failures: u32,
    pub(crate) skipped: u32,
}

impl Intake {
    /// A frame came while so many wait for the decoder.
    pub(crate) fn take(&mut self, header: &FrameHeader, waiting: u32) -> Taken {
        if header.flags.key {
            (self.is_whole, self.is_asked) = (true, false);
            return Taken::Decode;
        }
        self.is_whole &= waiting < WAITING;
        if self.is_whole {
            return Taken::Decode;
        }
        self.skipped += 1;
        if std::mem::replace(&mut self.is_asked, true) {
            Taken::Skip
        } else {
            Taken::SkipAndRefresh
        }
    }

    /// The decoder gave a picture.
    pub(crate) fn decoded(&mut self) {
        self.failures = 0;
    }

    /// The decoder is broken: a new one begins with a key frame. Whether another try has sense.
    pub(crate) fn failed(&mut self) -> bool {
        (self.is_whole, self.is_asked) = (false, true);
        self.failures += 1;
        self.failures < FAILURES
    }
}

/// What WebCodecs calls the encoding of a key frame in Annex B: profile, constraints and level out of its parameters.
pub(crate) fn codec_of(video: &[u8]) -> Option<String> {
    const PARAMETERS: u8 = 7;
    // The parameters come first, after nothing but short units.
    let head = video.get(..256.min(video.len()))?;
    let unit = head
        .windows(7)
        .find(|bytes| bytes[..3] == [0, 0, 1] && bytes[3] & 0x1f == PARAMETERS)?;
    Some(format!(
        "avc1.{:02X}{:02X}{:02X}",
        unit[4], unit[5], unit[6]
    ))
}
