//! The engine: takes time and commands, handles what is due in a total order, and says what happened.
//!
//! The order is (time, number in the queue). After each thing due and after each command the scenario's
//! rules are looked at until none fires any more. Every change goes through [`apply`].

use std::sync::Arc;

use super::apply::{apply, is_present};
use super::event::{Cause, Due, Entry, Event, Presence, Work};
use super::holds::{holds, holds_or_absent};
use super::rules::{RuleKind, Rules};
use super::start;
use super::state::{ReactionState, State, TaskProgress};
use super::topics::Topics;
use crate::base::id::{AlertId, AssetId, EventId, Id, InjectId, ReactionId, ReadinessId, RestorePointId, StageId};
use crate::base::{Moment, Span};
use crate::scenario::{
    Action, AssetStatus, Cause as AlertCause, EvidenceStatus, Scenario, SecretStatus, Stage, TaskId, Trigger,
    VectorStatus, Verb,
};

/// A world that runs: its scenario, its state, and what happened since somebody last asked.
#[derive(Debug, Clone)]
pub struct Engine {
    scenario: Arc<Scenario>,
    rules: Arc<Rules>,
    state: State,
    clock: Moment,
    dirty: Topics,
    happened: Vec<Entry>,
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
        let due = due.clone();
        self.clock = self.clock.max(at);
        self.handle(Cause::Due(number), due);
        self.settle();
        true
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
        self.clock = self.clock.max(entry.at);
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

    /// The rules, to keep.
    #[must_use]
    pub fn rules_arc(&self) -> Arc<Rules> {
        Arc::clone(&self.rules)
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
                let Some(reaction) = scenario.reactions.get(i) else {
                    return;
                };
                let progress = state.reactions.get(&reaction.id).copied();
                if progress == Some(ReactionState::Armed) && holds(&scenario, state, condition) {
                    let at = self.clock + reaction.delay;
                    self.emit(
                        Cause::Rule,
                        Event::ReactionTriggered {
                            reaction: reaction.id.clone(),
                            at,
                        },
                    );
                } else if reaction.again
                    && progress == Some(ReactionState::Spent)
                    && !holds(&scenario, state, condition)
                {
                    self.emit(
                        Cause::Rule,
                        Event::ReactionRearmed {
                            reaction: reaction.id.clone(),
                        },
                    );
                }
            }
            RuleKind::Alert(i) => {
                let Some(alert) = scenario.alerts.get(i) else { return };
                if !state.alerts_settled.contains(&alert.id) && holds(&scenario, state, condition) {
                    self.notice(Cause::Rule, &alert.id);
                }
            }
            RuleKind::Inject(i) => {
                let Some(inject) = scenario.injects.get(i) else { return };
                let Trigger::When { delay, .. } = inject.trigger else {
                    return;
                };
                if !state.injects_settled.contains(&inject.id) && holds(&scenario, state, condition) {
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
                let Some(harm) = scenario.harms.get(i) else { return };
                if !state.harms.contains_key(&harm.id) && holds(&scenario, state, condition) {
                    self.emit(Cause::Rule, Event::HarmDone { harm: harm.id.clone() });
                }
            }
            RuleKind::Notification(i) => {
                let Some(clock) = scenario.clocks.get(i) else { return };
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

    fn handle(&mut self, cause: Cause, due: Due) {
        match due {
            Due::Stage(id) => self.act(cause, &id),
            Due::Reaction(id) => self.react(cause, &id),
            Due::Alert(id) => self.raise(cause, &id),
            Due::Inject(id) => self.inject_due(cause, &id),
            Due::Expiry(id) => {
                self.emit(cause, Event::Woke);
                self.destroy(cause, &id);
            }
            Due::Snapshot(id) => self.snapshot(cause, &id),
            Due::Task(id) => {
                self.emit(cause, Event::TaskDone { task: id });
                self.complete(cause, &[id]);
            }
            Due::Event(id) => self.complete_event(cause, &id),
            Due::Wake => self.emit(cause, Event::Woke),
            Due::Endex => self.end(cause),
        }
    }

    fn act(&mut self, cause: Cause, id: &StageId) {
        let scenario = self.scenario_arc();
        let Some(stage) = scenario.stage(id) else {
            return self.emit(cause, Event::Woke);
        };
        let next = self.next_run(stage);
        if holds_or_absent(&scenario, &self.state, stage.requires.as_ref()) {
            self.emit(
                cause,
                Event::StageActed {
                    stage: id.clone(),
                    next,
                },
            );
            for effect in &stage.effects {
                self.carry_out(cause, effect);
            }
            for alert in &scenario.alerts {
                let caused = matches!(&alert.cause, AlertCause::Act(by) if by == id);
                if caused && !self.state.alerts_settled.contains(&alert.id) {
                    self.notice(cause, &alert.id);
                }
            }
        } else {
            self.emit(
                cause,
                Event::StageMissed {
                    stage: id.clone(),
                    next,
                },
            );
            for effect in &stage.missed {
                self.carry_out(cause, effect);
            }
        }
    }

    fn next_run(&self, stage: &Stage) -> Option<Moment> {
        let repeat = stage.repeat.as_ref()?;
        let so_far = self.state.stages.get(&stage.id).map_or(0, |s| s.acted + s.missed) + 1;
        let goes_on = repeat.times.is_none_or(|times| so_far < times);
        (goes_on && !repeat.every.is_zero()).then(|| self.clock + repeat.every)
    }

    fn react(&mut self, cause: Cause, id: &ReactionId) {
        let scenario = self.scenario_arc();
        let Some(reaction) = scenario.reaction(id) else {
            return self.emit(cause, Event::Woke);
        };
        if holds_or_absent(&scenario, &self.state, reaction.provided.as_ref()) {
            self.emit(cause, Event::ReactionActed { reaction: id.clone() });
            for effect in &reaction.effects {
                self.carry_out(cause, effect);
            }
        } else {
            self.emit(cause, Event::ReactionLapsed { reaction: id.clone() });
        }
    }

    /// A sensor that sees something will report after its delay; a blind one will not.
    fn notice(&mut self, cause: Cause, id: &AlertId) {
        if !self.is_seen(id) {
            return;
        }
        let scenario = self.scenario_arc();
        let sensor = scenario.alert(id).and_then(|alert| scenario.sensor(&alert.sensor));
        let delay = sensor.map_or(Span::ZERO, |sensor| sensor.delay);
        self.emit(
            cause,
            Event::AlertComing {
                alert: id.clone(),
                at: self.clock + delay,
            },
        );
    }

    fn is_seen(&self, id: &AlertId) -> bool {
        self.scenario.alert(id).is_some_and(|alert| {
            self.scenario
                .sensor(&alert.sensor)
                .is_some_and(|sensor| sensor.watches.contains(&alert.asset))
                && self.state.assets.get(&alert.asset) != Some(&AssetStatus::Off)
        })
    }

    /// A sensor reports, unless it can't see the asset any more.
    pub(super) fn raise(&mut self, cause: Cause, id: &AlertId) {
        if self.is_seen(id) {
            self.emit(cause, Event::AlertRaised { alert: id.clone() });
        } else {
            self.emit(cause, Event::AlertUnseen { alert: id.clone() });
        }
    }

    fn inject_due(&mut self, cause: Cause, id: &InjectId) {
        let scenario = self.scenario_arc();
        let provided = match scenario.inject(id).map(|inject| &inject.trigger) {
            Some(Trigger::At { provided, .. }) => provided.as_ref(),
            _ => None,
        };
        if holds_or_absent(&scenario, &self.state, provided) {
            self.deliver(cause, id);
        } else {
            self.emit(cause, Event::InjectHeld { inject: id.clone() });
        }
    }

    /// An inject comes.
    pub(super) fn deliver(&mut self, cause: Cause, id: &InjectId) {
        self.emit(cause, Event::InjectDelivered { inject: id.clone() });
        let scenario = self.scenario_arc();
        for effect in scenario.inject(id).into_iter().flat_map(|inject| &inject.effects) {
            self.carry_out(cause, effect);
        }
    }

    fn snapshot(&mut self, cause: Cause, id: &RestorePointId) {
        let scenario = self.scenario_arc();
        let asset = scenario.restore_point(id).map(|point| &point.asset);
        let footholds = scenario
            .footholds
            .iter()
            .filter(|f| Some(&f.asset) == asset && is_present(&self.state, &f.id))
            .map(|f| f.id.clone())
            .collect();
        self.emit(
            cause,
            Event::SnapshotTaken {
                point: id.clone(),
                footholds,
            },
        );
    }

    fn complete_event(&mut self, cause: Cause, id: &EventId) {
        self.emit(cause, Event::EventDone { event: id.clone() });
        let under_way =
            |task: &super::state::Task| task.event.as_ref() == Some(id) && task.progress == TaskProgress::Running;
        let tasks: Vec<TaskId> = self
            .state
            .tasks
            .iter()
            .filter(|(_, task)| under_way(task))
            .map(|(id, _)| *id)
            .collect();
        for task in &tasks {
            self.emit(cause, Event::TaskDone { task: *task });
        }
        self.complete(cause, &tasks);
    }

    /// Lets finished work take effect: all verbs first, then all effects, then what came to light.
    fn complete(&mut self, cause: Cause, tasks: &[TaskId]) {
        let scenario = self.scenario_arc();
        let mut finished: Vec<(&Action, Vec<Id>, crate::base::id::PersonId)> = Vec::new();
        for id in tasks {
            let Some(task) = self.state.tasks.get(id) else { continue };
            match task.work.clone() {
                Work::Approval { message } => self.emit(cause, Event::MessageApproved { message }),
                Work::Action { action, on } => {
                    let by = task.by.clone();
                    if let Some(action) = scenario.action(&action) {
                        finished.push((action, on, by));
                    }
                }
            }
        }
        for (action, on, by) in &finished {
            for target in on {
                self.do_verb(cause, action.verb, target, by);
            }
        }
        for (action, _, _) in &finished {
            for effect in &action.effects {
                self.carry_out(cause, effect);
            }
        }
        for (action, on, _) in &finished {
            self.bring_to_light(cause, action, on);
        }
    }

    fn do_verb(&mut self, cause: Cause, verb: Verb, target: &Id, by: &crate::base::id::PersonId) {
        let target = target.clone();
        match verb {
            Verb::Examine | Verb::Perform => {}
            Verb::Isolate => self.set_asset(cause, &target.into(), AssetStatus::Isolated),
            Verb::PowerOff => self.set_asset(cause, &target.into(), AssetStatus::Off),
            Verb::Reconnect => self.set_asset(cause, &target.into(), AssetStatus::Online),
            Verb::Block => self.set_blocked(cause, &target.into(), true),
            Verb::Unblock => self.set_blocked(cause, &target.into(), false),
            Verb::Remove => self.set_foothold(cause, &target.into(), Presence::Removed),
            Verb::Rotate => self.set_secret(cause, &target.into(), SecretStatus::Rotated),
            Verb::Disable => self.set_secret(cause, &target.into(), SecretStatus::Disabled),
            Verb::Mitigate => {
                let vector = target.into();
                if self.state.vectors.get(&vector) == Some(&VectorStatus::Open) {
                    self.set_vector(cause, &vector, VectorStatus::Mitigated);
                }
            }
            Verb::Patch => self.set_vector(cause, &target.into(), VectorStatus::Patched),
            Verb::Apply => self.set_in_force(cause, &target.into(), true),
            Verb::Lift => self.set_in_force(cause, &target.into(), false),
            Verb::Collect => {
                let evidence = target.into();
                if !self.collect(cause, &evidence, Some(by)) {
                    let name = self
                        .scenario
                        .evidence_item(&evidence)
                        .map_or_else(String::new, |e| e.name.clone());
                    self.emit(
                        cause,
                        Event::Noted {
                            text: format!("{name}: it is gone, nothing could be saved."),
                        },
                    );
                }
            }
            Verb::Rebuild => {
                let asset: AssetId = target.into();
                self.fill(cause, &asset, &[]);
                self.set_asset(cause, &asset, AssetStatus::Online);
            }
            Verb::Restore => {
                let point: RestorePointId = target.into();
                let held = self.state.snapshots.get(&point).cloned().unwrap_or_default();
                let Some(asset) = self.scenario.restore_point(&point).map(|p| p.asset.clone()) else {
                    return;
                };
                self.fill(cause, &asset, &held);
                self.emit(cause, Event::Restored { point });
                self.set_asset(cause, &asset, AssetStatus::Online);
            }
        }
    }

    /// The asset holds exactly these footholds from now on.
    fn fill(&mut self, cause: Cause, asset: &AssetId, held: &[crate::base::id::FootholdId]) {
        let scenario = self.scenario_arc();
        for foothold in scenario.footholds.iter().filter(|f| f.asset == *asset) {
            let to = if held.contains(&foothold.id) {
                Presence::Present
            } else {
                Presence::Removed
            };
            self.set_foothold(cause, &foothold.id, to);
        }
    }

    fn bring_to_light(&mut self, cause: Cause, action: &Action, on: &[Id]) {
        let scenario = self.scenario_arc();
        let mut anything = false;
        for finding in &action.findings {
            let aimed = finding.on.as_ref().is_none_or(|target| on.contains(target));
            if aimed && holds_or_absent(&scenario, &self.state, finding.when.as_ref()) {
                anything = true;
                self.emit(
                    cause,
                    Event::Found {
                        action: action.id.clone(),
                        text: finding.text.clone(),
                    },
                );
                self.learn(cause, &finding.learn);
            }
        }
        if !anything && action.verb == Verb::Examine {
            let text = format!("{}: nothing new came to light.", action.name);
            self.emit(
                cause,
                Event::Found {
                    action: action.id.clone(),
                    text,
                },
            );
        }
    }

    /// ENDEX: what follows is counted, then everything stands still.
    pub(super) fn end(&mut self, cause: Cause) {
        let scenario = self.scenario_arc();
        for aftermath in &scenario.aftermath {
            if holds(&scenario, &self.state, &aftermath.when) {
                self.emit(
                    cause,
                    Event::AftermathFollowed {
                        text: aftermath.text.clone(),
                    },
                );
                for effect in &aftermath.effects {
                    self.carry_out(cause, effect);
                }
            }
        }
        self.emit(cause, Event::Ended);
    }
}
