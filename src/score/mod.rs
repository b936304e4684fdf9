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

pub use crate::scenario::Rating;
pub use card::{
    Baseline, Basis, BesideScore, Calibration, Coverage, Explanation, HarmScore, HintScore,
    ItemKind, ItemScore, Outcome, Part, PhaseScore, PinScore, ProofScore, QuestionScore, Scorecard,
    Suggestion, SureAndWrong, Times,
};
pub use times::SURE_PERCENT;
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

    /// A scorer for the same scenario as another seed casts it.
    #[must_use]
    pub fn cast(&self, scenario: Arc<Scenario>) -> Self {
        Self {
            scenario,
            watch: Arc::clone(&self.watch),
        }
    }

    /// The score of a run.
    #[must_use]
    pub fn score(&self, entries: &[Entry], baseline: &Baseline) -> Scorecard {
        let scenario = &*self.scenario;
        let tracked = tracker::track(scenario, &self.watch, entries);
        let measured = items::measure(scenario, &tracked);
        let coverage = coverage(scenario, &tracked, &measured);
        let Weighed {
            items,
            phases,
            mut explanations,
            beside,
        } = weigh_all(scenario, &measured);
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
        let hints = hints(&tracked, &explanations);
        let ratings = rate(scenario, &items, &explanations, &beside);
        Scorecard {
            process: earned - lost,
            // What harm took away nobody can have reported.
            self_reported: self_reported(&items).min(earned - lost),
            outcome: outcome::outcome(
                damage(scenario, &tracked.state),
                baseline,
                &scenario.scoring.outcome,
            ),
            coverage,
            phases,
            beside,
            items,
            questions: questions::questions(scenario, &tracked.state),
            explanations,
            harms,
            hints,
            times: times::times(scenario, &tracked),
            calibration: times::calibration(&tracked),
            ratings,
        }
    }
}

/// Suggested ratings, from all phases: a critical task may stand in one beside the score.
fn rate(
    scenario: &Scenario,
    items: &[ItemScore],
    lines: &[Explanation],
    beside: &[BesideScore],
) -> Vec<Suggestion> {
    let more = beside.iter().flat_map(|phase| &phase.items);
    let items: Vec<ItemScore> = items.iter().chain(more).cloned().collect();
    let more = beside.iter().flat_map(|phase| &phase.explanations);
    let lines: Vec<Explanation> = lines.iter().chain(more).cloned().collect();
    times::ratings(scenario, &items, &lines)
}

/// All scored items with their points.
struct Weighed {
    items: Vec<ItemScore>,
    phases: Vec<PhaseScore>,
    explanations: Vec<Explanation>,
    beside: Vec<BesideScore>,
}

/// Gives every item its points: a phase its weight, an item its share of the phase.
fn weigh_all(scenario: &Scenario, measured: &[Measured<'_>]) -> Weighed {
    let weight = |phase: Phase| u64::from(scenario.scoring.phases.of(phase));
    let is_empty = |phase: Phase| in_phase(measured, phase).all(|item| item.weight == 0);
    let (counting, others): (Vec<Phase>, Vec<Phase>) =
        Phase::ALL.into_iter().partition(|phase| weight(*phase) > 0);
    let weights: Vec<u64> = counting
        .iter()
        .map(|phase| if is_empty(*phase) { 0 } else { weight(*phase) })
        .collect();
    let mut weighed = Weighed {
        items: Vec::with_capacity(measured.len()),
        phases: Vec::with_capacity(counting.len()),
        explanations: Vec::new(),
        beside: Vec::new(),
    };
    for (phase, max) in counting.into_iter().zip(Points::HUNDRED.split(&weights)) {
        let (items, lines) = weigh_phase(scenario, measured, phase, max);
        let earned: Points = items.iter().map(|item| item.earned).sum();
        let (part, whole) = (
            earned.millionths().unsigned_abs(),
            max.millionths().unsigned_abs(),
        );
        weighed.phases.push(PhaseScore {
            phase,
            score: (whole > 0).then(|| Points::HUNDRED.share(part, whole)),
            max,
            earned,
        });
        weighed.items.extend(items);
        weighed.explanations.extend(lines);
    }
    for phase in others.into_iter().filter(|phase| !is_empty(*phase)) {
        let (items, explanations) = weigh_phase(scenario, measured, phase, Points::HUNDRED);
        weighed.beside.push(BesideScore {
            phase,
            score: items.iter().map(|item| item.earned).sum(),
            self_reported: self_reported(&items),
            items,
            explanations,
        });
    }
    weighed
}

fn in_phase<'a, 'b>(
    measured: &'b [Measured<'a>],
    phase: Phase,
) -> impl Iterator<Item = &'b Measured<'a>> {
    measured.iter().filter(move |item| item.phase == phase)
}

/// Gives each item of a phase its share of the phase's points.
fn weigh_phase(
    scenario: &Scenario,
    measured: &[Measured<'_>],
    phase: Phase,
    max: Points,
) -> (Vec<ItemScore>, Vec<Explanation>) {
    let weights: Vec<u64> = in_phase(measured, phase).map(|item| item.weight).collect();
    let weighed = in_phase(measured, phase)
        .zip(max.split(&weights))
        .map(|(item, points)| {
            credit::weigh(item, points, &scenario.scoring, |part| {
                items::why(scenario, item, part)
            })
        });
    let (items, lines): (Vec<_>, Vec<_>) = weighed.unzip();
    (items, lines.into_iter().flatten().collect())
}

/// What items earned by reports that no facilitator has confirmed.
fn self_reported(items: &[ItemScore]) -> Points {
    let unconfirmed = items
        .iter()
        .filter(|item| item.basis == Basis::SelfReported);
    unconfirmed.map(|item| item.earned).sum()
}

/// How many hints were taken, and what they cost of the process score.
fn hints(tracked: &Tracked, lines: &[Explanation]) -> HintScore {
    let taken = tracked.state.hints.values().map(Vec::len).sum::<usize>();
    let cost = lines.iter().filter(|line| line.part == Part::Hints);
    HintScore {
        taken: u32::try_from(taken).unwrap_or(u32::MAX),
        points: cost.map(|line| line.points).sum(),
    }
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
