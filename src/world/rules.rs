//! The rules that a scenario sets: what happens by itself when a condition comes true.

use super::topics::Topics;
use crate::base::{Moment, Offset};
use crate::scenario::data::texts_under;
use crate::scenario::{Cause as AlertCause, Condition, Scenario, Trigger};

/// What a rule does, by the place of its item in the scenario's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RuleKind {
    /// Evidence is destroyed.
    Evidence(usize),
    /// A reaction is set off.
    Reaction(usize),
    /// A sensor sees something.
    Alert(usize),
    /// An inject comes.
    Inject(usize),
    /// A harm event happens.
    Harm(usize),
    /// A notification clock starts.
    Notification(usize),
    /// A service loses or regains what it needs.
    Service(usize),
}

/// A rule with what it depends on.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) kind: RuleKind,
    pub(super) condition: Condition,
    pub(super) topics: Topics,
}

/// All rules of a scenario, ready to be looked at, and the moments its conditions speak of.
#[derive(Debug, Clone)]
pub struct Rules {
    pub(super) rules: Vec<Rule>,
    pub(super) wakes: Vec<Moment>,
}

impl Rules {
    /// Gathers the rules of a scenario.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Self {
        let mut rules = Vec::new();
        let mut add = |kind, condition: &Condition| {
            let topics = Topics::of_condition(scenario, condition);
            rules.push(Rule {
                kind,
                condition: condition.clone(),
                topics,
            });
        };
        for (i, evidence) in scenario.evidence.iter().enumerate() {
            if let Some(condition) = &evidence.lost_when {
                add(RuleKind::Evidence(i), condition);
            }
        }
        for (i, reaction) in scenario.reactions.iter().enumerate() {
            add(RuleKind::Reaction(i), &reaction.when);
        }
        for (i, alert) in scenario.alerts.iter().enumerate() {
            if let AlertCause::When(condition) = &alert.cause {
                add(RuleKind::Alert(i), condition);
            }
        }
        for (i, inject) in scenario.injects.iter().enumerate() {
            if let Trigger::When { condition, .. } = &inject.trigger {
                add(RuleKind::Inject(i), condition);
            }
        }
        for (i, harm) in scenario.harms.iter().enumerate() {
            if let Some(condition) = &harm.when {
                add(RuleKind::Harm(i), condition);
            }
        }
        for (i, clock) in scenario.clocks.iter().enumerate() {
            add(RuleKind::Notification(i), &clock.starts_when);
        }
        for (i, service) in scenario.services.iter().enumerate() {
            if let Some(condition) = &service.up_when {
                add(RuleKind::Service(i), condition);
            }
        }
        Self {
            rules,
            wakes: wakes(scenario),
        }
    }
}

/// The moments from STARTEX on that any condition of the file speaks of, in order, each once.
///
/// They are found in the file's data form, so that no condition can be forgotten, wherever it stands.
fn wakes(scenario: &Scenario) -> Vec<Moment> {
    let since = texts_under(scenario, "Since");
    let offsets = since.iter().filter_map(|text| text.parse::<Offset>().ok());
    let mut moments: Vec<Moment> = offsets
        .map(|offset| scenario.moment(offset))
        .filter(|moment| (Moment::START..=scenario.end()).contains(moment))
        .collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}
