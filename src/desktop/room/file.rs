//! What the incident file remembers: which part is open, and what is being written.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::id::{ChoiceId, DecisionId, PinId, QuestionId};

/// A part of the incident file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    /// Facts, findings and notes.
    #[default]
    Findings,
    /// Pinned lines.
    Timeline,
    /// What must be found out.
    Questions,
    /// What must be decided.
    Decisions,
    /// What can be saved.
    Evidence,
    /// Clocks that run outside.
    Clocks,
}

/// An answer or a decision being written.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) choices: BTreeSet<ChoiceId>,
    pub(super) pins: BTreeSet<PinId>,
    pub(super) reason: String,
    pub(super) confidence: u8,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            choices: BTreeSet::new(),
            pins: BTreeSet::new(),
            reason: String::new(),
            confidence: 70,
        }
    }
}

/// What the incident file remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) part: Part,
    pub(super) note: String,
    pub(super) answers: BTreeMap<QuestionId, Draft>,
    pub(super) decisions: BTreeMap<DecisionId, Draft>,
    pub(super) open_question: Option<QuestionId>,
    pub(super) open_decision: Option<DecisionId>,
}

impl Memory {
    /// Goes to the findings.
    pub(super) fn show_findings(&mut self) {
        self.part = Part::Findings;
    }

    /// Goes to the pinned lines.
    pub(super) fn show_timeline(&mut self) {
        self.part = Part::Timeline;
    }

    /// The note is on record.
    pub(super) fn noted(&mut self) {
        self.note.clear();
    }

    /// The decision is on record.
    pub(super) fn decided(&mut self, decision: &DecisionId) {
        self.decisions.remove(decision);
        self.open_decision = None;
    }

    /// The answer is on record.
    pub(super) fn answered(&mut self, question: &QuestionId) {
        self.answers.remove(question);
        self.open_question = None;
    }
}
