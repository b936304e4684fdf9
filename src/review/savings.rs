//! What could still have been saved at STARTEX, and what was.

use serde::Serialize;

use crate::score::Outcome;

/// What can be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SavingKind {
    /// Data, in KB.
    Data,
    /// Time without service, in milliseconds.
    Downtime,
    /// Money, in the scenario's currency.
    Cost,
    /// Weight of evidence.
    Evidence,
}

/// What of one kind was lost, between the least and the most that could be from STARTEX on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Saving {
    /// Of which kind.
    pub kind: SavingKind,
    /// Lost here.
    pub lost: u64,
    /// Lost in the reference run: as little as the scenario's own plan loses.
    pub least: u64,
    /// Lost when nobody does anything.
    pub idle: u64,
}

impl Saving {
    /// What could still have been saved and was not.
    #[must_use]
    pub const fn avoidable(&self) -> u64 {
        self.lost.saturating_sub(self.least)
    }
}

/// The kinds in which idling loses more than the reference run does.
#[must_use]
pub(super) fn savings(outcome: &Outcome) -> Vec<Saving> {
    let (lost, least, idle) = (&outcome.damage, &outcome.reference, &outcome.idle);
    let kinds = [
        (SavingKind::Data, lost.data_kb, least.data_kb, idle.data_kb),
        (
            SavingKind::Downtime,
            lost.downtime_ms,
            least.downtime_ms,
            idle.downtime_ms,
        ),
        (SavingKind::Cost, lost.cost, least.cost, idle.cost),
        (
            SavingKind::Evidence,
            lost.evidence,
            least.evidence,
            idle.evidence,
        ),
    ];
    let all = kinds.into_iter().map(|(kind, lost, least, idle)| Saving {
        kind,
        lost,
        least,
        idle,
    });
    all.filter(|saving| saving.idle > saving.least || saving.lost > saving.least)
        .collect()
}
