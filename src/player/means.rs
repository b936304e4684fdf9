//! Means to an end: which command, given now, brings a condition closer to being true.
//!
//! Automatic players read the scenario backwards with it: from what a step asks for to the actions that
//! bring it about, and from an action's needs to what brings those about. It knows verbs and conditions,
//! no scenario.

use std::collections::BTreeMap;

use super::habits::Habits;
use crate::base::id::{ActionId, EventId, Id, MessageId};
use crate::scenario::{
    Action, AssetStatus, Command, Condition, Decision, Effect, EvidenceStatus, Order, Scenario, SecretStatus,
    VectorStatus, Verb,
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
    by_verb: BTreeMap<(Verb, Id), Vec<usize>>,
    /// Places of actions whose findings or effects let the trainees know something, and the finding's target.
    by_finding: BTreeMap<Id, Vec<(usize, Option<Id>)>>,
    /// Places of actions that put a measure in force by an effect.
    by_measure: BTreeMap<Id, Vec<usize>>,
}

impl Means {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let mut means = Self {
            by_verb: BTreeMap::new(),
            by_finding: BTreeMap::new(),
            by_measure: BTreeMap::new(),
        };
        for (place, action) in scenario.actions.iter().enumerate() {
            for target in &action.targets {
                means
                    .by_verb
                    .entry((action.verb, target.clone()))
                    .or_default()
                    .push(place);
            }
            for finding in &action.findings {
                for subject in &finding.learn {
                    means
                        .by_finding
                        .entry(subject.clone())
                        .or_default()
                        .push((place, finding.on.clone()));
                }
            }
            for effect in &action.effects {
                match effect {
                    Effect::Learn(subjects) => {
                        for subject in subjects {
                            means.by_finding.entry(subject.clone()).or_default().push((place, None));
                        }
                    }
                    Effect::Apply(measure) => {
                        means.by_measure.entry(measure.id().clone()).or_default().push(place);
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
                verbs.copied().find_map(|verb| self.verb_on(verb, asset.id(), depth))
            }
            Condition::SecretIs { secret, status } => status.iter().find_map(|status| match status {
                SecretStatus::Rotated => self.verb_on(Verb::Rotate, secret.id(), depth),
                SecretStatus::Disabled => self.verb_on(Verb::Disable, secret.id(), depth),
                SecretStatus::Valid | SecretStatus::Stolen => None,
            }),
            Condition::VectorIs { vector, status } => status.iter().find_map(|status| match status {
                VectorStatus::Mitigated => self.verb_on(Verb::Mitigate, vector.id(), depth),
                VectorStatus::Patched => self.verb_on(Verb::Patch, vector.id(), depth),
                VectorStatus::Open => None,
            }),
            Condition::Blocked(address) => self.verb_on(Verb::Block, address.id(), depth),
            Condition::InForce(measure) => self.verb_on(Verb::Apply, measure.id(), depth).or_else(|| {
                self.first_of(self.means.by_measure.get(measure.id()), |action| {
                    self.order(action, None, depth)
                })
            }),
            Condition::EvidenceIs { evidence, status } if status.contains(&EvidenceStatus::Collected) => {
                self.verb_on(Verb::Collect, evidence.id(), depth)
            }
            Condition::RestoredFrom(point) => self.verb_on(Verb::Restore, point.id(), depth),
            Condition::ServiceUp(service) => {
                let shares = self.scenario.service(service).map_or(&[][..], |s| &s.runs_on);
                shares.iter().find_map(|share| {
                    let online = Condition::AssetIs {
                        asset: share.asset.clone(),
                        status: vec![AssetStatus::Online],
                    };
                    self.seek(&online, depth)
                })
            }
            Condition::Contained => self
                .scenario
                .footholds
                .iter()
                .filter(|f| f.access)
                .find_map(|foothold| {
                    let known = is_known(self.scenario, self.state, foothold.id.id());
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
            Condition::Done { action, on, .. } => self.order(self.scenario.action(action)?, on.as_ref(), depth),
            Condition::Planned(actions) => self.plan(actions),
            Condition::Launched(actions) => self.launch(actions, depth),
            Condition::Decided { decision, .. }
            | Condition::DecidedSoundly(decision)
            | Condition::DecidedTimes { decision, .. } => self.decide(self.scenario.decision(decision)?),
            Condition::Acknowledged(alert) => {
                let raised = self.state.alerts.get(alert)?;
                raised
                    .acknowledged
                    .is_none()
                    .then(|| Command::Acknowledge(alert.clone()))
            }
            Condition::Closed(alert) | Condition::ClosedRight(alert) => self.habits.close(self, alert),
            Condition::AnsweredRight(question) => self.habits.answer(self, question),
            Condition::Sent(message) => self.send(message, None),
            Condition::Claimed { message, claim } => self.send(message, Some(claim)),
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
            is_known(self.scenario, self.state, f.id.id())
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
        let ways = self.means.by_finding.get(subject)?;
        ways.iter().find_map(|(place, on)| {
            let action = self.scenario.actions.get(*place)?;
            self.order(action, on.as_ref(), depth)
        })
    }

    fn verb_on(&self, verb: Verb, target: &Id, depth: u8) -> Option<Command> {
        let places = self.means.by_verb.get(&(verb, target.clone()));
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
        if let Some(hidden) = on.iter().find(|target| !is_known(self.scenario, self.state, target)) {
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
            .filter(|target| is_known(self.scenario, self.state, target))
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

    fn orders(&self, actions: &[ActionId]) -> Vec<Order> {
        let order = |action: &Action| Order {
            action: action.id.clone(),
            on: self.all_targets(action),
            by: None,
            reason: self.habits.reason(action),
        };
        let aimed = |order: &Order, action: &Action| !order.on.is_empty() || action.targets.is_empty();
        actions
            .iter()
            .filter_map(|id| self.scenario.action(id))
            .map(|action| (action, order(action)))
            .filter(|(action, order)| aimed(order, action))
            .map(|(_, order)| order)
            .collect()
    }

    fn plan(&self, actions: &[ActionId]) -> Option<Command> {
        let event = EventId::from(Id::internal("event-1"));
        let orders = self.orders(actions);
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
            None => self.seek(&Condition::Planned(actions.to_vec()), depth),
        }
    }

    fn decide(&self, decision: &Decision) -> Option<Command> {
        let options = self.habits.options(self, decision);
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
