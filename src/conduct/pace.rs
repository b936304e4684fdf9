//! Whether the session ends in time, and what to leave out if not.

use crate::base::id::InjectId;
use crate::base::{Moment, Span};
use crate::exercise::Speed;
use crate::scenario::Scenario;
use crate::world::State;

/// How a session stands against its length, by the clock on the wall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// How long it may take.
    pub booked: Span,
    /// How long it has taken.
    pub used: Span,
    /// How much longer it takes at this pace.
    pub needs: Span,
    /// How late it would end; zero if in time.
    pub late: Span,
    /// What could be left out to end in time, least missed first.
    pub skip: Vec<InjectId>,
    /// The speed at which the clock alone would end in time, if it is another.
    pub speed: Option<Speed>,
}

/// The pace of a session; none where no length is booked.
#[must_use]
pub fn pace(
    _scenario: &Scenario,
    _state: &State,
    _now: Moment,
    _session: Span,
    _speed: Speed,
) -> Option<Pace> {
    None
}
