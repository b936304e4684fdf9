//! What shows that responders took up an act of the attacker: an alert, a line of a log, something they learned, an
//! answer.

use std::collections::BTreeSet;

use crate::base::Moment;
use crate::base::id::{FactId, FootholdId, Id, StageId, TraceId};
use crate::review::Review;
use crate::scenario::{
    Alert, Cause, Condition, Effect, Scenario, Stage, TraceCause, TraceTruth, Verdict,
};
use crate::world::state::AlertState;

/// All that tells of some acts.
pub(super) struct Signs<'a> {
    review: &'a Review,
    stages: BTreeSet<&'a StageId>,
    /// What the acts put in place.
    footholds: BTreeSet<&'a FootholdId>,
    /// What they leave in logs.
    traces: BTreeSet<&'a TraceId>,
    /// What can be learned of them.
    facts: BTreeSet<&'a Id>,
}

impl<'a> Signs<'a> {
    pub(super) fn new(review: &'a Review, stages: &[&'a Stage]) -> Self {
        let scenario = &*review.scenario;
        let effects = stages.iter().flat_map(|stage| &stage.effects);
        let mut signs = Self {
            review,
            stages: stages.iter().map(|stage| &stage.id).collect(),
            footholds: effects.filter_map(planted).collect(),
            traces: BTreeSet::new(),
            facts: BTreeSet::new(),
        };
        let traces = scenario.traces.iter().filter(|trace| {
            trace.truth == TraceTruth::Attack
                && match &trace.cause {
                    TraceCause::Act(stage) | TraceCause::Missed(stage) => {
                        signs.stages.contains(stage)
                    }
                    _ => false,
                }
        });
        let mut facts = BTreeSet::new();
        for trace in traces {
            signs.traces.insert(&trace.id);
            facts.extend(trace.learn.iter().filter(|id| is_fact(scenario, id)));
        }
        // What work on the acts or on what they left finds out.
        for found in scenario.actions.iter().flat_map(|action| &action.findings) {
            if found.when.as_ref().is_some_and(|when| signs.speaks(when)) {
                facts.extend(found.learn.iter().filter(|id| is_fact(scenario, id)));
            }
        }
        facts.extend(signs.footholds.iter().map(|foothold| foothold.id()));
        signs.facts = facts;
        signs
    }

    /// When somebody first took one of the acts up; none if nobody did.
    pub(super) fn first(&self) -> Option<Moment> {
        let all = [self.alert(), self.pin(), self.learned(), self.answer()];
        all.into_iter().flatten().min()
    }

    /// Whether anything in the scenario is about finding the acts: an alert, something to learn, a question.
    pub(super) fn is_asked(&self) -> bool {
        let scenario = &self.review.scenario;
        let proofs = scenario
            .questions
            .iter()
            .flat_map(|question| &question.proven_by);
        !self.facts.is_empty()
            || scenario.alerts.iter().any(|alert| self.tells(alert))
            || proofs
                .flat_map(|proof| &proof.lines)
                .any(|line| self.traces.contains(line))
    }

    /// Whether a condition names one of the acts, or what they put in place.
    fn speaks(&self, condition: &Condition) -> bool {
        let mut speaks = false;
        condition.visit(&mut |part| {
            speaks |= match part {
                Condition::Acted(stage) => self.stages.contains(stage),
                Condition::Present(foothold) | Condition::Usable(foothold) => {
                    self.footholds.contains(foothold)
                }
                _ => false,
            };
        });
        speaks
    }

    fn tells(&self, alert: &Alert) -> bool {
        let of_cause = match &alert.cause {
            Cause::Act(stage) => self.stages.contains(stage),
            Cause::When(condition) => self.speaks(condition),
            Cause::Background { .. } => false,
        };
        let is_true = alert.truth == Verdict::TruePositive;
        of_cause || is_true && alert.lines.iter().any(|line| self.traces.contains(line))
    }

    fn alert(&self) -> Option<Moment> {
        let touched = |state: &AlertState| {
            let closed = state.closed.as_ref().map(|closed| closed.at);
            state.acknowledged.into_iter().chain(closed).min()
        };
        let alerts = self.review.scenario.alerts.iter();
        let alerts = alerts.filter(|alert| self.tells(alert));
        let states = alerts.filter_map(|alert| self.review.last.alerts.get(&alert.id));
        states.filter_map(touched).min()
    }

    fn pin(&self) -> Option<Moment> {
        let shows = |trace: &Option<TraceId>| {
            trace
                .as_ref()
                .is_some_and(|trace| self.traces.contains(trace))
        };
        let pins = self.review.last.pins.values();
        pins.filter(|pin| shows(&pin.shows)).map(|pin| pin.at).min()
    }

    fn learned(&self) -> Option<Moment> {
        let known = &self.review.last.known;
        let learned = self.facts.iter().filter_map(|fact| known.get(*fact));
        learned.min().copied()
    }

    /// A right answer to a question that these acts' lines prove.
    fn answer(&self) -> Option<Moment> {
        let right = self.review.card.questions.iter().filter(|line| line.right);
        let of_these = right.filter(|line| {
            let question = self.review.scenario.question(&line.question);
            let proofs = question
                .into_iter()
                .flat_map(|question| &question.proven_by);
            let mut lines = proofs.flat_map(|proof| &proof.lines);
            lines.any(|line| self.traces.contains(line))
        });
        of_these.filter_map(|line| line.answered).min()
    }
}

fn planted(effect: &Effect) -> Option<&FootholdId> {
    match effect {
        Effect::Plant(foothold) => Some(foothold),
        _ => None,
    }
}

/// Whether it is a fact. Addresses and the like may be known for many reasons.
fn is_fact(scenario: &Scenario, id: &Id) -> bool {
    scenario.facts.iter().any(|fact| {
        let of: &FactId = &fact.id;
        of.id() == id
    })
}
