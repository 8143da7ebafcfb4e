use std::fmt::Write as _;

use clap::{ArgMatches, Args as _, Command, parser::ValueSource};
use toml::Table;

use super::{OptionsError, ServeOptions, resolve::read};

impl ServeOptions {
    /// The options as a configuration file that says the same, with where each value comes from.
    /// Fails as a start would. No option is a secret: keys are in files of their own.
    pub fn effective(self, flags: &ArgMatches) -> Result<String, OptionsError> {
        let file = self.config.as_deref().map(read).transpose()?;
        let file = file.as_ref().map(Table::try_from).transpose()?;
        let given = Table::try_from(&self)?;
        let filled_in = self.clone().with_file()?.filled_in()?;
        filled_in.clone().settings()?;
        let mut values = Table::try_from(&filled_in)?;

        let mut text = String::new();
        if let Some(path) = &self.config {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "# with the file {}", path.display());
        }
        for argument in Self::augment_args(Command::new("serve")).get_arguments() {
            let id = argument.get_id().as_str();
            let key = id.replace('_', "-");
            let Some(value) = values.remove(&key) else {
                if key != "config" {
                    let _ = writeln!(text, "# {key} is not set");
                }
                continue;
            };
            let source = if given.contains_key(&key) {
                match flags.value_source(id) {
                    Some(ValueSource::EnvVariable) => {
                        let name = argument.get_env().unwrap_or_default();
                        format!("environment: {}", name.to_string_lossy())
                    }
                    _ => format!("flag: --{key}"),
                }
            } else if file.as_ref().is_some_and(|file| file.contains_key(&key)) {
                "file".to_owned()
            } else {
                "default".to_owned()
            };
            let _ = writeln!(text, "{key} = {value}  # {source}");
        }
        // Keys that are no flag stand in tables, which come last in TOML.
        if !values.is_empty() {
            let _ = write!(text, "\n# file\n{}", toml::to_string(&values)?);
        }
        Ok(text)
    }
}
