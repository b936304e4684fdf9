//! What a person can do in an exercise, as data: the same commands in a script, in a plan and on screen.
//! Participants respond; the exercise's staff runs it, on the same record, so that an exercise for a room can
//! be killed, resumed and replayed like any other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Verdict;
use super::conduct::Inject;
use super::facilitation::{
    Assignment, Feedback, HotWashNote, JumpRule, Mode, NoteId, Observation, Rating, Seat,
};
use super::playbook_steps::Phase;
use crate::base::id::{
    ActionId, AlertId, ChoiceId, ClaimId, ClockId, DecisionId, EventId, Id, InjectId, LogId,
    MessageId, ModuleId, PersonId, PinId, QuestionId, ScenarioId, SeatId, StepId, TargetId,
    TraceId,
};
use crate::base::{Moment, Offset, Span};

/// How sure somebody is, in percent.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u8", into = "u8")]
#[schemars(with = "u8")]
pub struct Confidence(u8);

/// Why a number is no confidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a confidence of {0} % makes no sense; use 0 to 100")]
pub struct ConfidenceError(u8);

impl Confidence {
    /// Sure.
    pub const SURE: Self = Self(100);

    /// The percentage.
    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Confidence {
    type Error = ConfidenceError;

    fn try_from(percent: u8) -> Result<Self, ConfidenceError> {
        if percent <= 100 {
            Ok(Self(percent))
        } else {
            Err(ConfidenceError(percent))
        }
    }
}

impl From<Confidence> for u8 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

/// The number of a running or finished piece of work, counted from 1 in one exercise.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct TaskId(pub u32);

/// An action with its targets, who does it, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// What to do.
    pub action: ActionId,
    /// To what; the action's only target if left out.
    #[serde(default)]
    pub on: Vec<TargetId>,
    /// Who does it; whoever is free and has the role if left out.
    #[serde(default)]
    pub by: Option<PersonId>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// A line of a log: what is pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Line {
    /// The line that reads so.
    Reads {
        /// Its time.
        at: Moment,
        /// Its text.
        text: String,
    },
    /// The first line of this trace: how a scenario's own plan and scripts name a line, whatever the seed
    /// makes of it.
    Of(TraceId),
}

/// What hints can be asked for.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum HintItem {
    /// A step of the playbook.
    Step(StepId),
    /// A key question.
    Question(QuestionId),
    /// An alert that was raised.
    Alert(AlertId),
}

impl HintItem {
    /// The identifier without its kind. No two items of a scenario share one.
    #[must_use]
    pub fn id(&self) -> &Id {
        match self {
            Self::Step(id) => id.id(),
            Self::Question(id) => id.id(),
            Self::Alert(id) => id.id(),
        }
    }

    /// What kind of thing it is, for messages.
    #[must_use]
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Step(_) => "step",
            Self::Question(_) => "key question",
            Self::Alert(_) => "alert",
        }
    }
}

/// What a person can do in an exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Command {
    /// Take an alert up.
    Acknowledge(AlertId),
    /// Close alerts with a verdict.
    Close {
        /// Which.
        alerts: Vec<AlertId>,
        /// What they are.
        verdict: Verdict,
        /// Why.
        reason: String,
        /// How sure.
        confidence: Confidence,
    },
    /// Begin an action.
    Do(Order),
    /// Break off a piece of work.
    Cancel(TaskId),
    /// Write or rewrite the plan of a remediation event.
    Plan {
        /// Its name.
        event: EventId,
        /// The actions in it.
        orders: Vec<Order>,
    },
    /// Launch a remediation event: all its actions begin together and take effect together.
    Launch(EventId),
    /// Take a decision.
    Decide {
        /// Which.
        decision: DecisionId,
        /// For what.
        options: Vec<ChoiceId>,
        /// Why.
        reason: String,
        /// How sure.
        confidence: Confidence,
    },
    /// Answer a key question.
    Answer {
        /// Which.
        question: QuestionId,
        /// How.
        choices: Vec<ChoiceId>,
        /// On what grounds.
        reason: String,
        /// How sure.
        confidence: Confidence,
        /// The pins that prove it.
        #[serde(default)]
        pins: Vec<PinId>,
    },
    /// Pin a line of a log.
    Pin {
        /// How answers refer to it.
        pin: PinId,
        /// The log.
        log: LogId,
        /// The line.
        line: Line,
        /// What it shows, in the investigator's words; may be empty.
        #[serde(default)]
        note: String,
    },
    /// Take a pin away.
    Unpin(PinId),
    /// Ask for a message's approval.
    Approve(MessageId),
    /// Send a message.
    Send {
        /// Which.
        message: MessageId,
        /// What it says.
        claims: Vec<ClaimId>,
    },
    /// Declare a notification clock running.
    Declare(ClockId),
    /// Take note of an inject.
    Read(InjectId),
    /// Begin a self-reported step.
    BeginStep {
        /// Which.
        step: StepId,
        /// Who answers for it.
        #[serde(default)]
        by: Option<PersonId>,
        /// Why now.
        #[serde(default)]
        reason: String,
    },
    /// Report a self-reported step as done.
    ReportStep {
        /// Which.
        step: StepId,
        /// What was done, and how one can see it.
        #[serde(default)]
        reason: String,
        /// How sure it is that the step is done.
        confidence: Confidence,
    },
    /// Take a report back: the step is not done after all.
    ReopenStep(StepId),
    /// Confirm a report or refuse it, as a facilitator. It can be done after ENDEX too.
    ReviewStep {
        /// Which.
        step: StepId,
        /// Whether the facilitator agrees that it was done.
        agreed: bool,
        /// What the facilitator saw.
        #[serde(default)]
        note: String,
    },
    /// Declare a step not applicable here.
    NotApplicable {
        /// Which.
        step: StepId,
        /// Why.
        reason: String,
    },
    /// Ask for the next hint for a step, a key question or an alert. It costs points of that item.
    AskHint(HintItem),
    /// Write a line into the incident file.
    Note(String),
    /// Run the exercise: what facilitators, evaluators and scribes do.
    Facilitate(Box<Facilitation>),
    /// End the exercise.
    End,
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

/// A command and when it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// When.
    pub at: Offset,
    /// What.
    pub command: Command,
}

/// A file of commands to be played exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The version of the format: 1.
    pub format: u32,
    /// The scenario it is written for.
    pub scenario: ScenarioId,
    /// What it shows.
    pub title: String,
    /// The harm event it must end in, if it shows a failing path.
    #[serde(default)]
    pub ends_in: Option<crate::base::id::HarmId>,
    /// The commands, in the order of their times.
    pub commands: Vec<Timed>,
}
