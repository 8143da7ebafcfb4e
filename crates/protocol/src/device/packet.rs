//! What goes through the data channel, or as binary messages of the WebSocket.

/// From where the scene is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Counts up with each camera that the device sends; a lower one that comes later is passed over. Never 0.
    pub sequence: u32,
    /// Where the eye is, in metres.
    pub position: [f32; 3],
    /// How it is turned: a unit quaternion, x y z w.
    pub rotation: [f32; 4],
    /// The angle that is seen from the lowest to the highest row, in radians.
    pub field_of_view: f32,
}

/// What a device sends all the time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DevicePacket {
    /// The newest camera.
    Camera(Camera),
    /// A frame has come and was handed to the decoder; said of frames in the WebSocket alone, where it paces the host.
    Received {
        /// The frame's number.
        frame: u32,
    },
}

/// What a host sends with each frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// What kind of frame it is.
    pub flags: FrameFlags,
    /// The picture's width in pixels.
    pub width: u16,
    /// The picture's height in pixels.
    pub height: u16,
    /// Counts the frames of a connection.
    pub frame: u32,
    /// The sequence of the camera from which it is seen; 0 before the first.
    pub camera: u32,
    /// The time stamp of the frame's RTP packets.
    pub rtp_time: u32,
    /// How long rendering took, in microseconds.
    pub render_us: u32,
    /// How long encoding took, in microseconds.
    pub encode_us: u32,
}

/// What kind of frame it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrameFlags {
    /// It stands for itself: a decoder can begin here.
    pub key: bool,
    /// The session's size does not show as many polygons: the picture is a checkerboard.
    pub checkerboard: bool,
    /// Nothing moves, and the picture will not become any better: no frame follows until something changes.
    pub sharp: bool,
}

/// What a host sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostPacket<'a> {
    /// A frame: its header, and H.264 in Annex B. In the WebSocket.
    Frame(FrameHeader, &'a [u8]),
    /// The header of a frame of the video track. In the data channel.
    Header(FrameHeader),
}

/// Why bytes are not a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PacketError {
    /// The first byte is none that is known.
    #[error("the packet is of no known kind")]
    Kind,
    /// Too many or too few bytes.
    #[error("the packet has the wrong length")]
    Length,
    /// A number that cannot be.
    #[error("the packet has a number out of range")]
    Range,
}

const CAMERA: u8 = 1;
const RECEIVED: u8 = 2;
const FRAME: u8 = 3;
const HEADER: u8 = 4;

impl DevicePacket {
    /// The packet as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Camera(camera) => {
                let mut bytes = Vec::with_capacity(37);
                bytes.push(CAMERA);
                bytes.extend(camera.sequence.to_le_bytes());
                let numbers = camera.position.iter().chain(&camera.rotation);
                for number in numbers.chain([&camera.field_of_view]) {
                    bytes.extend(number.to_le_bytes());
                }
                bytes
            }
            Self::Received { frame } => {
                let mut bytes = vec![RECEIVED];
                bytes.extend(frame.to_le_bytes());
                bytes
            }
        }
    }

    /// Reads a packet. A camera comes out with finite numbers, a rotation of length 1, and an angle that can be seen.
    pub fn read(bytes: &[u8]) -> Result<Self, PacketError> {
        let (kind, rest) = bytes.split_first().ok_or(PacketError::Length)?;
        let mut numbers = Numbers(rest);
        let packet = match *kind {
            CAMERA => Self::Camera(
                Camera {
                    sequence: numbers.u32()?,
                    position: numbers.floats()?,
                    rotation: numbers.floats()?,
                    field_of_view: numbers.f32()?,
                }
                .checked()?,
            ),
            RECEIVED => Self::Received {
                frame: numbers.u32()?,
            },
            _ => return Err(PacketError::Kind),
        };
        numbers.end()?;
        Ok(packet)
    }
}

impl Camera {
    /// How far from the origin an eye can be, in metres: beyond, numbers become too coarse.
    pub const FARTHEST: f32 = 1e7;

    /// The camera, if it is one.
    fn checked(mut self) -> Result<Self, PacketError> {
        let is_near = |number: &f32| number.abs() <= Self::FARTHEST;
        let length = self.rotation.iter().map(|part| part * part).sum::<f32>();
        let good = self.sequence > 0
            && self.position.iter().all(is_near)
            && (0.25..=4.0).contains(&length)
            && (0.01..=3.0).contains(&self.field_of_view);
        if !good {
            return Err(PacketError::Range);
        }
        let length = length.sqrt();
        self.rotation = self.rotation.map(|part| part / length);
        Ok(self)
    }
}

impl FrameHeader {
    /// The length of a header, in bytes, with the packet's first.
    pub const LENGTH: usize = 26;

    fn write(&self, kind: u8, bytes: &mut Vec<u8>) {
        let FrameFlags {
            key,
            checkerboard,
            sharp,
        } = self.flags;
        bytes.push(kind);
        bytes.push(u8::from(key) | u8::from(checkerboard) << 1 | u8::from(sharp) << 2);
        bytes.extend(self.width.to_le_bytes());
        bytes.extend(self.height.to_le_bytes());
        for number in [
            self.frame,
            self.camera,
            self.rtp_time,
            self.render_us,
            self.encode_us,
        ] {
            bytes.extend(number.to_le_bytes());
        }
    }

    fn read(numbers: &mut Numbers<'_>) -> Result<Self, PacketError> {
        let [flags] = numbers.take()?;
        Ok(Self {
            // Other bits are left to later versions.
            flags: FrameFlags {
                key: flags & 1 != 0,
                checkerboard: flags & 2 != 0,
                sharp: flags & 4 != 0,
            },
            width: numbers.take().map(u16::from_le_bytes)?,
            height: numbers.take().map(u16::from_le_bytes)?,
            frame: numbers.u32()?,
            camera: numbers.u32()?,
            rtp_time: numbers.u32()?,
            render_us: numbers.u32()?,
            encode_us: numbers.u32()?,
        })
    }
}

impl<'a> HostPacket<'a> {
    /// The packet as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Frame(header, video) => {
                let mut bytes = Vec::with_capacity(FrameHeader::LENGTH + video.len());
                header.write(FRAME, &mut bytes);
                bytes.extend(*video);
                bytes
            }
            Self::Header(header) => {
                let mut bytes = Vec::with_capacity(FrameHeader::LENGTH);
                header.write(HEADER, &mut bytes);
                bytes
            }
        }
    }

    /// Reads a packet.
    pub fn read(bytes: &'a [u8]) -> Result<Self, PacketError> {
        let (kind, rest) = bytes.split_first().ok_or(PacketError::Length)?;
        let mut numbers = Numbers(rest);
        match *kind {
            FRAME => Ok(Self::Frame(FrameHeader::read(&mut numbers)?, numbers.0)),
            HEADER => {
                let header = FrameHeader::read(&mut numbers)?;
                numbers.end()?;
                Ok(Self::Header(header))
            }
            _ => Err(PacketError::Kind),
        }
    }
}

/// Numbers one after the other, and what is left.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], PacketError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(PacketError::Length)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn u32(&mut self) -> Result<u32, PacketError> {
        self.take().map(u32::from_le_bytes)
    }

    fn f32(&mut self) -> Result<f32, PacketError> {
        self.take().map(f32::from_le_bytes)
    }

    fn floats<const N: usize>(&mut self) -> Result<[f32; N], PacketError> {
        let mut floats = [0.0; N];
        for float in &mut floats {
            *float = self.f32()?;
        }
        Ok(floats)
    }

    fn end(&self) -> Result<(), PacketError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(PacketError::Length)
        }
    }
}
