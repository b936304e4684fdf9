//! What people judge and say: decisions, answers, messages, declarations.

use super::decide::{required, short, unknown};
use super::engine::Engine;
use super::event::{Cause, Event, NewTask, SentClaim, Work};
use super::holds::{holds, holds_or_absent};
use super::refusal::Refusal;
use super::self_reports::StepReport;
use super::state::TaskProgress;
use crate::base::id::{
    ChoiceId, ClaimId, ClockId, DecisionId, MessageId, PinId, QuestionId, StepId,
};
use crate::scenario::{Confidence, Question};

impl Engine {
    pub(super) fn decide(
        &mut self,
        commanded: Event,
        id: &DecisionId,
        options: &[ChoiceId],
        reason: &str,
        confidence: Confidence,
    ) -> Result<(), Refusal> {
        required(reason)?;
        let scenario = self.scenario_arc();
        let decision = scenario
            .decision(id)
            .ok_or_else(|| unknown("decision", id.id()))?;
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

    pub(super) fn answer(
        &mut self,
        commanded: Event,
        id: &QuestionId,
        choices: &[ChoiceId],
        reason: &str,
        confidence: Confidence,
        pins: &[PinId],
    ) -> Result<(), Refusal> {
        short(reason)?;
        let scenario = self.scenario_arc();
        let question = scenario
            .question(id)
            .ok_or_else(|| unknown("key question", id.id()))?;
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
        if pins.is_empty() && !question.proven_by.is_empty() {
            return Err(Refusal::NoPin);
        }
        let mut shown = vec![false; question.proven_by.len()];
        for id in pins {
            let pin = self.state().pins.get(id);
            let pin = pin.ok_or_else(|| Refusal::NoSuchPin(id.clone()))?;
            let Some(trace) = &pin.shows else { continue };
            for (shown, proof) in shown.iter_mut().zip(&question.proven_by) {
                *shown |= proof.lines.contains(trace);
            }
        }
        let known = holds_or_absent(&scenario, self.state(), question.proof.as_ref());
        self.emit(Cause::Command, commanded);
        let answered = Event::Answered {
            question: id.clone(),
            choices: choices.to_vec(),
            reason: reason.to_owned(),
            confidence,
            hits,
            misses,
            pins: pins.to_vec(),
            shown,
            known,
        };
        self.emit(Cause::Command, answered);
        Ok(())
    }

    pub(super) fn approve(&mut self, commanded: Event, id: &MessageId) -> Result<(), Refusal> {
        let scenario = self.scenario_arc();
        let message = scenario
            .message(id)
            .ok_or_else(|| unknown("message", id.id()))?;
        let approval = message.approval.as_ref().ok_or(Refusal::NoApprovalNeeded)?;
        let approved = self
            .state()
            .messages
            .get(id)
            .is_some_and(|m| m.approved.is_some());
        let on_desk = self.state().tasks.values().any(|task| {
            task.progress == TaskProgress::Running
                && matches!(&task.work, Work::Approval { message } if message == id)
        });
        if approved || on_desk {
            return Err(Refusal::ApprovalUnderWay);
        }
        let (by, fits) = self.choose_person(None, &approval.roles, &[])?;
        self.emit(Cause::Command, commanded);
        let task = NewTask {
            id: self.next_task(),
            work: Work::Approval {
                message: id.clone(),
            },
            by,
            begins: self.now(),
            ends: self.now() + approval.takes,
            reason: String::new(),
            event: None,
            fits,
        };
        self.emit(Cause::Command, Event::TaskBegun { task });
        Ok(())
    }

    pub(super) fn send(
        &mut self,
        commanded: Event,
        id: &MessageId,
        claims: &[ClaimId],
    ) -> Result<(), Refusal> {
        let scenario = self.scenario_arc();
        let message = scenario
            .message(id)
            .ok_or_else(|| unknown("message", id.id()))?;
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

    pub(super) fn declare(&mut self, commanded: Event, id: &ClockId) -> Result<(), Refusal> {
        if self.scenario().clock(id).is_none() {
            return Err(unknown("notification clock", id.id()));
        }
        if self
            .state()
            .notifications
            .get(id)
            .is_some_and(|c| c.declared.is_some())
        {
            return Err(Refusal::DeclaredAlready);
        }
        self.emit(Cause::Command, commanded);
        self.emit(
            Cause::Command,
            Event::NotificationDeclared { clock: id.clone() },
        );
        Ok(())
    }

    pub(super) fn not_applicable(
        &mut self,
        commanded: Event,
        id: &StepId,
        reason: &str,
    ) -> Result<(), Refusal> {
        required(reason)?;
        let scenario = self.scenario_arc();
        let step = scenario.step(id).ok_or_else(|| unknown("step", id.id()))?;
        let report = self.state().reports.get(id);
        if report.is_some_and(StepReport::is_done) {
            return Err(Refusal::ReportedAlready);
        }
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
    question
        .choices
        .iter()
        .fold((0, 0), |(hits, misses), choice| {
            match (choice.right, choices.contains(&choice.id)) {
                (true, true) => (hits + 1, misses),
                (true, false) | (false, true) => (hits, misses + 1),
                (false, false) => (hits, misses),
            }
        })
}
