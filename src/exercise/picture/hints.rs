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
