//! Branches of a record: what-if runs, each a record of its own that begins with the same entries.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::journal::{Beside, SqliteJournal, read_beside, save_beside};
use super::record_files::{RECORD_ENDING, record_name};
use crate::base::Moment;
use crate::exercise::{Header, Journal as _, Stopped};
use crate::world::Entry;

/// Where a record branches off another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BranchOf {
    /// The other record's name: its file without the ending.
    pub record: String,
    /// How many entries the two share; their links are the same.
    pub shared: usize,
    /// The moment of the fork.
    pub at: Moment,
    /// What was done otherwise, in words.
    pub what: String,
}

/// Keeps a branch as a record beside the one that it leaves, and says where. Its entries begin with those that both
/// share; the header is the same, so the links of the chain are the same too.
///
/// # Errors
/// [`StoreError`] if it can't be written; then nothing of it is left.
pub fn write_branch(
    parent: &Path,
    header: &Header,
    entries: &[Entry],
    branch: &BranchOf,
) -> Result<PathBuf, StoreError> {
    let path = free_path(parent);
    let write = || -> Result<(), StoreError> {
        let mut journal = SqliteJournal::create(&path, header)?;
        let not_saved = |source| StoreError::NotSaved {
            path: path.clone(),
            source,
        };
        journal.append(entries).map_err(not_saved)?;
        let stopped = Stopped {
            at: branch.at,
            ..Stopped::default()
        };
        journal.note_clock(stopped).map_err(not_saved)?;
        save_beside(&path, Beside::Branch, branch)
    };
    match write() {
        Ok(()) => Ok(path),
        Err(error) => {
            // What is left of it would show as a broken record.
            let _ = super::journal::remove_record(&path);
            Err(error)
        }
    }
}

/// Where a record branches off another; none if it is no branch.
///
/// # Errors
/// [`StoreError`] if the record can't be read.
pub fn read_branch(path: &Path) -> Result<Option<BranchOf>, StoreError> {
    read_beside(path, Beside::Branch)
}

/// The branches of a record, by their file names, and what could not be read.
///
/// # Errors
/// [`StoreError`] if the folder can't be read.
pub fn branches_of(parent: &Path) -> Result<Vec<(PathBuf, BranchOf)>, StoreError> {
    let folder = parent.parent().unwrap_or(Path::new("."));
    let name = record_name(parent);
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).map_err(StoreError::io(folder))? {
        let path = file.map_err(StoreError::io(folder))?.path();
        let is_record = path
            .extension()
            .is_some_and(|ending| ending == RECORD_ENDING);
        if !is_record || !record_name(&path).starts_with(&name) {
            continue;
        }
        match read_branch(&path) {
            Ok(Some(branch)) if branch.record == name => found.push((path, branch)),
            Ok(_) => {}
            // The library says what is wrong with it.
            Err(error) => tracing::warn!("no branch was read: {error}"),
        }
    }
    found.sort();
    Ok(found)
}

fn free_path(parent: &Path) -> PathBuf {
    let name = record_name(parent);
    let path = |n: u32| parent.with_file_name(format!("{name}-branch-{n}.{RECORD_ENDING}"));
    let mut all = (1_u32..).map(path);
    all.find(|path| !path.exists()).unwrap_or_else(|| path(0))
}
