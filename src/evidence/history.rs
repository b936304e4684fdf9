//! What of the world's past the logs tell of.

use serde::{Deserialize, Serialize};

use crate::base::Moment;
use crate::base::id::{
    ActionId, AddressId, AssetId, EvidenceId, FootholdId, ReactionId, StageId, VectorId,
};
use crate::scenario::{AssetStatus, VectorStatus};

/// Something that happened in the world and shows in the logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// The attacker acted.
    Acted(StageId),
    /// The attacker tried and could not.
    Missed(StageId),
    /// A reaction took effect.
    Reacted(ReactionId),
    /// The responders finished an action.
    Done(ActionId),
    /// An asset changed its state.
    Asset(AssetId, AssetStatus),
    /// An address was blocked.
    Blocked(AddressId),
    /// An address was freed.
    Freed(AddressId),
    /// A hole changed its state.
    Vector(VectorId, VectorStatus),
    /// A foothold was put in place.
    Planted(FootholdId),
    /// A foothold was taken away.
    Removed(FootholdId),
    /// Evidence was saved.
    Saved(EvidenceId),
    /// Evidence was lost.
    Lost(EvidenceId),
}

/// What happened, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct History(Vec<(Moment, Happening)>);

impl History {
    /// Adds what happened last.
    pub fn push(&mut self, at: Moment, what: Happening) {
        self.0.push((at, what));
    }

    /// Everything, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Moment, &Happening)> {
        self.0.iter().map(|(at, what)| (*at, what))
    }

    /// How much happened.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What happened before a moment. What falls on the moment itself is not part of it, so that a line
    /// that stands can't be changed by what comes.
    pub fn before(&self, moment: Moment) -> impl DoubleEndedIterator<Item = (Moment, &Happening)> {
        let end = self.0.partition_point(|(at, _)| *at < moment);
        self.0.iter().take(end).map(|(at, what)| (*at, what))
    }

    /// The history up to a moment and on it.
    #[must_use]
    pub fn up_to(&self, moment: Moment) -> Self {
        let end = self.0.partition_point(|(at, _)| *at <= moment);
        Self(self.0.iter().take(end).cloned().collect())
    }

    /// The state of an asset just before a moment.
    #[must_use]
    pub fn asset(&self, asset: &AssetId, moment: Moment) -> AssetStatus {
        self.before(moment)
            .rev()
            .find_map(|(_, what)| match what {
                Happening::Asset(id, status) if id == asset => Some(*status),
                _ => None,
            })
            .unwrap_or(AssetStatus::Online)
    }

    /// Whether an address was blocked just before a moment.
    #[must_use]
    pub fn is_blocked(&self, address: &AddressId, moment: Moment) -> bool {
        self.before(moment)
            .rev()
            .find_map(|(_, what)| match what {
                Happening::Blocked(id) if id == address => Some(true),
                Happening::Freed(id) if id == address => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }

    /// Whether a foothold was in place just before a moment.
    #[must_use]
    pub fn is_present(&self, foothold: &FootholdId, moment: Moment) -> bool {
        self.before(moment)
            .rev()
            .find_map(|(_, what)| match what {
                Happening::Planted(id) if id == foothold => Some(true),
                Happening::Removed(id) if id == foothold => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }

    /// The state of a hole just before a moment.
    #[must_use]
    pub fn vector(&self, vector: &VectorId, moment: Moment) -> VectorStatus {
        self.before(moment)
            .rev()
            .find_map(|(_, what)| match what {
                Happening::Vector(id, status) if id == vector => Some(*status),
                _ => None,
            })
            .unwrap_or(VectorStatus::Open)
    }

    /// When evidence was saved, if it was.
    #[must_use]
    pub fn saved(&self, evidence: &EvidenceId) -> Option<Moment> {
        self.iter().find_map(|(at, what)| {
            matches!(what, Happening::Saved(id) if id == evidence).then_some(at)
        })
    }

    /// When evidence was lost, if it was.
    #[must_use]
    pub fn lost(&self, evidence: &EvidenceId) -> Option<Moment> {
        self.iter().find_map(|(at, what)| {
            matches!(what, Happening::Lost(id) if id == evidence).then_some(at)
        })
    }
}
