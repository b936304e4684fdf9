//! What a record carries of lessons: the name that its exercise had where it comes from, and the corrective
//! actions that it raised.

use std::path::Path;

use super::DataDir;
use super::error::StoreError;
use super::journal::{Beside, read_beside};
use super::ledger::read_ledger;
use super::portable::kept_as;
use super::record_files::record_name;
use crate::review::CorrectiveAction;

/// How the corrective actions of an exercise refer to it, and the actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lessons {
    /// The exercise's name in them.
    pub exercise: String,
    /// The actions of any exercises, as far as they are known.
    pub actions: Vec<CorrectiveAction>,
}

/// What is known of corrective actions where a record is looked at: the ledger's, if the record is kept here, and
/// those that came with it.
///
/// # Errors
/// [`StoreError`] if ledger or record can't be read.
pub fn lessons_of(dir: &DataDir, record: &Path) -> Result<Lessons, StoreError> {
    let called = called(record)?;
    let (exercise, mut actions) = match kept_as(dir, record)? {
        Some(kept) => (record_name(&kept), read_ledger(dir)?.actions),
        // What the ledger knows by this name is another exercise.
        None => (called.clone(), Vec::new()),
    };
    for mut action in carried_actions(record)? {
        if actions.iter().any(|known| known.id == action.id) {
            continue;
        }
        if action.raised.exercise == called {
            action.raised.exercise.clone_from(&exercise);
        }
        actions.push(action);
    }
    Ok(Lessons { exercise, actions })
}

/// What a record's exercise was called where the record comes from; its file's name if it never went anywhere.
pub(super) fn called(record: &Path) -> Result<String, StoreError> {
    Ok(carried_name(record)?.unwrap_or_else(|| record_name(record)))
}

/// The name that a record brought along; none if it never went anywhere.
pub(super) fn carried_name(record: &Path) -> Result<Option<String>, StoreError> {
    read_beside(record, Beside::Name)
}

/// The corrective actions that a record brought along.
pub(super) fn carried_actions(record: &Path) -> Result<Vec<CorrectiveAction>, StoreError> {
    let actions: Option<Vec<CorrectiveAction>> = read_beside(record, Beside::Actions)?;
    Ok(actions.unwrap_or_default())
}
