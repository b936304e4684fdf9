//! What can go wrong with files, said so that people know what to do.

use std::path::PathBuf;

/// Why something could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The platform names no folder for a user's data.
    #[error("no folder for data is known here; name one with --data-dir or HOTWASH_DATA_DIR")]
    NoDataDir,
    /// A record could not be read or written.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The record.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The file is no record.
    #[error("{}: this is not a Hotwash record", .0.display())]
    NotARecord(PathBuf),
    /// The record is newer than this program.
    #[error("{}: the record has format {found}, this program reads up to {known}; a newer Hotwash opens it", path.display())]
    Newer {
        /// The record.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that this program reads.
        known: i64,
    },
    /// The record was altered.
    #[error("{}: the record was altered at entry {entry}", path.display())]
    Altered {
        /// The record.
        path: PathBuf,
        /// The first entry that does not fit the chain, from 1; 0 is the header.
        entry: i64,
    },
    /// The record lost its end.
    #[error("{}: the record was cut: it should hold {expected} entries and holds {found}", path.display())]
    Cut {
        /// The record.
        path: PathBuf,
        /// How many entries it should hold.
        expected: i64,
        /// How many it holds.
        found: i64,
    },
    /// An entry could not be put on a record.
    #[error("{}: {source}", path.display())]
    NotSaved {
        /// The record.
        path: PathBuf,
        /// Why.
        source: crate::exercise::NotSaved,
    },
    /// The record is there already.
    #[error("{}: a file with this name is there already; choose another name, or say --overwrite", .0.display())]
    Exists(PathBuf),
    /// The folder for a pack holds something already.
    #[error("{}: the folder is not empty; name one that is not there yet, or remove what is in it", .0.display())]
    NotEmpty(PathBuf),
    /// A scenario names a log's file so that it would lie outside of the pack.
    #[error(
        "`{0}`: the scenario gives a log this file, which does not lie within the pack; it must be a path such as `web-01/access.log`"
    )]
    Outside(String),
    /// The file is larger than a file of its kind may be.
    #[error("{}: the file has {size} bytes; it may have {limit}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// A scenario that was made can't be played.
    #[error("{}: the playbook makes no scenario that can be played: {why}", path.display())]
    Unplayable {
        /// Where it would have been written.
        path: PathBuf,
        /// The first thing that is wrong with it.
        why: String,
    },
    /// No scenario is where one was looked for.
    #[error("{}: there is no scenario here; a scenario is a folder with a scenario.ron in it{}", path.display(), shipped(known))]
    NoScenario {
        /// Where.
        path: PathBuf,
        /// The identifiers of the scenarios that come with Hotwash.
        known: Vec<String>,
    },
    /// No playbook is where one was looked for.
    #[error("{}: there is no playbook here; a playbook is a file that ends in .md, .markdown or .txt", .0.display())]
    NoPlaybook(PathBuf),
    /// A table could not be read or written.
    #[error("{}: {source}", path.display())]
    Sheet {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: super::sheet_error::SheetError,
    },
    /// Text that should be JSON is not.
    #[error("{}: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
}

fn shipped(known: &[String]) -> String {
    if known.is_empty() {
        String::new()
    } else {
        format!(" (Hotwash comes with: {})", known.join(", "))
    }
}

impl StoreError {
    pub(super) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    pub(super) fn sqlite(path: impl Into<PathBuf>) -> impl FnOnce(rusqlite::Error) -> Self {
        let path = path.into();
        move |source| Self::Sqlite { path, source }
    }
}
