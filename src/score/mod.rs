//! The score of a run: a pure function of its scenario, its record and two reference runs.
//!
//! The record is applied again and watched (`tracker`); steps, alerts and key questions are measured
//! (`items`) and weighed (`credit`); what is missing is explained line by line.

pub mod card;
mod credit;
mod items;
mod measured;
mod outcome;
mod questions;
mod times;
mod tracker;
mod wording;

pub use card::{
    Baseline, Calibration, Coverage, Explanation, HarmScore, ItemKind, ItemScore, Outcome, Part,
    PhaseScore, PinScore, ProofScore, QuestionScore, Rating, Scorecard, Suggestion, SureAndWrong,
    Times,
};
pub use wording::describe;

use std::sync::Arc;

use measured::Measured;
use tracker::{Tracked, Watch};

use crate::base::Points;
use crate::base::id::ObjectiveId;
use crate::scenario::{Phase, Scenario};
use crate::world::{Entry, damage};

/// Scores runs of one scenario.
#[derive(Debug, Clone)]
pub struct Scorer {
    scenario: Arc<Scenario>,
    watch: Arc<Watch>,
}

impl Scorer {
    /// A scorer for this scenario; what it watches is worked out once.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>) -> Self {
        let watch = Arc::new(Watch::new(&scenario));
        Self { scenario, watch }
    }

    /// The score of a run.
    #[must_use]
    pub fn score(&self, entries: &[Entry], baseline: &Baseline) -> Scorecard {
        let scenario = &*self.scenario;
        let tracked = tracker::track(scenario, &self.watch, entries);
        let measured = items::measure(scenario, &tracked);
        let coverage = coverage(scenario, &tracked, &measured);
        let (items, phases, mut explanations) = weigh_all(scenario, &measured);
        let earned: Points = phases.iter().map(|phase| phase.earned).sum();
        let harms = harms(scenario, &tracked, earned);
        let lost: Points = harms.iter().map(|harm| harm.points).sum();
        for harm in harms.iter().filter(|harm| harm.points > Points::ZERO) {
            explanations.push(Explanation {
                points: harm.points,
                step: harm.harm.id().clone(),
                phase: scenario
                    .harm(&harm.harm)
                    .map_or(Phase::Contain, |h| h.phase),
                part: Part::Harm,
                at: Some(harm.at),
                text: harm.text.clone(),
            });
        }
        explanations.sort_by(|a, b| {
            b.points
                .cmp(&a.points)
                .then_with(|| a.step.cmp(&b.step))
                .then(a.part.cmp(&b.part))
        });
        let ratings = times::ratings(scenario, &items, &explanations);
        Scorecard {
            process: earned - lost,
            outcome: outcome::outcome(
                damage(scenario, &tracked.state),
                baseline,
                &scenario.scoring.outcome,
            ),
            coverage,
            phases,
            items,
            questions: questions::questions(scenario, &tracked.state),
            explanations,
            harms,
            times: times::times(scenario, &tracked),
            calibration: times::calibration(&tracked),
            ratings,
        }
    }
}

/// Gives every item its points: a phase its weight, an item its share of the phase.
fn weigh_all(
    scenario: &Scenario,
    measured: &[Measured<'_>],
) -> (Vec<ItemScore>, Vec<PhaseScore>, Vec<Explanation>) {
    let in_phase = |phase: Phase| measured.iter().filter(move |item| item.phase == phase);
    let weights = Phase::ALL.map(|phase| {
        let empty = in_phase(phase).all(|item| item.weight == 0);
        if empty {
            0
        } else {
            u64::from(scenario.scoring.phases.of(phase))
        }
    });
    let phase_points = Points::HUNDRED.split(&weights);
    let mut items = Vec::with_capacity(measured.len());
    let mut phases = Vec::with_capacity(Phase::ALL.len());
    let mut explanations = Vec::new();
    for (phase, max) in Phase::ALL.into_iter().zip(phase_points) {
        let weights: Vec<u64> = in_phase(phase).map(|item| item.weight).collect();
        let mut earned = Points::ZERO;
        for (item, points) in in_phase(phase).zip(max.split(&weights)) {
            let (score, lines) = credit::weigh(item, points, &scenario.scoring.shares, |part| {
                items::why(scenario, item, part)
            });
            earned += score.earned;
            items.push(score);
            explanations.extend(lines);
        }
        let (part, whole) = (
            earned.millionths().unsigned_abs(),
            max.millionths().unsigned_abs(),
        );
        let score = (whole > 0).then(|| Points::HUNDRED.share(part, whole));
        phases.push(PhaseScore {
            phase,
            score,
            max,
            earned,
        });
    }
    (items, phases, explanations)
}

/// Harm events in their order; each takes its points once, and never more than is left.
fn harms(scenario: &Scenario, tracked: &Tracked, earned: Points) -> Vec<HarmScore> {
    let mut happened: Vec<_> = tracked.state.harms.iter().collect();
    happened.sort_by_key(|(_, at)| **at);
    let mut left = earned;
    happened
        .into_iter()
        .filter_map(|(id, at)| scenario.harm(id).map(|harm| (harm, *at)))
        .map(|(harm, at)| {
            let points = Points::whole(harm.points).min(left);
            left -= points;
            HarmScore {
                harm: harm.id.clone(),
                at,
                text: harm.text.clone(),
                points,
            }
        })
        .collect()
}

fn coverage(scenario: &Scenario, tracked: &Tracked, measured: &[Measured<'_>]) -> Coverage {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let serves = |objective: &ObjectiveId| {
        let steps = scenario
            .steps
            .iter()
            .filter(|step| step.objective.as_ref() == Some(objective));
        steps
            .into_iter()
            .any(|step| measured.iter().any(|item| item.id == step.id.id()))
    };
    let objectives = &scenario.briefing.objectives;
    Coverage {
        steps_scored: count(
            measured
                .iter()
                .filter(|item| item.kind == ItemKind::Step)
                .count(),
        ),
        steps: count(scenario.steps.len()),
        alerts_closed: count(
            tracked
                .state
                .alerts
                .values()
                .filter(|alert| alert.closed.is_some())
                .count(),
        ),
        alerts_raised: count(tracked.state.alerts.len()),
        objectives_scored: count(
            objectives
                .iter()
                .filter(|objective| serves(&objective.id))
                .count(),
        ),
        objectives: count(objectives.len()),
    }
}
