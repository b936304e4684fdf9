//! What people make of the record: the part of an after-action report that is written by hand.

mod proposed;

use serde::{Deserialize, Serialize};

use crate::base::Moment;
use crate::base::id::{RoleId, StepId};
use crate::scenario::{Phase, Sign};

/// How far an after-action report is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Somebody writes it.
    #[default]
    Draft,
    /// Those who took part read it.
    InReview,
    /// They agree with it.
    Reviewed,
    /// Nothing in it changes any more; its corrective actions go on in the ledger.
    Closed,
}

impl ReportState {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Draft, Self::InReview, Self::Reviewed, Self::Closed];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::InReview => "In review",
            Self::Reviewed => "Reviewed",
            Self::Closed => "Closed",
        }
    }
}

/// A strength or an area for improvement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Which of the two.
    pub sign: Sign,
    /// The capability it belongs to: a phase of the response.
    pub capability: Option<Phase>,
    /// What went well or badly.
    pub text: String,
    /// What shows it.
    #[serde(default)]
    pub evidence: String,
    /// When, if the record says.
    #[serde(default)]
    pub at: Option<Moment>,
    /// Why it was so, for what should be better.
    #[serde(default)]
    pub root_cause: String,
    /// The step that shows it; a corrective action raised from it is tested by that step most exactly.
    #[serde(default)]
    pub step: Option<StepId>,
    /// The role it is about; the whole room if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleId>,
    /// Whether it tells what was noted of one person, or of the task that somebody had: participants don't get it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub of_one_person: bool,
}

impl Point {
    /// One that nobody has written yet.
    #[must_use]
    pub const fn new(sign: Sign) -> Self {
        Self {
            sign,
            capability: None,
            text: String::new(),
            evidence: String::new(),
            at: None,
            root_cause: String::new(),
            step: None,
            role: None,
            of_one_person: false,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_false(is_so: &bool) -> bool {
    !*is_so
}

/// What is to be stopped, started or continued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HabitKind {
    /// Not any more.
    Stop,
    /// From now on.
    Start,
    /// As before.
    Continue,
}

impl HabitKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Stop, Self::Start, Self::Continue];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stop => "Stop",
            Self::Start => "Start",
            Self::Continue => "Continue",
        }
    }
}

/// A habit of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habit {
    /// What becomes of it.
    pub kind: HabitKind,
    /// Which.
    pub text: String,
}

/// The part of an after-action report that people write. It is kept beside the record's chain, since it is edited
/// and may hold names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AfterAction {
    /// How far it is.
    pub state: ReportState,
    /// What happened and what comes of it, in a paragraph.
    #[serde(default)]
    pub summary: String,
    /// Strengths and areas for improvement.
    #[serde(default)]
    pub points: Vec<Point>,
    /// What is to be stopped, started, continued.
    #[serde(default)]
    pub habits: Vec<Habit>,
}
