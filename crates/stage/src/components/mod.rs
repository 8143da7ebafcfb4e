//! The parts of the stage.

pub mod address;
pub mod app;
mod around;
pub mod figures;
pub mod graph;
pub mod help;
pub mod icon;
pub mod keys;
pub mod loads;
pub mod models;
pub mod panel;
pub mod state_card;
pub mod toolbar;
