//! Branches of a record: what-if runs, each a record of its own that begins with the same entries.
//!
//! A branch says by name which record it leaves. Names can be the same by chance, and a record that was taken in
//! may have got another: what counts is that both have the same link where they part.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::OptionalExtension as _;
use serde::{Deserialize, Serialize};

use super::carried::carried_name;
use super::error::StoreError;
use super::journal::{
    Beside, SqliteJournal, header_text, open_to_read, read_beside, read_names, remove_record,
    save_beside, save_names,
};
use super::one_file::{made_whole, one_file, take_free_name};
use super::record_files::{RECORD_ENDING, record_name, records_in};
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
/// share; the header is the same, so the links of the chain are the same too. The same people sit there, so the names
/// of those who took part are copied.
///
/// # Errors
/// [`StoreError`] if it can't be written; then nothing of it is left.
pub fn write_branch(
    parent: &Path,
    header: &Header,
    entries: &[Entry],
    branch: &BranchOf,
) -> Result<PathBuf, StoreError> {
    let names = read_names(parent)?;
    let path = free_path(parent);
    let make = |making: &Path| -> Result<(), StoreError> {
        let mut journal = SqliteJournal::create(making, header)?;
        let not_saved = |cause| StoreError::NotSaved {
            path: path.clone(),
            cause,
        };
        journal.append(entries).map_err(not_saved)?;
        let stopped = Stopped {
            at: branch.at,
            ..Stopped::default()
        };
        journal.note_clock(stopped).map_err(not_saved)?;
        drop(journal);
        save_names(making, &names)?;
        save_beside(making, Beside::Branch, branch)?;
        one_file(making)
    };
    made_whole(&path, make, take_free_name)?;
    Ok(path)
}

/// Where a record branches off another; none if it is no branch.
///
/// # Errors
/// [`StoreError`] if the record can't be read.
pub fn read_branch(path: &Path) -> Result<Option<BranchOf>, StoreError> {
    read_beside(path, Beside::Branch)
}

/// The branches of a record, by their file names.
///
/// # Errors
/// [`StoreError`] if the folder can't be read.
pub fn branches_of(parent: &Path) -> Result<Vec<(PathBuf, BranchOf)>, StoreError> {
    let mut found = Vec::new();
    let names = [
        Some(record_name(parent)),
        carried_name(parent).ok().flatten(),
    ];
    for path in records_in(folder_of(parent))? {
        // The library says what is wrong with one that can't be read.
        let Ok(Some(branch)) = read_branch(&path) else {
            continue;
        };
        let is_named = names.iter().flatten().any(|name| *name == branch.record);
        if is_named && path != parent && part(parent, &path, &branch) {
            found.push((path, branch));
        }
    }
    found.sort();
    Ok(found)
}

/// The record that a branch leaves, in the same folder.
///
/// # Errors
/// [`StoreError::NoOrigin`] if it is not there, or the record of that name is another one; another if the folder
/// can't be read.
pub fn find_origin(path: &Path, branch: &BranchOf) -> Result<PathBuf, StoreError> {
    let all = records_in(folder_of(path))?;
    let found = Origins::new(&all).of(path, branch);
    found.ok_or_else(|| StoreError::NoOrigin {
        path: path.to_path_buf(),
        record: branch.record.clone(),
    })
}

/// Removes a record with its branches, and their branches; returns the files that are gone, the record's own last.
///
/// # Errors
/// [`StoreError`] if one can't be removed; then the record itself is still there.
pub fn remove_with_branches(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let family = with_branches(path)?;
    for file in &family {
        remove_record(file)?;
    }
    Ok(family)
}

/// The branches of a record, their branches, and the record itself; each stands before the one that it leaves.
///
/// # Errors
/// [`StoreError`] if the folder can't be read.
pub fn with_branches(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut family = vec![path.to_path_buf()];
    let mut next = 0;
    while let Some(parent) = family.get(next).cloned() {
        next += 1;
        for (branch, _) in branches_of(&parent)? {
            if !family.contains(&branch) {
                family.push(branch);
            }
        }
    }
    family.reverse();
    Ok(family)
}

/// Records among which those are found that branches leave.
pub(super) struct Origins<'a> {
    records: &'a [PathBuf],
    /// What those that were carried were called elsewhere; looked for only if need be.
    carried: Option<BTreeMap<String, Vec<&'a Path>>>,
}

impl<'a> Origins<'a> {
    pub(super) const fn new(records: &'a [PathBuf]) -> Self {
        Self {
            records,
            carried: None,
        }
    }

    /// The record that a branch leaves, if it is among them.
    pub(super) fn of(&mut self, path: &Path, branch: &BranchOf) -> Option<PathBuf> {
        let leaves = |record: &&Path| *record != path && part(record, path, branch);
        let records = self.records;
        let here = records.iter().map(PathBuf::as_path);
        let mut named = here.filter(|record| record_name(record) == branch.record);
        if let Some(found) = named.find(leaves) {
            return Some(found.to_path_buf());
        }
        let carried = self.carried.get_or_insert_with(|| {
            let mut carried: BTreeMap<String, Vec<&Path>> = BTreeMap::new();
            for record in records {
                if let Ok(Some(name)) = carried_name(record) {
                    carried.entry(name).or_default().push(record);
                }
            }
            carried
        });
        let mut named = carried.get(&branch.record).into_iter().flatten().copied();
        named.find(leaves).map(Path::to_path_buf)
    }
}

/// Whether two records are the same up to where one is said to leave the other.
fn part(parent: &Path, branch: &Path, of: &BranchOf) -> bool {
    let link = |path| {
        link_at(path, of.shared)
            .inspect_err(|error| tracing::debug!("no branch was looked for: {error}"))
            .ok()
            .flatten()
    };
    link(parent).is_some_and(|here| link(branch) == Some(here))
}

/// A record's link after so many entries; its header after none.
fn link_at(path: &Path, entries: usize) -> Result<Option<String>, StoreError> {
    let connection = open_to_read(path)?;
    let Some(number) = i64::try_from(entries).ok().filter(|number| *number > 0) else {
        return header_text(&connection, path).map(Some);
    };
    let query = "SELECT link FROM entry WHERE number = ?1";
    let link = connection.query_row(query, [number], |row| row.get(0));
    link.optional().map_err(StoreError::damaged(path, None))
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent();
    folder
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn free_path(parent: &Path) -> PathBuf {
    let name = record_name(parent);
    let path = |n: u32| parent.with_file_name(format!("{name}-branch-{n}.{RECORD_ENDING}"));
    let mut all = (1_u32..).map(path);
    all.find(|path| !path.exists()).unwrap_or_else(|| path(0))
}
