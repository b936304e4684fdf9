//! Finished work takes effect: its verb on each target, its other effects, and what it brings to light.

use super::engine::Engine;
use super::event::{Cause, Event, Presence, Work};
use super::holds::holds_or_absent;
use super::state::{Task, TaskProgress};
use crate::base::id::{AssetId, EventId, FootholdId, Id, PersonId, RestorePointId};
use crate::scenario::{Action, AssetStatus, SecretStatus, TaskId, VectorStatus, Verb};

impl Engine {
    pub(super) fn complete_event(&mut self, cause: Cause, id: &EventId) {
        self.emit(cause, Event::EventDone { event: id.clone() });
        let under_way =
            |task: &Task| task.event.as_ref() == Some(id) && task.progress == TaskProgress::Running;
        let tasks: Vec<TaskId> = self
            .state()
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
    pub(super) fn complete(&mut self, cause: Cause, tasks: &[TaskId]) {
        let scenario = self.scenario_arc();
        let mut finished: Vec<(&Action, Vec<Id>, PersonId)> = Vec::new();
        for id in tasks {
            let Some(task) = self.state().tasks.get(id) else {
                continue;
            };
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

    fn do_verb(&mut self, cause: Cause, verb: Verb, target: &Id, by: &PersonId) {
        let target = target.clone();
        if self.is_rebuilt_meanwhile(verb, &target) {
            let name = self
                .scenario()
                .asset(&target.into())
                .map_or_else(String::new, |asset| asset.name.clone());
            let text = format!("{name} is being rebuilt or restored; nothing else was done to it.");
            return self.emit(cause, Event::Noted { text });
        }
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
                if self.state().vectors.get(&vector) == Some(&VectorStatus::Open) {
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
                        .scenario()
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
                let held = self
                    .state()
                    .snapshots
                    .get(&point)
                    .cloned()
                    .unwrap_or_default();
                let Some(asset) = self
                    .scenario()
                    .restore_point(&point)
                    .map(|p| p.asset.clone())
                else {
                    return;
                };
                self.fill(cause, &asset, &held);
                self.emit(cause, Event::Restored { point });
                self.set_asset(cause, &asset, AssetStatus::Online);
            }
        }
    }

    /// Whether a host that work is about to change has been taken to be rebuilt since the work began.
    fn is_rebuilt_meanwhile(&self, verb: Verb, target: &Id) -> bool {
        matches!(verb, Verb::Isolate | Verb::PowerOff | Verb::Reconnect)
            && self.state().assets.get(target) == Some(&AssetStatus::Restoring)
    }

    /// The asset holds exactly these footholds from now on.
    fn fill(&mut self, cause: Cause, asset: &AssetId, held: &[FootholdId]) {
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
            if aimed && holds_or_absent(&scenario, self.state(), finding.when.as_ref()) {
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
}
