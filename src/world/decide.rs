//! Commands: each is checked as a whole, then carried out, so that a refused one changes nothing.

use super::engine::Engine;
use super::event::{Cause, Event, NewTask, SentClaim, Work};
use super::holds::{holds, holds_or_absent, is_known};
use super::refusal::Refusal;
use super::state::TaskProgress;
use crate::base::id::{
    AlertId, AssetId, ChoiceId, ClaimId, ClockId, DecisionId, EventId, Id, InjectId, MessageId, PersonId, QuestionId,
    RoleId, SeatId, StepId,
};
use crate::base::{Moment, Span};
use crate::scenario::{Action, AssetStatus, Command, Confidence, Order, Question, TargetKind, TaskId, Verb, Verdict};

/// The longest reason or note, in characters.
pub const LONGEST_TEXT: usize = 4_000;

/// How many alerts make a bulk closing.
const BULK: usize = 3;

/// An order that was checked: what, on what, who, how long.
struct Checked {
    order: Order,
    by: PersonId,
    takes: Span,
    fits: bool,
}

impl Engine {
    /// Carries out a command at a moment, or refuses it with a reason and changes nothing.
    ///
    /// # Errors
    /// A [`Refusal`] that says why.
    pub fn command(&mut self, at: Moment, seat: &SeatId, command: &Command) -> Result<(), Refusal> {
        self.advance_to(at);
        if self.state().ended.is_some() {
            return Err(Refusal::Over);
        }
        let commanded = Event::Commanded {
            seat: seat.clone(),
            command: command.clone(),
        };
        match command {
            Command::Acknowledge(alert) => self.acknowledge(commanded, alert)?,
            Command::Close {
                alerts,
                verdict,
                reason,
                confidence,
            } => {
                self.close(commanded, alerts, *verdict, reason, *confidence)?;
            }
            Command::Do(order) => self.do_order(commanded, order)?,
            Command::Cancel(task) => self.cancel(commanded, *task)?,
            Command::Plan { event, orders } => self.plan(commanded, event, orders)?,
            Command::Launch(event) => self.launch(commanded, event)?,
            Command::Decide {
                decision,
                options,
                reason,
                confidence,
            } => {
                self.decide(commanded, decision, options, reason, *confidence)?;
            }
            Command::Answer {
                question,
                choices,
                reason,
                confidence,
            } => {
                self.answer(commanded, question, choices, reason, *confidence)?;
            }
            Command::Approve(message) => self.approve(commanded, message)?,
            Command::Send { message, claims } => self.send(commanded, message, claims)?,
            Command::Declare(clock) => self.declare(commanded, clock)?,
            Command::Read(inject) => self.read(commanded, inject)?,
            Command::NotApplicable { step, reason } => self.not_applicable(commanded, step, reason)?,
            Command::Note(text) => {
                required(text)?;
                self.emit(Cause::Command, commanded);
                self.emit(Cause::Command, Event::Noted { text: text.clone() });
            }
            Command::End => {
                self.emit(Cause::Command, commanded);
                self.end(Cause::Command);
            }
        }
        self.settle();
        Ok(())
    }

    fn acknowledge(&mut self, commanded: Event, alert: &AlertId) -> Result<(), Refusal> {
        let state = self
            .state()
            .alerts
            .get(alert)
            .ok_or_else(|| Refusal::NotRaised(alert.clone()))?;
        if state.acknowledged.is_some() {
            return Err(Refusal::AcknowledgedAlready(alert.clone()));
        }
        self.emit(Cause::Command, commanded);
        self.take_up(alert);
        Ok(())
    }

    fn take_up(&mut self, alert: &AlertId) {
        self.emit(Cause::Command, Event::AlertAcknowledged { alert: alert.clone() });
        let scenario = self.scenario_arc();
        if let Some(alert) = scenario.alert(alert) {
            self.learn(Cause::Command, &alert.learn);
        }
    }

    fn close(
        &mut self,
        commanded: Event,
        alerts: &[AlertId],
        verdict: Verdict,
        reason: &str,
        confidence: Confidence,
    ) -> Result<(), Refusal> {
        short(reason)?;
        if alerts.is_empty() {
            return Err(Refusal::NothingChosen);
        }
        if let Some(missing) = alerts.iter().find(|alert| !self.state().alerts.contains_key(*alert)) {
            return Err(Refusal::NotRaised(missing.clone()));
        }
        self.emit(Cause::Command, commanded);
        let scenario = self.scenario_arc();
        for id in alerts {
            let Some(alert) = scenario.alert(id) else { continue };
            if self.state().alerts.get(id).is_some_and(|a| a.acknowledged.is_none()) {
                self.take_up(id);
            }
            let founded = holds_or_absent(&scenario, self.state(), alert.basis.as_ref());
            let closed = Event::AlertClosed {
                alert: id.clone(),
                verdict,
                reason: reason.to_owned(),
                confidence,
                right: alert.accepts(verdict),
                founded,
            };
            self.emit(Cause::Command, closed);
            if alerts.len() >= BULK && alert.truth == Verdict::TruePositive && !alert.accepts(verdict) {
                self.emit(Cause::Command, Event::TrueAlertSweptAway { alert: id.clone() });
            }
        }
        Ok(())
    }

    fn do_order(&mut self, commanded: Event, order: &Order) -> Result<(), Refusal> {
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
    fn choose_person(
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

    fn cancel(&mut self, commanded: Event, id: TaskId) -> Result<(), Refusal> {
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

    fn plan(&mut self, commanded: Event, event: &EventId, orders: &[Order]) -> Result<(), Refusal> {
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

    fn launch(&mut self, commanded: Event, id: &EventId) -> Result<(), Refusal> {
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

    fn decide(
        &mut self,
        commanded: Event,
        id: &DecisionId,
        options: &[ChoiceId],
        reason: &str,
        confidence: Confidence,
    ) -> Result<(), Refusal> {
        required(reason)?;
        let scenario = self.scenario_arc();
        let decision = scenario.decision(id).ok_or_else(|| unknown("decision", id.id()))?;
        if options.is_empty() {
            return Err(Refusal::NothingChosen);
        }
        if options.len() > 1 && !decision.several {
            return Err(Refusal::OneOnly);
        }
        let mut sound = true;
        for chosen in options {
            let option = decision.options.iter().find(|option| option.id == *chosen);
            let option = option.ok_or_else(|| Refusal::NoSuchChoice(chosen.clone()))?;
            sound &= holds_or_absent(&scenario, self.state(), option.sound_when.as_ref());
        }
        self.emit(Cause::Command, commanded);
        let taken = Event::DecisionTaken {
            decision: id.clone(),
            options: options.to_vec(),
            reason: reason.to_owned(),
            confidence,
            sound,
        };
        self.emit(Cause::Command, taken);
        Ok(())
    }

    fn answer(
        &mut self,
        commanded: Event,
        id: &QuestionId,
        choices: &[ChoiceId],
        reason: &str,
        confidence: Confidence,
    ) -> Result<(), Refusal> {
        short(reason)?;
        let scenario = self.scenario_arc();
        let question = scenario.question(id).ok_or_else(|| unknown("key question", id.id()))?;
        if choices.is_empty() {
            return Err(Refusal::NothingChosen);
        }
        if let Some(strange) = choices
            .iter()
            .find(|c| !question.choices.iter().any(|choice| choice.id == **c))
        {
            return Err(Refusal::NoSuchChoice(strange.clone()));
        }
        let (hits, misses) = mark(question, choices);
        let proven = holds(&scenario, self.state(), &question.proof);
        self.emit(Cause::Command, commanded);
        let answered = Event::Answered {
            question: id.clone(),
            choices: choices.to_vec(),
            reason: reason.to_owned(),
            confidence,
            hits,
            misses,
            proven,
        };
        self.emit(Cause::Command, answered);
        Ok(())
    }

    fn approve(&mut self, commanded: Event, id: &MessageId) -> Result<(), Refusal> {
        let scenario = self.scenario_arc();
        let message = scenario.message(id).ok_or_else(|| unknown("message", id.id()))?;
        let approval = message.approval.as_ref().ok_or(Refusal::NoApprovalNeeded)?;
        let approved = self.state().messages.get(id).is_some_and(|m| m.approved.is_some());
        let on_desk = self.state().tasks.values().any(|task| {
            task.progress == TaskProgress::Running && matches!(&task.work, Work::Approval { message } if message == id)
        });
        if approved || on_desk {
            return Err(Refusal::ApprovalUnderWay);
        }
        let (by, fits) = self.choose_person(None, &approval.roles, &[])?;
        self.emit(Cause::Command, commanded);
        let next = self
            .state()
            .tasks
            .last_key_value()
            .map_or(0, |(id, _)| id.0)
            .saturating_add(1);
        let task = NewTask {
            id: TaskId(next),
            work: Work::Approval { message: id.clone() },
            by,
            ends: self.now() + approval.takes,
            reason: String::new(),
            event: None,
            fits,
        };
        self.emit(Cause::Command, Event::TaskBegun { task });
        Ok(())
    }

    fn send(&mut self, commanded: Event, id: &MessageId, claims: &[ClaimId]) -> Result<(), Refusal> {
        let scenario = self.scenario_arc();
        let message = scenario.message(id).ok_or_else(|| unknown("message", id.id()))?;
        if claims.is_empty() {
            return Err(Refusal::NothingChosen);
        }
        let state = self.state().messages.get(id);
        if !message.again && state.is_some_and(|m| !m.sent.is_empty()) {
            return Err(Refusal::SentAlready);
        }
        let approved = message.approval.is_none() || state.is_some_and(|m| m.approved.is_some());
        let mut sent = Vec::with_capacity(claims.len());
        for chosen in claims {
            let claim = message.claims.iter().find(|claim| claim.id == *chosen);
            let claim = claim.ok_or_else(|| Refusal::NoSuchClaim(chosen.clone()))?;
            sent.push(SentClaim {
                claim: chosen.clone(),
                was_true: holds_or_absent(&scenario, self.state(), claim.true_when.as_ref()),
                was_known: holds_or_absent(&scenario, self.state(), claim.known_when.as_ref()),
            });
        }
        self.emit(Cause::Command, commanded);
        self.emit(
            Cause::Command,
            Event::MessageSent {
                message: id.clone(),
                claims: sent,
                approved,
            },
        );
        Ok(())
    }

    fn declare(&mut self, commanded: Event, id: &ClockId) -> Result<(), Refusal> {
        if self.scenario().clock(id).is_none() {
            return Err(unknown("notification clock", id.id()));
        }
        if self.state().notifications.get(id).is_some_and(|c| c.declared.is_some()) {
            return Err(Refusal::DeclaredAlready);
        }
        self.emit(Cause::Command, commanded);
        self.emit(Cause::Command, Event::NotificationDeclared { clock: id.clone() });
        Ok(())
    }

    fn read(&mut self, commanded: Event, id: &InjectId) -> Result<(), Refusal> {
        if self.state().injects.get(id).is_none_or(|inject| inject.read.is_some()) {
            return Err(Refusal::NothingToRead);
        }
        self.emit(Cause::Command, commanded);
        self.emit(Cause::Command, Event::InjectRead { inject: id.clone() });
        Ok(())
    }

    fn not_applicable(&mut self, commanded: Event, id: &StepId, reason: &str) -> Result<(), Refusal> {
        required(reason)?;
        let scenario = self.scenario_arc();
        let step = scenario.step(id).ok_or_else(|| unknown("step", id.id()))?;
        let accepted = step
            .not_applicable_when
            .as_ref()
            .is_some_and(|condition| holds(&scenario, self.state(), condition));
        self.emit(Cause::Command, commanded);
        let marked = Event::StepNotApplicable {
            step: id.clone(),
            reason: reason.to_owned(),
            accepted,
        };
        self.emit(Cause::Command, marked);
        Ok(())
    }
}

/// How many right choices were taken, and how many were wrong or left out.
fn mark(question: &Question, choices: &[ChoiceId]) -> (u32, u32) {
    question.choices.iter().fold((0, 0), |(hits, misses), choice| {
        match (choice.right, choices.contains(&choice.id)) {
            (true, true) => (hits + 1, misses),
            (true, false) | (false, true) => (hits, misses + 1),
            (false, false) => (hits, misses),
        }
    })
}

fn unknown(kind: &'static str, id: &Id) -> Refusal {
    Refusal::Unknown { kind, id: id.clone() }
}

fn short(text: &str) -> Result<(), Refusal> {
    if text.chars().nth(LONGEST_TEXT).is_some() {
        Err(Refusal::TooLong(LONGEST_TEXT))
    } else {
        Ok(())
    }
}

fn required(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::NoReason)
    } else {
        short(text)
    }
}
