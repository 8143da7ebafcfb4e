//! Pictures to a device: encoding, the two ways, and how much they carry.
