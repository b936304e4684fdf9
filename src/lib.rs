//! Hotwash: a simulator for incident-response tabletop exercises and training.
pub mod base;
pub mod cli;
pub mod scenario;
