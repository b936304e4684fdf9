//! Running an exercise for a room: the MSEL as it stands, the pace, what the projector shows, who sits
//! where, evaluation, the hot wash.
//!
//! Everything here reads a scenario, a state or a record and says something about it; what is done goes
//! through [`crate::scenario::Facilitation`] onto the record.

pub mod findings;
pub mod hot_wash;
pub mod modules;
pub mod msel;
pub mod pace;
pub mod projection;
pub mod ready;
pub mod silence;
pub mod table;

pub mod calendar;
pub mod evaluation;
pub mod roster;
pub mod sheet;
