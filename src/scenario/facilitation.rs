//! What the exercise's staff writes down, hands out and sets: seats, observations, ratings, tasks, modules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::playbook_steps::Phase;
use crate::base::id::{InjectId, ModuleId, ObjectiveId, RoleId, SeatId};
use crate::base::{Moment, Span};

/// The number of an observation, a task or a decision, counted from 1 in one exercise.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct NoteId(pub u32);

/// Performance as exercise evaluation rates it (HSEEP), best first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Rating {
    /// Performed without challenges.
    P,
    /// Performed with some challenges.
    S,
    /// Performed with major challenges.
    M,
    /// Unable to be performed.
    U,
}

impl Rating {
    /// All of them, best first.
    pub const ALL: [Self; 4] = [Self::P, Self::S, Self::M, Self::U];

    /// What it means.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::P => "Performed without challenges",
            Self::S => "Performed with some challenges",
            Self::M => "Performed with major challenges",
            Self::U => "Unable to be performed",
        }
    }

    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::P => "P",
            Self::S => "S",
            Self::M => "M",
            Self::U => "U",
        }
    }
}

/// Whether something went well.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Sign {
    /// It did.
    Strength,
    /// It did not.
    Gap,
}

/// Who moves the story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Mode {
    /// The clock: injects come when they are due.
    #[default]
    Operations,
    /// The facilitator, module by module: an inject whose time has come waits for the hand.
    Discussion,
}

/// What becomes of injects that lie in a time that is jumped over. All else in it happens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum JumpRule {
    /// They come, each at its time.
    #[default]
    Deliver,
    /// They wait for the facilitator's hand.
    Wait,
    /// They are skipped.
    Skip,
}

/// What somebody does at the exercise.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum SeatKind {
    /// Responds to the incident.
    Participant,
    /// Writes down what the room decides, for the participants.
    Scribe,
    /// Runs time, injects and questions.
    Facilitator,
    /// Rates against objectives.
    Evaluator,
    /// Watches.
    Observer,
}

/// One person's place in an exercise. Names are kept beside the record, so that they can be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// What the person does.
    pub kind: SeatKind,
    /// The roles; several are usual in a small team.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// The team; empty if there is one team.
    #[serde(default)]
    pub team: String,
}

/// Something that an evaluator or facilitator saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Whether it went well.
    pub sign: Sign,
    /// Who was seen; the whole room if none.
    #[serde(default)]
    pub seat: Option<SeatId>,
    /// The objective it speaks of.
    #[serde(default)]
    pub objective: Option<ObjectiveId>,
    /// The inject it was made at.
    #[serde(default)]
    pub inject: Option<InjectId>,
    /// What was seen; may come later.
    #[serde(default)]
    pub text: String,
}

/// A piece of work that somebody in the room was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// What is to be done.
    pub text: String,
    /// Who answers for it; nobody yet if none, which is a finding.
    #[serde(default)]
    pub owner: Option<SeatId>,
    /// Until when.
    #[serde(default)]
    pub due: Option<Moment>,
}

/// What a role says at the hot wash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HotWashNote {
    /// Whose; the whole room's if none.
    #[serde(default)]
    pub role: Option<RoleId>,
    /// Whether it went well.
    pub sign: Sign,
    /// What is said; nothing takes it away.
    #[serde(default)]
    pub text: String,
}

/// A participant's feedback form. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// One score from 1 to 5 for each question of the form, in its order; none was not answered.
    pub scores: Vec<Option<u8>>,
    /// What else there is to say.
    #[serde(default)]
    pub text: String,
}

/// A part of an exercise that is talked through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// How the file refers to it.
    pub id: ModuleId,
    /// The headline. Participants read it.
    pub title: String,
    /// The story time at which it begins. Opening the module puts the clock there.
    pub begins: crate::base::Offset,
    /// How long the room may talk, by the clock on the wall.
    pub takes: Span,
    /// The phase that the projector shows.
    #[serde(default)]
    pub phase: Option<Phase>,
    /// How things stand when it begins, without spoilers. Participants read it.
    pub situation: String,
    /// What the facilitator asks.
    #[serde(default)]
    pub questions: Vec<ModuleQuestion>,
    /// What should have been said when it ends, for the facilitator alone.
    #[serde(default)]
    pub summary: String,
}

/// A question for the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModuleQuestion {
    /// The roles it is for; everybody if empty.
    #[serde(default)]
    pub to: Vec<RoleId>,
    /// The question.
    pub text: String,
}
