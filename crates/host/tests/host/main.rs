//! A whole host, over loopback: the service's side of its line, and devices.

mod connection;
mod control;
mod device;
mod frames;
mod loads;
mod uploads;
mod world;
