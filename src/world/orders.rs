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
        let begins = self.now();
        self.begin(&checked, begins, begins + checked.takes, None);
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
            if !action.targets.contains(target)
                || order.on.iter().take(i).any(|earlier| earlier == target)
            {
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
        let rebuilt: Vec<AssetId> = order
            .on
            .iter()
            .filter_map(|on| self.rebuilds(action.verb, on))
            .collect();
        if let Some(twice) = repeated(&rebuilt) {
            return Err(Refusal::Needs(format!(
                "{} can be rebuilt only once at a time",
                self.asset_name(twice)
            )));
        }
        for need in &action.needs {
            if !holds(scenario, self.state(), &need.condition) {
                return Err(Refusal::Needs(need.otherwise.clone()));
            }
        }
        Ok(action)
    }

    /// The asset that this verb on this target builds anew.
    fn rebuilds(&self, verb: Verb, target: &Id) -> Option<AssetId> {
        match verb {
            Verb::Rebuild => Some(AssetId::from(target.clone())),
            Verb::Restore => self
                .scenario()
                .restore_point(&target.clone().into())
                .map(|point| point.asset.clone()),
            _ => None,
        }
    }

    fn asset_name(&self, asset: &AssetId) -> String {
        self.scenario()
            .asset(asset)
            .map_or_else(|| asset.to_string(), |a| a.name.clone())
    }

    /// Within one remediation event, a host that is rebuilt can't be worked on otherwise.
    fn check_event(&self, orders: &[Order]) -> Result<(), Refusal> {
        let mut touched: Vec<(AssetId, bool)> = Vec::new();
        for order in orders.iter().map(|order| self.aimed(order)) {
            let Some(verb) = self
                .scenario()
                .action(&order.action)
                .map(|action| action.verb)
            else {
                continue;
            };
            for target in &order.on {
                let rebuilt = self.rebuilds(verb, target);
                let is_asset = verb.target_kind() == TargetKind::Asset;
                let asset = rebuilt
                    .clone()
                    .or_else(|| is_asset.then(|| AssetId::from(target.clone())));
                let Some(asset) = asset else { continue };
                let clash = |(other, other_rebuilt): &&(AssetId, bool)| {
                    *other == asset && (*other_rebuilt || rebuilt.is_some())
                };
                if touched.iter().any(|earlier| clash(&earlier)) {
                    let name = self.asset_name(&asset);
                    let text = format!(
                        "{name} is rebuilt or restored in this event; nothing else can be done to it"
                    );
                    return Err(Refusal::Needs(text));
                }
                touched.push((asset, rebuilt.is_some()));
            }
        }
        Ok(())
    }

    /// A host that is being rebuilt can't be worked on a second time.
    fn check_target_state(&self, verb: Verb, target: &Id) -> Result<(), Refusal> {
        if verb == Verb::Restore && !self.state().snapshots.contains_key(target) {
            let name = self
                .scenario()
                .restore_point(&target.clone().into())
                .map_or("", |point| &point.name);
            return Err(Refusal::Needs(format!("{name} has not been taken yet")));
        }
        let is_asset = verb.target_kind() == TargetKind::Asset;
        let asset = self
            .rebuilds(verb, target)
            .or_else(|| is_asset.then(|| AssetId::from(target.clone())));
        let Some(asset) = asset else { return Ok(()) };
        let name = || self.asset_name(&asset);
        match (self.state().assets.get(&asset), verb) {
            (Some(AssetStatus::Restoring), _) => Err(Refusal::Needs(format!(
                "{} is being rebuilt or restored",
                name()
            ))),
            (Some(AssetStatus::Online), Verb::Reconnect) => {
                Err(Refusal::Needs(format!("{} is online", name())))
            }
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
        let fits =
            |person: &crate::scenario::Person| person.roles.iter().any(|role| roles.contains(role));
        if let Some(id) = named {
            let person = scenario
                .person(id)
                .ok_or_else(|| unknown("person", id.id()))?;
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

    /// The number that the next piece of work gets.
    pub(super) fn next_task(&self) -> TaskId {
        let last = self.state().tasks.last_key_value();
        TaskId(last.map_or(0, |(id, _)| id.0).saturating_add(1))
    }

    fn begin(&mut self, checked: &Checked, begins: Moment, ends: Moment, event: Option<&EventId>) {
        let order = &checked.order;
        let task = NewTask {
            id: self.next_task(),
            work: Work::Action {
                action: order.action.clone(),
                on: order.on.clone(),
            },
            by: checked.by.clone(),
            begins,
            ends,
            reason: order.reason.clone(),
            event: event.cloned(),
            fits: checked.fits,
        };
        self.emit(Cause::Command, Event::TaskBegun { task });
        let Some(verb) = self
            .scenario()
            .action(&order.action)
            .map(|action| action.verb)
        else {
            return;
        };
        for target in &order.on {
            if let Some(asset) = self.rebuilds(verb, target) {
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

    pub(super) fn plan(
        &mut self,
        commanded: Event,
        event: &EventId,
        orders: &[Order],
    ) -> Result<(), Refusal> {
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
            if let Some(target) = order
                .on
                .iter()
                .find(|target| !action.targets.contains(target))
            {
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
        self.check_event(&orders)?;
        let mut taken: Vec<PersonId> = orders.iter().filter_map(|order| order.by.clone()).collect();
        let mut checked: Vec<(Checked, Moment, Moment)> = Vec::new();
        for order in &orders {
            let order = self.check_order(order, &taken)?;
            // What one person does in an event, they do one after another.
            let free = checked
                .iter()
                .filter(|(c, ..)| c.by == order.by)
                .map(|(.., ends)| *ends)
                .max();
            let begins = free.unwrap_or(self.now());
            let ends = begins + order.takes;
            taken.push(order.by.clone());
            checked.push((order, begins, ends));
        }
        let ready = checked
            .iter()
            .map(|(.., ends)| *ends)
            .max()
            .unwrap_or(self.now());
        self.emit(Cause::Command, commanded);
        self.emit(
            Cause::Command,
            Event::EventLaunched {
                event: id.clone(),
                ready,
            },
        );
        for (order, begins, ends) in &checked {
            self.begin(order, *begins, *ends, Some(id));
        }
        Ok(())
    }
}

/// The first thing that stands in a list twice.
fn repeated<T: PartialEq>(list: &[T]) -> Option<&T> {
    list.iter()
        .enumerate()
        .find(|(i, item)| list.iter().take(*i).any(|earlier| earlier == *item))
        .map(|(_, item)| item)
}
