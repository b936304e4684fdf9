//! What was decided, and what was known and true when it was.

use serde::Serialize;

use crate::base::Moment;
use crate::scenario::{Confidence, Scenario};
use crate::world::Entry;

/// An option of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it says.
    pub text: String,
    /// Whether it was chosen.
    pub chosen: bool,
    /// Whether it was sound at that moment; none where the scenario does not judge it.
    pub sound: Option<bool>,
}

/// A decision as it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionReview {
    /// When.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// What was decided.
    pub question: String,
    /// The options; none where the room wrote its own.
    pub choices: Vec<Choice>,
    /// What was chosen, in words.
    pub chosen: String,
    /// Why.
    pub reason: String,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// Whether it was sound at that moment, by the world; none where nobody judges.
    pub sound: Option<bool>,
    /// What the responders knew then, newest first.
    pub known: Vec<String>,
    /// What was true then and not known.
    pub hidden: Vec<String>,
    /// Who objected, and why, where the room wrote it down.
    pub objections: String,
    /// How many entries of the record there were just after it.
    pub entry: usize,
}

/// What was decided, in order.
#[must_use]
pub(super) fn decisions(_scenario: &Scenario, _entries: &[Entry]) -> Vec<DecisionReview> {
    Vec::new()
}
