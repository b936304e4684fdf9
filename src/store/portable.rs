//! A record as one file that can be carried: written as a consistent copy whose chain was checked, and taken
//! in so that nothing is written over.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};

use super::carried::{called, carried_actions, carried_name, lessons_of};
use super::documents::check_folder;
use super::error::StoreError;
use super::journal::{
    Beside, Ends, open_to_read, read_names, remove_record, save_beside, save_names, walk,
};
use super::ledger::{change_ledger_by, read_ledger};
use super::one_file::{made_whole, one_file, replace, take_free_name};
use super::people::without_names;
use super::record_files::{RECORD_ENDING, record_name, record_paths};
use super::{DataDir, read_after_action, save_after_action};
use crate::review::{CorrectiveAction, LedgerChange};

/// What the triggers of a record are called; there are no others.
const TRIGGERS: [&str; 4] = ["entry_stays", "entry_lasts", "header_stays", "header_lasts"];

/// How a record is exported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExportOrder {
    /// Whether the names of those who took part go with it.
    pub names: bool,
    /// Whether a file that is there is replaced.
    pub overwrite: bool,
}

/// What came of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// How many entries the record has.
    pub entries: i64,
    /// Its last link, in hexadecimal: two records that end alike are the same.
    pub link: String,
    /// How many corrective actions go with it.
    pub actions: usize,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// The same record was there already.
    Known {
        /// Here.
        path: PathBuf,
        /// How many corrective actions it brought that were not known.
        actions: usize,
    },
    /// It was taken in.
    New {
        /// Here.
        path: PathBuf,
        /// How many entries it has.
        entries: i64,
        /// How many corrective actions it brought that were not known.
        actions: usize,
    },
}

/// The record that a person names: a file, or the beginning of a record's name in the data folder that no
/// other begins with.
///
/// # Errors
/// [`StoreError::NoRecord`] if there is none, or several begin so.
pub fn find_record(dir: &DataDir, named: &Path) -> Result<PathBuf, StoreError> {
    if named.is_file() {
        return Ok(named.to_path_buf());
    }
    match find_by_name(dir, named) {
        // A folder is told to be one.
        Err(StoreError::NoRecord { known, .. }) if known.is_empty() && named.exists() => {
            Ok(named.to_path_buf())
        }
        found => found,
    }
}

/// The record in the data folder that a person names: its file, or the beginning of its name that no other begins
/// with.
///
/// # Errors
/// [`StoreError::NoRecord`] if there is none, or several begin so.
pub fn find_kept_record(dir: &DataDir, named: &Path) -> Result<PathBuf, StoreError> {
    let here = record_paths(dir)?;
    match here.into_iter().find(|path| is_same_file(path, named)) {
        Some(path) => Ok(path),
        None => find_by_name(dir, named),
    }
}

fn find_by_name(dir: &DataDir, named: &Path) -> Result<PathBuf, StoreError> {
    let wanted = named.to_string_lossy();
    let wanted = wanted.trim_end_matches(".hotwash");
    let all = record_paths(dir)?;
    let known: Vec<(String, PathBuf)> = all
        .into_iter()
        .map(|path| (record_name(&path), path))
        .filter(|(name, _)| name.starts_with(wanted))
        .collect();
    let exact = known.iter().find(|(name, _)| name == wanted);
    match (exact, known.as_slice()) {
        (Some((_, path)), _) | (None, [(_, path)]) => Ok(path.clone()),
        _ => Err(StoreError::NoRecord {
            named: wanted.to_owned(),
            known: known.into_iter().map(|(name, _)| name).collect(),
        }),
    }
}

/// Whether two paths lead to one file.
fn is_same_file(one: &Path, other: &Path) -> bool {
    let (one, other) = (fs::canonicalize(one).ok(), fs::canonicalize(other).ok());
    one.is_some() && one == other
}

/// Checks a record's whole chain without changing it; says how many entries it has and its last link.
///
/// # Errors
/// [`StoreError`] that says what is wrong, and at which entry.
pub fn check_record(path: &Path) -> Result<(i64, String), StoreError> {
    let connection = open_to_read(path)?;
    let ends = whole(&connection, path)?;
    Ok((ends.entries, ends.link.as_str().to_owned()))
}

fn whole(connection: &Connection, path: &Path) -> Result<Ends, StoreError> {
    let (_, ends) = walk(connection, path, |_, _| ())?;
    Ok(ends)
}

/// Writes a copy of a record that stands by itself, with what belongs to it. Its chain is checked before and
/// after.
///
/// # Errors
/// [`StoreError`] if the record is not whole, or the copy can't be written; then there is none.
pub fn export_record(
    dir: &DataDir,
    record: &Path,
    out: &Path,
    order: ExportOrder,
) -> Result<Exported, StoreError> {
    check_out(dir, record, out, order)?;
    let lessons = lessons_of(dir, record)?;
    let called = called(record)?;
    let raised = lessons.actions.into_iter();
    let mut raised: Vec<CorrectiveAction> = raised
        .filter(|action| action.raised.exercise == lessons.exercise)
        .collect();
    for action in &mut raised {
        // Out there the exercise goes by the name that the record carries.
        action.raised.exercise.clone_from(&called);
    }
    let make = |making: &Path| {
        let ends = copy(record, making)?;
        add_what_belongs(record, making, (&called, &raised), order.names)?;
        let (entries, link) = check_record(making)?;
        if link != ends.link.as_str() {
            return Err(StoreError::Altered {
                path: record.to_path_buf(),
                entry: entries,
            });
        }
        Ok(Exported {
            entries,
            link,
            actions: raised.len(),
        })
    };
    made_whole(out, make, replace)
}

/// Looks whether a copy may be written here: over nothing that nobody meant, and never over a record that is kept.
fn check_out(
    dir: &DataDir,
    record: &Path,
    out: &Path,
    order: ExportOrder,
) -> Result<(), StoreError> {
    if out.is_dir() {
        return Err(StoreError::IsFolder(out.to_path_buf()));
    }
    if out.exists() {
        let is_kept = || -> Result<bool, StoreError> {
            Ok(record_paths(dir)?
                .iter()
                .any(|kept| is_same_file(kept, out)))
        };
        if is_same_file(out, record) || is_kept()? {
            return Err(StoreError::IsRecord(out.to_path_buf()));
        }
        if !order.overwrite {
            return Err(StoreError::Exists(out.to_path_buf()));
        }
    }
    check_folder(out)
}

/// Makes a whole copy of a record in a file of its own.
fn copy(record: &Path, to: &Path) -> Result<Ends, StoreError> {
    let connection = open_to_read(record)?;
    let ends = whole(&connection, record)?;
    // Copying checks every page, and writes none that is not in use.
    let path = to.to_string_lossy();
    // A record that is only read may still be copied out of.
    let copied = connection
        .pragma_update(None, "query_only", false)
        .and_then(|()| connection.execute("VACUUM INTO ?1", [&path]));
    copied.map_err(StoreError::damaged(record, Some(ends.entries)))?;
    Ok(ends)
}

/// Puts beside the copy what belongs to it, and makes it one file.
fn add_what_belongs(
    record: &Path,
    copy: &Path,
    (called, actions): (&str, &[CorrectiveAction]),
    with_names: bool,
) -> Result<(), StoreError> {
    save_beside(copy, Beside::Name, &called)?;
    if with_names {
        save_beside(copy, Beside::Actions, &actions)?;
    } else {
        let names: Vec<String> = read_names(record)?.into_values().collect();
        let mut actions = actions.to_vec();
        for action in &mut actions {
            action.owner.clear();
            without_names(&mut action.text, &names);
            without_names(&mut action.raised.evidence, &names);
        }
        save_beside(copy, Beside::Actions, &actions)?;
        if let Some(mut after) = read_after_action(copy)? {
            super::people::rewrite(&mut after, |text| without_names(text, &names));
            save_after_action(copy, &after)?;
        }
        save_names(copy, &BTreeMap::new())?;
    }
    one_file(copy)
}

/// Takes a record from elsewhere in: its whole chain is checked, it gets a free name, and corrective actions
/// that it brings and nobody knows go into the ledger.
///
/// # Errors
/// [`StoreError`] that says what is wrong with it; then nothing was taken in.
pub fn import_record(dir: &DataDir, file: &Path) -> Result<Imported, StoreError> {
    let connection = open_to_read(file)?;
    let ends = whole(&connection, file)?;
    only_ours(&connection, file)?;
    drop(connection);
    // A ledger or actions that can't be read are told before anything is taken in.
    read_ledger(dir)?;
    let (called, actions) = (called(file)?, carried_actions(file)?);
    if let Some(path) = kept_as(dir, file)? {
        let actions = take_in(dir, actions, &called, &path)?;
        return Ok(Imported::Known { path, actions });
    }
    let name = carried_name(file)?.filter(|name| is_plain(name));
    let path = free_path(dir, &name.unwrap_or_else(|| record_name(file)));
    let make = |making: &Path| {
        copy(file, making)?;
        one_file(making)?;
        check_record(making)
    };
    made_whole(&path, make, take_free_name)?;
    match take_in(dir, actions, &called, &path) {
        Ok(actions) => Ok(Imported::New {
            path,
            entries: ends.entries,
            actions,
        }),
        Err(error) => {
            // All of it or nothing: whoever tries again would be told that it is there.
            let _ = remove_record(&path);
            Err(error)
        }
    }
}

/// Takes actions that came with a record into the ledger, those that nobody knows; returns how many there were.
fn take_in(
    dir: &DataDir,
    mut actions: Vec<CorrectiveAction>,
    called: &str,
    path: &Path,
) -> Result<usize, StoreError> {
    for action in &mut actions {
        // Here the exercise goes by the name that it got here.
        if action.raised.exercise == called {
            action.raised.exercise = record_name(path);
        }
    }
    if actions.is_empty() {
        return Ok(0);
    }
    let mut brought = 0;
    change_ledger_by(dir, |ledger| {
        let before = ledger.actions.len();
        ledger.apply(LedgerChange::TakeIn(actions))?;
        brought = ledger.actions.len() - before;
        Ok(())
    })?;
    Ok(brought)
}

/// The record in the data folder that ends as this one does, if there is one: it is the same.
pub(super) fn kept_as(dir: &DataDir, file: &Path) -> Result<Option<PathBuf>, StoreError> {
    let kept = record_paths(dir)?;
    if let Some(path) = kept.iter().find(|path| is_same_file(path, file)) {
        return Ok(Some(path.clone()));
    }
    let Some(link) = last_link(file) else {
        return Ok(None);
    };
    let mut kept = kept.into_iter();
    Ok(kept.find(|path| last_link(path).as_ref() == Some(&link)))
}

/// How a record says that it ends; none if it can't be read, which the library tells elsewhere.
fn last_link(path: &Path) -> Option<String> {
    let connection = open_to_read(path).ok()?;
    let query = "SELECT link FROM head WHERE id = 1";
    let link = connection.query_row(query, [], |row| row.get(0)).optional();
    link.ok().flatten()
}

/// A record has the triggers that keep its chain, and nothing else that acts by itself.
fn only_ours(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let query = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') LIMIT 1000";
        let mut names = connection.prepare(query)?;
        let names = names.query_map([], |row| row.get(0))?;
        names.collect()
    };
    let names = read().map_err(StoreError::damaged(path, None))?;
    let foreign = names
        .into_iter()
        .find(|name| !TRIGGERS.contains(&name.as_str()));
    match foreign {
        Some(object) => Err(StoreError::Foreign {
            path: path.to_path_buf(),
            object,
        }),
        None => Ok(()),
    }
}

/// Whether a name from elsewhere can be a file's name on every system.
fn is_plain(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    !name.is_empty() && name.len() <= 100 && name.chars().all(allowed)
}

fn free_path(dir: &DataDir, name: &str) -> PathBuf {
    let path = |suffix: String| {
        dir.exercises()
            .join(format!("{name}{suffix}.{RECORD_ENDING}"))
    };
    let numbered = (2_u32..).map(|n| path(format!("-{n}")));
    std::iter::once(path(String::new()))
        .chain(numbered)
        .find(|path| !path.exists())
        .unwrap_or_else(|| path(String::new()))
}
