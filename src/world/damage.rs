//! What the incident cost: the figures that the outcome score compares.

use serde::{Deserialize, Serialize};

use super::state::State;
use crate::base::Span;
use crate::scenario::{EvidenceStatus, Scenario};

const HOUR_MS: u128 = 3_600_000;

/// The damage at a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    /// Data that left, in KB.
    pub data_kb: u64,
    /// Time without service in milliseconds, all services together; half of one for an hour counts half an hour.
    pub downtime_ms: u64,
    /// Money: downtime at its hourly loss, responders' hours, lost records, and what effects added.
    pub cost: u64,
    /// Weight of the evidence that was lost or not saved.
    pub evidence: u64,
}

/// The damage in a state.
#[must_use]
pub fn damage(scenario: &Scenario, state: &State) -> Damage {
    let mut total = Damage::default();
    // Hostile figures must not wrap: products are made wide, sums saturate.
    let mut cost = u128::from(state.cost);
    for dataset in &scenario.datasets {
        let kb = u64::from(state.data_left_kb.get(&dataset.id).copied().unwrap_or(0));
        total.data_kb = total.data_kb.saturating_add(kb);
        let records =
            u128::from(dataset.records) * u128::from(kb) / u128::from(dataset.size_kb.max(1));
        cost += records * u128::from(dataset.cost_per_record_cents) / 100;
    }
    for service in &scenario.services {
        let down = state
            .services
            .get(&service.id)
            .map_or(Span::ZERO, |d| d.until(state.now))
            .as_ms();
        total.downtime_ms = total.downtime_ms.saturating_add(down);
        cost += u128::from(down) * u128::from(service.loss_per_hour) / HOUR_MS;
    }
    cost += u128::from(state.worked_ms) * u128::from(scenario.scoring.responder_cost_per_hour)
        / HOUR_MS;
    total.cost = u64::try_from(cost).unwrap_or(u64::MAX);
    let saved = |id| {
        state
            .evidence
            .get(id)
            .is_some_and(|item| item.status == EvidenceStatus::Collected)
    };
    total.evidence = scenario
        .evidence
        .iter()
        .filter(|e| !saved(&e.id))
        .map(|e| u64::from(e.weight))
        .sum();
    total
}
