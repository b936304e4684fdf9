//! Contingency injects that are worth giving because the room has gone quiet.

use crate::base::id::InjectId;
use crate::base::{Moment, Span};
use crate::exercise::Speed;
use crate::scenario::Scenario;
use crate::world::{Entry, State};

/// A silence, and what may end it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// When participants last did something.
    pub since: Moment,
    /// How long that is ago, by the exercise clock.
    pub lasts: Span,
    /// What could be given, soonest planned first.
    pub injects: Vec<InjectId>,
}

/// The silence in the room, if it lasts long enough to speak of.
#[must_use]
pub fn silence(
    _scenario: &Scenario,
    _state: &State,
    _entries: &[Entry],
    _now: Moment,
    _speed: Speed,
) -> Option<Silence> {
    None
}
