//! How long things took, beside their targets and where those come from.

use serde::Serialize;

use crate::base::{Moment, Span};
use crate::scenario::Scenario;
use crate::score::Scorecard;
use crate::world::State;

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// The attacker's first act to the first true alert acknowledged.
    Detect,
    /// Alert to first touch, the mean over acknowledged alerts.
    Acknowledge,
    /// Alert to verdict, the mean over closed alerts.
    Triage,
    /// STARTEX to the first message inside the organisation.
    Escalate,
    /// STARTEX until no access path is usable and nothing leaves, for good.
    Contain,
    /// STARTEX until nothing of the attacker is left, for good.
    Expel,
    /// STARTEX until all services are back, for good.
    Recover,
    /// A notification clock: from its true start to the message that stops it.
    Notify,
    /// The attacker's first act to being expelled.
    Dwell,
}

/// A time that was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// What was measured.
    pub kind: MeasureKind,
    /// The name on screen, such as `Time to contain`.
    pub name: String,
    /// From what to what, in a sentence.
    pub meaning: String,
    /// How long it took; none if it did not happen.
    #[serde(rename = "took_ms")]
    pub took: Option<Span>,
    /// Whether it had to happen at all.
    pub needed: bool,
    /// How long it may take; none where nobody has set a target.
    #[serde(rename = "target_ms")]
    pub target: Option<Span>,
    /// Where the target comes from.
    pub target_from: String,
    /// When it was reached.
    #[serde(rename = "at_ms")]
    pub at: Option<Moment>,
}

impl Measure {
    /// Whether the target was met; none where there is none or nothing had to happen.
    #[must_use]
    pub fn met(&self) -> Option<bool> {
        let target = self.target.filter(|_| self.needed)?;
        Some(self.took.is_some_and(|took| took <= target))
    }
}

/// All times, in the order in which an incident goes.
#[must_use]
pub(super) fn measures(_scenario: &Scenario, _state: &State, _card: &Scorecard) -> Vec<Measure> {
    Vec::new()
}
