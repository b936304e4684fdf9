//! What could still have been saved at STARTEX, and what was.

use serde::Serialize;

use crate::score::Outcome;
use crate::world::Damage;

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

/// What of one kind was lost from STARTEX on, beside the reference run and the idle run. All three count what follows
/// ENDEX. Idling is not the most that can be lost: work costs money, and wrong work can do more harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Saving {
    /// Of which kind.
    pub kind: SavingKind,
    /// Lost here, with what followed ENDEX.
    pub lost: u64,
    /// How much of it followed ENDEX.
    pub afterwards: u64,
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

/// The kinds, with the damage at ENDEX, in which idling loses more than the reference run does.
#[must_use]
pub(super) fn savings(outcome: &Outcome, before: &Damage) -> Vec<Saving> {
    let (lost, least, idle) = (&outcome.damage, &outcome.reference, &outcome.idle);
    let kinds = [
        (SavingKind::Data, |damage: &Damage| damage.data_kb),
        (SavingKind::Downtime, |damage: &Damage| damage.downtime_ms),
        (SavingKind::Cost, |damage: &Damage| damage.cost),
        (SavingKind::Evidence, |damage: &Damage| damage.evidence),
    ] as [(SavingKind, fn(&Damage) -> u64); 4];
    let all = kinds.into_iter().map(|(kind, of)| Saving {
        kind,
        lost: of(lost),
        afterwards: of(lost).saturating_sub(of(before)),
        least: of(least),
        idle: of(idle),
    });
    all.filter(|saving| saving.idle > saving.least || saving.lost > saving.least)
        .collect()
}
