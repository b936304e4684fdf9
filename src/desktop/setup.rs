//! How an exercise is to be started: what the briefing sets, and the start reads.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::id::ReadinessId;
use crate::scenario::Scenario;
use crate::store::ScenarioEntry;

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
    /// The person's own file, as it was read last: what is wrong with it shows while it is edited.
    pub file: Option<ScenarioEntry>,
    /// How often the file was read again.
    pub rereads: u32,
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
            file: None,
            rereads: 0,
        }
    }

    /// Takes the file in as it is now. What can't be played leaves the scenario as it was.
    pub fn reread(&mut self, entry: ScenarioEntry) {
        let before = self.file.as_ref();
        let same_text = before.is_some_and(|file| file.source == entry.source);
        if same_text {
            // What takes longer to find may come later.
            self.file = Some(entry);
            return;
        }
        if let Some(scenario) = entry.playable() {
            self.scenario = Arc::clone(scenario);
            self.source = Arc::clone(&entry.source);
            let known = |id: &ReadinessId| scenario.readiness.iter().any(|r| r.id == *id);
            self.readiness_off.retain(known);
        }
        self.file = Some(entry);
        self.rereads += 1;
    }

    /// Whether the exercise can start: the file, if it is the person's own, has no errors now.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.file
            .as_ref()
            .is_none_or(|file| file.playable().is_some())
    }
}
