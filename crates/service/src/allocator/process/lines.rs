use std::{io, mem};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

/// The lines of a process's output. One that is too long is cut.
#[derive(Debug)]
pub(super) struct Lines<R> {
    output: BufReader<R>,
    /// The part of a line that has come.
    line: Vec<u8>,
    longest: usize,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    /// The lines of `output`, with at most so many bytes each.
    pub(super) fn new(output: R, longest: usize) -> Self {
        Self {
            output: BufReader::new(output),
            line: Vec::new(),
            longest,
        }
    }

    /// The next line without its end; `None` when the output has ended. Nothing is lost if the future is dropped.
    pub(super) async fn next(&mut self) -> io::Result<Option<String>> {
        loop {
            let come = self.output.fill_buf().await?;
            if come.is_empty() {
                let is_rest = !self.line.is_empty();
                return Ok(is_rest.then(|| text(&mem::take(&mut self.line))));
            }
            let end = come.iter().position(|byte| *byte == b'\n');
            let part = &come[..end.unwrap_or(come.len())];
            let room = self.longest.saturating_sub(self.line.len());
            self.line.extend(&part[..part.len().min(room)]);
            let taken = part.len() + usize::from(end.is_some());
            self.output.consume(taken);
            if end.is_some() {
                return Ok(Some(text(&mem::take(&mut self.line))));
            }
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_come_whole_or_cut_and_the_last_needs_no_end() {
        let mut lines = Lines::new(&b"one\r\n\ntoo long\nlast"[..], 5);
        let mut read = Vec::new();
        while let Some(line) = lines.next().await.unwrap() {
            read.push(line);
        }
        assert_eq!(read, ["one", "", "too l", "last"]);
    }
}
