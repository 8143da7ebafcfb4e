use std::io::{self, Write};

use clap::Args;
use clap_complete::{Shell, generate};

/// `remote-rendering completions`.
#[derive(Clone, Debug, Args)]
pub struct CompletionsCommand {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl CompletionsCommand {
    /// Prints the script that completes a command line.
    pub fn run(self, mut line: clap::Command, out: &mut dyn Write) -> io::Result<()> {
        let name = line.get_name().to_owned();
        // The generator panics where it cannot write: it writes into memory.
        let mut script = Vec::new();
        generate(self.shell, &mut line, name, &mut script);
        out.write_all(&script)?;
        out.flush()
    }
}
