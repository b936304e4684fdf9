//! How an exercise is to be started: what the briefing sets, and the start reads.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::id::ReadinessId;
use crate::scenario::Scenario;

/// How an exercise is to be started.
pub struct Setup {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Its file's text, which the record keeps.
    pub source: Arc<str>,
    /// The seed of chance.
    pub seed: u64,
    /// How many times as fast as the wall.
    pub speed: u32,
    /// What had not been prepared.
    pub readiness_off: BTreeSet<ReadinessId>,
}

impl Setup {
    /// As the scenario stands, with everything prepared.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, source: Arc<str>, seed: u64, times: u32) -> Self {
        Self {
            scenario,
            source,
            seed,
            speed: times,
            readiness_off: BTreeSet::new(),
        }
    }
}
