//! The parts in which a room talks an exercise through.

use std::borrow::Cow;

use crate::scenario::{Module, Scenario};

/// The modules of a scenario.
#[must_use]
pub fn modules(scenario: &Scenario) -> Cow<'_, [Module]> {
    Cow::Borrowed(&scenario.modules)
}
