//! Hints for practice: staged, given to who asks, and dearer with each stage.
//!
//! Whether an item is settled is taken from what people themselves said of it. What the world makes of a
//! step, or whether an answer is right, they don't know: a refusal must not tell them, and so a hint that
//! comes too late to cost anything is given all the same.

use super::decide::unknown;
use super::engine::Engine;
use super::event::{Cause, Event};
use super::refusal::Refusal;
use super::self_reports::StepReport;
use super::state::State;
use crate::base::Id;
use crate::scenario::{HintItem, Scenario};

impl Engine {
    pub(super) fn ask_hint(&mut self, commanded: Event, item: &HintItem) -> Result<(), Refusal> {
        let stage = next_stage(self.scenario(), self.state(), item)?;
        self.emit(Cause::Command, commanded);
        let hinted = Event::Hinted {
            item: item.clone(),
            stage: u32::try_from(stage).unwrap_or(u32::MAX),
        };
        self.emit(Cause::Command, hinted);
        Ok(())
    }
}

/// The stage that a hint asked for now would be, counted from 1.
///
/// # Errors
/// A [`Refusal`] that says why there is none.
pub fn next_stage(scenario: &Scenario, state: &State, item: &HintItem) -> Result<usize, Refusal> {
    if state.ended.is_some() {
        return Err(Refusal::Over);
    }
    let hints = scenario
        .hints(item)
        .ok_or_else(|| unknown(item.noun(), item.id()))?;
    if let HintItem::Alert(alert) = item
        && !state.alerts.contains_key(alert)
    {
        return Err(Refusal::NotRaised(alert.clone()));
    }
    let given = given(state, item.id());
    if hints.is_empty() {
        Err(Refusal::NoHints)
    } else if is_settled(state, item) {
        Err(Refusal::SettledAlready)
    } else if given >= hints.len() {
        Err(Refusal::NoHintLeft)
    } else {
        Ok(given + 1)
    }
}

/// How many hints were given for an item.
#[must_use]
pub fn given(state: &State, item: &Id) -> usize {
    state.hints.get(item).map_or(0, Vec::len)
}

/// Whether the people have done with an item, by their own word.
fn is_settled(state: &State, item: &HintItem) -> bool {
    match item {
        HintItem::Alert(alert) => {
            let alert = state.alerts.get(alert);
            alert.is_some_and(|alert| alert.closed.is_some())
        }
        HintItem::Step(step) => {
            let report = state.reports.get(step);
            report.is_some_and(StepReport::is_done) || state.not_applicable.contains_key(step)
        }
        // An answer can be given again, and nobody knows yet whether it is right.
        HintItem::Question(_) => false,
    }
}
