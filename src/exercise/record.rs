//! The record of an exercise: a header, and every event in order, chained by hashes.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::id::{LevelId, ReadinessId, ScenarioId, SeatId};
use crate::base::{Id, Moment, Span};
use crate::scenario::{Casting, Scenario};
use crate::world::Entry;

/// The version of the record format that this program writes.
pub const RECORD_FORMAT: u32 = 1;

/// What a record begins with: all that is needed to open it for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The version of the record format.
    pub format: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// The scenario's identifier.
    pub scenario: ScenarioId,
    /// The scenario file as it was, whole.
    pub scenario_text: String,
    /// The seed of chance.
    pub seed: u64,
    /// Readiness switches that were off.
    pub readiness_off: Vec<ReadinessId>,
    /// The level it is played at; as the scenario's file says if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// What tells this exercise from another of the same scenario and seed; only one for a room needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Id>,
    /// Whose seat it was.
    pub seat: SeatId,
    /// The automatic player or script that played, if no person did.
    pub player: Option<String>,
}

impl Header {
    /// The header of a new record of this program, with all readiness switches on and nobody but people
    /// playing. `scenario_text` is the scenario's file, whole.
    #[must_use]
    pub fn new(scenario: ScenarioId, scenario_text: String, seed: u64, seat: SeatId) -> Self {
        Self {
            format: RECORD_FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            scenario,
            scenario_text,
            seed,
            readiness_off: Vec::new(),
            level: None,
            exercise: None,
            seat,
            player: None,
        }
    }

    /// The scenario as this exercise plays it: at its level, and as its seed casts it.
    #[must_use]
    pub fn cast(&self, scenario: &Scenario) -> Arc<Scenario> {
        Casting::new(scenario, self.level.as_ref()).cast(self.seed)
    }
}

/// A link of the chain: blake3 over the link before and what comes next, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// The first link: over the header's JSON.
    #[must_use]
    pub fn first(header_json: &str) -> Self {
        Self(blake3::hash(header_json.as_bytes()).to_hex().to_string())
    }

    /// The link after this one: over this one and an entry's JSON.
    #[must_use]
    pub fn next(&self, entry_json: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.0.as_bytes());
        hasher.update(entry_json.as_bytes());
        Self(hasher.finalize().to_hex().to_string())
    }

    /// A link as it was written down.
    #[must_use]
    pub fn written(text: String) -> Self {
        Self(text)
    }

    /// The link in hexadecimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A whole record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// How it begins.
    pub header: Header,
    /// What happened.
    pub entries: Vec<Entry>,
}

/// Where an exercise stopped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stopped {
    /// How far the exercise clock was.
    pub at: Moment,
    /// How long people had sat together, by the clock on the wall.
    pub session: Span,
}

/// Where an exercise keeps what happened. What it has taken is safe.
pub trait Journal: Send {
    /// Takes entries in, together or not at all.
    ///
    /// # Errors
    /// [`NotSaved`] if they could not be made safe; then none of them was taken.
    fn append(&mut self, entries: &[Entry]) -> Result<(), NotSaved>;

    /// Takes note of how far the clocks are, so that a resumed exercise goes on from there.
    ///
    /// # Errors
    /// [`NotSaved`] if it could not be written.
    fn note_clock(&mut self, stopped: Stopped) -> Result<(), NotSaved>;
}

/// Why an event is not on record.
#[derive(Debug, thiserror::Error)]
#[error("the record could not be written: {0}")]
pub struct NotSaved(pub Box<dyn std::error::Error + Send + Sync>);

/// A journal that keeps nothing: for runs that only their score is wanted of.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoJournal;

impl Journal for NoJournal {
    fn append(&mut self, _: &[Entry]) -> Result<(), NotSaved> {
        Ok(())
    }

    fn note_clock(&mut self, _: Stopped) -> Result<(), NotSaved> {
        Ok(())
    }
}
