//! What the exercise's staff does: facilitators, evaluators and scribes. It goes on the same record as
//! what participants do, so that an exercise for a room can be killed, resumed and replayed like any other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::command::{Command, Confidence};
use super::conduct::Inject;
use super::playbook_steps::Phase;
use crate::base::id::{InjectId, ModuleId, ObjectiveId, RoleId, SeatId, StepId};
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

/// What the room decided, as the scribe writes it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomDecision {
    /// What was decided.
    pub text: String,
    /// What else could have been.
    #[serde(default)]
    pub options: Vec<String>,
    /// Who decided; nobody named if none, which is a finding.
    #[serde(default)]
    pub owner: Option<SeatId>,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// How sure.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// Strong objections that were heard. None heard is a finding only where nobody was asked.
    #[serde(default)]
    pub objections: Vec<String>,
    /// Whether somebody asked for strong objections.
    #[serde(default)]
    pub asked: bool,
    /// Who carries it out; whoever holds a fitting role if none.
    #[serde(default)]
    pub hands: Option<SeatId>,
    /// What is done about it at once, all or nothing.
    #[serde(default)]
    pub carries: Vec<Command>,
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

/// What the exercise's staff does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Facilitation {
    /// Give an inject now, whatever its time and condition.
    Fire(InjectId),
    /// Hold an inject back: when its time comes, it waits.
    Hold(InjectId),
    /// Let a held inject go. If its time has come, it comes now.
    Release(InjectId),
    /// Leave an inject out.
    Skip {
        /// Which.
        inject: InjectId,
        /// Why.
        reason: String,
    },
    /// Give an inject another time.
    Move {
        /// Which.
        inject: InjectId,
        /// When it is to come.
        to: Moment,
    },
    /// Add an inject, or write one anew that has not come.
    Put(Box<Inject>),
    /// Tick a discussion prompt as asked, or not.
    Ask {
        /// The inject it belongs to.
        inject: InjectId,
        /// Its place among the prompts, from 0.
        prompt: u32,
        /// Whether it was asked.
        asked: bool,
    },
    /// Write down something that was seen.
    Observe(Observation),
    /// Write an observation anew.
    Amend {
        /// Which.
        note: NoteId,
        /// What stands there from now on.
        observation: Observation,
    },
    /// Take an observation away.
    Strike(NoteId),
    /// Rate a critical task, or take a rating away.
    Rate {
        /// The task.
        step: StepId,
        /// Who rates.
        by: SeatId,
        /// How.
        #[serde(default)]
        rating: Option<Rating>,
        /// On what grounds.
        #[serde(default)]
        note: String,
    },
    /// Say something to the room that covers the projector; nothing takes it away.
    Announce(String),
    /// Change who moves the story.
    Switch(Mode),
    /// Put the story clock forward.
    Jump {
        /// To which moment.
        to: Moment,
        /// What becomes of the injects between.
        #[serde(default)]
        injects: JumpRule,
    },
    /// Open a module of the discussion.
    OpenModule(ModuleId),
    /// Show where in the playbook the room is.
    ShowPhase(Option<Phase>),
    /// Say how long the session may take, by the clock on the wall.
    Book(Span),
    /// Give somebody a seat, or another role.
    Take {
        /// The seat.
        seat: SeatId,
        /// What it is.
        place: Seat,
    },
    /// Take a seat away.
    Leave(SeatId),
    /// Give somebody in the room a piece of work.
    Assign(Assignment),
    /// Say whether a piece of work is done.
    Settle {
        /// Which.
        note: NoteId,
        /// Whether it is.
        done: bool,
    },
    /// Write down what the room decided, and carry it out.
    Decided(Box<RoomDecision>),
    /// Write down what a role says at the hot wash.
    HotWash(HotWashNote),
    /// Take in a feedback form.
    Feedback(Feedback),
    /// Take back the last thing that has not reached the participants.
    Undo,
}

impl Facilitation {
    /// Whether it can be done when the exercise is over.
    #[must_use]
    pub const fn after_endex(&self) -> bool {
        matches!(
            self,
            Self::Observe(_)
                | Self::Amend { .. }
                | Self::Strike(_)
                | Self::Rate { .. }
                | Self::HotWash(_)
                | Self::Feedback(_)
                | Self::Settle { .. }
        )
    }
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
