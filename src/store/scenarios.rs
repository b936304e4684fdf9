//! The scenarios at hand: those that come with the program, and files and folders on disk.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::data_dir::DataDir;
use super::error::StoreError;
use crate::base::Diagnostic;
use crate::scenario::check::quality;
use crate::scenario::{self, Scenario, limits};

/// The scenarios that come with the program, as they stand in the repository.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// The name of the scenario file in its folder.
pub(super) const FILE: &str = "scenario.ron";

/// A scenario file's bytes and where they come from.
#[derive(Debug, Clone)]
pub struct ScenarioFile {
    /// The path, for messages.
    pub path: PathBuf,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// A scenario as it was loaded.
#[derive(Debug, Clone)]
pub struct ScenarioEntry {
    /// Where it comes from.
    pub path: PathBuf,
    /// Whether it came with the program.
    pub shipped: bool,
    /// The scenario, if its file could be read.
    pub scenario: Option<Arc<Scenario>>,
    /// The file's text.
    pub source: Arc<str>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl ScenarioEntry {
    /// Loads a file's scenario.
    #[must_use]
    pub fn load(file: &ScenarioFile, shipped: bool) -> Self {
        let loaded = scenario::load(&file.bytes);
        Self {
            path: file.path.clone(),
            shipped,
            scenario: loaded.scenario.map(Arc::new),
            source: loaded.source.into(),
            diagnostics: loaded.diagnostics,
        }
    }

    /// Loads a file's scenario, and looks for what is probably not meant so in it, which takes longer.
    #[must_use]
    pub fn load_for_author(file: &ScenarioFile) -> Self {
        let loaded = scenario::load(&file.bytes);
        let mut diagnostics = loaded.diagnostics.clone();
        diagnostics.extend(quality(&loaded));
        diagnostics.sort_by_key(|finding| finding.span.as_ref().map_or(0, |span| span.start));
        Self {
            path: file.path.clone(),
            shipped: false,
            scenario: loaded.scenario.map(Arc::new),
            source: loaded.source.into(),
            diagnostics,
        }
    }

    /// The scenario, if nothing is wrong with it.
    #[must_use]
    pub fn playable(&self) -> Option<&Arc<Scenario>> {
        let broken = self.diagnostics.iter().any(Diagnostic::is_error);
        self.scenario.as_ref().filter(|_| !broken)
    }
}

/// Every scenario that comes with the program.
#[must_use]
pub fn shipped_scenarios() -> Vec<ScenarioFile> {
    let files = SHIPPED.dirs().filter_map(|folder| {
        let file = SHIPPED.get_file(folder.path().join(FILE))?;
        Some(ScenarioFile {
            path: folder.path().to_path_buf(),
            bytes: file.contents().to_vec(),
        })
    });
    files.collect()
}

/// All scenarios at hand: the shipped ones, and a user's own. Slow enough for a thread of its own.
#[must_use]
pub fn all_scenarios(dir: &DataDir) -> (Vec<ScenarioEntry>, Vec<StoreError>) {
    let mut entries: Vec<_> = shipped_scenarios()
        .iter()
        .map(|file| ScenarioEntry::load(file, true))
        .collect();
    let mut errors = Vec::new();
    let own = dir.scenarios();
    if own.is_dir() {
        match scenario_files(&own) {
            Ok(files) => {
                for path in files {
                    match read_limited(&path) {
                        Ok(bytes) => {
                            entries.push(ScenarioEntry::load(&ScenarioFile { path, bytes }, false));
                        }
                        Err(error) => errors.push(error),
                    }
                }
            }
            Err(StoreError::NoScenario { .. }) => {}
            Err(error) => errors.push(error),
        }
    }
    (entries, errors)
}

/// The scenario that a person names: a file, a folder, or the identifier of a shipped one.
///
/// # Errors
/// [`StoreError`] if there is none, or it can't be read.
pub fn find_scenario(named: &Path) -> Result<ScenarioFile, StoreError> {
    if named.is_dir() {
        let path = named.join(FILE);
        if path.is_file() {
            return Ok(ScenarioFile {
                bytes: read_limited(&path)?,
                path,
            });
        }
    } else if named.is_file() {
        return Ok(ScenarioFile {
            bytes: read_limited(named)?,
            path: named.to_path_buf(),
        });
    }
    let shipped = shipped_scenarios();
    let known = || {
        shipped
            .iter()
            .map(|file| file.path.display().to_string())
            .collect()
    };
    let found = shipped.iter().find(|file| file.path == named).cloned();
    found.ok_or_else(|| StoreError::NoScenario {
        path: named.to_path_buf(),
        known: known(),
    })
}

/// The scenario files at or below a path: the file itself, the folder's `scenario.ron`, or those of its
/// folders, in the order of their names.
///
/// # Errors
/// [`StoreError`] if there is none, or a folder can't be read.
pub fn scenario_files(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let none = || StoreError::NoScenario {
        path: path.to_path_buf(),
        known: Vec::new(),
    };
    let own = path.join(FILE);
    if own.is_file() {
        return Ok(vec![own]);
    }
    let mut folders = Vec::new();
    for entry in fs::read_dir(path).map_err(StoreError::io(path))? {
        let folder = entry.map_err(StoreError::io(path))?.path();
        if folder.is_dir() {
            folders.push(folder);
        }
    }
    folders.sort();
    let files: Vec<_> = folders
        .into_iter()
        .map(|folder| folder.join(FILE))
        .filter(|file| file.is_file())
        .collect();
    if files.is_empty() {
        Err(none())
    } else {
        Ok(files)
    }
}

/// A file's bytes, unless there are more of them than a scenario may have.
///
/// # Errors
/// [`StoreError`] if the file is too large or can't be read.
pub fn read_limited(path: &Path) -> Result<Vec<u8>, StoreError> {
    read_up_to(path, limits::MOST_BYTES)
}

/// A file's bytes, unless there are more than `limit` of them.
pub(super) fn read_up_to(path: &Path, limit: usize) -> Result<Vec<u8>, StoreError> {
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    let too_large = |size| StoreError::TooLarge {
        path: path.to_path_buf(),
        size,
        limit,
    };
    let file = fs::File::open(path).map_err(StoreError::io(path))?;
    let size = file.metadata().map_err(StoreError::io(path))?.len();
    if size > limit {
        return Err(too_large(size));
    }
    // The size can be wrong, as with pipes, so the reading has its own end.
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(StoreError::io(path))?;
    let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if read > limit {
        Err(too_large(read))
    } else {
        Ok(bytes)
    }
}
