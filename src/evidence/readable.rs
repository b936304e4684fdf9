//! Which part of a log can be read: what has rotated away, was saved, or is gone.

use super::history::History;
use crate::base::Moment;
use crate::scenario::{Log, Scenario};

/// Which part of a log can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readable {
    /// All its lines from `from` on, up to `until`: now, or the moment of the copy.
    Lines {
        /// The oldest it holds.
        from: Moment,
        /// The newest.
        until: Moment,
    },
    /// Nothing: somebody must save it first.
    NotSaved,
    /// Nothing any more.
    Lost {
        /// Since when.
        at: Moment,
    },
}

/// Which part of a log can be read at a moment.
#[must_use]
pub fn readable(scenario: &Scenario, history: &History, log: &Log, now: Moment) -> Readable {
    let from = scenario.moment(log.from);
    let lines = |until: Moment| Readable::Lines { from, until };
    let Some(evidence) = &log.evidence else {
        return lines(now);
    };
    match (history.saved(evidence), log.once_saved) {
        (Some(saved), true) => return lines(saved.min(now)),
        (Some(_), false) => return lines(now),
        (None, _) => {}
    }
    match history.lost(evidence) {
        Some(at) => Readable::Lost { at },
        None if log.once_saved => Readable::NotSaved,
        None => lines(now),
    }
}
