use remote_rendering_protocol::SessionId;
use tokio::io::AsyncRead;
use tracing::{debug, error, info, trace, warn};

use super::lines::Lines;

/// The longest line of a host's log that is kept whole, in bytes.
const LONGEST_LINE: usize = 8 * 1024;

/// Logs what a host writes to its standard error, with its session. Its own lines begin with their level; others come from
/// drivers and libraries.
pub(super) async fn log(session: SessionId, output: impl AsyncRead + Unpin) {
    let mut lines = Lines::new(output, LONGEST_LINE);
    // A pipe that fails is as one that has ended.
    while let Ok(Some(line)) = lines.next().await {
        log_line(&session, line.trim());
    }
}

fn log_line(session: &SessionId, line: &str) {
    let (level, rest) = line.split_once(' ').unwrap_or((line, ""));
    match level {
        "ERROR" => error!(%session, "host: {rest}"),
        "WARN" => warn!(%session, "host: {rest}"),
        "INFO" => info!(%session, "host: {rest}"),
        "DEBUG" => debug!(%session, "host: {rest}"),
        "TRACE" => trace!(%session, "host: {rest}"),
        "" => {}
        _ => info!(%session, "host: {line}"),
    }
}
