//! What a level makes of a scenario: targets, hints, who is away, what comes and what stays away.

use std::collections::BTreeSet;

use crate::base::id::{ItemId, LevelId, PinId};
use crate::base::{Id, Span};
use crate::scenario::{Command, HintItem, Line, Order, Scenario, Timed};

impl Scenario {
    /// Makes the scenario what it is at a level. Afterwards there are no levels any more.
    pub(super) fn set_level(&mut self, level: Option<&LevelId>) {
        let levels = std::mem::take(&mut self.levels);
        let level = levels.iter().find(|known| Some(&known.id) == level);
        let brought: &[ItemId] = level.map_or(&[], |level| &level.brings);
        let left_out: &[ItemId] = level.map_or(&[], |level| &level.leaves_out);
        let all = levels.iter().flat_map(|level| &level.brings);
        let absent: BTreeSet<&Id> = all
            .filter(|item| !brought.contains(item))
            .chain(left_out)
            .map(ItemId::id)
            .collect();
        self.leave_out(&absent);
        let Some(level) = level else { return };
        self.people
            .retain(|person| !level.away.contains(&person.id));
        let there: BTreeSet<Id> = self.people.iter().map(|p| p.id.id().clone()).collect();
        for timed in &mut self.plan {
            timed.command.do_without(&|by| !there.contains(by));
        }
        let scaled = |target: Span| {
            let ms = target
                .as_ms()
                .saturating_mul(u64::from(level.targets_percent))
                / 100;
            // A target is never nothing.
            Span::from_ms(ms.max(1_000))
        };
        for step in &mut self.steps {
            step.limit = Some(scaled(step.time_limit()));
            step.target = scaled(step.target);
        }
        for question in &mut self.questions {
            question.target = scaled(question.target);
        }
        for alert in &mut self.alerts {
            alert.acknowledge_within = scaled(alert.acknowledge_within);
        }
        if let Some(most) = level.hints {
            let most = usize::from(most);
            let alerts = self.alerts.iter_mut().map(|alert| &mut alert.hints);
            let questions = self
                .questions
                .iter_mut()
                .map(|question| &mut question.hints);
            let steps = self.steps.iter_mut().map(|step| &mut step.hints);
            for hints in alerts.chain(questions).chain(steps) {
                hints.truncate(most);
            }
        }
    }

    /// Takes alerts, injects and traces out, and what the plan does about them.
    fn leave_out(&mut self, absent: &BTreeSet<&Id>) {
        if absent.is_empty() {
            return;
        }
        self.alerts.retain(|alert| !absent.contains(alert.id.id()));
        self.injects
            .retain(|inject| !absent.contains(inject.id.id()));
        self.traces.retain(|trace| !absent.contains(trace.id.id()));
        let mut unpinned: BTreeSet<PinId> = BTreeSet::new();
        self.plan.retain_mut(|Timed { command, .. }| match command {
            Command::Acknowledge(alert) | Command::AskHint(HintItem::Alert(alert)) => {
                !absent.contains(alert.id())
            }
            Command::Read(inject) => !absent.contains(inject.id()),
            Command::Close { alerts, .. } => {
                alerts.retain(|alert| !absent.contains(alert.id()));
                !alerts.is_empty()
            }
            Command::Pin {
                pin,
                line: Line::Of(trace),
                ..
            } if absent.contains(trace.id()) => {
                unpinned.insert(pin.clone());
                false
            }
            Command::Answer { pins, .. } => {
                let bare = pins.is_empty();
                pins.retain(|pin| !unpinned.contains(pin));
                // An answer that has lost all its proof would be refused.
                bare || !pins.is_empty()
            }
            Command::Unpin(pin) => !unpinned.contains(pin),
            _ => true,
        });
    }
}

impl Command {
    /// Leaves the work to whoever is free where somebody was to do it who is away.
    fn do_without(&mut self, away: &dyn Fn(&Id) -> bool) {
        let orders: &mut [Order] = match self {
            Self::Do(order) => std::slice::from_mut(order),
            Self::Plan { orders, .. } => orders,
            Self::BeginStep { by, .. } => {
                by.take_if(|by| away(by.id()));
                return;
            }
            _ => return,
        };
        for order in orders {
            order.by.take_if(|by| away(by.id()));
        }
    }
}
