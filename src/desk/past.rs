//! Versions of what happened, and which pages made after an older one still stand.

use super::page_key::PageKey;
use crate::evidence::{History, Stamp};
use crate::scenario::{LogFormat, Scenario};

/// What happened, as the desk knows it now.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    pub(super) history: History,
    /// For each version so far, the first microsecond that may look different now.
    sound_before: Vec<Stamp>,
    /// The logs, by place in the scenario, in which what happens can show at an earlier time.
    backdated: Vec<bool>,
}

impl Past {
    pub(super) fn new(scenario: &Scenario) -> Self {
        Self {
            history: History::default(),
            sound_before: vec![Stamp(i64::MAX)],
            backdated: scenario
                .logs
                .iter()
                .map(|log| log.format == LogFormat::Mactime)
                .collect(),
        }
    }

    /// The number of this version.
    pub(super) fn version(&self) -> usize {
        self.sound_before.len().saturating_sub(1)
    }

    /// Whether this is another history. It only grows in play, so its end says so.
    pub(super) fn differs(&self, history: &History) -> bool {
        self.history.len() != history.len()
            || self.history.iter().next_back() != history.iter().next_back()
    }

    /// The next version, with this history.
    pub(super) fn next(&self, history: &History, scenario: &Scenario) -> Self {
        let same = self
            .history
            .iter()
            .zip(history.iter())
            .take_while(|(before, now)| before == now)
            .count();
        let rest = |history: &History| history.iter().nth(same).map(|(at, _)| at);
        let since = rest(&self.history).into_iter().chain(rest(history)).min();
        // What happens at a moment changes lines after it.
        let sound = since.map_or(Stamp(i64::MAX), |at| {
            Stamp::of(scenario.starts, at).later(1)
        });
        let older = self.sound_before.iter().map(|before| sound.min(*before));
        Self {
            history: history.clone(),
            sound_before: older.chain([Stamp(i64::MAX)]).collect(),
            backdated: self.backdated.clone(),
        }
    }

    /// The first microsecond from which a page made after an older version may be wrong.
    pub(super) fn sound_before(&self, log: usize, version: usize) -> Stamp {
        let backdated = self.backdated.get(log).copied().unwrap_or_default();
        if backdated && version != self.version() {
            return Stamp(i64::MIN);
        }
        let sound = self.sound_before.get(version);
        sound.copied().unwrap_or(Stamp(i64::MIN))
    }

    /// Whether a whole page still stands.
    pub(super) fn stands(&self, key: PageKey, version: usize) -> bool {
        key.slice.end() <= self.sound_before(key.log, version)
    }
}
