use clap::Args;
use remote_rendering_client::probe::Position;
use remote_rendering_native::time_zone_position;
use remote_rendering_protocol::{Coordinates, CoordinatesError};

/// Where this device is: with many regions, the near ones are probed first.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct PositionOptions {
    /// Where this device is, in degrees north and east, such as 52.4,4.9 [default: the place of its time zone]
    #[arg(long, value_name = "LAT,LON", value_parser = coordinates)]
    #[arg(allow_hyphen_values = true, conflicts_with = "no_position")]
    position: Option<Coordinates>,
    /// Do not guess where this device is: all regions are probed at once
    #[arg(long)]
    no_position: bool,
}

/// Not a position.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
enum PositionError {
    /// Not two numbers.
    #[error("write two numbers with a comma between, such as 52.4,4.9")]
    Form,
    /// Not on earth.
    #[error(transparent)]
    Coordinates(#[from] CoordinatesError),
}

impl PositionOptions {
    pub(super) fn position(self) -> Option<Position> {
        match self.position {
            Some(coordinates) => Some(Position {
                coordinates,
                slack_kilometres: Position::STATED_SLACK,
            }),
            None if self.no_position => None,
            None => time_zone_position(),
        }
    }
}

fn coordinates(text: &str) -> Result<Coordinates, PositionError> {
    let (latitude, longitude) = text.split_once(',').ok_or(PositionError::Form)?;
    let degrees = |text: &str| text.trim().parse().map_err(|_| PositionError::Form);
    Ok(Coordinates::new(degrees(latitude)?, degrees(longitude)?)?)
}
