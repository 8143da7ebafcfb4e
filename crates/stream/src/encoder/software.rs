use std::fmt;

use openh264::{
    OpenH264API, Timestamp,
    encoder::{
        Complexity, EncodedBitStream, Encoder as OpenH264, EncoderConfig, FrameRate, FrameType,
        Level, Profile, QpRange, RateControlMode, UsageType, VuiConfig,
    },
    formats::YUVSource,
};

use super::{EncodeError, Encoded, Encoder, budget::Budget, quantizer::Quantizers};
use crate::{BitRate, Picture};

/// The quantizers that frames may have. Finer ones than the first cost bits that nobody sees.
const QUANTIZERS: QpRange = QpRange::new(16, 51);

/// How often a picture is offered at most. `OpenH264` leaves it out while more than a second of its time must go by, as after
/// a key frame that could not be made as small as a slow link asks for.
const MAX_ROUNDS: u32 = 32;

/// H.264 in the constrained baseline profile, which every device decodes, by `OpenH264` on one core.
///
/// The stream says that its colours are BT.709 in limited range. Browsers would guess that for high pictures, and
/// BT.601 for low ones. No frame is left out, and only key frames have parameter sets. A picture may have up to
/// 3840 by 2160 pixels, either way round.
pub struct SoftwareEncoder {
    rate: BitRate,
    frames_per_second: f32,
    running: Option<Running>,
}

/// An encoder for one size.
struct Running {
    encoder: OpenH264,
    size: (u16, u16),
    budget: Budget,
    quantizers: Quantizers,
    fresh: bool,
}

impl SoftwareEncoder {
    /// An encoder whose frames share the rate evenly.
    pub fn new(rate: BitRate, frames_per_second: f32) -> Self {
        Self {
            rate,
            frames_per_second,
            running: None,
        }
    }
}

impl Encoder for SoftwareEncoder {
    fn encode(&mut self, picture: &Picture<'_>, key: bool) -> Result<Encoded, EncodeError> {
        picture.check()?;
        let size = (picture.width, picture.height);
        // What is taken out and not put back after an error is started anew by the next picture.
        let running = self.running.take();
        let running = running.filter(|it| it.size == size && !it.budget.outgrown(key));
        let mut running = match running {
            Some(running) => running,
            None => Running::start(size, Budget::new(self.rate, self.frames_per_second))?,
        };
        let encoded = running.encode(picture, key)?;
        self.running = Some(running);
        Ok(encoded)
    }

    fn set_rate(&mut self, rate: BitRate, frames_per_second: f32) {
        self.rate = rate;
        self.frames_per_second = frames_per_second;
        if let Some(running) = &mut self.running {
            running.budget.set_rate(rate, frames_per_second);
        }
    }
}

impl Running {
    fn start(size: (u16, u16), budget: Budget) -> Result<Self, EncodeError> {
        let config = EncoderConfig::new()
            .usage_type(UsageType::CameraVideoRealTime)
            .complexity(Complexity::Low)
            .num_threads(1)
            .profile(Profile::Baseline)
            .level(level(size))
            .vui(VuiConfig::bt709())
            .qp(QUANTIZERS)
            // By time stamps: `Budget` says why. Left out is only what finds the bucket full, which `Budget` prevents.
            .rate_control_mode(RateControlMode::Timestamp)
            .bitrate(openh264::encoder::BitRate::from_bps(
                budget.nominal_rate().bits(),
            ))
            .max_frame_rate(FrameRate::from_hz(Budget::nominal_frames_per_second()))
            .skip_frames(true)
            // Both are for cameras: they keep a still picture from ever becoming sharp.
            .background_detection(false)
            .adaptive_quantization(false)
            // A new scene is no reason for a key frame: those are asked for.
            .scene_change_detect(false);
        let encoder = OpenH264::with_api_config(OpenH264API::from_source(), config);
        Ok(Self {
            encoder: encoder.map_err(|source| EncodeError::Setup {
                width: size.0,
                height: size.1,
                source,
            })?,
            size,
            budget,
            quantizers: Quantizers::default(),
            fresh: true,
        })
    }

    fn encode(&mut self, picture: &Picture<'_>, key: bool) -> Result<Encoded, EncodeError> {
        let key = key || self.fresh;
        if key && !self.fresh {
            self.encoder.force_intra_frame();
        }
        let mut time = self.budget.next(key);
        for _ in 0..MAX_ROUNDS {
            let stream = self
                .encoder
                .encode_at(&Planes(picture), Timestamp::from_millis(time))
                .map_err(EncodeError::Failed)?;
            if stream.frame_type() != FrameType::Skip {
                let encoded = read(&stream, &mut self.quantizers)?;
                self.budget.took(encoded.bytes.len());
                self.fresh = false;
                return Ok(encoded);
            }
            time = self.budget.again();
        }
        Err(EncodeError::Output {
            what: "nothing at all",
        })
    }
}

/// The frame that the encoder has written.
fn read(
    stream: &EncodedBitStream<'_>,
    quantizers: &mut Quantizers,
) -> Result<Encoded, EncodeError> {
    let mut bytes = Vec::new();
    let mut quantizer = None;
    for layer in (0..stream.num_layers()).filter_map(|layer| stream.layer(layer)) {
        for unit in (0..layer.nal_count()).filter_map(|unit| layer.nal_unit(unit)) {
            let read = quantizers.read(unit);
            let read = read.map_err(|what| EncodeError::Output { what })?;
            quantizer = quantizer.or(read);
            bytes.extend_from_slice(unit);
        }
    }
    Ok(Encoded {
        key: stream.frame_type() == FrameType::IDR,
        bytes: bytes.into(),
        quantizer: quantizer.ok_or(EncodeError::Output {
            what: "no slice in it",
        })?,
    })
}

/// The lowest level that allows the size at 60 frames per second. `OpenH264` by itself would go by its nominal rates.
fn level((width, height): (u16, u16)) -> Level {
    let blocks = u32::from(width.div_ceil(16)) * u32::from(height.div_ceil(16));
    match blocks {
        0..=1620 => Level::Level_3_1,
        1621..=3600 => Level::Level_3_2,
        3601..=8704 => Level::Level_4_2,
        _ => Level::Level_5_2,
    }
}

/// A checked picture, for `OpenH264`.
struct Planes<'a>(&'a Picture<'a>);

impl YUVSource for Planes<'_> {
    fn dimensions(&self) -> (usize, usize) {
        (self.0.width.into(), self.0.height.into())
    }

    fn strides(&self) -> (usize, usize, usize) {
        let width = usize::from(self.0.width);
        (width, width / 2, width / 2)
    }

    fn y(&self) -> &[u8] {
        self.0.y
    }

    fn u(&self) -> &[u8] {
        self.0.u
    }

    fn v(&self) -> &[u8] {
        self.0.v
    }
}

impl fmt::Debug for SoftwareEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoftwareEncoder")
            .field("rate", &self.rate)
            .field("frames_per_second", &self.frames_per_second)
            .field("size", &self.running.as_ref().map(|running| running.size))
            .finish_non_exhaustive()
    }
}
