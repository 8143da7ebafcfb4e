use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;
use clap_mangen::Man;

/// `remote-rendering man`.
#[derive(Clone, Debug, Args)]
pub struct ManualCommand {
    /// Write a page for each command into this folder, and print nothing
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl ManualCommand {
    /// Prints the page of the program, or writes those of all its commands.
    pub fn run(self, line: clap::Command, out: &mut dyn Write) -> io::Result<()> {
        if let Some(folder) = self.dir {
            fs::create_dir_all(&folder)?;
            return clap_mangen::generate_to(line, folder);
        }
        let mut page = Vec::new();
        Man::new(line).render(&mut page)?;
        out.write_all(&page)?;
        out.flush()
    }
}
