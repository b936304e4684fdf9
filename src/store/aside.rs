//! Files that could not be read and were put aside: names stand in them all the same.
//!
//! What such a file means nobody knows, so it is searched as text, and a name is taken out of the text.

use std::fs;
use std::path::{Path, PathBuf};

use super::people::{keep_its_age, mentioned, without_names};
use super::{DataDir, StoreError, write_whole};

/// What a plan that was put aside is called behind its name.
const PLAN: &str = ".json.unreadable";

/// Every file that was put aside: ledgers and plans for a room, in the order of their names.
pub(super) fn files_aside(dir: &DataDir) -> Vec<PathBuf> {
    let ledger = dir.ledger();
    let ledger = ledger.file_name().unwrap_or_default().to_string_lossy();
    let ledgers = format!("{ledger}.aside");
    let mut files = files_in(dir.root(), |name| name.starts_with(&ledgers));
    files.extend(plans_aside(dir));
    files
}

/// Every plan for a room that was put aside.
pub(super) fn plans_aside(dir: &DataDir) -> Vec<PathBuf> {
    files_in(&dir.plans(), |name| name.ends_with(PLAN))
}

fn files_in(folder: &Path, is: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = files
        .filter(|file| is(&file.file_name().to_string_lossy()))
        .map(|file| file.path())
        .collect();
    files.sort();
    files
}

/// Whether a file is one that was put aside.
pub(super) fn is_plan_aside(path: &Path) -> bool {
    path.to_string_lossy().ends_with(PLAN)
}

/// How often a name stands in a file.
pub(super) fn times_in(path: &Path, name: &str) -> Result<usize, StoreError> {
    Ok(mentioned(&text(path)?, name))
}

/// Takes names out of a file.
pub(super) fn forget_in_aside(path: &Path, names: &[String]) -> Result<(), StoreError> {
    let mut text = text(path)?;
    without_names(&mut text, names);
    keep_its_age(path, || write_whole(path, text.as_bytes()))
}

/// Its text; bytes that are none are lost, as they are to whoever reads it.
fn text(path: &Path) -> Result<String, StoreError> {
    let bytes = fs::read(path).map_err(StoreError::io(path))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
