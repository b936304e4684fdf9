//! Orders: who does what, to what, how long; and orders that are launched together.

use super::decide::{short, unknown};
use super::engine::Engine;
use super::event::{Cause, Event, NewTask, Work};
use super::holds::{holds, is_known};
use super::refusal::Refusal;
use super::state::TaskProgress;
use crate::base::id::{AssetId, EventId, Id, PersonId, RoleId};
use crate::base::{Moment, Span};
use crate::scenario::{Action, AssetStatus, Order, TargetKind, TaskId, Verb};

/// An order that was checked: what, on what, who, how long.
struct Checked {
    order: Order,
    by: PersonId,
    takes: Span,
    fits: bool,
}

impl Engine {
    pub(super) fn do_order(&mut self, commanded: Event, order: &Order) -> Result<(), Refusal> {
        let checked = self.check_order(order, &[])?;
        self.emit(Cause::Command, commanded);
        let ends = self.now() + checked.takes;
        self.begin(&checked, ends, None);
        Ok(())
    }

    /// Checks what an order asks of the world and of people; `taken` are spoken for already.
    fn check_order(&self, order: &Order, taken: &[PersonId]) -> Result<Checked, Refusal> {
        let order = &self.aimed(order);
        let action = self.check_target(order)?;
        let (by, fits) = self.choose_person(order.by.as_ref(), &action.roles, taken)?;
        let further = u64::try_from(order.on.len().saturating_sub(1)).unwrap_or(u64::MAX);
        let usual = action.duration.plus(action.each.times(further));
        let takes = if fits { usual } else { usual.times(2) };
        Ok(Checked {
            order: order.clone(),
            by,
            takes,
            fits,
        })
    }

    /// An order that names no target means the only one there is.
    fn aimed(&self, order: &Order) -> Order {
        let mut order = order.clone();
        if order.on.is_empty()
            && let Some([only]) = self
                .scenario()
                .action(&order.action)
                .map(|action| action.targets.as_slice())
        {
            order.on = vec![only.clone()];
        }
        order
    }

    fn check_target(&self, order: &Order) -> Result<&Action, Refusal> {
        let scenario = self.scenario();
        short(&order.reason)?;
        let action = scenario
            .action(&order.action)
            .ok_or_else(|| unknown("action", order.action.id()))?;
        if !action.targets.is_empty() && order.on.is_empty() {
            return Err(Refusal::NoTarget(action.id.clone()));
        }
        for (i, target) in order.on.iter().enumerate() {
            if !action.targets.contains(target) || order.on.iter().take(i).any(|earlier| earlier == target) {
                return Err(Refusal::WrongTarget {
                    action: action.id.clone(),
                    target: target.clone(),
                });
            }
            if !is_known(self.state(), target) {
                return Err(Refusal::NotKnown(target.clone()));
            }
            self.check_target_state(action.verb, target)?;
        }
        for need in &action.needs {
            if !holds(scenario, self.state(), &need.condition) {
                return Err(Refusal::Needs(need.otherwise.clone()));
            }
        }
        Ok(action)
    }

    /// A host that is being rebuilt can't be worked on a second time.
    fn check_target_state(&self, verb: Verb, target: &Id) -> Result<(), Refusal> {
        let asset = match verb {
            Verb::Restore => self
                .scenario()
                .restore_point(&target.clone().into())
                .map(|p| p.asset.clone()),
            _ if verb.target_kind() == TargetKind::Asset => Some(AssetId::from(target.clone())),
            _ => None,
        };
        let Some(asset) = asset else { return Ok(()) };
        let name = || {
            self.scenario()
                .asset(&asset)
                .map_or_else(String::new, |a| a.name.clone())
        };
        match (self.state().assets.get(&asset), verb) {
            (Some(AssetStatus::Restoring), _) => {
                Err(Refusal::Needs(format!("{} is being rebuilt or restored", name())))
            }
            (Some(AssetStatus::Online), Verb::Reconnect) => Err(Refusal::Needs(format!("{} is online", name()))),
            (Some(AssetStatus::Isolated), Verb::Isolate) => {
                Err(Refusal::Needs(format!("{} is isolated already", name())))
            }
            (Some(AssetStatus::Off), Verb::Isolate | Verb::PowerOff) => {
                Err(Refusal::Needs(format!("{} is switched off", name())))
            }
            _ => Ok(()),
        }
    }

    /// Who does it: the one who was named, or the first who is free and has the role.
    pub(super) fn choose_person(
        &self,
        named: Option<&PersonId>,
        roles: &[RoleId],
        taken: &[PersonId],
    ) -> Result<(PersonId, bool), Refusal> {
        let scenario = self.scenario();
        let fits = |person: &crate::scenario::Person| person.roles.iter().any(|role| roles.contains(role));
        if let Some(id) = named {
            let person = scenario.person(id).ok_or_else(|| unknown("person", id.id()))?;
            return match self.busy_until(id) {
                Some(until) => Err(Refusal::Busy {
                    name: person.name.clone(),
                    until,
                }),
                None => Ok((id.clone(), fits(person))),
            };
        }
        let mut free_at: Option<Moment> = None;
        let mut second_choice = None;
        for person in scenario.people.iter().filter(|person| fits(person)) {
            match self.busy_until(&person.id) {
                None if taken.contains(&person.id) => {
                    second_choice.get_or_insert_with(|| person.id.clone());
                }
                None => return Ok((person.id.clone(), true)),
                Some(until) => free_at = Some(free_at.map_or(until, |moment| moment.min(until))),
            }
        }
        if let Some(id) = second_choice {
            return Ok((id, true));
        }
        Err(free_at.map_or(Refusal::NobodyFits, Refusal::NobodyFree))
    }

    /// Until when a person is busy, if they are.
    fn busy_until(&self, person: &PersonId) -> Option<Moment> {
        let (_, task) = self.state().busy_with(person)?;
        let event_ready = task
            .event
            .as_ref()
            .and_then(|event| self.state().plans.get(event))
            .and_then(|plan| plan.ready);
        Some(event_ready.unwrap_or(task.ends))
    }

    fn begin(&mut self, checked: &Checked, ends: Moment, event: Option<&EventId>) {
        let next = self
            .state()
            .tasks
            .last_key_value()
            .map_or(0, |(id, _)| id.0)
            .saturating_add(1);
        let order = &checked.order;
        let task = NewTask {
            id: TaskId(next),
            work: Work::Action {
                action: order.action.clone(),
                on: order.on.clone(),
            },
            by: checked.by.clone(),
            ends,
            reason: order.reason.clone(),
            event: event.cloned(),
            fits: checked.fits,
        };
        self.emit(Cause::Command, Event::TaskBegun { task });
        let verb = self.scenario().action(&order.action).map(|action| action.verb);
        for target in &order.on {
            let asset = match verb {
                Some(Verb::Rebuild) => Some(AssetId::from(target.clone())),
                Some(Verb::Restore) => self
                    .scenario()
                    .restore_point(&target.clone().into())
                    .map(|point| point.asset.clone()),
                _ => None,
            };
            if let Some(asset) = asset {
                self.set_asset(Cause::Command, &asset, AssetStatus::Restoring);
            }
        }
    }

    pub(super) fn cancel(&mut self, commanded: Event, id: TaskId) -> Result<(), Refusal> {
        let task = self.state().tasks.get(&id).ok_or(Refusal::NoSuchTask(id))?;
        let rebuilds = matches!(&task.work, Work::Action { action, .. }
            if self.scenario().action(action).is_some_and(|a| matches!(a.verb, Verb::Rebuild | Verb::Restore)));
        if task.progress != TaskProgress::Running || task.event.is_some() || rebuilds {
            return Err(Refusal::NotCancellable);
        }
        self.emit(Cause::Command, commanded);
        self.emit(Cause::Command, Event::TaskCancelled { task: id });
        Ok(())
    }

    pub(super) fn plan(&mut self, commanded: Event, event: &EventId, orders: &[Order]) -> Result<(), Refusal> {
        if self
            .state()
            .plans
            .get(event)
            .is_some_and(|plan| plan.launched.is_some())
        {
            return Err(Refusal::LaunchedAlready(event.clone()));
        }
        for order in orders {
            let action = self
                .scenario()
                .action(&order.action)
                .ok_or_else(|| unknown("action", order.action.id()))?;
            short(&order.reason)?;
            if let Some(target) = order.on.iter().find(|target| !action.targets.contains(target)) {
                return Err(Refusal::WrongTarget {
                    action: action.id.clone(),
                    target: target.clone(),
                });
            }
            if let Some(person) = &order.by
                && self.scenario().person(person).is_none()
            {
                return Err(unknown("person", person.id()));
            }
        }
        self.emit(Cause::Command, commanded);
        self.emit(
            Cause::Command,
            Event::EventPlanned {
                event: event.clone(),
                orders: orders.to_vec(),
            },
        );
        Ok(())
    }

    pub(super) fn launch(&mut self, commanded: Event, id: &EventId) -> Result<(), Refusal> {
        let plan = self
            .state()
            .plans
            .get(id)
            .ok_or_else(|| Refusal::NotPlanned(id.clone()))?;
        if plan.launched.is_some() {
            return Err(Refusal::LaunchedAlready(id.clone()));
        }
        if plan.orders.is_empty() {
            return Err(Refusal::NothingChosen);
        }
        let orders = plan.orders.clone();
        let mut taken: Vec<PersonId> = orders.iter().filter_map(|order| order.by.clone()).collect();
        let mut checked: Vec<(Checked, Moment)> = Vec::new();
        for order in &orders {
            let order = self.check_order(order, &taken)?;
            // What one person does in an event, they do one after another.
            let free = checked
                .iter()
                .filter(|(c, _)| c.by == order.by)
                .map(|(_, ends)| *ends)
                .max();
            let ends = free.unwrap_or(self.now()) + order.takes;
            taken.push(order.by.clone());
            checked.push((order, ends));
        }
        let ready = checked.iter().map(|(_, ends)| *ends).max().unwrap_or(self.now());
        self.emit(Cause::Command, commanded);
        self.emit(
            Cause::Command,
            Event::EventLaunched {
                event: id.clone(),
                ready,
            },
        );
        for (order, ends) in &checked {
            self.begin(order, *ends, Some(id));
        }
        Ok(())
    }
}
