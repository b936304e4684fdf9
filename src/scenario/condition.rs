//! The closed language of conditions: what a scenario can ask of the world, the clock, the record and
//! the trainees' knowledge.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::Offset;
use crate::base::id::{
    ActionId, AddressId, AlertId, AssetId, ChoiceId, ClaimId, ClockId, DatasetId, DecisionId,
    EvidenceId, FootholdId, HarmId, Id, InjectId, MeasureId, MessageId, QuestionId, ReactionId,
    ReadinessId, RestorePointId, SecretId, ServiceId, StageId, StepId, TraceId, VectorId,
};

/// The state of an asset.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum AssetStatus {
    /// Running and connected.
    Online,
    /// Running, cut off from the network; automatic jobs on it go on.
    Isolated,
    /// Switched off; what was in memory is gone.
    Off,
    /// Being rebuilt or restored.
    Restoring,
}

/// The state of a secret.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum SecretStatus {
    /// Known to the organisation alone.
    Valid,
    /// Known to the attacker, and still valid.
    Stolen,
    /// Switched off.
    Disabled,
    /// Replaced by a new one.
    Rotated,
}

/// The state of a hole.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum VectorStatus {
    /// Usable by whoever finds it.
    Open,
    /// Closed for now, by a rule or a switch.
    Mitigated,
    /// Closed for good.
    Patched,
}

/// The state of a piece of evidence.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum EvidenceStatus {
    /// There, not yet saved.
    Available,
    /// Saved.
    Collected,
    /// Gone.
    Lost,
}

/// How much the attacker suspects.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Awareness {
    /// Believes to be unseen.
    #[default]
    Unaware,
    /// Has noticed something.
    Suspicious,
    /// Knows of the response.
    Alerted,
}

impl Awareness {
    /// The next level, at most [`Awareness::Alerted`].
    #[must_use]
    pub fn raised(self) -> Self {
        match self {
            Self::Unaware => Self::Suspicious,
            Self::Suspicious | Self::Alerted => Self::Alerted,
        }
    }
}

/// What an alert turned out to be, in the analyst's judgement.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Verdict {
    /// The attack.
    TruePositive,
    /// Nothing: the sensor was wrong.
    FalsePositive,
    /// Something real, and permitted.
    Benign,
    /// Can't be told.
    Indeterminate,
}

impl Verdict {
    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TruePositive => "True positive",
            Self::FalsePositive => "False positive",
            Self::Benign => "Benign",
            Self::Indeterminate => "Indeterminate",
        }
    }
}

/// Something that is true or not at a moment of the exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Condition {
    /// Every one of these holds. An empty list always holds.
    All(Vec<Condition>),
    /// At least one of these holds. An empty list never holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// At least so many of these hold.
    Count {
        /// How many.
        at_least: u32,
        /// Of which.
        of: Vec<Condition>,
    },

    // The clock.
    /// The story has reached this point.
    Since(Offset),

    // The world.
    /// The asset is in one of these states.
    AssetIs {
        /// The asset.
        asset: AssetId,
        /// The states.
        status: Vec<AssetStatus>,
    },
    /// The foothold is in place, usable or not.
    Present(FootholdId),
    /// The attacker can use the foothold now: it is in place, its asset is online, and its `usable_when` holds.
    Usable(FootholdId),
    /// The secret is in one of these states.
    SecretIs {
        /// The secret.
        secret: SecretId,
        /// The states.
        status: Vec<SecretStatus>,
    },
    /// The hole is in one of these states.
    VectorIs {
        /// The hole.
        vector: VectorId,
        /// The states.
        status: Vec<VectorStatus>,
    },
    /// The address is blocked.
    Blocked(AddressId),
    /// The measure is in force.
    InForce(MeasureId),
    /// The evidence is in one of these states.
    EvidenceIs {
        /// The evidence.
        evidence: EvidenceId,
        /// The states.
        status: Vec<EvidenceStatus>,
    },
    /// At least so much of the data has left.
    DataLeft {
        /// The data.
        dataset: DatasetId,
        /// How much, in KB.
        at_least_kb: u32,
    },
    /// Data is leaving now: a transfer has begun, is not at its end, and can go on.
    DataLeaving,
    /// The attacker is at least so aware.
    Aware(Awareness),
    /// No access path is usable and nothing is leaving.
    Contained,
    /// The persistence set is empty: no persistent foothold is in place, no stolen secret is valid.
    Expelled,
    /// The service runs at full capacity.
    ServiceUp(ServiceId),
    /// The restore point has been restored.
    RestoredFrom(RestorePointId),
    /// The readiness switch was left on.
    Ready(ReadinessId),
    /// The attacker's act has happened, at least once.
    Acted(StageId),
    /// The reaction has taken effect.
    Reacted(ReactionId),

    // Knowledge.
    /// The trainees know of this thing or fact.
    Known(Id),

    // The record.
    /// Somebody has begun this action.
    Begun(ActionId),
    /// The action has been finished.
    Done {
        /// The action.
        action: ActionId,
        /// On this target; any if left out.
        #[serde(default)]
        on: Option<Id>,
        /// At least so often.
        #[serde(default = "once")]
        times: u32,
    },
    /// One remediation event was planned that holds all of these actions.
    Planned(Vec<ActionId>),
    /// One remediation event was launched that holds all of these actions.
    Launched(Vec<ActionId>),
    /// The decision was taken, with a reason.
    Decided {
        /// The decision.
        decision: DecisionId,
        /// For one of these options; any if left out.
        #[serde(default)]
        options: Vec<ChoiceId>,
    },
    /// The decision was taken with options that were sound at that moment.
    DecidedSoundly(DecisionId),
    /// The decision was taken at least so often.
    DecidedTimes {
        /// The decision.
        decision: DecisionId,
        /// How often.
        at_least: u32,
    },
    /// The key question was answered, and right.
    AnsweredRight(QuestionId),
    /// A line of the trace is pinned.
    Pinned(TraceId),
    /// The alert has been raised.
    Raised(AlertId),
    /// The alert was acknowledged.
    Acknowledged(AlertId),
    /// The alert was closed, with whatever verdict.
    Closed(AlertId),
    /// The alert was closed with a verdict that the scenario accepts.
    ClosedRight(AlertId),
    /// A true alert was closed as something else together with at least two others.
    BulkClosedTrue,
    /// The inject was delivered.
    Delivered(InjectId),
    /// The message was sent.
    Sent(MessageId),
    /// The message was sent with this claim in it.
    Claimed {
        /// The message.
        message: MessageId,
        /// The claim.
        claim: ClaimId,
    },
    /// A message was sent with a claim that was not true.
    SentUntrue,
    /// The message was sent without the approval it needed.
    SentUnapproved(MessageId),
    /// The notification clock was declared running.
    Declared(ClockId),
    /// Somebody has reported the self-reported step as done, and no facilitator has refused it.
    Reported(StepId),
    /// A facilitator has confirmed the report of the step.
    Confirmed(StepId),
    /// The harm event has happened.
    Harmed(HarmId),
}

fn once() -> u32 {
    1
}

impl Condition {
    /// Visits this condition and every one within it.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match self {
            Self::All(inner) | Self::Any(inner) | Self::Count { of: inner, .. } => {
                for condition in inner {
                    condition.visit(see);
                }
            }
            Self::Not(inner) => inner.visit(see),
            _ => {}
        }
    }
}
