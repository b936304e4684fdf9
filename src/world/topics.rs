//! What a condition depends on and what an event touches, so that a rule is looked at only when
//! something it speaks of has changed.

use super::event::Event;
use crate::scenario::{Command, Condition, Facilitation, Scenario};

/// A set of topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Topics(u32);

impl Topics {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// Everything: what the first look at a rule needs.
    pub const ALL: Self = Self(u32::MAX);

    const CLOCK: Self = Self(1);
    const ASSET: Self = Self(1 << 1);
    const FOOTHOLD: Self = Self(1 << 2);
    const SECRET: Self = Self(1 << 3);
    const VECTOR: Self = Self(1 << 4);
    const ADDRESS: Self = Self(1 << 5);
    const MEASURE: Self = Self(1 << 6);
    const EVIDENCE: Self = Self(1 << 7);
    const DATA: Self = Self(1 << 8);
    const AWARENESS: Self = Self(1 << 9);
    const SERVICE: Self = Self(1 << 10);
    const RESTORE: Self = Self(1 << 11);
    const STAGE: Self = Self(1 << 12);
    const REACTION: Self = Self(1 << 13);
    const KNOWLEDGE: Self = Self(1 << 14);
    const WORK: Self = Self(1 << 15);
    const PLAN: Self = Self(1 << 16);
    const DECISION: Self = Self(1 << 17);
    const ANSWER: Self = Self(1 << 18);
    const ALERT: Self = Self(1 << 19);
    const INJECT: Self = Self(1 << 20);
    const MESSAGE: Self = Self(1 << 21);
    const NOTIFICATION: Self = Self(1 << 22);
    const HARM: Self = Self(1 << 23);
    const STEP: Self = Self(1 << 24);
    const PIN: Self = Self(1 << 25);

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a topic.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What a condition depends on.
    #[must_use]
    pub fn of_condition(scenario: &Scenario, condition: &Condition) -> Self {
        let mut topics = Self::NONE;
        condition.visit(&mut |part| topics = topics.with(Self::of_part(scenario, part)));
        topics
    }

    fn of_part(scenario: &Scenario, condition: &Condition) -> Self {
        match condition {
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Count { .. }
            | Condition::Ready(_) => Self::NONE,
            Condition::Since(_) => Self::CLOCK,
            Condition::AssetIs { .. } => Self::ASSET,
            Condition::Present(_) => Self::FOOTHOLD,
            Condition::Usable(_) => Self::of_footholds(scenario),
            Condition::Contained | Condition::DataLeaving => {
                Self::of_footholds(scenario).with(Self::of_transfers(scenario))
            }
            Condition::Expelled => Self::FOOTHOLD.with(Self::SECRET),
            Condition::SecretIs { .. } => Self::SECRET,
            Condition::VectorIs { .. } => Self::VECTOR,
            Condition::Blocked(_) => Self::ADDRESS,
            Condition::InForce(_) => Self::MEASURE,
            Condition::EvidenceIs { .. } => Self::EVIDENCE,
            Condition::DataLeft { .. } => Self::DATA,
            Condition::Aware(_) => Self::AWARENESS,
            Condition::ServiceUp(_) => Self::SERVICE,
            Condition::RestoredFrom(_) => Self::RESTORE,
            Condition::Acted(_) => Self::STAGE,
            Condition::Reacted(_) => Self::REACTION,
            Condition::Known(_) => Self::KNOWLEDGE,
            Condition::Begun(_) | Condition::Done { .. } => Self::WORK,
            Condition::Planned(_) | Condition::Launched(_) => Self::PLAN,
            Condition::Decided { .. }
            | Condition::DecidedSoundly(_)
            | Condition::DecidedTimes { .. } => Self::DECISION,
            Condition::AnsweredRight(_) => Self::ANSWER,
            Condition::Pinned(_) => Self::PIN,
            Condition::Raised(_)
            | Condition::Acknowledged(_)
            | Condition::Closed(_)
            | Condition::ClosedRight(_)
            | Condition::BulkClosedTrue => Self::ALERT,
            Condition::Delivered(_) => Self::INJECT,
            Condition::Sent(_)
            | Condition::Claimed { .. }
            | Condition::SentUntrue
            | Condition::SentUnapproved(_) => Self::MESSAGE,
            Condition::Declared(_) => Self::NOTIFICATION,
            Condition::Reported(_) | Condition::Confirmed(_) => Self::STEP,
            Condition::Harmed(_) => Self::HARM,
        }
    }

    /// What the usability of footholds depends on. `usable_when` may not speak of usability again
    /// (the scenario check refuses it), so this ends.
    fn of_footholds(scenario: &Scenario) -> Self {
        let conditions = scenario
            .footholds
            .iter()
            .filter_map(|f| f.usable_when.as_ref());
        conditions.fold(Self::FOOTHOLD.with(Self::ASSET), |topics, condition| {
            topics.with(Self::of_nested(scenario, condition))
        })
    }

    fn of_transfers(scenario: &Scenario) -> Self {
        let conditions = scenario
            .stages
            .iter()
            .filter(|s| s.transfer)
            .filter_map(|s| s.requires.as_ref());
        conditions.fold(Self::STAGE, |topics, condition| {
            topics.with(Self::of_nested(scenario, condition))
        })
    }

    /// Conditions within footholds and transfers that speak of footholds themselves are taken to
    /// depend on everything, which is always safe.
    fn of_nested(scenario: &Scenario, condition: &Condition) -> Self {
        let mut topics = Self::NONE;
        condition.visit(&mut |part| {
            let nested = matches!(
                part,
                Condition::Usable(_) | Condition::Contained | Condition::DataLeaving
            );
            topics = topics.with(if nested {
                Self::ALL
            } else {
                Self::of_part(scenario, part)
            });
        });
        topics
    }

    /// What an event touches.
    #[must_use]
    pub fn of_event(event: &Event) -> Self {
        match event {
            Event::Started { .. } | Event::Ended => Self::ALL,
            Event::Woke => Self::CLOCK,
            // What is taken back or rewritten may be waited for by its condition again.
            Event::Commanded {
                command: Command::Facilitate(deed),
                ..
            } if matches!(**deed, Facilitation::Undo | Facilitation::Put(_)) => Self::ALL,
            Event::Clock { .. }
            | Event::Commanded { .. }
            | Event::Found { .. }
            | Event::Noted { .. }
            | Event::Hinted { .. }
            | Event::InjectWaits { .. }
            | Event::InjectSkipped { .. }
            | Event::CostAdded { .. }
            | Event::OutageAdded { .. }
            | Event::SnapshotTaken { .. }
            | Event::AftermathFollowed { .. } => Self::NONE,
            Event::StageActed { .. }
            | Event::StageMissed { .. }
            | Event::StageBegun { .. }
            | Event::StageStopped { .. } => Self::STAGE,
            Event::ReactionTriggered { .. }
            | Event::ReactionActed { .. }
            | Event::ReactionLapsed { .. }
            | Event::ReactionRearmed { .. } => Self::REACTION,
            Event::AwarenessChanged { .. } => Self::AWARENESS,
            Event::DataLeft { .. } => Self::DATA,
            Event::AssetChanged { .. } => Self::ASSET,
            Event::FootholdChanged { .. } => Self::FOOTHOLD,
            Event::SecretChanged { .. } => Self::SECRET,
            Event::VectorChanged { .. } => Self::VECTOR,
            Event::AddressChanged { .. } => Self::ADDRESS,
            Event::MeasureChanged { .. } => Self::MEASURE,
            Event::EvidenceCollected { .. } | Event::EvidenceLost { .. } => Self::EVIDENCE,
            Event::Restored { .. } => Self::RESTORE,
            Event::ServiceChanged { .. } => Self::SERVICE,
            Event::Learned { .. } => Self::KNOWLEDGE,
            Event::AlertComing { .. }
            | Event::AlertRaised { .. }
            | Event::AlertUnseen { .. }
            | Event::AlertAcknowledged { .. }
            | Event::AlertClosed { .. }
            | Event::TrueAlertSweptAway { .. } => Self::ALERT,
            Event::InjectComing { .. }
            | Event::InjectDelivered { .. }
            | Event::InjectHeld { .. }
            | Event::InjectRead { .. } => Self::INJECT,
            Event::TaskBegun { .. } | Event::TaskDone { .. } | Event::TaskCancelled { .. } => {
                Self::WORK
            }
            Event::EventPlanned { .. } | Event::EventLaunched { .. } | Event::EventDone { .. } => {
                Self::PLAN
            }
            Event::DecisionTaken { .. } => Self::DECISION,
            Event::Answered { .. } => Self::ANSWER,
            Event::Pinned { .. } | Event::Unpinned { .. } => Self::PIN,
            Event::MessageApproved { .. } | Event::MessageSent { .. } => Self::MESSAGE,
            Event::NotificationDue { .. } | Event::NotificationDeclared { .. } => {
                Self::NOTIFICATION
            }
            Event::StepBegun { .. }
            | Event::StepReported { .. }
            | Event::StepReopened { .. }
            | Event::StepReviewed { .. }
            | Event::StepNotApplicable { .. } => Self::STEP,
            Event::HarmDone { .. } => Self::HARM,
        }
    }
}
