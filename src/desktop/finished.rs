//! A finished exercise, read from its record and scored.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::base::Moment;
use crate::base::id::SeatId;
use crate::exercise::replay::last_moment;
use crate::exercise::{Header, Record};
use crate::player::Rehearsal;
use crate::review::{AfterAction, Moments, Occasion, Review};
use crate::scenario::{self, Scenario};
use crate::store::{
    BranchOf, SqliteJournal, StoreError, read_after_action, read_branch, read_names, read_record,
    record_began, record_day, record_name,
};
use crate::world::{Entry, Event};

/// A finished exercise with its score.
#[derive(Debug)]
pub struct Finished {
    /// Its review: scenario as it was played, record, score and what follows from them.
    pub review: Arc<Review>,
    /// Its scenario as the file says it.
    pub written: Arc<Scenario>,
    /// How its record begins.
    pub header: Header,
    /// What people have written of it; none if nobody has yet.
    pub after: Option<AfterAction>,
    /// The names of those who sat there, as far as they are kept.
    pub names: BTreeMap<SeatId, String>,
    /// What followed after ENDEX.
    pub aftermath: Vec<String>,
    /// When it ended.
    pub ended: Moment,
    /// Its record.
    pub path: PathBuf,
    /// The name of its record, by which the ledger knows it.
    pub name: String,
    /// On which day it was held, here.
    pub held_on: Date,
    /// When it began.
    pub began: Timestamp,
    /// Whether it was run for a room.
    pub for_room: bool,
    /// Where it branches off another.
    pub branch: Option<BranchOf>,
    /// Any moment of it.
    pub moments: Moments,
}

impl Finished {
    /// The exercise as one that may test corrective actions.
    #[must_use]
    pub fn occasion(&self) -> Occasion<'_> {
        Occasion {
            exercise: &self.name,
            on: self.held_on,
            began: self.began,
        }
    }

    /// Why it neither raises nor tests corrective actions; none if it does. An automatic player shows nothing about
    /// people, nor does a run that never was.
    #[must_use]
    pub const fn no_lessons(&self) -> Option<&'static str> {
        if self.branch.is_some() {
            Some("A branch never happened, so it raises and tests no corrective actions")
        } else if self.header.player.is_some() {
            Some("An automatic player played this, so it raises and tests no corrective actions")
        } else {
            None
        }
    }
}

/// Opens a record to go on with it, and the scenario that it carries.
pub(super) fn open(path: &Path) -> Result<(Arc<Scenario>, crate::store::Opened), String> {
    let opened = SqliteJournal::open(path).map_err(|error| error.to_string())?;
    Ok((carried(&opened.record.header)?, opened))
}

/// The scenario that a record carries, as its file says it.
pub(super) fn carried(header: &Header) -> Result<Arc<Scenario>, String> {
    let loaded = scenario::load(header.scenario_text.as_bytes());
    let scenario = loaded
        .scenario
        .ok_or("the scenario in this record can't be read by this version")?;
    Ok(Arc::new(scenario))
}

/// Reads a record and the scenario that it carries; not a byte of it changes.
pub(super) fn read(path: &Path) -> Result<(Arc<Scenario>, Record), String> {
    let (record, _) = read_record(path).map_err(|error| error.to_string())?;
    Ok((carried(&record.header)?, record))
}

/// The review of a record.
pub(super) fn reviewed(scenario: &Arc<Scenario>, header: &Header, entries: &[Entry]) -> Review {
    let (level, off) = (header.level.as_ref(), header.readiness_off.clone());
    let rehearsal = Rehearsal::at_level(scenario, level, off);
    let cast = rehearsal.cast(header.seed);
    let card = cast.score(entries);
    Review::new(Arc::clone(cast.scenario()), Arc::from(entries), card)
}

/// The review of a record, with all that stands beside it.
pub(super) fn finish(
    scenario: Arc<Scenario>,
    header: &Header,
    entries: &[Entry],
    path: PathBuf,
) -> Finished {
    let review = reviewed(&scenario, header, entries);
    let aftermath = entries.iter().filter_map(|entry| match &entry.event {
        Event::AftermathFollowed { text } => Some(text.clone()),
        _ => None,
    });
    let now = jiff::Zoned::now();
    Finished {
        name: record_name(&path),
        held_on: record_day(&path).unwrap_or_else(|| now.date()),
        began: record_began(&path).unwrap_or_else(|| now.timestamp()),
        aftermath: aftermath.collect(),
        ended: last_moment(entries),
        branch: kept(read_branch(&path)).flatten(),
        moments: Moments::new(&review.scenario, Arc::clone(&review.entries)),
        review: Arc::new(review),
        written: scenario,
        for_room: header.exercise.is_some(),
        header: header.clone(),
        after: kept(read_after_action(&path)).flatten(),
        names: kept(read_names(&path)).unwrap_or_default(),
        path,
    }
}

/// What stands beside a record; a review is worth showing without it.
fn kept<T>(read: Result<T, StoreError>) -> Option<T> {
    read.inspect_err(|error| tracing::warn!("not read: {error}"))
        .ok()
}
