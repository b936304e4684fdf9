//! The parts in which a room talks an exercise through.

pub use crate::scenario::modules::modules;
