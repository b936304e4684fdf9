//! How an exercise is to be started: what the briefing sets, and the start reads.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::id::{LevelId, ReadinessId};
use crate::scenario::{Casting, Scenario};
use crate::store::ScenarioEntry;

/// A scenario as a seed and level play it.
struct CastSetup {
    seed: u64,
    level: Option<LevelId>,
    scenario: Arc<Scenario>,
}

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
    /// How hard it is made; as the file says if none.
    pub level: Option<LevelId>,
    /// What had not been prepared.
    pub readiness_off: BTreeSet<ReadinessId>,
    /// The scenario as the seed and level here play it, once somebody asked.
    cast: Option<CastSetup>,
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
            level: None,
            readiness_off: BTreeSet::new(),
            cast: None,
            file: None,
            rereads: 0,
        }
    }

    /// The scenario as this seed and level play it.
    pub fn cast(&mut self) -> Arc<Scenario> {
        match &self.cast {
            Some(cast) if cast.seed == self.seed && cast.level == self.level => {
                Arc::clone(&cast.scenario)
            }
            _ => {
                let scenario = Casting::new(&self.scenario, self.level.as_ref()).cast(self.seed);
                self.cast = Some(CastSetup {
                    seed: self.seed,
                    level: self.level.clone(),
                    scenario: Arc::clone(&scenario),
                });
                scenario
            }
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
            self.cast = None;
            let known = |id: &ReadinessId| scenario.readiness.iter().any(|r| r.id == *id);
            self.readiness_off.retain(known);
            self.level.take_if(|level| scenario.level(level).is_none());
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
