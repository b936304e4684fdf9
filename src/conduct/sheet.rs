//! To be written.

use crate::scenario::{Facilitation, Inject, Scenario};
use crate::world::State;

/// Changes.
#[must_use]
pub fn changes(_: &Scenario, _: &State, _: &[Inject]) -> Vec<Facilitation> {
    Vec::new()
}
