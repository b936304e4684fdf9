//! Records among the files that are imported.

use std::path::PathBuf;

use serde::Serialize;

use crate::cli::output::complain;
use crate::store::{DataDir, Imported, import_record, is_record};

/// What came of a record, see `docs/json.md`.
#[derive(Debug, Serialize)]
pub(super) struct RecordJson {
    path: String,
    /// Where it is now; none if it could not be taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    already_there: bool,
    entries: Option<i64>,
    corrective_actions: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl RecordJson {
    /// Whether the record is among those that are kept here now.
    pub(super) fn is_here(&self) -> bool {
        self.record.is_some()
    }

    /// What came of it, in words; nothing where an error was told already.
    pub(super) fn in_words(&self) -> String {
        let Some(record) = &self.record else {
            return String::new();
        };
        if self.already_there {
            return format!(
                "{}: the same record is there already: {record}, {} new corrective actions\n",
                self.path, self.corrective_actions
            );
        }
        format!(
            "{}: taken in as {record}, {} entries, chain whole, {} new corrective actions\n",
            self.path,
            self.entries.unwrap_or_default(),
            self.corrective_actions
        )
    }
}

/// The records among these paths, by what stands in the files, and the others.
pub(super) fn apart(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    // A file that is called a record and is none should be told so, not be read as a playbook.
    let is = |path: &&PathBuf| {
        let named = path.extension().is_some_and(|ending| ending == "hotwash");
        is_record(path) || (named && path.exists())
    };
    let (records, others): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(is);
    let owned = |paths: Vec<&PathBuf>| paths.into_iter().cloned().collect();
    (owned(records), owned(others))
}

/// Takes every record in; what is wrong with one goes to standard error.
pub(super) fn import(
    data_dir: Option<PathBuf>,
    records: &[PathBuf],
) -> anyhow::Result<Vec<RecordJson>> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let dir = DataDir::open(data_dir)?;
    let each = records.iter().map(|path| {
        let mut json = RecordJson {
            path: path.display().to_string(),
            record: None,
            already_there: false,
            entries: None,
            corrective_actions: 0,
            error: None,
        };
        match import_record(&dir, path) {
            Ok(Imported::Known { path, actions }) => {
                json.record = Some(path.display().to_string());
                json.already_there = true;
                json.corrective_actions = actions;
            }
            Ok(Imported::New {
                path,
                entries,
                actions,
            }) => {
                json.record = Some(path.display().to_string());
                json.entries = Some(entries);
                json.corrective_actions = actions;
            }
            Err(error) => {
                complain(&format!("hotwash: {error}"));
                json.error = Some(error.to_string());
            }
        }
        json
    });
    Ok(each.collect())
}
