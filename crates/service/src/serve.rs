use std::{
    io,
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    Clock as _, Limits, Listener, Metrics, OptionsError, Parts, Randomness, Scheme, Server,
    Service, Settings, SigningKeys, SigningKeysError, Store, SystemClock, SystemRandomness,
    TlsError,
    commands::STORE_FILE,
    development::{self, DevelopmentError},
    options::Storage,
    private_file,
    servers::{self, ServersError},
    store::{MemoryStore, SqliteStore, StoreError},
    tls,
};

/// The service did not start, or did not stop well.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The options cannot be used.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// The address cannot be had.
    #[error("cannot listen on {addr}")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The folder of the data cannot be had.
    #[error("the folder {} cannot be used", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The signing keys cannot be had.
    #[error(transparent)]
    SigningKeys(#[from] SigningKeysError),
    /// TLS failed.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The development account failed.
    #[error(transparent)]
    Development(#[from] DevelopmentError),
    /// There are no servers for sessions.
    #[error(transparent)]
    Servers(#[from] ServersError),
    /// The socket failed while serving.
    #[error("the server failed")]
    Serving(#[source] io::Error),
}

/// The folder of the service's files: one that stays, or one that goes when it is dropped.
#[derive(Debug)]
enum Folder {
    Kept(PathBuf),
    Temporary(tempfile::TempDir),
}

impl Folder {
    fn open(storage: &Storage) -> Result<Self, ServeError> {
        match storage {
            Storage::Folder(path) => {
                let failed = |cause| ServeError::Folder {
                    path: path.clone(),
                    cause,
                };
                private_file::create_folder(path).map_err(failed)?;
                Ok(Self::Kept(std::path::absolute(path).map_err(failed)?))
            }
            Storage::Memory => {
                let failed = |cause| ServeError::Folder {
                    path: std::env::temp_dir(),
                    cause,
                };
                let folder = tempfile::Builder::new()
                    .prefix("remote-rendering-")
                    .tempdir()
                    .map_err(failed)?;
                Ok(Self::Temporary(folder))
            }
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Kept(path) => path,
            Self::Temporary(folder) => folder.path(),
        }
    }
}

/// The command `remote-rendering serve`: serves until `stop` is ready, then ends the calls under
/// way.
///
/// Says on standard output where it listens and where the development account's file is: other
/// programs wait for these lines.
pub async fn serve(settings: Settings, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
    let folder = Folder::open(&settings.storage)?;
    let now = SystemClock.now();
    let certificate = settings.certificate.as_ref();
    let certificate = certificate
        .map(|certificate| tls::files(certificate, folder.path(), &settings.regions, now))
        .transpose()?;
    let tls = certificate.as_ref().map(tls::configure).transpose()?;
    let scheme = if tls.is_some() {
        Scheme::Https
    } else {
        Scheme::Http
    };
    let listen_failed = |cause| ServeError::Listen {
        addr: settings.listen,
        cause,
    };
    let listener = Listener::bind(settings.listen).map_err(listen_failed)?;
    let addr = listener.addr();
    let randomness: Arc<dyn Randomness> = Arc::new(SystemRandomness);
    let metrics = Metrics::new();
    let store = open_store(&settings.storage, folder.path(), &metrics).await?;
    let account_file =
        development::prepare(&*store, folder.path(), addr, scheme, &*randomness, now).await?;
    if !settings.latency.is_empty() {
        tracing::warn!("pings are answered late on purpose: [[latency]] is for development");
    }
    let allocator = servers::allocator(
        settings.hosts,
        settings.pool,
        certificate,
        Arc::clone(&randomness),
        metrics.pool.clone(),
    )
    .await?;
    let service = Service::start(Parts {
        store,
        allocator,
        clock: Arc::new(SystemClock),
        tokens: SigningKeys::open(folder.path(), &*randomness, now)?,
        metrics,
        randomness,
        throttle_per_minute: settings.throttle_per_minute,
        throttle_failures_per_minute: settings.throttle_failures_per_minute,
        trusted_proxies: settings.trusted_proxies,
        limits: within_open_files(settings.limits),
        regions: settings.regions,
        latency: settings.latency,
        scheme,
        console: settings.console,
    })
    .await?;
    let server = listener.serve(service, tls).map_err(ServeError::Serving)?;
    announce(&server, scheme, account_file.as_deref());
    stop.await;
    tracing::info!("stopping");
    server.shutdown().await.map_err(ServeError::Serving)
}

/// Asks the system for as many open files as it allows, and fits the limits to them.
fn within_open_files(limits: Limits) -> Limits {
    let files = match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => files,
        Err(error) => {
            tracing::warn!(%error, "the number of files that may be open is not known");
            return limits;
        }
    };
    let wanted = limits.connections;
    let limits = limits.within_open_files(files);
    if limits.connections < wanted {
        let connections = limits.connections;
        tracing::warn!(
            files,
            connections,
            "the system allows few open files, so few connections"
        );
    }
    limits
}

async fn open_store(
    storage: &Storage,
    folder: &Path,
    metrics: &Metrics,
) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match storage {
        Storage::Memory => Arc::new(MemoryStore::new()),
        Storage::Folder(_) => {
            let path = folder.join(STORE_FILE);
            Arc::new(SqliteStore::open_with(&path, metrics.store.clone()).await?)
        }
    })
}

fn announce(server: &Server, scheme: Scheme, account_file: Option<&Path>) {
    let mut out = io::stdout().lock();
    // A service whose standard output nobody reads serves all the same.
    let _ = writeln!(out, "listening on {}://{}", scheme.as_str(), server.addr());
    if let Some(path) = account_file {
        let _ = writeln!(out, "development account: {}", path.display());
    }
    let _ = out.flush();
}
