//! Hotwash: a simulator for incident-response tabletop exercises and training.
//!
//! The layers, each importing only those above it: [`base`], [`playbook`], [`scenario`], [`checklist`], [`evidence`], [`world`], [`exercise`],
//! [`score`], [`player`], [`conduct`], [`review`] and [`report`] are the core, which knows no window, no file and no wall clock; [`store`]
//! keeps things on disk; [`desk`] reads logs on threads of its own; [`cli`] and `desktop` are the two doors. See `ARCHITECTURE.md`.

pub mod base;
pub mod checklist;
pub mod evidence;
pub mod playbook;
pub mod scenario;
pub mod world;

pub mod exercise;
pub mod score;

pub mod player;

pub mod conduct;

pub mod review;

pub mod report;

pub mod store;

pub mod desk;

pub mod cli;

#[cfg(feature = "desktop")]
pub mod desktop;
