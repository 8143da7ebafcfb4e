use serde::{Deserialize, Serialize};

/// Where a region is, in degrees. Always a place on earth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "WrittenCoordinates")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coordinates {
    /// North of the equator, -90 to 90.
    #[cfg_attr(feature = "openapi", schema(minimum = -90, maximum = 90))]
    latitude: f64,
    /// East of Greenwich, -180 to 180.
    #[cfg_attr(feature = "openapi", schema(minimum = -180, maximum = 180))]
    longitude: f64,
}

/// Why two numbers are not [`Coordinates`].
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CoordinatesError {
    /// Beyond a pole, or no number.
    #[error("the latitude {0} is not on earth: write degrees north of the equator, from -90 to 90")]
    Latitude(f64),
    /// More than half around the earth, or no number.
    #[error("the longitude {0} is not on earth: write degrees east of Greenwich, from -180 to 180")]
    Longitude(f64),
}

/// Two numbers that are not looked at yet.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct WrittenCoordinates {
    latitude: f64,
    longitude: f64,
}

impl TryFrom<WrittenCoordinates> for Coordinates {
    type Error = CoordinatesError;

    fn try_from(written: WrittenCoordinates) -> Result<Self, CoordinatesError> {
        Self::new(written.latitude, written.longitude)
    }
}

impl Coordinates {
    /// The earth's mean radius: as a sphere it is off by 0.5 % at most.
    pub const EARTH_RADIUS_KILOMETRES: f64 = 6371.0;

    /// The place that is so many degrees north of the equator and east of Greenwich.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, CoordinatesError> {
        // A range contains no NaN, and neither infinity.
        if !(-90.0..=90.0).contains(&latitude) {
            return Err(CoordinatesError::Latitude(latitude));
        }
        if !(-180.0..=180.0).contains(&longitude) {
            return Err(CoordinatesError::Longitude(longitude));
        }
        Ok(Self {
            latitude,
            longitude,
        })
    }

    /// Degrees north of the equator, -90 to 90.
    pub const fn latitude(&self) -> f64 {
        self.latitude
    }

    /// Degrees east of Greenwich, -180 to 180.
    pub const fn longitude(&self) -> f64 {
        self.longitude
    }

    /// The length of the shortest way along the earth's surface.
    pub fn distance_kilometres(&self, other: &Self) -> f64 {
        let north = other.latitude - self.latitude;
        let east = (other.longitude - self.longitude).abs();
        // The haversine formula: exact for small distances, where the law of cosines is not.
        let across = haversine(east.min(360.0 - east));
        let haversine = haversine(north) + cosine(self.latitude) * cosine(other.latitude) * across;
        // Rounding can take it above 1 at the antipodes, where no arcsine is.
        2.0 * Self::EARTH_RADIUS_KILOMETRES * haversine.clamp(0.0, 1.0).sqrt().asin()
    }
}

fn cosine(degrees: f64) -> f64 {
    1.0 - 2.0 * haversine(degrees)
}

/// The square of the sine of half an angle of -180 to 180 degrees: half of 1 - cos, as its Taylor series. A browser's
/// module has no sine of its own, and one for all numbers is twenty times as long.
fn haversine(degrees: f64) -> f64 {
    let square = degrees.to_radians().powi(2);
    let (mut term, mut sum) = (square / 4.0, 0.0);
    // The next term is below 1e-17, even of half a turn.
    for n in 2..16 {
        sum += term;
        term *= -square / f64::from((2 * n - 1) * (2 * n));
    }
    sum
}
