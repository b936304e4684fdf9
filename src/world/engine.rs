//! The engine: takes time and commands, handles what is due in a total order, and says what happened.
//!
//! The order is (time, number in the queue). After each thing due and after each command the scenario's
//! rules are looked at until none fires any more. Every change goes through [`apply`].

use std::sync::Arc;

use super::apply::apply;
use super::event::{Cause, Entry, Event};
use super::holds::holds;
use super::rules::{RuleKind, Rules};
use super::start;
use super::state::{ReactionState, State};
use super::topics::Topics;
use crate::base::Moment;
use crate::base::id::ReadinessId;
use crate::evidence::Archive;
use crate::scenario::{EvidenceStatus, Reaction, Scenario, Trigger};

/// How many things one exercise may have planned. A scenario that plans more repeats itself without
/// measure; its exercise ends there.
const MOST_DUE: u64 = 100_000;

/// A world that runs: its scenario, its state, and what happened since somebody last asked.
#[derive(Debug, Clone)]
pub struct Engine {
    scenario: Arc<Scenario>,
    rules: Arc<Rules>,
    state: State,
    clock: Moment,
    dirty: Topics,
    happened: Vec<Entry>,
    /// The logs, once somebody has asked for a line.
    archive: Option<Arc<Archive>>,
}

impl Engine {
    /// The world of a scenario before STARTEX.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, rules: Arc<Rules>) -> Self {
        let state = State::new(&scenario);
        Self {
            scenario,
            rules,
            clock: state.now,
            state,
            dirty: Topics::NONE,
            happened: Vec::new(),
            archive: None,
        }
    }

    /// Begins the exercise: plans everything, and lives through the history up to STARTEX.
    pub fn start(&mut self, seed: u64, readiness_off: &[ReadinessId]) {
        let scenario = self.scenario_arc();
        let event = start::started(&scenario, &self.rules, seed, readiness_off);
        if let Event::Started { schedule, .. } = &event
            && let Some((first, _)) = schedule.first()
        {
            self.clock = (*first).min(Moment::START);
        }
        self.emit(Cause::Rule, event);
        let switched_off = scenario
            .readiness
            .iter()
            .filter(|switch| readiness_off.contains(&switch.id));
        for effect in switched_off.flat_map(|switch| &switch.when_off) {
            self.carry_out(Cause::Rule, effect);
        }
        self.settle();
        self.advance_to(Moment::START);
        self.dirty = Topics::ALL;
        self.settle();
    }

    /// Handles everything that is due until `to`, in order. The cost follows the number of events.
    pub fn advance_to(&mut self, to: Moment) {
        while self.step(to) {}
        if self.state.ended.is_none() {
            self.clock = self.clock.max(to);
        }
    }

    /// Handles the one next thing that is due until `to`; says whether there was one.
    pub fn step(&mut self, to: Moment) -> bool {
        if self.state.ended.is_some() {
            return false;
        }
        let Some((&(at, number), due)) = self.state.queue.first_key_value() else {
            return false;
        };
        if at > to {
            return false;
        }
        if self.state.next_due > MOST_DUE {
            self.end(Cause::Rule);
            return false;
        }
        let due = due.clone();
        self.clock = self.clock.max(at);
        self.handle(Cause::Due(number), due);
        self.settle();
        true
    }

    /// The logs of this exercise.
    pub(super) fn archive(&mut self) -> Arc<Archive> {
        let (scenario, seed) = (&self.scenario, self.state.seed);
        let archive = self
            .archive
            .get_or_insert_with(|| Arc::new(Archive::new(Arc::clone(scenario), seed)));
        Arc::clone(archive)
    }

    /// When the next thing is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Moment> {
        self.state.queue.first_key_value().map(|((at, _), _)| *at)
    }

    /// What happened since this was last called.
    pub fn take_events(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.happened)
    }

    /// What happened since events were last taken.
    #[must_use]
    pub fn events(&self) -> &[Entry] {
        &self.happened
    }

    /// Forgets what happened since events were last taken.
    pub fn clear_events(&mut self) {
        self.happened.clear();
    }

    /// Takes over an event from a record, without deciding anything.
    pub fn replay(&mut self, entry: &Entry) {
        apply(&mut self.state, entry);
        // The exercise clock may be ahead of what has been handled.
        if !matches!(entry.event, Event::Clock { .. }) {
            self.clock = self.clock.max(entry.at);
        }
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The state, when the engine is no longer needed.
    #[must_use]
    pub fn into_state(self) -> State {
        self.state
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The scenario, to keep.
    #[must_use]
    pub fn scenario_arc(&self) -> Arc<Scenario> {
        Arc::clone(&self.scenario)
    }

    /// The moment up to which everything has been handled.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock
    }

    /// Says that something happened, and lets it happen.
    pub(super) fn emit(&mut self, cause: Cause, event: Event) {
        self.dirty = self.dirty.with(Topics::of_event(&event));
        let entry = Entry {
            at: self.clock,
            cause,
            event,
        };
        apply(&mut self.state, &entry);
        self.happened.push(entry);
    }

    /// Lets every rule fire whose condition has come true, until none does.
    pub(super) fn settle(&mut self) {
        let rules = Arc::clone(&self.rules);
        while !self.dirty.is_empty() && self.state.ended.is_none() {
            let touched = std::mem::take(&mut self.dirty);
            for rule in rules
                .rules
                .iter()
                .filter(|rule| rule.topics.meets(touched) || rule.topics.is_empty())
            {
                self.look_at(rule.kind, &rule.condition);
            }
        }
    }

    fn look_at(&mut self, kind: RuleKind, condition: &crate::scenario::Condition) {
        let scenario = self.scenario_arc();
        let state = &self.state;
        match kind {
            RuleKind::Evidence(i) => {
                let Some(evidence) = scenario.evidence.get(i) else {
                    return;
                };
                let there = state
                    .evidence
                    .get(&evidence.id)
                    .is_some_and(|item| item.status == EvidenceStatus::Available);
                if there && holds(&scenario, state, condition) {
                    self.destroy(Cause::Rule, &evidence.id);
                }
            }
            RuleKind::Reaction(i) => {
                if let Some(reaction) = scenario.reactions.get(i) {
                    self.look_at_reaction(reaction);
                }
            }
            RuleKind::Alert(i) => {
                let Some(alert) = scenario.alerts.get(i) else {
                    return;
                };
                if !state.alerts_settled.contains(&alert.id) && holds(&scenario, state, condition) {
                    self.notice(Cause::Rule, &alert.id);
                }
            }
            RuleKind::Inject(i) => {
                let Some(inject) = scenario.injects.get(i) else {
                    return;
                };
                if state.injects_settled.contains(&inject.id) {
                    return;
                }
                // The staff may have given it another trigger.
                let stands = state.inject(&scenario, &inject.id).unwrap_or(inject);
                let Trigger::When { delay, .. } = stands.trigger else {
                    return;
                };
                if holds(&scenario, state, condition) {
                    let at = self.clock + delay;
                    self.emit(
                        Cause::Rule,
                        Event::InjectComing {
                            inject: inject.id.clone(),
                            at,
                        },
                    );
                }
            }
            RuleKind::Harm(i) => {
                let Some(harm) = scenario.harms.get(i) else {
                    return;
                };
                // What happened before STARTEX is nobody's fault in the exercise.
                let in_play = self.clock >= Moment::START;
                if in_play
                    && !state.harms.contains_key(&harm.id)
                    && holds(&scenario, state, condition)
                {
                    self.emit(
                        Cause::Rule,
                        Event::HarmDone {
                            harm: harm.id.clone(),
                        },
                    );
                }
            }
            RuleKind::Service(i) => {
                if let Some(service) = scenario.services.get(i) {
                    self.set_capacity(Cause::Rule, service);
                }
            }
            RuleKind::Notification(i) => {
                let Some(clock) = scenario.clocks.get(i) else {
                    return;
                };
                let running = state
                    .notifications
                    .get(&clock.id)
                    .is_some_and(|c| c.due_since.is_some());
                if !running && holds(&scenario, state, condition) {
                    self.emit(
                        Cause::Rule,
                        Event::NotificationDue {
                            clock: clock.id.clone(),
                        },
                    );
                }
            }
        }
    }

    /// A reaction is set off when its condition comes true, and armed again when it has ceased to hold.
    fn look_at_reaction(&mut self, reaction: &Reaction) {
        let holds_now = holds(&self.scenario, &self.state, &reaction.when);
        let id = reaction.id.clone();
        match self.state.reactions.get(&reaction.id) {
            Some(ReactionState::Armed) if holds_now => {
                let more = start::delay(
                    self.state.seed,
                    "reaction",
                    reaction.id.as_str(),
                    reaction.within,
                );
                let at = self.clock + reaction.delay + more;
                self.emit(Cause::Rule, Event::ReactionTriggered { reaction: id, at });
            }
            Some(ReactionState::Spent) if reaction.again && !holds_now => {
                self.emit(Cause::Rule, Event::ReactionRearmed { reaction: id });
            }
            _ => {}
        }
    }
}
