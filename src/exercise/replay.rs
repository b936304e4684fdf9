//! Replay: the record applied again without deciding anything, and decided again to compare.

use std::sync::Arc;

use super::record::Record;
use crate::base::Moment;
use crate::scenario::Scenario;
use crate::world::{Engine, Entry, Event, Rules};

/// Why a record can't be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// It does not begin with STARTEX.
    #[error("the record does not begin with STARTEX")]
    NoStart,
    /// The same commands led elsewhere: the record was altered, or a version decided otherwise.
    #[error("entry {number} of the record does not follow from the commands before it")]
    Diverges {
        /// The entry's number, from 1.
        number: usize,
    },
}

/// The world as it was after the last entry of a record.
#[must_use]
pub fn replay(scenario: Arc<Scenario>, rules: Arc<Rules>, entries: &[Entry]) -> Engine {
    let mut engine = Engine::new(scenario, rules);
    for entry in entries {
        engine.replay(entry);
    }
    engine
}

/// Decides everything again from the commands alone and compares entry by entry. The scenario is the one
/// that the record's header casts.
///
/// # Errors
/// [`ReplayError`] at the first entry that does not follow.
pub fn verify(
    scenario: Arc<Scenario>,
    rules: Arc<Rules>,
    record: &Record,
) -> Result<Engine, ReplayError> {
    let mut engine = Engine::new(scenario, rules);
    engine.start(record.header.seed, &record.header.readiness_off);
    if !matches!(
        record.entries.first().map(|entry| &entry.event),
        Some(Event::Started { .. })
    ) {
        return Err(ReplayError::NoStart);
    }
    let mut decided = engine.take_events().into_iter();
    for (i, entry) in record.entries.iter().enumerate() {
        let diverges = ReplayError::Diverges { number: i + 1 };
        if matches!(entry.event, Event::Clock { .. }) {
            continue;
        }
        let next = if let Some(next) = decided.next() {
            next
        } else {
            go_on(&mut engine, entry).map_err(|()| diverges.clone())?;
            decided = engine.take_events().into_iter();
            decided.next().ok_or_else(|| diverges.clone())?
        };
        if next != *entry {
            return Err(diverges);
        }
    }
    Ok(engine)
}

/// Lets the engine do what the record says happened next: a command, or one thing that was due.
fn go_on(engine: &mut Engine, entry: &Entry) -> Result<(), ()> {
    match &entry.event {
        Event::Commanded { seat, command } => {
            engine.command(entry.at, seat, command).map_err(|_| ())
        }
        _ if engine.step(entry.at) => Ok(()),
        _ => Err(()),
    }
}

/// The moment of the last entry, or STARTEX.
#[must_use]
pub fn last_moment(entries: &[Entry]) -> Moment {
    entries
        .iter()
        .map(|entry| entry.at)
        .max()
        .unwrap_or(Moment::START)
        .max(Moment::START)
}
