//! What can go wrong with files, said so that people know what to do.
//!
//! A message holds its cause, so no cause is given as [`std::error::Error::source`]: who prints both would say it twice.

use std::path::PathBuf;

/// Why something could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file or folder could not be read or written.
    #[error("{}: {cause}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// There is no file where a record was looked for.
    #[error("{}: there is no such file. `hotwash records` lists the records that are kept; `hotwash report` and `hotwash export` also take the beginning of a record's name", .0.display())]
    NoFile(PathBuf),
    /// The platform names no folder for a user's data.
    #[error("no folder for data is known here; name one with --data-dir or HOTWASH_DATA_DIR")]
    NoDataDir,
    /// A record could not be read or written.
    #[error("{}: {cause}", path.display())]
    Sqlite {
        /// The record.
        path: PathBuf,
        /// What SQLite said.
        cause: rusqlite::Error,
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
    /// It is a folder, or a device.
    #[error("{}: this is no file; name a record, a file that ends in .hotwash", .0.display())]
    NotAFile(PathBuf),
    /// There is nothing in the file.
    #[error("{}: the file is empty, so there is no record in it; use a copy of it if there is one", .0.display())]
    Empty(PathBuf),
    /// SQLite can't read the file, or not all of it.
    #[error("{}: the file is damaged: {}. Use a copy of the record, such as one that was exported ({cause})", path.display(), readable(*.last))]
    Damaged {
        /// The record.
        path: PathBuf,
        /// The last entry that could be read, from 1; 0 if only its header; none if not even that.
        last: Option<i64>,
        /// What SQLite said.
        cause: rusqlite::Error,
    },
    /// An entry fits the chain and means nothing to this program.
    #[error("{}: nothing was altered up to entry {entry}, which this version can't read; open it with the Hotwash that wrote it, or a newer one ({cause})", path.display())]
    UnknownEntry {
        /// The record.
        path: PathBuf,
        /// Which entry, from 1.
        entry: i64,
        /// What is unknown.
        cause: serde_json::Error,
    },
    /// There are more entries than a record may have.
    #[error("{}: the record has more than {limit} entries, the most that are read", path.display())]
    TooManyEntries {
        /// The record.
        path: PathBuf,
        /// The limit.
        limit: i64,
    },
    /// An entry is larger than one may be.
    #[error("{}: entry {entry} has {length} bytes; it may have {limit}", path.display())]
    EntryTooLong {
        /// The record.
        path: PathBuf,
        /// Which, from 1; 0 is the header.
        entry: i64,
        /// Its size.
        length: i64,
        /// The limit.
        limit: i64,
    },
    /// The record brings rules of its own for the database, which ours never do.
    #[error("{}: the file holds \"{object}\", which no Hotwash record does; it was made or changed by something else", path.display())]
    Foreign {
        /// The record.
        path: PathBuf,
        /// What it holds.
        object: String,
    },
    /// No record has this name, or several have.
    #[error("there is no record \"{named}\"{}", similar(known))]
    NoRecord {
        /// What was asked for.
        named: String,
        /// Records that begin so.
        known: Vec<String>,
    },
    /// The ledger was written by a newer program.
    #[error("{}: the ledger of corrective actions has format {found}, this program reads up to {known}; a newer Hotwash opens it. Nothing was changed", path.display())]
    NewerLedger {
        /// The ledger.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that this program reads.
        known: u32,
    },
    /// The ledger can't be read.
    #[error("{}: the ledger of corrective actions can't be read ({cause}). Nothing was changed; mend the file, or put it aside with `hotwash ledger --set-aside` and begin a new one", path.display())]
    BrokenLedger {
        /// The ledger.
        path: PathBuf,
        /// What is wrong.
        cause: serde_json::Error,
    },
    /// Somebody else writes the ledger.
    #[error("{}: another Hotwash is writing the ledger of corrective actions; try again", .0.display())]
    LedgerInUse(PathBuf),
    /// The ledger refuses a change.
    #[error(transparent)]
    Ledger(#[from] crate::review::LedgerError),
    /// The record was altered.
    #[error("{}: the record was altered {}. Use a copy of it, or have it exported again", path.display(), place(*.entry))]
    Altered {
        /// The record.
        path: PathBuf,
        /// The first entry that does not fit the chain, from 1; 0 is the header.
        entry: i64,
    },
    /// The record lost its end.
    #[error("{}: the record was cut: it should hold {expected} entries and holds {found}. Use a copy of it, or have it exported again", path.display())]
    Cut {
        /// The record.
        path: PathBuf,
        /// How many entries it should hold.
        expected: i64,
        /// How many it holds.
        found: i64,
    },
    /// An entry could not be put on a record.
    #[error("{}: {cause}", path.display())]
    NotSaved {
        /// The record.
        path: PathBuf,
        /// Why.
        cause: crate::exercise::NotSaved,
    },
    /// The record is there already.
    #[error("{}: a file with this name is there already; choose another name, or say --overwrite", .0.display())]
    Exists(PathBuf),
    /// What is to be written over is a record.
    #[error("{}: this is a Hotwash record, which nothing is written over; choose another name", .0.display())]
    IsRecord(PathBuf),
    /// A file was to be written where a folder is.
    #[error("{}: this is a folder; name a file in it", .0.display())]
    IsFolder(PathBuf),
    /// The folder for a file is missing.
    #[error("{}: there is no folder {}; make it first, or name another", path.display(), folder.display())]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// The record that a branch leaves is not there, or is another of that name.
    #[error("{}: the record \"{record}\" that this branch leaves is not here; take it in first", path.display())]
    NoOrigin {
        /// The branch.
        path: PathBuf,
        /// What the other record was called.
        record: String,
    },
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
    #[error("{}: {cause}", path.display())]
    Sheet {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        cause: super::sheet_error::SheetError,
    },
    /// Text that should be JSON is not.
    #[error("{}: {cause}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        cause: serde_json::Error,
    },
}

/// Where a record was altered. The header has no link of its own: the first entry's shows both.
fn place(entry: i64) -> String {
    match entry {
        0 => "in its header, before entry 1".to_owned(),
        1 => "at entry 1 or in its header, which holds the scenario; every entry after it is in question"
            .to_owned(),
        entry => format!(
            "at entry {entry}; entries 1 to {} are as they were written",
            entry - 1
        ),
    }
}

fn readable(last: Option<i64>) -> String {
    match last {
        None => "it can't be read at all".to_owned(),
        Some(0) => "no entry of it can be read".to_owned(),
        Some(last) => format!("entry {last} is the last that can be read, and it is whole so far"),
    }
}

fn similar(known: &[String]) -> String {
    if known.is_empty() {
        "; `hotwash records` lists those that are there".to_owned()
    } else {
        format!("; did you mean one of: {}", known.join(", "))
    }
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
        move |cause| Self::Io { path, cause }
    }

    /// What SQLite says of a record: a full disk or a busy file as it is, all else as damage.
    pub(super) fn damaged(
        path: impl Into<PathBuf>,
        last: Option<i64>,
    ) -> impl FnOnce(rusqlite::Error) -> Self {
        let path = path.into();
        move |cause| match cause.sqlite_error_code() {
            // A file that was cut short reads past its end; one that lost a page of its own tables reads as
            // if there were none.
            Some(
                rusqlite::ErrorCode::NotADatabase
                | rusqlite::ErrorCode::DatabaseCorrupt
                | rusqlite::ErrorCode::SystemIoFailure
                | rusqlite::ErrorCode::Unknown,
            ) => Self::Damaged { path, last, cause },
            _ => Self::Sqlite { path, cause },
        }
    }

    pub(super) fn sqlite(path: impl Into<PathBuf>) -> impl FnOnce(rusqlite::Error) -> Self {
        let path = path.into();
        move |cause| Self::Sqlite { path, cause }
    }
}
