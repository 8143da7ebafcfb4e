use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What the session service answers a device that wants to connect.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(description = "What lets a device connect to a session's server.")
)]
pub struct ConnectionGrant {
    /// Where the host waits: a WebSocket's address, `ws://` or `wss://`. It holds no secret.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "wss://render.example.org:49152/connect")
    )]
    pub address: String,
    /// What lets the device in: once, and only for a while.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub token: ConnectionToken,
    /// For how long the token is good, in seconds.
    pub expires_in_seconds: u32,
}

macro_rules! secret {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Wraps the text.
            pub fn new(text: &str) -> Self {
                Self(text.into())
            }

            /// The text itself: for the wire, and for hashing.
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.expose())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|text| Self(text.into()))
            }
        }
    };
}

secret! {
    /// Lets one device connect to one session's host, once. Printed as `ConnectionToken([redacted])`.
    ConnectionToken
}

secret! {
    /// Lets the device that was connected come back to its scene after its network was gone for a moment.
    ResumeKey
}

secret! {
    /// Lets the connected device upload models, for as long as it is connected.
    UploadKey
}
