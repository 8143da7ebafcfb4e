use std::time::Duration;

/// How long a client may take, and how much of the service it may hold. The defaults are generous
/// to slow networks and leave nothing that can be held for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the connection's begin to the end of the TLS handshake.
    pub tls_handshake: Duration,
    /// From the first byte of a request, or the begin of the connection, until its headers are
    /// there.
    pub head: Duration,
    /// Without a byte and without a request, until a connection is closed. Longer than the 10 s
    /// between two polls of a client, so that polling needs one connection.
    pub idle: Duration,
    /// How long a client that is written to may read nothing.
    pub write_stall: Duration,
    /// From the end of a request's headers until its answer's begin, its body's reading included.
    pub request: Duration,
    /// The largest header block, in bytes. The longest token and path together have a tenth.
    pub head_bytes: u32,
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address, or one /64 of IPv6. Not applied behind trusted
    /// proxies: every connection is theirs.
    pub connections_per_address: usize,
    /// Requests that are being answered at once.
    pub requests: usize,
    /// Requests at once in one HTTP/2 connection.
    pub streams: u32,
    /// Requests of one HTTP/2 connection that its client has taken back, and that are not yet
    /// cleared away: above it the connection is closed.
    pub reset_streams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tls_handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            write_stall: Duration::from_secs(30),
            request: Duration::from_secs(30),
            head_bytes: 32 * 1024,
            connections: 8192,
            connections_per_address: 1024,
            requests: 2048,
            streams: 128,
            reset_streams: 20,
        }
    }
}

impl Limits {
    /// Files that are kept free for the store, the console and the log.
    const RESERVED_FILES: usize = 256;

    /// These limits with no more connections than files can be open, so that connections never take
    /// a file from the store; and one address then has half of them at most.
    #[must_use]
    pub(crate) fn within_open_files(mut self, files: u64) -> Self {
        let files = usize::try_from(files).unwrap_or(usize::MAX);
        let most = files.saturating_sub(Self::RESERVED_FILES).max(1);
        if most < self.connections {
            self.connections = most;
            self.connections_per_address = self.connections_per_address.min(most.div_ceil(2));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_for_the_store() {
        let within = |files| {
            let limits = Limits::default().within_open_files(files);
            (limits.connections, limits.connections_per_address)
        };
        assert_eq!(within(1_048_576), (8192, 1024));
        assert_eq!(within(1024), (768, 384));
        assert_eq!(within(10), (1, 1));
    }
}
