//! Commands: each is checked as a whole, then carried out, so that a refused one changes nothing.

use std::collections::BTreeSet;

use super::engine::Engine;
use super::event::{Cause, Event};
use super::holds::holds_or_absent;
use super::refusal::Refusal;
use crate::base::Moment;
use crate::base::id::{AlertId, Id, InjectId, SeatId};
use crate::scenario::{Command, Confidence, Facilitation, Verdict};

/// The longest reason or note, in characters.
pub const LONGEST_TEXT: usize = 4_000;

/// How many alerts make a bulk closing.
const BULK: usize = 3;

impl Engine {
    /// Carries out a command at a moment, or refuses it with a reason and changes nothing.
    ///
    /// # Errors
    /// A [`Refusal`] that says why.
    pub fn command(&mut self, at: Moment, seat: &SeatId, command: &Command) -> Result<(), Refusal> {
        self.advance_to(at);
        // A facilitator goes through what people reported when the exercise is over.
        let reviewing = match command {
            Command::ReviewStep { .. } => true,
            Command::Facilitate(deed) => deed.after_endex() || **deed == Facilitation::Undo,
            _ => false,
        };
        if self.state().ended.is_some() && !reviewing {
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
                pins,
            } => {
                self.answer(commanded, question, choices, reason, *confidence, pins)?;
            }
            Command::Pin {
                pin,
                log,
                line,
                note,
            } => self.pin(commanded, pin, log, line, note)?,
            Command::Unpin(pin) => self.unpin(commanded, pin)?,
            Command::Approve(message) => self.approve(commanded, message)?,
            Command::Send { message, claims } => self.send(commanded, message, claims)?,
            Command::Declare(clock) => self.declare(commanded, clock)?,
            Command::Read(inject) => self.read(commanded, inject)?,
            Command::NotApplicable { step, reason } => {
                self.not_applicable(commanded, step, reason)?;
            }
            Command::BeginStep { step, by, reason } => {
                self.begin_step(commanded, step, by.as_ref(), reason)?;
            }
            Command::ReportStep {
                step,
                reason,
                confidence,
            } => self.report_step(commanded, step, reason, *confidence)?,
            Command::ReopenStep(step) => self.reopen_step(commanded, step)?,
            Command::ReviewStep { step, agreed, note } => {
                self.review_step(commanded, step, *agreed, note)?;
            }
            Command::Facilitate(deed) => self.facilitate_whole(commanded, deed)?,
            Command::AskHint(item) => self.ask_hint(commanded, item)?,
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
        self.emit(
            Cause::Command,
            Event::AlertAcknowledged {
                alert: alert.clone(),
            },
        );
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
        if let Some(missing) = alerts
            .iter()
            .find(|alert| !self.state().alerts.contains_key(*alert))
        {
            return Err(Refusal::NotRaised(missing.clone()));
        }
        self.emit(Cause::Command, commanded);
        let scenario = self.scenario_arc();
        let alerts: BTreeSet<&AlertId> = alerts.iter().collect();
        for id in alerts.iter().copied() {
            let Some(alert) = scenario.alert(id) else {
                continue;
            };
            if self
                .state()
                .alerts
                .get(id)
                .is_some_and(|a| a.acknowledged.is_none())
            {
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
            if alerts.len() >= BULK
                && alert.truth == Verdict::TruePositive
                && !alert.accepts(verdict)
            {
                self.emit(
                    Cause::Command,
                    Event::TrueAlertSweptAway { alert: id.clone() },
                );
            }
        }
        Ok(())
    }

    fn read(&mut self, commanded: Event, id: &InjectId) -> Result<(), Refusal> {
        if self
            .state()
            .injects
            .get(id)
            .is_none_or(|inject| inject.read.is_some())
        {
            return Err(Refusal::NothingToRead);
        }
        self.emit(Cause::Command, commanded);
        self.emit(Cause::Command, Event::InjectRead { inject: id.clone() });
        Ok(())
    }
}

/// The scenario has no such thing.
pub(super) fn unknown(kind: &'static str, id: &Id) -> Refusal {
    Refusal::Unknown {
        kind,
        id: id.clone(),
    }
}

/// Refuses a text that is too long.
pub(super) fn short(text: &str) -> Result<(), Refusal> {
    if text.chars().nth(LONGEST_TEXT).is_some() {
        Err(Refusal::TooLong(LONGEST_TEXT))
    } else {
        Ok(())
    }
}

/// Refuses a text that is missing or too long.
pub(super) fn required(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        Err(Refusal::NoReason)
    } else {
        short(text)
    }
}
