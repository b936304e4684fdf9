//! What the responders can do: actions, decisions, messages, notification clocks, key questions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::effect::Effect;
use super::organisation::Person;
use super::playbook_steps::Phase;
use crate::base::Span;
use crate::base::id::{
    ActionId, ChoiceId, ClaimId, ClockId, DecisionId, Id, MessageId, PartyId, QuestionId, RoleId,
    TargetId, TraceId,
};

/// What an action does by itself to each of its targets.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Verb {
    /// Looks: the action's findings are the result. Any target, or none.
    Examine,
    /// Talks, writes, arranges: only the action's own effects. Any target, or none.
    Perform,
    /// Cuts an asset off from the network and leaves it running.
    Isolate,
    /// Switches an asset off.
    PowerOff,
    /// Brings an isolated or switched-off asset back.
    Reconnect,
    /// Blocks an address.
    Block,
    /// Lifts the block of an address.
    Unblock,
    /// Removes a foothold.
    Remove,
    /// Replaces a secret.
    Rotate,
    /// Switches a secret off.
    Disable,
    /// Closes a hole for now.
    Mitigate,
    /// Closes a hole for good.
    Patch,
    /// Saves a piece of evidence.
    Collect,
    /// Restores an asset from a restore point, with all that was in it; the asset is down meanwhile.
    Restore,
    /// Builds an asset anew from a clean source; the asset is down meanwhile.
    Rebuild,
    /// Puts a measure in force.
    Apply,
    /// Lifts a measure.
    Lift,
}

/// The kind of thing a verb can be aimed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// Anything, or nothing.
    Any,
    /// A host or device.
    Asset,
    /// An outside address.
    Address,
    /// Something of the attacker's.
    Foothold,
    /// A password, key or token.
    Secret,
    /// A hole.
    Vector,
    /// A piece of evidence.
    Evidence,
    /// A backup or image.
    RestorePoint,
    /// A lasting change.
    Measure,
}

impl Verb {
    /// What the verb can be aimed at.
    #[must_use]
    pub const fn target_kind(self) -> TargetKind {
        match self {
            Self::Examine | Self::Perform => TargetKind::Any,
            Self::Isolate | Self::PowerOff | Self::Reconnect | Self::Rebuild => TargetKind::Asset,
            Self::Block | Self::Unblock => TargetKind::Address,
            Self::Remove => TargetKind::Foothold,
            Self::Rotate | Self::Disable => TargetKind::Secret,
            Self::Mitigate | Self::Patch => TargetKind::Vector,
            Self::Collect => TargetKind::Evidence,
            Self::Restore => TargetKind::RestorePoint,
            Self::Apply | Self::Lift => TargetKind::Measure,
        }
    }
}

/// Which course of action it is, after the course-of-action matrix of the kill-chain model.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Course {
    /// See the attacker.
    Detect,
    /// Keep the attacker out.
    Deny,
    /// Break what the attacker does.
    Disrupt,
    /// Slow the attacker down.
    Degrade,
    /// Mislead the attacker.
    Deceive,
    /// Take away what the attacker has.
    Destroy,
}

/// Something that must hold before an action can begin, and what to tell who tries without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// What must hold.
    pub condition: Condition,
    /// What is missing, in a sentence.
    pub otherwise: String,
}

/// What an action brings to light when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Only when the action was aimed at this.
    #[serde(default)]
    pub on: Option<TargetId>,
    /// Only when this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What the trainees come to know.
    #[serde(default)]
    pub learn: Vec<Id>,
    /// What the incident file says of it.
    pub text: String,
}

/// Something the responders can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// How the file refers to it.
    pub id: ActionId,
    /// The name on screen.
    pub name: String,
    /// What it does, in a sentence, and what it may cost.
    pub summary: String,
    /// The phase under which it is listed.
    pub phase: Phase,
    /// What it does to its targets.
    pub verb: Verb,
    /// What it may be aimed at; nothing if empty.
    #[serde(default)]
    pub targets: Vec<TargetId>,
    /// The roles whose work it is.
    pub roles: Vec<RoleId>,
    /// How long it takes, whatever it is aimed at.
    pub duration: Span,
    /// How much longer with each target after the first.
    #[serde(default)]
    pub each: Span,
    /// What must hold first.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What it does beside its verb.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// What it brings to light.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Whether it disturbs the attacker or the business, so that a reason should stand before it.
    #[serde(default)]
    pub disruptive: bool,
    /// Which course of action it is.
    #[serde(default)]
    pub course: Option<Course>,
}

impl Action {
    /// Whether a person has a role for it. Others can do it too, in twice the time.
    #[must_use]
    pub fn is_work_of(&self, person: &Person) -> bool {
        person.roles.iter().any(|role| self.roles.contains(role))
    }
}

/// One of a decision's options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionOption {
    /// How the file refers to it.
    pub id: ChoiceId,
    /// The option, in a sentence.
    pub text: String,
    /// When the option is sound; always if left out.
    #[serde(default)]
    pub sound_when: Option<Condition>,
}

/// A decision for which reason and confidence go on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// How the file refers to it.
    pub id: DecisionId,
    /// What is to be decided.
    pub question: String,
    /// The options.
    pub options: Vec<DecisionOption>,
    /// Whether several options can be chosen together.
    #[serde(default)]
    pub several: bool,
}

/// A statement that a message can make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// How the file refers to it.
    pub id: ClaimId,
    /// The statement.
    pub text: String,
    /// When it is true; always if left out.
    #[serde(default)]
    pub true_when: Option<Condition>,
    /// When the trainees know it; always if left out.
    #[serde(default)]
    pub known_when: Option<Condition>,
}

/// The approval a message needs before it goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Who can give it.
    pub roles: Vec<RoleId>,
    /// How long they take.
    pub takes: Span,
}

/// A message that can be composed of claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// How the file refers to it.
    pub id: MessageId,
    /// To whom it goes.
    pub to: PartyId,
    /// The subject.
    pub subject: String,
    /// The text around the claims.
    pub opening: String,
    /// What it can say.
    pub claims: Vec<Claim>,
    /// The approval it needs; none if left out.
    #[serde(default)]
    pub approval: Option<Approval>,
    /// Whether it can be sent more than once.
    #[serde(default)]
    pub again: bool,
}

/// A clock that a law or contract sets running. Its figures are the trainer's to edit, and no legal advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationClock {
    /// How the file refers to it.
    pub id: ClockId,
    /// The name on screen.
    pub name: String,
    /// The rule, and where it stands.
    pub rule: String,
    /// What truly sets it running.
    pub starts_when: Condition,
    /// How long it runs.
    pub runs: Span,
    /// Which message stops it.
    pub stopped_by: MessageId,
}

/// One answer to a key question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// How the file refers to it.
    pub id: ChoiceId,
    /// The answer.
    pub text: String,
    /// Whether it is right.
    #[serde(default)]
    pub right: bool,
}

/// A piece of the proof of an answer: a line that must be pinned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// What it proves, for the review.
    pub shows: String,
    /// A line of any of these traces will do.
    pub lines: Vec<TraceId>,
}

/// A question the investigation must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// How the file refers to it.
    pub id: QuestionId,
    /// The question.
    pub text: String,
    /// The answers to choose from. Several can be right: then all of them, and no other, are the answer.
    pub choices: Vec<Choice>,
    /// The lines that prove the answer: one of each must be pinned to it. Where there are any, an
    /// answer without a pin is refused.
    #[serde(default)]
    pub proven_by: Vec<Proof>,
    /// What must be known beside the lines for the answer to be proven; nothing if left out.
    #[serde(default)]
    pub proof: Option<Condition>,
    /// What proves it, for the review.
    pub proof_text: String,
    /// By when it should be answered, from STARTEX.
    pub target: Span,
    /// Its weight among the scored items of its phase.
    #[serde(default = "one")]
    pub weight: u32,
    /// One to three hints for who asks, each a sentence that says more than the one before.
    #[serde(default)]
    pub hints: Vec<String>,
}

fn one() -> u32 {
    1
}
