//! How the exercise is conducted: briefing, objectives, injects.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::effect::Effect;
use crate::base::id::{InjectId, ObjectiveId, RoleId};
use crate::base::{Offset, Span};

/// How hard a scenario is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Difficulty {
    /// For people new to incident response.
    Introductory,
    /// For people who know their playbook.
    Intermediate,
    /// For experienced teams.
    Advanced,
}

/// An ATT&CK technique that the scenario plays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Technique {
    /// The tactic.
    pub tactic: String,
    /// The number, such as `T1505.003`.
    pub id: String,
    /// The technique's name.
    pub name: String,
    /// The sub-technique's name.
    #[serde(default)]
    pub sub: String,
    /// The platforms it applies to.
    #[serde(default)]
    pub platforms: Vec<String>,
}

/// What the exercise is to train.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// How the file refers to it.
    pub id: ObjectiveId,
    /// The objective, in a sentence.
    pub text: String,
}

/// What players read before STARTEX.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Briefing {
    /// Who the organisation is.
    pub organisation: String,
    /// How things stand at STARTEX.
    pub situation: String,
    /// What is to be trained.
    pub objectives: Vec<Objective>,
}

/// The way an inject reaches people.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Channel {
    /// A telephone call.
    Call,
    /// A mail.
    Mail,
    /// A line in the chat.
    Chat,
    /// The news.
    News,
    /// Somebody at the door.
    WalkIn,
}

/// What brings an inject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Trigger {
    /// The clock.
    At {
        /// When.
        at: Offset,
        /// By how much, at most, the seed may delay it.
        #[serde(default)]
        within: Span,
        /// Only when this holds then. A contingency inject asks here what the players have not done.
        #[serde(default)]
        provided: Option<Condition>,
    },
    /// A condition, the first time it holds.
    When {
        /// What must hold.
        condition: Condition,
        /// How long after that it comes.
        #[serde(default)]
        delay: Span,
    },
    /// Only the effect `Deliver`, or the facilitator's hand.
    ByHand,
}

/// An item of the MSEL, the master scenario events list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inject {
    /// How the file refers to it.
    pub id: InjectId,
    /// The headline.
    pub title: String,
    /// Who it comes from.
    pub from: String,
    /// To which roles; everybody if empty.
    #[serde(default)]
    pub to: Vec<RoleId>,
    /// The way it comes.
    pub channel: Channel,
    /// What it says.
    pub text: String,
    /// What brings it.
    pub trigger: Trigger,
    /// Whether it is held back and given only when players do not do what was expected.
    #[serde(default)]
    pub contingency: bool,
    /// What the players are expected to do.
    pub expected: String,
    /// Questions for the facilitator to ask.
    #[serde(default)]
    pub prompts: Vec<String>,
    /// The objective it serves.
    #[serde(default)]
    pub objective: Option<ObjectiveId>,
    /// What it does beside being read.
    #[serde(default)]
    pub effects: Vec<Effect>,
}

/// A source that the scenario was designed after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What it is.
    pub title: String,
    /// Who wrote it, and when.
    pub by: String,
}
