//! The exercises on disk, as the library shows them.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::branches::{BranchOf, Origins, read_branch};
use super::data_dir::DataDir;
use super::error::StoreError;
use super::journal::peek;
use super::record_files::{RECORD_ENDING, record_began, record_paths};
use super::result::ResultSummary;
use crate::base::Moment;
use crate::base::id::ScenarioId;

/// How far an exercise is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress {
    /// It can be resumed.
    Unfinished,
    /// It is over.
    Finished(ResultSummary),
}

/// An exercise on disk.
#[derive(Debug, Clone, PartialEq)]
pub struct ExerciseEntry {
    /// Its record.
    pub path: PathBuf,
    /// Its scenario.
    pub scenario: ScenarioId,
    /// Its seed.
    pub seed: u64,
    /// How far its clock is.
    pub at: Moment,
    /// How far it is.
    pub progress: Progress,
    /// When it began.
    pub began: Option<jiff::Timestamp>,
    /// The automatic player that played it, if one did.
    pub player: Option<String>,
    /// When its file was last written.
    pub modified: SystemTime,
    /// Where it branches off another.
    pub branch: Option<BranchOf>,
    /// The record that it branches off, if that is here: then the library shows only the other.
    pub origin: Option<PathBuf>,
}

/// The exercises on disk, newest first, and what could not be read.
///
/// # Errors
/// [`StoreError`] if the folder itself can't be read.
pub fn list_exercises(dir: &DataDir) -> Result<(Vec<ExerciseEntry>, Vec<StoreError>), StoreError> {
    let mut entries = Vec::new();
    let mut errors = Vec::new();
    let paths = record_paths(dir)?;
    let mut origins = Origins::new(&paths);
    for path in &paths {
        match read_entry(path, &mut origins) {
            Ok(entry) => entries.push(entry),
            Err(error) => errors.push(error),
        }
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.began));
    Ok((entries, errors))
}

fn read_entry(path: &Path, origins: &mut Origins<'_>) -> Result<ExerciseEntry, StoreError> {
    let modified = std::fs::metadata(path)
        .and_then(|meta| meta.modified())
        .map_err(StoreError::io(path))?;
    let (header, at, result) = peek(path)?;
    let branch = read_branch(path)?;
    let origin = branch.as_ref().and_then(|branch| origins.of(path, branch));
    Ok(ExerciseEntry {
        path: path.to_path_buf(),
        scenario: header.scenario,
        seed: header.seed,
        at,
        progress: result.map_or(Progress::Unfinished, Progress::Finished),
        began: record_began(path),
        player: header.player,
        modified,
        branch,
        origin,
    })
}

/// A name for a new record that no file has yet: scenario, date and time in UTC, and a number if need be.
#[must_use]
pub fn new_record_path(dir: &DataDir, scenario: &ScenarioId, now: jiff::Timestamp) -> PathBuf {
    let stem = format!("{scenario}-{}", now.strftime("%Y%m%d-%H%M%S"));
    let path = |suffix: &str| {
        dir.exercises()
            .join(format!("{stem}{suffix}.{RECORD_ENDING}"))
    };
    let taken = (2_u32..).map(|n| path(&format!("-{n}")));
    std::iter::once(path(""))
        .chain(taken)
        .find(|path| !path.exists())
        .unwrap_or_else(|| path(""))
}
