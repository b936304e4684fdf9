//! Lessons that survive: corrective actions, the ledger of all of them, and what the next exercise says of them.

mod change;
mod trial;

pub use change::{ActionDetails, LedgerChange, LedgerError};
pub use trial::{Occasion, Tested, Tests};

use jiff::Timestamp;
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

impl Priority {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::High => "High",
            Self::Medium => "Medium",
            Self::Low => "Low",
        }
    }
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
    /// On which day the exercise was held.
    pub on: Date,
    /// When somebody raised it: only exercises that began later test it. None in ledgers of earlier programs.
    #[serde(default)]
    pub when: Option<Timestamp>,
    /// The moment of the exercise that showed the gap.
    #[serde(default)]
    pub at: Option<Moment>,
    /// What showed it.
    #[serde(default)]
    pub evidence: String,
}

/// What an exercise tested a corrective action by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// By the very step that showed the gap.
    #[default]
    Step,
    /// By other steps of the same capability: that says something of the capability, and of the action only maybe.
    Capability,
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
    /// What it was tested by.
    #[serde(default)]
    pub by: Ground,
    /// Why, in a sentence.
    pub why: String,
}

impl Trial {
    /// What it says, in words.
    #[must_use]
    pub const fn verdict(&self) -> &'static str {
        match (self.by, self.held) {
            (Ground::Step, true) => "It held",
            (Ground::Step, false) => "It did not hold",
            (Ground::Capability, true) => "Its capability held",
            (Ground::Capability, false) => "Its capability fell short",
        }
    }
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

impl ActionStatus {
    /// The name on screen.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Done { .. } => "Done, not tested yet",
            Self::Closed { .. } => "Closed",
        }
    }
}

impl CorrectiveAction {
    /// Whether it is not closed yet: somebody still has to do it, or an exercise to test it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self.status, ActionStatus::Closed { .. })
    }

    /// Whether it should have been done before today and nobody has said that it was.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.status == ActionStatus::Open && self.due.is_some_and(|due| due < today)
    }

    /// What one exercise said of it.
    #[must_use]
    pub fn trial(&self, exercise: &str) -> Option<&Trial> {
        self.trials.iter().find(|trial| trial.exercise == exercise)
    }
}

/// The version of the ledger's format that this program writes; 2 knows when an action was raised.
pub const LEDGER_FORMAT: u32 = 2;

/// The corrective actions of all exercises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// The version of its format.
    pub format: u32,
    /// The actions, in the order in which they were raised.
    pub actions: Vec<CorrectiveAction>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            format: LEDGER_FORMAT,
            actions: Vec::new(),
        }
    }
}

impl Ledger {
    /// An action.
    #[must_use]
    pub fn action(&self, id: &Id) -> Option<&CorrectiveAction> {
        self.actions.iter().find(|action| action.id == *id)
    }

    /// Those that are not closed, in the order in which they were raised.
    pub fn open(&self) -> impl Iterator<Item = &CorrectiveAction> {
        self.actions.iter().filter(|action| action.is_open())
    }

    /// Those that should have been done before today.
    pub fn overdue(&self, today: Date) -> impl Iterator<Item = &CorrectiveAction> {
        let late = move |action: &&CorrectiveAction| action.is_overdue(today);
        self.actions.iter().filter(late)
    }

    /// Those that one exercise raised.
    pub fn raised_by<'a>(
        &'a self,
        exercise: &'a str,
    ) -> impl Iterator<Item = &'a CorrectiveAction> {
        let here = move |action: &&CorrectiveAction| action.raised.exercise == exercise;
        self.actions.iter().filter(here)
    }

    /// All of them as a list shows them: those that are not closed first, then by due date, those without one
    /// last, then by priority.
    #[must_use]
    pub fn by_due(&self) -> Vec<&CorrectiveAction> {
        let mut all: Vec<_> = self.actions.iter().collect();
        all.sort_by_key(|action| {
            let due = (action.due.is_none(), action.due);
            (!action.is_open(), due, action.priority)
        });
        all
    }
}

#[cfg(test)]
mod tests;
