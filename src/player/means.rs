//! Means to an end: which command, given now, brings a condition closer to being true.
//!
//! Automatic players read the scenario backwards with it: from what a step asks for to the actions that
//! bring it about, and from an action's needs to what brings those about. It knows verbs and conditions,
//! no scenario.

use std::collections::BTreeMap;

use super::habits::Habits;
use crate::base::id::{ActionId, EventId, Id, MessageId};
use crate::scenario::{
    Action, AssetStatus, Command, Condition, Decision, Effect, EvidenceStatus, Order, Scenario,
    SecretStatus, VectorStatus, Verb,
};
use crate::world::holds::{holds, holds_or_absent, is_known};
use crate::world::state::TaskProgress;
use crate::world::{State, Work};

/// How far a player reasons back from a condition.
const DEPTH: u8 = 6;

/// Which actions do what, looked up once for a scenario.
#[derive(Debug, Clone)]
pub(super) struct Means {
    /// Places of actions by verb and target.
    verbs: BTreeMap<(Verb, Id), Vec<usize>>,
    /// Ways to come to know something.
    findings: BTreeMap<Id, Vec<Way>>,
    /// Places of actions that put a measure in force by an effect.
    measures: BTreeMap<Id, Vec<usize>>,
}

/// A way to come to know something: an action, and which of its findings; its effects if none.
#[derive(Debug, Clone, Copy)]
struct Way {
    action: usize,
    finding: Option<usize>,
}

impl Means {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let mut means = Self {
            verbs: BTreeMap::new(),
            findings: BTreeMap::new(),
            measures: BTreeMap::new(),
        };
        for (place, action) in scenario.actions.iter().enumerate() {
            for target in &action.targets {
                means
                    .verbs
                    .entry((action.verb, target.clone()))
                    .or_default()
                    .push(place);
            }
            for (i, finding) in action.findings.iter().enumerate() {
                for subject in &finding.learn {
                    let way = Way {
                        action: place,
                        finding: Some(i),
                    };
                    means.findings.entry(subject.clone()).or_default().push(way);
                }
            }
            for effect in &action.effects {
                match effect {
                    Effect::Learn(subjects) => {
                        for subject in subjects {
                            let way = Way {
                                action: place,
                                finding: None,
                            };
                            means.findings.entry(subject.clone()).or_default().push(way);
                        }
                    }
                    Effect::Apply(measure) => {
                        means
                            .measures
                            .entry(measure.id().clone())
                            .or_default()
                            .push(place);
                    }
                    _ => {}
                }
            }
        }
        means
    }
}

/// A player's look at the world when it wants something.
pub(super) struct Search<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) state: &'a State,
    pub(super) means: &'a Means,
    pub(super) habits: &'a Habits,
}

impl Search<'_> {
    /// The command to give now so that the condition comes true sooner or later; none if it holds, is
    /// under way, or nothing helps.
    pub(super) fn toward(&self, condition: &Condition) -> Option<Command> {
        self.seek(condition, DEPTH)
    }

    fn seek(&self, condition: &Condition, depth: u8) -> Option<Command> {
        if depth == 0 || holds(self.scenario, self.state, condition) {
            return None;
        }
        let depth = depth - 1;
        match condition {
            Condition::All(of) | Condition::Any(of) | Condition::Count { of, .. } => {
                of.iter().find_map(|part| self.seek(part, depth))
            }
            Condition::Not(of) => self.undo(of, depth),
            Condition::Known(subject) => self.find_out(subject, depth),
            Condition::AssetIs { asset, status } => {
                let verbs = status.iter().flat_map(|status| match status {
                    AssetStatus::Isolated => [Verb::Isolate].as_slice(),
                    AssetStatus::Off => &[Verb::PowerOff],
                    AssetStatus::Online => &[Verb::Reconnect, Verb::Rebuild],
                    AssetStatus::Restoring => &[Verb::Rebuild],
                });
                verbs
                    .copied()
                    .find_map(|verb| self.verb_on(verb, asset.id(), depth))
            }
            Condition::SecretIs { secret, status } => {
                status.iter().find_map(|status| match status {
                    SecretStatus::Rotated => self.verb_on(Verb::Rotate, secret.id(), depth),
                    SecretStatus::Disabled => self.verb_on(Verb::Disable, secret.id(), depth),
                    SecretStatus::Valid | SecretStatus::Stolen => None,
                })
            }
            Condition::VectorIs { vector, status } => {
                status.iter().find_map(|status| match status {
                    VectorStatus::Mitigated => self.verb_on(Verb::Mitigate, vector.id(), depth),
                    VectorStatus::Patched => self.verb_on(Verb::Patch, vector.id(), depth),
                    VectorStatus::Open => None,
                })
            }
            Condition::Blocked(address) => self.verb_on(Verb::Block, address.id(), depth),
            Condition::InForce(measure) => {
                self.verb_on(Verb::Apply, measure.id(), depth).or_else(|| {
                    self.first_of(self.means.measures.get(measure.id()), |action| {
                        self.order(action, None, depth)
                    })
                })
            }
            Condition::EvidenceIs { evidence, status }
                if status.contains(&EvidenceStatus::Collected) =>
            {
                self.verb_on(Verb::Collect, evidence.id(), depth)
            }
            Condition::RestoredFrom(point) => self.verb_on(Verb::Restore, point.id(), depth),
            Condition::ServiceUp(service) => {
                let service = self.scenario.service(service)?;
                let online = service.runs_on.iter().find_map(|share| {
                    let online = Condition::AssetIs {
                        asset: share.asset.clone(),
                        status: vec![AssetStatus::Online],
                    };
                    self.seek(&online, depth)
                });
                let needed = || self.seek(service.up_when.as_ref()?, depth);
                online.or_else(needed)
            }
            Condition::Contained => self
                .scenario
                .footholds
                .iter()
                .filter(|f| f.access)
                .find_map(|foothold| {
                    let known = is_known(self.state, foothold.id.id());
                    known
                        .then(|| self.verb_on(Verb::Isolate, foothold.asset.id(), depth))
                        .flatten()
                }),
            Condition::Expelled => self.expel(depth),
            other => self.do_on_record(other, depth),
        }
    }

    fn do_on_record(&self, condition: &Condition, depth: u8) -> Option<Command> {
        match condition {
            Condition::Begun(action) => self.order(self.scenario.action(action)?, None, depth),
            Condition::Done { action, on, .. } => {
                self.order(self.scenario.action(action)?, on.as_ref(), depth)
            }
            Condition::Planned(actions) => self.plan(actions, depth),
            Condition::Launched(actions) => self.launch(actions, depth),
            Condition::Decided { decision, .. } | Condition::DecidedSoundly(decision) => {
                self.decide(self.scenario.decision(decision)?, 1)
            }
            Condition::DecidedTimes { decision, at_least } => {
                self.decide(self.scenario.decision(decision)?, *at_least)
            }
            Condition::Acknowledged(alert) => {
                let raised = self.state.alerts.get(alert)?;
                raised
                    .acknowledged
                    .is_none()
                    .then(|| Command::Acknowledge(alert.clone()))
            }
            Condition::Closed(alert) | Condition::ClosedRight(alert) => self.close(alert),
            Condition::AnsweredRight(question) => self.answer(question),
            Condition::Pinned(trace) => self.pin(trace),
            Condition::Sent(message) => self.send(message, None),
            Condition::Claimed { message, claim } => self.send(message, Some(claim)),
            Condition::Reported(step) => self.report(step),
            Condition::Declared(clock) => Some(Command::Declare(clock.clone())),
            _ => None,
        }
    }

    fn undo(&self, condition: &Condition, depth: u8) -> Option<Command> {
        match condition {
            Condition::Present(foothold) | Condition::Usable(foothold) => {
                self.verb_on(Verb::Remove, foothold.id(), depth)
            }
            Condition::InForce(measure) => self.verb_on(Verb::Lift, measure.id(), depth),
            Condition::Blocked(address) => self.verb_on(Verb::Unblock, address.id(), depth),
            Condition::SecretIs { secret, .. } => self.verb_on(Verb::Rotate, secret.id(), depth),
            Condition::VectorIs { vector, .. } => self
                .verb_on(Verb::Mitigate, vector.id(), depth)
                .or_else(|| self.verb_on(Verb::Patch, vector.id(), depth)),
            Condition::AssetIs { asset, .. } => self.verb_on(Verb::Reconnect, asset.id(), depth),
            _ => None,
        }
    }

    fn expel(&self, depth: u8) -> Option<Command> {
        let footholds = self.scenario.footholds.iter().filter(|f| f.persistent);
        let present = |f: &&crate::scenario::Foothold| {
            is_known(self.state, f.id.id())
                && holds(self.scenario, self.state, &Condition::Present(f.id.clone()))
        };
        let mut remove = footholds
            .filter(present)
            .filter_map(|f| self.verb_on(Verb::Remove, f.id.id(), depth));
        remove.next().or_else(|| {
            let stolen = self
                .state
                .secrets
                .iter()
                .filter(|(_, status)| **status == SecretStatus::Stolen);
            stolen
                .into_iter()
                .find_map(|(secret, _)| self.verb_on(Verb::Rotate, secret.id(), depth))
        })
    }

    /// A way to come to know something: an alert that says it, or an action that finds it.
    fn find_out(&self, subject: &Id, depth: u8) -> Option<Command> {
        let telling = self.scenario.alerts.iter().find(|alert| {
            alert.learn.contains(subject)
                && self
                    .state
                    .alerts
                    .get(&alert.id)
                    .is_some_and(|a| a.acknowledged.is_none())
        });
        if let Some(alert) = telling {
            return Some(Command::Acknowledge(alert.id.clone()));
        }
        let ways = self.means.findings.get(subject)?;
        ways.iter().find_map(|way| {
            let action = self.scenario.actions.get(way.action)?;
            let finding = way.finding.and_then(|i| action.findings.get(i));
            let asked = finding.and_then(|finding| finding.when.as_ref());
            match asked {
                Some(when) if !holds(self.scenario, self.state, when) => self.seek(when, depth),
                _ => self.order(
                    action,
                    finding.and_then(|finding| finding.on.as_ref()),
                    depth,
                ),
            }
        })
    }

    fn verb_on(&self, verb: Verb, target: &Id, depth: u8) -> Option<Command> {
        let places = self.means.verbs.get(&(verb, target.clone()));
        self.first_of(places, |action| self.order(action, Some(target), depth))
    }

    fn first_of(
        &self,
        places: Option<&Vec<usize>>,
        mut try_one: impl FnMut(&Action) -> Option<Command>,
    ) -> Option<Command> {
        places?
            .iter()
            .find_map(|place| self.scenario.actions.get(*place).and_then(&mut try_one))
    }

    /// The order for an action, or the command that something it needs asks for first.
    fn order(&self, action: &Action, on: Option<&Id>, depth: u8) -> Option<Command> {
        if self.is_under_way(&action.id, on) {
            return None;
        }
        for need in &action.needs {
            if !holds(self.scenario, self.state, &need.condition) {
                return self.seek(&need.condition, depth);
            }
        }
        let on = match on {
            Some(target) if !action.targets.contains(target) => self.all_targets(action),
            Some(target) => vec![target.clone()],
            None => self.all_targets(action),
        };
        if on.is_empty() && !action.targets.is_empty() {
            let first = action.targets.first()?;
            return self.seek(&Condition::Known(first.clone()), depth);
        }
        if let Some(hidden) = on.iter().find(|target| !is_known(self.state, target)) {
            return self.seek(&Condition::Known(hidden.clone()), depth);
        }
        Some(Command::Do(Order {
            action: action.id.clone(),
            on,
            by: None,
            reason: self.habits.reason(action),
        }))
    }

    fn all_targets(&self, action: &Action) -> Vec<Id> {
        action
            .targets
            .iter()
            .filter(|target| is_known(self.state, target))
            .cloned()
            .collect()
    }

    fn is_under_way(&self, action: &ActionId, on: Option<&Id>) -> bool {
        self.state.tasks.values().rev().any(|task| {
            task.progress == TaskProgress::Running
                && matches!(&task.work, Work::Action { action: running, on: targets }
                    if running == action && on.is_none_or(|target| targets.is_empty() || targets.contains(target)))
        })
    }

    /// The plan of a remediation event with these actions, or what must be found out for it first.
    fn plan(&self, actions: &[ActionId], depth: u8) -> Option<Command> {
        let mut orders = Vec::with_capacity(actions.len());
        for action in actions.iter().filter_map(|id| self.scenario.action(id)) {
            let on = self.all_targets(action);
            if let (true, Some(first)) = (on.is_empty(), action.targets.first()) {
                return self.seek(&Condition::Known(first.clone()), depth);
            }
            orders.push(Order {
                action: action.id.clone(),
                on,
                by: None,
                reason: self.habits.reason(action),
            });
        }
        let number = self.state.plans.len() + 1;
        let event = EventId::from(Id::new(&format!("event-{number}")).ok()?);
        (!orders.is_empty()).then_some(Command::Plan { event, orders })
    }

    fn launch(&self, actions: &[ActionId], depth: u8) -> Option<Command> {
        let ready = self.state.plans.iter().find(|(_, plan)| {
            plan.launched.is_none()
                && actions
                    .iter()
                    .all(|a| plan.orders.iter().any(|order| order.action == *a))
        });
        match ready {
            Some((event, _)) => Some(Command::Launch(event.clone())),
            None => self.plan(actions, depth),
        }
    }

    /// Takes a decision, unless it was taken so often already: nobody tells a player that it was wrong.
    fn decide(&self, decision: &Decision, times: u32) -> Option<Command> {
        let taken = self.state.decisions.get(&decision.id).map_or(0, Vec::len);
        if u32::try_from(taken).is_ok_and(|taken| taken >= times) {
            return None;
        }
        let options = self.options(decision);
        (!options.is_empty()).then(|| Command::Decide {
            decision: decision.id.clone(),
            options,
            reason: "On what is known at this moment".to_owned(),
            confidence: self.habits.confidence(),
        })
    }

    /// Approval first, then the message with what is true and known, and the claim that was asked for.
    fn send(&self, id: &MessageId, wanted: Option<&crate::base::id::ClaimId>) -> Option<Command> {
        let message = self.scenario.message(id)?;
        let state = self.state.messages.get(id);
        let approved = message.approval.is_none() || state.is_some_and(|m| m.approved.is_some());
        let fit = |claim: &crate::scenario::Claim| {
            holds_or_absent(self.scenario, self.state, claim.true_when.as_ref())
                && holds_or_absent(self.scenario, self.state, claim.known_when.as_ref())
        };
        let claims: Vec<_> = message
            .claims
            .iter()
            .filter(|claim| fit(claim))
            .map(|claim| claim.id.clone())
            .collect();
        let says_it = wanted.is_none_or(|claim| claims.contains(claim));
        if claims.is_empty() || (self.habits.careful() && !says_it) {
            return None;
        }
        if !approved && self.habits.asks_approval() {
            return Some(Command::Approve(id.clone()));
        }
        Some(Command::Send {
            message: id.clone(),
            claims,
        })
    }

    /// Whether the decision's option is sound now.
    pub(super) fn is_sound(&self, option: &crate::scenario::DecisionOption) -> bool {
        holds_or_absent(self.scenario, self.state, option.sound_when.as_ref())
    }
}
