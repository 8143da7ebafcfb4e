//! The graphics device.

use pollster::block_on;
use std::cmp::Reverse;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use thiserror::Error;

use crate::RenderError;

/// Which graphics device is taken, and how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GpuOptions {
    /// A part of the device's name, in any case; none takes the best: a graphics card before a
    /// processor's own graphics, and that before software.
    pub name: Option<String>,
    /// How many bytes models may take on the device, all together. 4 GiB: devices do not say how
    /// much they have.
    pub model_bytes: u64,
}

impl Default for GpuOptions {
    fn default() -> Self {
        Self {
            name: None,
            model_bytes: 4 << 30,
        }
    }
}

/// Why there is no graphics device.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GpuError {
    /// The system has no driver that can be used.
    #[error(
        "no graphics device was found: install the driver of the graphics card, or the one that \
         renders in software (Debian, Ubuntu: apt install mesa-vulkan-drivers; Fedora: dnf install \
         mesa-vulkan-drivers)"
    )]
    None,

    /// None has the name that was asked for.
    #[error("no graphics device is called {wanted:?}; there are: {}", .found.join(", "))]
    Name {
        /// What was asked for.
        wanted: String,
        /// The names of those that are there.
        found: Vec<String>,
    },

    /// The device has a driver that is too old.
    #[error("the graphics device {name} lacks {what}: install a newer driver")]
    Old {
        /// The device.
        name: String,
        /// What it does not do.
        what: &'static str,
    },

    /// The driver does not let itself be used.
    #[error("the graphics device {name} cannot be used; reinstall its driver, or name another")]
    Open {
        /// The device.
        name: String,
        /// What the driver says.
        source: wgpu::RequestDeviceError,
    },
}

/// A graphics device that was opened. Cheap to clone; all clones are the same device.
#[derive(Clone)]
pub struct Gpu {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) limits: wgpu::Limits,
    info: Arc<wgpu::AdapterInfo>,
    lost: Arc<Mutex<Option<String>>>,
    models: Arc<Models>,
}

/// What models take of the device.
#[derive(Debug)]
struct Models {
    limit: u64,
    taken: AtomicU64,
}

impl fmt::Debug for Gpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Gpu").field(&self.name()).finish()
    }
}

impl Gpu {
    /// Opens a device by Vulkan, Metal or Direct3D 12.
    pub fn open(options: &GpuOptions) -> Result<Self, GpuError> {
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
            backends: wgpu::Backends::PRIMARY,
            // No layers of the driver's makers that look for mistakes, in debug builds neither: they
            // are slow, and write to the terminal.
            flags: wgpu::InstanceFlags::empty(),
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        });
        let adapters = block_on(instance.enumerate_adapters(wgpu::Backends::PRIMARY));
        let adapter = choose(adapters, options.name.as_deref())?;
        let info = adapter.get_info();
        if let Some(what) = missing(&adapter) {
            let name = info.name;
            return Err(GpuError::Old { name, what });
        }
        let limits = adapter.limits();
        let opened = block_on(adapter.request_device(&wgpu::DeviceDescriptor {
            label: Some("renderer"),
            required_features: FEATURES,
            required_limits: limits.clone(),
            // Blocks as small as they come: a host is one of many on its machine.
            memory_hints: wgpu::MemoryHints::MemoryUsage,
            ..wgpu::DeviceDescriptor::default()
        }));
        let (device, queue) = opened.map_err(|source| GpuError::Open {
            name: info.name.clone(),
            source,
        })?;
        let lost = Arc::new(Mutex::new(None));
        let told = Arc::clone(&lost);
        device.set_device_lost_callback(move |reason, message| {
            let text = if message.is_empty() {
                format!("{reason:?}")
            } else {
                message
            };
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
        });
        // Whatever the scopes of `guarded` do not see; without this, wgpu panics.
        let told = Arc::clone(&lost);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
        }));
        Ok(Self {
            device,
            queue,
            limits,
            info: Arc::new(info),
            lost,
            models: Arc::new(Models {
                limit: options.model_bytes,
                taken: AtomicU64::new(0),
            }),
        })
    }

    /// The device's name, as its driver has it.
    pub fn name(&self) -> &str {
        &self.info.name
    }

    /// Whether it is no device but the processor.
    pub fn is_software(&self) -> bool {
        self.info.device_type == wgpu::DeviceType::Cpu
    }

    /// The bytes that models take on the device now.
    pub fn model_bytes(&self) -> u64 {
        self.models.taken.load(Ordering::Relaxed)
    }

    /// Takes memory for a model, as long as what comes back is kept.
    pub(crate) fn reserve(&self, bytes: u64) -> Result<Reservation, RenderError> {
        let Models { limit, taken } = &*self.models;
        let more = |taken: u64| taken.checked_add(bytes).filter(|sum| sum <= limit);
        match taken.try_update(Ordering::Relaxed, Ordering::Relaxed, more) {
            Ok(_) => Ok(Reservation {
                models: Arc::clone(&self.models),
                bytes,
            }),
            Err(taken) => Err(RenderError::Memory {
                needed: bytes,
                left: limit.saturating_sub(taken),
            }),
        }
    }

    /// Whether it is memory of another device.
    pub(crate) fn is_foreign(&self, memory: &Reservation) -> bool {
        !Arc::ptr_eq(&self.models, &memory.models)
    }

    /// Does something with the device, and gives the device's errors as errors.
    pub(crate) fn guarded<T>(
        &self,
        work: impl FnOnce() -> Result<T, RenderError>,
    ) -> Result<T, RenderError> {
        self.check()?;
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let internal = self.device.push_error_scope(wgpu::ErrorFilter::Internal);
        let validation = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let done = work();
        let validation = block_on(validation.pop());
        let internal = block_on(internal.pop());
        let memory = block_on(memory.pop());
        // What could not be allocated cannot be used either: the first cause is the one to tell.
        let done = match memory.or(internal).or(validation) {
            Some(error) => Err(RenderError::from(error)),
            None => done,
        };
        if done.is_err() {
            // A lost device refuses everything; that it is lost is told here.
            let _ = self.device.poll(wgpu::PollType::Poll);
        }
        self.check()?;
        done
    }

    fn check(&self) -> Result<(), RenderError> {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        match &*lost {
            Some(reason) => Err(RenderError::Lost(reason.clone())),
            None => Ok(()),
        }
    }
}

/// Memory that is given back when this is dropped.
#[derive(Debug)]
pub(crate) struct Reservation {
    models: Arc<Models>,
    bytes: u64,
}

impl Reservation {
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.models.taken.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// The best device, or the best of a name.
fn choose(
    mut adapters: Vec<wgpu::Adapter>,
    wanted: Option<&str>,
) -> Result<wgpu::Adapter, GpuError> {
    adapters.sort_by_key(|adapter| Reverse(rank(adapter.get_info().device_type)));
    let Some(wanted) = wanted else {
        return adapters.into_iter().next().ok_or(GpuError::None);
    };
    let found: Vec<String> = adapters
        .iter()
        .map(|adapter| adapter.get_info().name)
        .collect();
    let lower = wanted.to_lowercase();
    let place = found
        .iter()
        .position(|name| name.to_lowercase().contains(&lower));
    match place {
        Some(place) => Ok(adapters.swap_remove(place)),
        None if found.is_empty() => Err(GpuError::None),
        None => Err(GpuError::Name {
            wanted: wanted.to_owned(),
            found,
        }),
    }
}

fn rank(kind: wgpu::DeviceType) -> u8 {
    match kind {
        wgpu::DeviceType::DiscreteGpu => 4,
        wgpu::DeviceType::IntegratedGpu => 3,
        wgpu::DeviceType::VirtualGpu => 2,
        wgpu::DeviceType::Other => 1,
        wgpu::DeviceType::Cpu => 0,
    }
}

/// What the renderer needs beyond what all devices do.
const FEATURES: wgpu::Features = wgpu::Features::INDIRECT_FIRST_INSTANCE;

/// What the renderer needs and the device does not do.
fn missing(adapter: &wgpu::Adapter) -> Option<&'static str> {
    let able = adapter.get_downlevel_capabilities().flags;
    let needed = [
        (wgpu::DownlevelFlags::COMPUTE_SHADERS, "compute shaders"),
        (wgpu::DownlevelFlags::BASE_VERTEX, "base vertices"),
        (wgpu::DownlevelFlags::INDIRECT_EXECUTION, "indirect draws"),
        (wgpu::DownlevelFlags::VIEW_FORMATS, "views of other formats"),
        (
            wgpu::DownlevelFlags::VERTEX_STORAGE,
            "storage buffers in vertex shaders",
        ),
    ];
    if !adapter.features().contains(FEATURES) {
        return Some("indirect draws of any instance");
    }
    needed
        .into_iter()
        .find(|(flag, _)| !able.contains(*flag))
        .map(|(_, what)| what)
}
