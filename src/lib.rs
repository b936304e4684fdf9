//! Hotwash: a simulator for incident-response tabletop exercises and training.
pub mod base;
pub mod cli;
pub mod exercise;
pub mod player;
pub mod scenario;
pub mod score;
pub mod store;
pub mod world;
