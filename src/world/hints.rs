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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::rules::Rules;
    use super::*;
    use crate::base::id::SeatId;
    use crate::base::{Moment, Span};
    use crate::scenario::{Command, load};

    fn engine() -> Engine {
        let file = include_bytes!("../../tests/scenarios/hinted.ron");
        let scenario = Arc::new(load(file).scenario.unwrap());
        let rules = Arc::new(Rules::new(&scenario));
        let mut engine = Engine::new(scenario, rules);
        engine.start(1, &[]);
        engine
    }

    fn question(engine: &Engine) -> HintItem {
        HintItem::Question(engine.scenario().questions[0].id.clone())
    }

    #[test]
    fn stages_come_one_by_one_with_their_moments_until_none_is_left() {
        let mut engine = engine();
        let seat = SeatId::from(Id::internal("trainee"));
        let item = question(&engine);
        for minute in 1..=3 {
            let at = Moment::START + Span::from_minutes(minute);
            let ask = Command::AskHint(item.clone());
            engine.command(at, &seat, &ask).unwrap();
            let hinted = Event::Hinted {
                item: item.clone(),
                stage: u32::try_from(minute).unwrap(),
            };
            assert_eq!(engine.events().last().map(|e| &e.event), Some(&hinted));
            let moments = engine.state().hints.get(item.id()).unwrap();
            assert_eq!(moments.last(), Some(&at));
        }
        let ask = Command::AskHint(item.clone());
        let before = engine.state().clone();
        assert_eq!(
            engine.command(before.now, &seat, &ask),
            Err(Refusal::NoHintLeft)
        );
        assert_eq!(engine.state(), &before);
    }

    #[test]
    fn an_item_without_hints_says_so() {
        let engine = engine();
        let mut scenario = engine.scenario().clone();
        scenario.questions[0].hints.clear();
        let item = question(&engine);
        let refused = next_stage(&scenario, engine.state(), &item);
        assert_eq!(refused, Err(Refusal::NoHints));
    }

    #[test]
    fn a_state_without_hints_hashes_as_before_there_were_any() {
        let json = serde_json::to_value(engine().state()).unwrap();
        assert!(json.get("hints").is_none());
    }
}
