use tokio::sync::mpsc::UnboundedReceiver;

/// What tells a process to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C: a person.
    Interrupt,
    /// A supervisor.
    Terminate,
}

/// The signals that arrive. A sender that is gone means that none will.
pub type Signals = UnboundedReceiver<Signal>;

/// Lets a future run until it is done, or a signal arrives.
pub(crate) async fn unless_signalled<F: Future>(
    signals: &mut Signals,
    future: F,
) -> Result<F::Output, Signal> {
    tokio::select! {
        output = future => Ok(output),
        Some(signal) = signals.recv() => Err(signal),
    }
}
