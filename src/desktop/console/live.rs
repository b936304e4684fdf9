//! What the console works out of the record while it grows.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::Span;
use crate::base::id::{ModuleId, StepId};
use crate::conduct::findings::{Finding, findings};
use crate::conduct::pace::{Pace, pace};
use crate::conduct::silence::{Silence, silence};
use crate::exercise::{Exercise, WallMs};
use crate::scenario::Rating;
use crate::score::{Baseline, Scorer};
use crate::world::Damage;

/// How often the pace is worked out while nothing happens, in milliseconds.
const EVERY_MS: u64 = 1_000;

/// What the console works out.
pub(in crate::desktop) struct Live {
    /// Whether the session ends in time.
    pub(super) pace: Option<Pace>,
    /// The silence in the room.
    pub(super) silence: Option<Silence>,
    /// What the score suggests for each step.
    pub(super) suggested: BTreeMap<StepId, Rating>,
    /// The module that is open, and how long people had sat together when it was opened.
    pub(super) module: Option<(ModuleId, Span)>,
    /// What the record says of roles, decisions and tasks.
    pub(super) findings: Vec<Finding>,
    scorer: Scorer,
    found: usize,
    looked: Option<(usize, WallMs)>,
    scored: usize,
}

impl Live {
    /// Nothing is worked out yet.
    pub(super) fn new(exercise: &Exercise) -> Self {
        Self {
            pace: None,
            silence: None,
            suggested: BTreeMap::new(),
            module: None,
            findings: Vec::new(),
            found: 0,
            scorer: Scorer::new(Arc::clone(&exercise.scenario_arc())),
            looked: None,
            scored: 0,
        }
    }

    /// Takes in what is new.
    pub(super) fn look(&mut self, exercise: &Exercise, wall: WallMs) {
        let entries = exercise.entries();
        let fresh = |(revision, at): (usize, WallMs)| {
            revision == entries.len() && wall.0.saturating_sub(at.0) < EVERY_MS
        };
        if self.looked.is_some_and(fresh) {
            return;
        }
        self.looked = Some((entries.len(), wall));
        let (scenario, state) = (exercise.scenario(), exercise.state());
        let (now, speed) = (exercise.now(wall), exercise.clock().speed());
        let open = state.conduct.module.as_ref().map(|(id, _)| id);
        if self.module.as_ref().map(|(id, _)| id) != open {
            self.module = open.map(|id| (id.clone(), exercise.session()));
        }
        let opened = self.module.as_ref().map(|(_, sat)| *sat);
        self.pace = pace(scenario, state, now, exercise.session(), speed, opened);
        self.silence = silence(scenario, state, entries, now, speed);
    }

    /// Works out the findings, if anything has happened since.
    pub(super) fn find(&mut self, exercise: &Exercise) {
        let entries = exercise.entries();
        if self.found != entries.len() {
            self.found = entries.len();
            self.findings = findings(exercise.scenario(), entries);
        }
    }

    /// Works out what the score suggests, if anything has happened since.
    pub(super) fn score(&mut self, exercise: &Exercise) {
        let entries = exercise.entries();
        if self.scored == entries.len() {
            return;
        }
        self.scored = entries.len();
        // Only the outcome is measured between two runs, and nobody reads it here.
        let baseline = Baseline {
            idle: Damage::default(),
            reference: Damage::default(),
        };
        let card = self.scorer.score(entries, &baseline);
        let steps = exercise.scenario().steps.iter();
        self.suggested = steps
            .filter_map(|step| Some((step.id.clone(), card.suggested(&step.id)?)))
            .collect();
    }
}
