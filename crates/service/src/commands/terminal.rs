//! The person who sits at the terminal, if one does.

use std::io::{self, IsTerminal as _, Read as _, Write as _};

/// Who can be asked.
pub trait Person {
    /// Asks, and gives the answer without white space around it; `None` where nobody sits there, or says nothing.
    fn ask(&self, question: &str) -> impl Future<Output = io::Result<Option<String>>>;

    /// Whether somebody sits there.
    fn is_there(&self) -> bool;
}

/// Asks on standard error, and reads standard input, if that is a terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal;

impl Person for Terminal {
    async fn ask(&self, question: &str) -> io::Result<Option<String>> {
        if !self.is_there() {
            return Ok(None);
        }
        let mut errors = io::stderr();
        write!(errors, "{question} ")?;
        errors.flush()?;
        let answer = apart(|| {
            let mut line = String::new();
            io::stdin().read_line(&mut line).map(|_| line)
        });
        let answer = answer.await?.trim().to_owned();
        Ok(Some(answer).filter(|it| !it.is_empty()))
    }

    fn is_there(&self) -> bool {
        io::stdin().is_terminal()
    }
}

/// All that standard input has; where a person sits there, a line that is asked for.
pub(crate) async fn standard_input(question: &str) -> io::Result<String> {
    if Terminal.is_there() {
        return Ok(Terminal.ask(question).await?.unwrap_or_default());
    }
    apart(|| {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    })
    .await
}

/// Reads in a thread of its own, so that Ctrl-C ends the wait for somebody who types.
async fn apart(read: impl FnOnce() -> io::Result<String> + Send + 'static) -> io::Result<String> {
    tokio::task::spawn_blocking(read).await?
}
