//! Commands about self-reported steps: begun, done, not done after all, and what a facilitator says.

use super::decide::{short, unknown};
use super::engine::Engine;
use super::event::{Cause, Event};
use super::refusal::Refusal;
use super::self_reports::StepReport;
use crate::base::id::{PersonId, StepId};
use crate::scenario::Confidence;

impl Engine {
    pub(super) fn begin_step(
        &mut self,
        commanded: Event,
        step: &StepId,
        by: Option<&PersonId>,
        reason: &str,
    ) -> Result<(), Refusal> {
        short(reason)?;
        self.self_reported(step)?;
        if let Some(person) = by
            && self.scenario().person(person).is_none()
        {
            return Err(unknown("person", person.id()));
        }
        if self.is_reported(step) {
            return Err(Refusal::ReportedAlready);
        }
        self.emit(Cause::Command, commanded);
        let begun = Event::StepBegun {
            step: step.clone(),
            by: by.cloned(),
            reason: reason.to_owned(),
        };
        self.emit(Cause::Command, begun);
        Ok(())
    }

    pub(super) fn report_step(
        &mut self,
        commanded: Event,
        step: &StepId,
        reason: &str,
        confidence: Confidence,
    ) -> Result<(), Refusal> {
        short(reason)?;
        self.self_reported(step)?;
        if self.is_reported(step) {
            return Err(Refusal::ReportedAlready);
        }
        self.emit(Cause::Command, commanded);
        let reported = Event::StepReported {
            step: step.clone(),
            reason: reason.to_owned(),
            confidence,
        };
        self.emit(Cause::Command, reported);
        Ok(())
    }

    pub(super) fn reopen_step(&mut self, commanded: Event, step: &StepId) -> Result<(), Refusal> {
        self.self_reported(step)?;
        if !self.is_reported(step) {
            return Err(Refusal::NotReported);
        }
        self.emit(Cause::Command, commanded);
        self.emit(Cause::Command, Event::StepReopened { step: step.clone() });
        Ok(())
    }

    pub(super) fn review_step(
        &mut self,
        commanded: Event,
        step: &StepId,
        agreed: bool,
        note: &str,
    ) -> Result<(), Refusal> {
        short(note)?;
        self.self_reported(step)?;
        // That a step does not apply is a report like others.
        let declared = self.state().not_applicable.contains_key(step);
        if !self.is_reported(step) && !declared {
            return Err(Refusal::NotReported);
        }
        self.emit(Cause::Command, commanded);
        let reviewed = Event::StepReviewed {
            step: step.clone(),
            agreed,
            note: note.to_owned(),
        };
        self.emit(Cause::Command, reviewed);
        Ok(())
    }

    /// Refuses a step that the scenario does not have, or that the world judges.
    fn self_reported(&self, id: &StepId) -> Result<(), Refusal> {
        let step = self.scenario().step(id);
        let step = step.ok_or_else(|| unknown("step", id.id()))?;
        if step.is_self_reported() {
            Ok(())
        } else {
            Err(Refusal::NotSelfReported)
        }
    }

    fn is_reported(&self, step: &StepId) -> bool {
        let report = self.state().reports.get(step);
        report.is_some_and(StepReport::is_done)
    }
}
