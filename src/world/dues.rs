//! What is due happens: the attacker acts, sensors report, injects come, work ends, the exercise ends.

use super::apply::is_present;
use super::engine::Engine;
use super::event::{Cause, Due, Event};
use super::holds::{holds, holds_or_absent};
use crate::base::id::{AlertId, InjectId, ReactionId, RestorePointId, StageId};
use crate::base::{Moment, Span};
use crate::scenario::{AssetStatus, Cause as AlertCause, JumpRule, Mode, Stage, Trigger};

/// Why an inject was left out that nobody skipped by hand.
const JUMPED_OVER: &str = "The story was put forward over its time";

impl Engine {
    pub(super) fn handle(&mut self, cause: Cause, due: Due) {
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
        if holds_or_absent(&scenario, self.state(), stage.requires.as_ref()) {
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
                if caused && !self.state().alerts_settled.contains(&alert.id) {
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
        let so_far = self
            .state()
            .stages
            .get(&stage.id)
            .map_or(0, |s| s.acted + s.missed)
            + 1;
        let goes_on = repeat.times.is_none_or(|times| so_far < times);
        (goes_on && !repeat.every.is_zero()).then(|| self.now() + repeat.every)
    }

    fn react(&mut self, cause: Cause, id: &ReactionId) {
        let scenario = self.scenario_arc();
        let Some(reaction) = scenario.reaction(id) else {
            return self.emit(cause, Event::Woke);
        };
        if holds_or_absent(&scenario, self.state(), reaction.provided.as_ref()) {
            self.emit(
                cause,
                Event::ReactionActed {
                    reaction: id.clone(),
                },
            );
            for effect in &reaction.effects {
                self.carry_out(cause, effect);
            }
        } else {
            self.emit(
                cause,
                Event::ReactionLapsed {
                    reaction: id.clone(),
                },
            );
        }
    }

    /// A sensor that sees something will report after its delay; a blind one will not.
    pub(super) fn notice(&mut self, cause: Cause, id: &AlertId) {
        if !self.is_seen(id) {
            return;
        }
        let scenario = self.scenario_arc();
        let sensor = scenario
            .alert(id)
            .and_then(|alert| scenario.sensor(&alert.sensor));
        let delay = sensor.map_or(Span::ZERO, |sensor| sensor.delay);
        self.emit(
            cause,
            Event::AlertComing {
                alert: id.clone(),
                at: self.now() + delay,
            },
        );
    }

    fn is_seen(&self, id: &AlertId) -> bool {
        self.scenario().alert(id).is_some_and(|alert| {
            self.scenario()
                .sensor(&alert.sensor)
                .is_some_and(|sensor| sensor.watches.contains(&alert.asset))
                && self.state().assets.get(&alert.asset) != Some(&AssetStatus::Off)
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
        let inject = self.state().inject(&scenario, id);
        let provided = match inject.map(|inject| &inject.trigger) {
            Some(Trigger::At { provided, .. }) => provided.as_ref(),
            _ => None,
        };
        if holds_or_absent(&scenario, self.state(), provided) {
            self.come(cause, id);
        } else {
            self.emit(cause, Event::InjectHeld { inject: id.clone() });
        }
    }

    /// An inject comes, unless the exercise's staff has other plans for it.
    pub(super) fn come(&mut self, cause: Cause, id: &InjectId) {
        let conduct = &self.state().conduct;
        let steered = conduct.steered(id);
        let inject = id.clone();
        if steered.is_some_and(|s| s.skipped.is_some()) {
            return self.emit(cause, Event::Woke);
        }
        // What is held by hand is let go by hand, whatever becomes of the others.
        if steered.is_some_and(|s| s.held) {
            return self.emit(cause, Event::InjectWaits { inject });
        }
        // What comes at the very moment that the story is put to does not lie between.
        let jumped = conduct.jump.filter(|(to, _)| self.now() < *to);
        match jumped.map(|(_, rule)| rule) {
            Some(JumpRule::Skip) => {
                let reason = JUMPED_OVER.to_owned();
                self.emit(cause, Event::InjectSkipped { inject, reason });
            }
            Some(JumpRule::Wait) => self.emit(cause, Event::InjectWaits { inject }),
            None if conduct.mode == Mode::Discussion => {
                self.emit(cause, Event::InjectWaits { inject });
            }
            Some(JumpRule::Deliver) | None => self.deliver(cause, id),
        }
    }

    /// An inject comes.
    pub(super) fn deliver(&mut self, cause: Cause, id: &InjectId) {
        self.emit(cause, Event::InjectDelivered { inject: id.clone() });
        let scenario = self.scenario_arc();
        let inject = self.state().inject(&scenario, id);
        let effects = inject.map(|inject| inject.effects.clone());
        for effect in effects.iter().flatten() {
            self.carry_out(cause, effect);
        }
    }

    fn snapshot(&mut self, cause: Cause, id: &RestorePointId) {
        let scenario = self.scenario_arc();
        let asset = scenario.restore_point(id).map(|point| &point.asset);
        let footholds = scenario
            .footholds
            .iter()
            .filter(|f| Some(&f.asset) == asset && is_present(self.state(), &f.id))
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

    /// ENDEX: what follows is counted, then everything stands still.
    pub(super) fn end(&mut self, cause: Cause) {
        let scenario = self.scenario_arc();
        for aftermath in &scenario.aftermath {
            if holds(&scenario, self.state(), &aftermath.when) {
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
