//! The MSEL as it stands: the scenario's injects, as the staff wrote them anew, and those that were added.

use std::collections::{BTreeMap, BTreeSet};

use super::event::Due;
use super::state::State;
use crate::base::Moment;
use crate::base::id::InjectId;
use crate::scenario::{Inject, Scenario};

impl State {
    /// An inject as it stands in the MSEL now: as the staff wrote it, or as the scenario does.
    #[must_use]
    pub fn inject<'a>(&'a self, scenario: &'a Scenario, id: &InjectId) -> Option<&'a Inject> {
        let put = self.conduct.injects.get(id).and_then(|s| s.put.as_deref());
        put.or_else(|| scenario.inject(id))
    }

    /// The whole MSEL: the scenario's injects, and those that were added.
    pub fn msel<'a>(&'a self, scenario: &'a Scenario) -> impl Iterator<Item = &'a Inject> {
        let steered = &self.conduct.injects;
        let own = scenario.injects.iter().map(move |inject| {
            let put = steered.get(&inject.id);
            put.and_then(|s| s.put.as_deref()).unwrap_or(inject)
        });
        let ids = scenario.injects.iter().map(|inject| &inject.id);
        let own_steered: BTreeSet<&InjectId> = ids.filter(|id| steered.contains_key(*id)).collect();
        let added = steered.iter().filter_map(move |(id, s)| {
            let is_own = own_steered.contains(id);
            s.put.as_deref().filter(|_| !is_own)
        });
        own.chain(added)
    }

    /// When each inject that waits for its time is to come.
    #[must_use]
    pub fn injects_queued(&self) -> BTreeMap<&InjectId, Moment> {
        let queued = self.queue.iter().filter_map(|((at, _), due)| match due {
            Due::Inject(inject) => Some((inject, *at)),
            _ => None,
        });
        // The first of several counts.
        let mut times = BTreeMap::new();
        for (inject, at) in queued {
            times.entry(inject).or_insert(at);
        }
        times
    }
}
