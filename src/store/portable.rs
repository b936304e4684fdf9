//! A record as one file that can be carried: written as a consistent copy whose chain was checked, and taken
//! in so that nothing is written over.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};

use super::error::StoreError;
use super::journal::{
    Beside, Ends, open_to_read, read_beside, read_names, save_beside, save_names, walk,
};
use super::ledger::{change_ledger, read_ledger};
use super::one_file::one_file;
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
    /// The same record was there already, here.
    Known(PathBuf),
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
    if named.exists() {
        return Ok(named.to_path_buf());
    }
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
    let same_file = out.exists() && fs::canonicalize(out).ok() == fs::canonicalize(record).ok();
    if same_file || (out.exists() && !order.overwrite) {
        return Err(StoreError::Exists(out.to_path_buf()));
    }
    let actions = actions_of(dir, record)?;
    let making = making(out);
    let made = copy(record, &making).and_then(|ends| {
        add_what_belongs(record, &making, &actions, order.names)?;
        let (entries, link) = check_record(&making)?;
        if link != ends.link.as_str() {
            return Err(StoreError::Altered {
                path: making.clone(),
                entry: entries,
            });
        }
        fs::rename(&making, out).map_err(StoreError::io(out))?;
        Ok(Exported {
            entries,
            link,
            actions: actions.len(),
        })
    });
    if made.is_err() {
        // What is left of a copy that failed is of no use; that it can't be removed changes nothing.
        let _ = fs::remove_file(&making);
    }
    made
}

/// The actions that a record raised: those of the ledger here, and those that came with it.
fn actions_of(dir: &DataDir, record: &Path) -> Result<Vec<CorrectiveAction>, StoreError> {
    let ledger = read_ledger(dir)?;
    let mut actions: Vec<CorrectiveAction> =
        ledger.raised_by(&record_name(record)).cloned().collect();
    let carried: Option<Vec<CorrectiveAction>> = read_beside(record, Beside::Actions)?;
    for action in carried.unwrap_or_default() {
        if actions.iter().all(|known| known.id != action.id) {
            actions.push(action);
        }
    }
    Ok(actions)
}

/// Makes a whole copy of a record in a file of its own.
fn copy(record: &Path, to: &Path) -> Result<Ends, StoreError> {
    if to.exists() {
        fs::remove_file(to).map_err(StoreError::io(to))?;
    }
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(StoreError::io(folder))?;
    }
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
    actions: &[CorrectiveAction],
    with_names: bool,
) -> Result<(), StoreError> {
    let name: Option<String> = read_beside(record, Beside::Name)?;
    save_beside(
        copy,
        Beside::Name,
        &name.unwrap_or_else(|| record_name(record)),
    )?;
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
    if let Some(known) = same(dir, file, &ends)? {
        return Ok(Imported::Known(known));
    }
    let name: Option<String> = read_beside(file, Beside::Name)?;
    let name = name
        .filter(|name| is_plain(name))
        .unwrap_or_else(|| record_name(file));
    let path = free_path(dir, &name);
    let making = making(&path);
    let taken = copy(file, &making)
        .and_then(|_| one_file(&making))
        .and_then(|()| check_record(&making))
        .and_then(|_| take_name(&making, &path));
    if taken.is_err() {
        let _ = fs::remove_file(&making);
    }
    taken?;
    let carried: Option<Vec<CorrectiveAction>> = read_beside(&path, Beside::Actions)?;
    let mut carried = carried.unwrap_or_default();
    for action in &mut carried {
        // Here the exercise goes by the name that it got here.
        if action.raised.exercise == name {
            action.raised.exercise = record_name(&path);
        }
    }
    let before = read_ledger(dir)?;
    carried.retain(|action| before.action(&action.id).is_none());
    let actions = carried.len();
    if actions > 0 {
        change_ledger(dir, LedgerChange::TakeIn(carried))?;
    }
    Ok(Imported::New {
        path,
        entries: ends.entries,
        actions,
    })
}

/// Gives a file that is whole its name, unless somebody has taken it meanwhile.
fn take_name(making: &Path, path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Err(StoreError::Exists(path.to_path_buf()));
    }
    fs::rename(making, path).map_err(StoreError::io(path))
}

/// The record in the data folder that ends as this one does, if there is one.
fn same(dir: &DataDir, file: &Path, ends: &Ends) -> Result<Option<PathBuf>, StoreError> {
    for path in record_paths(dir)? {
        let is_same =
            path == file || last_link(&path).is_some_and(|link| link == ends.link.as_str());
        if is_same {
            return Ok(Some(path));
        }
    }
    Ok(None)
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

/// Where a file is made before it takes its name.
fn making(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".making");
    PathBuf::from(name)
}
