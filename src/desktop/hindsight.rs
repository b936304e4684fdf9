//! What if: the work behind it, for a thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::finished::{Finished, read, reviewed};
use crate::base::Moment;
use crate::exercise::Header;
use crate::player::{Player, Rehearsal};
use crate::review::what_if::{self, Branch, Change};
use crate::review::{Review, moments};
use crate::scenario::Scenario;
use crate::store::{BranchOf, branches_of, read_branch, record_name, remove_record, write_branch};
use crate::world::Entry;

/// What is done otherwise.
#[derive(Debug, Clone)]
pub enum WhatIf {
    /// A player goes on from a moment.
    GoOn {
        /// From when.
        at: Moment,
        /// Who.
        player: Player,
    },
    /// One deed is another.
    Change {
        /// Its place in the record.
        place: usize,
        /// What it is, in words.
        title: String,
        /// What becomes of it.
        change: Change,
    },
    /// A person goes on from a moment.
    PlayOn(Moment),
    /// Opens a branch: to go on with, or its review.
    Open(PathBuf),
    /// Opens the record that this one branches off.
    OpenOrigin,
    /// Removes a branch.
    Remove(PathBuf),
}

/// A branch as the review shows it.
#[derive(Debug, Clone)]
pub struct BranchView {
    /// Its record.
    pub path: PathBuf,
    /// Where it branches off, and what was done otherwise.
    pub of: BranchOf,
    /// Its review; none while it can still be played on.
    pub review: Option<Arc<Review>>,
}

/// What is needed to make a branch of a record.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) path: PathBuf,
    pub(super) header: Header,
    pub(super) written: Arc<Scenario>,
    pub(super) entries: Arc<[Entry]>,
}

impl Origin {
    pub(super) fn of(finished: &Finished) -> Self {
        Self {
            path: finished.path.clone(),
            header: finished.header.clone(),
            written: Arc::clone(&finished.written),
            entries: Arc::clone(&finished.review.entries),
        }
    }

    pub(super) fn rehearsal(&self) -> Rehearsal {
        let off = self.header.readiness_off.clone();
        Rehearsal::at_level(&self.written, self.header.level.as_ref(), off)
    }

    fn write(&self, branch: &Branch, at: Moment, what: String) -> Result<PathBuf, String> {
        let of = BranchOf {
            record: record_name(&self.path),
            shared: branch.shared,
            at,
            what,
        };
        write_branch(&self.path, &self.header, &branch.entries, &of).map_err(|e| e.to_string())
    }
}

/// Makes a branch that is played to its end at once.
///
/// # Errors
/// Why there is none, in a sentence.
pub(super) fn fork(origin: &Origin, what_if: &WhatIf) -> Result<PathBuf, String> {
    let rehearsal = origin.rehearsal();
    let cast = rehearsal.cast(origin.header.seed);
    let (branch, at, what) = match what_if {
        WhatIf::GoOn { at, player } => {
            let branch = what_if::go_on(&cast, &origin.entries, *at, *player);
            (
                branch,
                *at,
                format!("The {player} player goes on from {at}"),
            )
        }
        WhatIf::Change {
            place,
            title,
            change,
        } => {
            let branch = what_if::change(&cast, &origin.entries, *place, change);
            let branch = branch.ok_or("That would be before STARTEX; choose a later moment")?;
            let at = branch.entries.get(branch.shared.saturating_sub(1));
            let at = at.map_or(Moment::START, |entry| entry.at.max(Moment::START));
            let (what, left) = (change.describe(cast.scenario()), branch.refused.len());
            (branch, at, format!("{title}: {what}{}", refused(left)))
        }
        _ => return Err("There is nothing to be worked out".to_owned()),
    };
    origin.write(&branch, at, what)
}

fn refused(n: usize) -> String {
    match n {
        0 => String::new(),
        1 => " (one later deed was no longer possible)".to_owned(),
        n => format!(" ({n} later deeds were no longer possible)"),
    }
}

/// Makes a branch that a person goes on with.
///
/// # Errors
/// Why there is none, in a sentence.
pub(super) fn fork_by_hand(origin: &Origin, at: Moment) -> Result<PathBuf, String> {
    let shared = moments::entries_at(&origin.entries, at);
    let entries = origin.entries.get(..shared).unwrap_or_default().to_vec();
    let branch = Branch {
        entries,
        shared,
        refused: Vec::new(),
    };
    origin.write(&branch, at, format!("Played on by hand from {at}"))
}

/// Every branch of a record, with its review where it is over.
///
/// # Errors
/// Why they could not be read.
pub(super) fn branches(path: &Path) -> Result<Vec<BranchView>, String> {
    let found = branches_of(path).map_err(|error| error.to_string())?;
    Ok(found
        .into_par_iter()
        .map(|(path, of)| view(path, of))
        .collect())
}

/// A branch that was just made.
///
/// # Errors
/// Why it could not be read.
pub(super) fn branch(path: PathBuf) -> Result<BranchView, String> {
    let of = read_branch(&path).map_err(|error| error.to_string())?;
    let of = of.ok_or("It is no branch of a record")?;
    Ok(view(path, of))
}

fn view(path: PathBuf, of: BranchOf) -> BranchView {
    let review = read(&path).ok().and_then(|(scenario, record)| {
        let review = reviewed(&scenario, &record.header, &record.entries);
        review.last.ended.map(|_| Arc::new(review))
    });
    BranchView { path, of, review }
}

/// Removes a branch.
///
/// # Errors
/// Why it could not be removed.
pub(super) fn remove(path: &Path) -> Result<(), String> {
    remove_record(path).map_err(|error| error.to_string())
}
