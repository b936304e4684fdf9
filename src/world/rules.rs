//! The rules that a scenario sets: what happens by itself when a condition comes true.

use super::topics::Topics;
use crate::base::Moment;
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
        Self {
            rules,
            wakes: wakes(scenario),
        }
    }
}

/// The moments after STARTEX that any watched condition speaks of, in order, each once.
fn wakes(scenario: &Scenario) -> Vec<Moment> {
    let mut moments = Vec::new();
    let mut see = |condition: &Condition| {
        condition.visit(&mut |part| {
            if let Condition::Since(offset) = part {
                moments.push(scenario.moment(*offset));
            }
        });
    };
    let footholds = scenario.footholds.iter().filter_map(|f| f.usable_when.as_ref());
    let stages = scenario.stages.iter().filter_map(|s| s.requires.as_ref());
    let steps = scenario
        .steps
        .iter()
        .flat_map(|s| s.trigger.iter().chain(&s.parts).chain(&s.over).chain(&s.after));
    let evidence = scenario.evidence.iter().filter_map(|e| e.lost_when.as_ref());
    let reactions = scenario.reactions.iter().map(|r| &r.when);
    let harms = scenario.harms.iter().filter_map(|h| h.when.as_ref());
    let clocks = scenario.clocks.iter().map(|c| &c.starts_when);
    let alerts = scenario.alerts.iter().filter_map(|a| match &a.cause {
        AlertCause::When(condition) => Some(condition),
        _ => None,
    });
    let injects = scenario.injects.iter().filter_map(|i| match &i.trigger {
        Trigger::When { condition, .. } => Some(condition),
        _ => None,
    });
    let needs = scenario
        .actions
        .iter()
        .flat_map(|a| a.needs.iter().map(|need| &need.condition));
    let options = scenario
        .decisions
        .iter()
        .flat_map(|d| d.options.iter().filter_map(|o| o.sound_when.as_ref()));
    for condition in needs.chain(options) {
        see(condition);
    }
    for condition in footholds
        .chain(stages)
        .chain(steps)
        .chain(evidence)
        .chain(reactions)
        .chain(harms)
        .chain(clocks)
        .chain(alerts)
        .chain(injects)
    {
        see(condition);
    }
    moments.retain(|moment| *moment > Moment::START);
    moments.sort_unstable();
    moments.dedup();
    moments
}
