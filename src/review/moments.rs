//! Any moment of a record, soon: the world as it was then, from copies kept along the way instead of from the
//! beginning.

use std::sync::Arc;

use crate::base::Moment;
use crate::scenario::Scenario;
use crate::world::apply::apply;
use crate::world::{Entry, State};

/// How many copies of the world are kept at most; between two of them entries are applied.
const KEPT: usize = 64;
/// How many entries lie between two copies at least.
const APART: usize = 32;

/// Any moment of a record.
#[derive(Debug, Clone)]
pub struct Moments {
    entries: Arc<[Entry]>,
    apart: usize,
    /// The world after each `apart` entries, beginning with none.
    kept: Vec<State>,
    /// The world as it was asked for last, and after how many entries that is.
    here: (usize, State),
    /// How many entries have been applied for looks so far.
    applied: usize,
}

impl Moments {
    /// Goes through a record once and keeps copies.
    #[must_use]
    pub fn new(scenario: &Scenario, entries: Arc<[Entry]>) -> Self {
        let apart = (entries.len() / KEPT).max(APART);
        let mut state = State::new(scenario);
        let mut kept = vec![state.clone()];
        for (place, entry) in entries.iter().enumerate() {
            apply(&mut state, entry);
            if (place + 1) % apart == 0 {
                kept.push(state.clone());
            }
        }
        Self {
            here: (entries.len(), state),
            entries,
            apart,
            kept,
            applied: 0,
        }
    }

    /// How many entries there are at a moment, with all of that moment.
    #[must_use]
    pub fn entries_at(&self, at: Moment) -> usize {
        entries_at(&self.entries, at)
    }

    /// The world after so many entries.
    pub fn after(&mut self, entries: usize) -> &State {
        let wanted = entries.min(self.entries.len());
        let nearest = (wanted / self.apart).min(self.kept.len().saturating_sub(1));
        let from = nearest * self.apart;
        // Going on from here is the usual case, and cheaper than a copy.
        if (self.here.0 > wanted || self.here.0 < from)
            && let Some(state) = self.kept.get(nearest)
        {
            self.here = (from, state.clone());
        }
        let missing = self.entries.get(self.here.0..wanted).unwrap_or_default();
        for entry in missing {
            apply(&mut self.here.1, entry);
            self.applied += 1;
        }
        self.here.0 = wanted;
        &self.here.1
    }

    /// The world after so many entries, if it is the one that was asked for last.
    #[must_use]
    pub const fn here(&self) -> &State {
        &self.here.1
    }

    /// How many entries have been applied for all looks so far: what looking costs.
    #[must_use]
    pub const fn applied(&self) -> usize {
        self.applied
    }
}

/// How many entries of a record there are at a moment, with all of that moment. What happens at one moment
/// belongs together, so a record can be forked there.
#[must_use]
pub fn entries_at(entries: &[Entry], at: Moment) -> usize {
    // Entries are in the order in which they were handled, which is that of their times.
    entries.partition_point(|entry| entry.at <= at)
}

#[cfg(test)]
mod tests;
