//! What a participant sees of hints: those that were asked for, and what the next would cost.

use super::Picture;
use crate::base::Moment;
use crate::scenario::HintItem;
use crate::world::hints::next_stage;

/// The hints for an item, as far as they were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintsView<'a> {
    /// The hints that were given, with their moments.
    pub given: Vec<(&'a str, Moment)>,
    /// How many there are in all.
    pub all: usize,
    /// How many percent of the item the next one would cost beyond those given; none if none can be
    /// asked for now.
    pub next_cost: Option<u8>,
}

impl<'a> Picture<'a> {
    /// The hints for an item; none if it has none, or is not there to be seen.
    #[must_use]
    pub fn hints(&self, item: &HintItem) -> Option<HintsView<'a>> {
        let hints = self.scenario.hints(item)?;
        let is_there = match item {
            HintItem::Alert(alert) => self.state.alerts.contains_key(alert),
            HintItem::Step(_) | HintItem::Question(_) => true,
        };
        if hints.is_empty() || !is_there {
            return None;
        }
        let moments = self.state.hints.get(item.id());
        let moments = moments.map_or(&[][..], Vec::as_slice);
        let cost = |stages| self.scenario.scoring.hint_cost(stages);
        let next = next_stage(self.scenario, self.state, item).ok();
        Some(HintsView {
            given: hints
                .iter()
                .map(String::as_str)
                .zip(moments.iter().copied())
                .collect(),
            all: hints.len(),
            next_cost: next.map(|stage| cost(stage).saturating_sub(cost(moments.len()))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::scenario::{Scenario, load};
    use crate::world::State;

    fn scenario() -> Scenario {
        let file = include_bytes!("../../../tests/scenarios/hinted.ron");
        load(file).scenario.unwrap()
    }

    #[test]
    fn nobody_sees_a_hint_that_was_not_asked_for() {
        let scenario = scenario();
        let question = &scenario.questions[0];
        let item = HintItem::Question(question.id.clone());
        let mut state = State::new(&scenario);
        let costs = [Some(10), Some(15), Some(25), None];
        for (asked, cost) in costs.into_iter().enumerate() {
            let view = Picture::new(&scenario, &state).hints(&item).unwrap();
            assert_eq!((view.all, view.next_cost), (3, cost));
            let all_of_it = format!("{view:?}");
            for (i, text) in question.hints.iter().enumerate() {
                assert_eq!(
                    all_of_it.contains(text.as_str()),
                    i < asked,
                    "{asked} {text}"
                );
            }
            let at = Moment::START + Span::from_minutes(1);
            let moments = state.hints.entry(item.id().clone()).or_default();
            moments.push(at);
        }
    }

    #[test]
    fn what_has_no_hints_or_has_not_come_shows_none() {
        let mut scenario = scenario();
        let state = State::new(&scenario);
        let alert = HintItem::Alert(scenario.alerts[0].id.clone());
        assert_eq!(Picture::new(&scenario, &state).hints(&alert), None);
        scenario.steps[0].hints.clear();
        let step = HintItem::Step(scenario.steps[0].id.clone());
        assert_eq!(Picture::new(&scenario, &state).hints(&step), None);
    }
}
