//! The outcome: damage between the idle run and the reference run.

use super::card::{Baseline, Outcome};
use crate::base::Points;
use crate::scenario::OutcomeWeights;
use crate::world::Damage;

/// `100 x (idle - damage) / (idle - reference)`, within 0 and 100; none where the two runs don't differ.
fn between(damage: u64, idle: u64, reference: u64) -> Option<Points> {
    let range = idle.checked_sub(reference).filter(|range| *range > 0)?;
    Some(Points::HUNDRED.share(idle.saturating_sub(damage).min(range), range))
}

/// Compares the damage of a run with its two reference runs.
pub(super) fn outcome(damage: Damage, baseline: &Baseline, weights: &OutcomeWeights) -> Outcome {
    let Baseline { idle, reference } = *baseline;
    let data = between(damage.data_kb, idle.data_kb, reference.data_kb);
    let downtime = between(damage.downtime_ms, idle.downtime_ms, reference.downtime_ms);
    let cost = between(damage.cost, idle.cost, reference.cost);
    let evidence = between(damage.evidence, idle.evidence, reference.evidence);
    let kinds = [
        (data, weights.data),
        (downtime, weights.downtime),
        (cost, weights.cost),
        (evidence, weights.evidence),
    ];
    let scored = kinds
        .iter()
        .filter_map(|(points, weight)| points.map(|points| (points, u64::from(*weight))));
    let (sum, total_weight) = scored.fold((0_i128, 0_i128), |(sum, total), (points, weight)| {
        (
            sum + i128::from(points.millionths()) * i128::from(weight),
            total + i128::from(weight),
        )
    });
    let mean = sum.checked_div(total_weight);
    let total = mean.map(|mean| Points::from_millionths(i64::try_from(mean).unwrap_or(0)));
    Outcome {
        total,
        data,
        downtime,
        cost,
        evidence,
        damage,
        idle,
        reference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_is_nothing_and_the_reference_is_all() {
        assert_eq!(between(50, 50, 10), Some(Points::ZERO));
        assert_eq!(between(10, 50, 10), Some(Points::HUNDRED));
        assert_eq!(between(30, 50, 10), Some(Points::whole(50)));
        assert_eq!(
            between(0, 50, 10),
            Some(Points::HUNDRED),
            "nobody beats the reference"
        );
        assert_eq!(between(90, 50, 10), Some(Points::ZERO));
        assert_eq!(between(10, 10, 10), None);
        assert_eq!(between(5, 10, 20), None);
    }
}
