//! Lessons that survive: corrective actions, the ledger of all of them, and what the next exercise says of them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::base::Moment;
use crate::base::id::{Id, ScenarioId, StepId};
use crate::scenario::Phase;

/// How soon a corrective action is needed.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Before anything else.
    High,
    /// As planned.
    #[default]
    Medium,
    /// When there is time.
    Low,
}

/// Where a corrective action comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raised {
    /// The exercise: its record's name.
    pub exercise: String,
    /// The scenario.
    pub scenario: ScenarioId,
    /// The scenario's title.
    pub title: String,
    /// On which day.
    pub on: Date,
    /// The moment of the exercise that showed the gap.
    #[serde(default)]
    pub at: Option<Moment>,
    /// What showed it.
    #[serde(default)]
    pub evidence: String,
}

/// What an exercise said of a corrective action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// The exercise: its record's name.
    pub exercise: String,
    /// On which day.
    pub on: Date,
    /// Whether it held.
    pub held: bool,
    /// The moment that shows it.
    #[serde(default)]
    pub at: Option<Moment>,
    /// Why, in a sentence.
    pub why: String,
}

/// How far a corrective action is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionStatus {
    /// Somebody works on it, or should.
    #[default]
    Open,
    /// It was done, and no exercise has tested it yet.
    Done {
        /// On which day.
        on: Date,
    },
    /// An exercise showed that it holds, or somebody said so.
    Closed {
        /// On which day.
        on: Date,
        /// The exercise that showed it; none if somebody closed it by hand.
        by: Option<String>,
    },
}

/// Something to be done so that a gap does not come again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectiveAction {
    /// How the ledger refers to it.
    pub id: Id,
    /// What is to be done.
    pub text: String,
    /// Who answers for it; may be empty, which the report says.
    #[serde(default)]
    pub owner: String,
    /// Until when.
    #[serde(default)]
    pub due: Option<Date>,
    /// How soon it is needed.
    #[serde(default)]
    pub priority: Priority,
    /// The capability it improves: a phase of the response.
    pub capability: Phase,
    /// The step that showed the gap; the same step of the same scenario tests it most exactly.
    #[serde(default)]
    pub step: Option<StepId>,
    /// Where it comes from.
    pub raised: Raised,
    /// How far it is.
    #[serde(default)]
    pub status: ActionStatus,
    /// What later exercises said of it, the first first.
    #[serde(default)]
    pub trials: Vec<Trial>,
}

/// The corrective actions of all exercises.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// The version of its format.
    pub format: u32,
    /// The actions, in the order in which they were raised.
    pub actions: Vec<CorrectiveAction>,
}
