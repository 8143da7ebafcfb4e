use std::io::Write;

use clap::Args;

use super::{Outcome, Output, RegionsError, catalogue::CatalogueOptions, print_json};
use crate::commands::table::Table;

#[derive(Clone, Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    catalogue: CatalogueOptions,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    output: Output,
}

impl List {
    pub(super) async fn run(self, out: &mut (dyn Write + Send)) -> Result<Outcome, RegionsError> {
        let trust = self.catalogue.trust()?;
        let catalogue = self.catalogue.read(&trust).await?;
        match self.output {
            // What can be given to --catalogue again.
            Output::Json => print_json(out, &catalogue.regions)?,
            Output::Table => {
                let mut table = Table::new(["REGION", "NAME", "NORTH", "EAST", "ENDPOINT"]);
                for region in catalogue.regions {
                    table.push([
                        region.name.to_string(),
                        region.display_name,
                        format!("{:.2}", region.coordinates.latitude()),
                        format!("{:.2}", region.coordinates.longitude()),
                        region.endpoint.to_string(),
                    ]);
                }
                write!(out, "{table}")?;
            }
        }
        Ok(Outcome::Done)
    }
}
