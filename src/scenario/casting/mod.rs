//! The scenario as one exercise plays it: at a level, and with what the seed picks.
//!
//! All of it happens before STARTEX, to the scenario itself: world, logs and score know neither levels nor
//! variations.

mod level;
mod moments;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use words::Words;

use super::{Scenario, Variation};
use crate::base::Id;
use crate::base::chance::Stream;
use crate::base::id::LevelId;

/// A scenario at a level, ready to be cast with any seed.
#[derive(Debug, Clone)]
pub struct Casting {
    scenario: Arc<Scenario>,
    variation: Arc<Variation>,
    words: Option<Arc<Words>>,
    targets_percent: u32,
}

impl Casting {
    /// Prepares a scenario at a level; as the file says where there is no level, or none of that name.
    #[must_use]
    pub fn new(scenario: &Scenario, level: Option<&LevelId>) -> Self {
        let mut scenario = scenario.clone();
        let chosen = level.and_then(|level| scenario.level(level));
        let targets_percent = chosen.map_or(100, |level| level.targets_percent);
        scenario.set_level(level);
        let variation = std::mem::take(&mut scenario.variation);
        Self {
            words: Words::of(&scenario, &variation.words).map(Arc::new),
            targets_percent,
            variation: Arc::new(variation),
            scenario: Arc::new(scenario),
        }
    }

    /// The scenario at its level, with the file's own words, times and places.
    #[must_use]
    pub fn as_written(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// How long targets are at this level, in percent of what the file says.
    #[must_use]
    pub fn targets_percent(&self) -> u32 {
        self.targets_percent
    }

    /// The scenario that this seed plays.
    #[must_use]
    pub fn cast(&self, seed: u64) -> Arc<Scenario> {
        if self.variation.is_empty() {
            return Arc::clone(&self.scenario);
        }
        let picked = self.picked(&|group, rows| {
            let mut stream = Stream::new(seed, &format!("variation/words/{group}"));
            place(stream.below(amount(rows).max(1)))
        });
        let mut scenario = self.worded(&picked);
        for (number, bundles) in self.variation.orders.iter().enumerate() {
            let mut stream = Stream::new(seed, &format!("variation/orders/{number}"));
            scenario.exchange(bundles, &mut stream);
        }
        scenario.mix_options(seed);
        for placing in &self.variation.zones {
            let mut stream = Stream::new(seed, &format!("variation/zones/{}", placing.asset));
            let asset = scenario.assets.iter_mut().find(|a| a.id == placing.asset);
            if let (Some(asset), Some(zone)) = (asset, stream.pick(&placing.zones)) {
                asset.zone = match &self.words {
                    Some(words) => words.reworded(zone, &picked),
                    None => zone.clone(),
                };
            }
        }
        Arc::new(scenario)
    }

    /// The scenario with the words of one row of every group, the last where a group has fewer.
    #[must_use]
    pub(super) fn with_row(&self, row: usize) -> Scenario {
        self.worded(&self.picked(&|_, rows| row.min(rows.saturating_sub(1))))
    }

    /// The row of every group that `row` picks, given the group's number and how many rows it has.
    fn picked(&self, row: &dyn Fn(usize, usize) -> usize) -> Vec<&[String]> {
        let groups = self.variation.words.iter().enumerate();
        let picked = groups.map(|(group, rows)| rows.get(row(group, rows.len())));
        picked
            .map(|row| row.map_or(&[][..], Vec::as_slice))
            .collect()
    }

    fn worded(&self, picked: &[&[String]]) -> Scenario {
        let words = self.words.as_ref();
        let worded = words.and_then(|words| words.replaced(picked));
        worded.unwrap_or_else(|| Scenario::clone(&self.scenario))
    }
}

/// Which of these words stand in a text of the scenario, by their places.
pub(super) fn words_found(scenario: &Scenario, words: &[String]) -> BTreeSet<usize> {
    let words = Words::of(scenario, &[vec![words.to_vec()]]);
    words.map(|words| words.columns_found()).unwrap_or_default()
}

impl Scenario {
    /// Puts what can be chosen into another order, so that a place tells nothing to who plays again.
    fn mix_options(&mut self, seed: u64) {
        let stream = |id: &Id| Stream::new(seed, &format!("variation/options/{id}"));
        for question in &mut self.questions {
            mix(&mut question.choices, &mut stream(question.id.id()));
        }
        for decision in &mut self.decisions {
            mix(&mut decision.options, &mut stream(decision.id.id()));
        }
    }
}

/// Puts items into an order drawn from all (Durstenfeld 1964).
fn mix<T>(items: &mut [T], stream: &mut Stream) {
    for last in (1..items.len()).rev() {
        let other = place(stream.below(amount(last) + 1));
        items.swap(last, other);
    }
}

fn amount(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn place(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
