//! Which steps of a scenario test a corrective action, and what an exercise says of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{CorrectiveAction, Ground, Ledger, Raised, Trial};
use crate::base::Moment;
use crate::base::id::StepId;
use crate::scenario::{Rating, Scenario, Step};
use crate::score::{ItemKind, ItemScore, Scorecard};

/// How thorough a step is that misses nothing, in hundredths of a percent.
const WHOLE: u32 = 10_000;

/// An exercise that may test corrective actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion<'a> {
    /// The exercise: its record's name.
    pub exercise: &'a str,
    /// On which day it was held.
    pub on: Date,
    /// When it began, in whole seconds, as a record's name has it.
    pub began: Timestamp,
}

impl Raised {
    /// Whether an exercise came after it, so that it can say what became of it.
    #[must_use]
    pub fn is_before(&self, occasion: Occasion<'_>) -> bool {
        self.exercise != occasion.exercise
            && match self.when {
                Some(when) => when.as_second() <= occasion.began.as_second(),
                // Earlier programs kept only the day.
                None => self.on <= occasion.on,
            }
    }
}

/// The steps of a scenario that test a corrective action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tests {
    /// The very step that showed the gap.
    Same(StepId),
    /// The critical steps of the same capability; all of its steps where none is critical.
    Capability(Vec<StepId>),
}

impl Tests {
    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[StepId] {
        match self {
            Self::Same(step) => std::slice::from_ref(step),
            Self::Capability(steps) => steps,
        }
    }
}

/// A corrective action that an exercise tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested<'a> {
    /// The action.
    pub action: &'a CorrectiveAction,
    /// What the exercise says of it; none if it did not come so far that it could tell.
    pub trial: Option<Trial>,
}

impl CorrectiveAction {
    /// What of a scenario tests it: the same step of the same scenario, or else the critical steps of its
    /// capability, or else any step of it; none if nothing does.
    #[must_use]
    pub fn tested_by(&self, scenario: &Scenario) -> Option<Tests> {
        if let Some(step) = &self.step
            && self.raised.scenario == scenario.id
            && scenario.step(step).is_some()
        {
            return Some(Tests::Same(step.clone()));
        }
        let of_phase = |step: &&Step| step.phase == self.capability;
        let steps = scenario.steps.iter().filter(of_phase);
        let critical: Vec<&Step> = steps.clone().filter(|step| step.critical).collect();
        let chosen = if critical.is_empty() {
            steps.collect()
        } else {
            critical
        };
        let ids: Vec<StepId> = chosen.iter().map(|step| step.id.clone()).collect();
        (!ids.is_empty()).then_some(Tests::Capability(ids))
    }

    /// Whether it held in an exercise, with the moment that shows it; none if the exercise raised it itself or
    /// began before it was raised, does not test it, or scored nothing of what would.
    ///
    /// Where the same step tests it, it holds if the step was done in time and nothing was missing. Where its
    /// capability does, it holds if the worst suggested rating of these steps is P or S.
    #[must_use]
    pub fn judge(
        &self,
        occasion: Occasion<'_>,
        scenario: &Scenario,
        card: &Scorecard,
    ) -> Option<Trial> {
        if !self.raised.is_before(occasion) {
            return None;
        }
        let (by, (held, at, why)) = match self.tested_by(scenario)? {
            Tests::Same(step) => (Ground::Step, same_step(scenario, card, &step)?),
            Tests::Capability(steps) => {
                let said = self.capability(scenario, card, &steps)?;
                (Ground::Capability, said)
            }
        };
        Some(Trial {
            exercise: occasion.exercise.to_owned(),
            on: occasion.on,
            held,
            at,
            by,
            why,
        })
    }

    fn capability(
        &self,
        scenario: &Scenario,
        card: &Scorecard,
        steps: &[StepId],
    ) -> Option<(bool, Option<Moment>, String)> {
        let rated = steps.iter().filter_map(|step| {
            let item = scored(card, step)?;
            Some((card.suggested(step)?, item, step))
        });
        let rated: Vec<(Rating, &ItemScore, &StepId)> = rated.collect();
        let (worst, item, step) = *rated.iter().max_by_key(|(rating, ..)| *rating)?;
        let held = matches!(worst, Rating::P | Rating::S);
        let critical = scenario.step(step).is_some_and(|step| step.critical);
        let count = match (rated.len(), critical) {
            (1, true) => "its critical step".to_owned(),
            (1, false) => "its step".to_owned(),
            (n, true) => format!("its {n} critical steps"),
            (n, false) => format!("its {n} steps"),
        };
        let rating = format!("{} ({})", worst.letter(), worst.meaning().to_lowercase());
        let name = self.capability.name();
        if held {
            let last = rated.iter().filter_map(|(_, item, _)| item.done).max();
            let why = format!("{name} is rated {rating} over {count}; P and S hold.");
            return Some((held, last, why));
        }
        let why = format!(
            "{name} is rated {rating} over {count}. {}",
            missing(card, item)
        );
        Some((held, settled(card, item), why))
    }
}

/// Whether a step was done in time with nothing missing.
fn same_step(
    scenario: &Scenario,
    card: &Scorecard,
    step: &StepId,
) -> Option<(bool, Option<Moment>, String)> {
    let item = scored(card, step)?;
    let title = scenario
        .step(step)
        .map_or_else(|| item.title.clone(), Step::name);
    let in_time = match (item.done, item.target) {
        (Some(done), Some(target)) => done <= target,
        (done, _) => done.is_some(),
    };
    if let Some(done) = item.done.filter(|_| in_time && item.thoroughness >= WHOLE) {
        let why = format!(
            "{title}, the step that showed the gap, was done at {done}: in time, and nothing was missing."
        );
        return Some((true, Some(done), why));
    }
    let missing = missing(card, item);
    let why = format!("{title}, the step that showed the gap, fell short again. {missing}");
    Some((false, settled(card, item), why))
}

/// The score of a step, in the phases that count or beside them.
fn scored<'a>(card: &'a Scorecard, step: &StepId) -> Option<&'a ItemScore> {
    let beside = card.beside.iter().flat_map(|phase| &phase.items);
    let mut items = card.items.iter().chain(beside);
    items.find(|item| item.kind == ItemKind::Step && item.id == *step.id())
}

/// The heaviest reason why points are missing of a step, as a sentence.
fn missing(card: &Scorecard, item: &ItemScore) -> String {
    heaviest(card, item).map_or_else(
        || format!("{} was not done in time, or not all of it.", item.title),
        |line| format!("{}.", line.text.trim_end_matches('.')),
    )
}

/// The moment that settled it.
fn settled(card: &Scorecard, item: &ItemScore) -> Option<Moment> {
    let line = heaviest(card, item).and_then(|line| line.at);
    line.or(item.done).or(item.target)
}

fn heaviest<'a>(card: &'a Scorecard, item: &ItemScore) -> Option<&'a crate::score::Explanation> {
    let beside = card.beside.iter().flat_map(|phase| &phase.explanations);
    let lines = card.explanations.iter().chain(beside);
    lines
        .filter(|line| line.step == item.id)
        .max_by_key(|line| line.points)
}

impl Ledger {
    /// The actions of earlier exercises that are not closed and that a scenario tests, with what does.
    #[must_use]
    pub fn tested_by(&self, scenario: &Scenario) -> Vec<(&CorrectiveAction, Tests)> {
        self.open()
            .filter_map(|action| Some((action, action.tested_by(scenario)?)))
            .collect()
    }

    /// What an exercise says of the actions that were raised before it: of those that are not closed, and of those
    /// that it has judged before.
    #[must_use]
    pub fn tried(
        &self,
        occasion: Occasion<'_>,
        scenario: &Scenario,
        card: &Scorecard,
    ) -> Vec<Tested<'_>> {
        let others = self.actions.iter();
        let others = others.filter(|action| {
            let known = action.is_open() || action.trial(occasion.exercise).is_some();
            known && action.raised.is_before(occasion)
        });
        let tested = others.filter(|action| action.tested_by(scenario).is_some());
        tested
            .map(|action| Tested {
                trial: action.judge(occasion, scenario, card),
                action,
            })
            .collect()
    }
}
