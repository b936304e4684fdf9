//! A record in one SQLite file: append-only, chained by hashes, on disk before anybody sees it.
//!
//! `journal_mode=WAL` and `synchronous=FULL`: what a commit has taken survives a crash and a power cut.
//! A separate head says how many entries there are and how they end, so that a cut record shows.
//!
//! Whoever only looks at a record opens it so that nothing in it or beside it changes.

mod chain;
mod opening;

pub use chain::{LONGEST_ENTRY, LONGEST_HEADER, MOST_ENTRIES};
pub use opening::{MOST_RECORD_BYTES, is_record};

pub(super) use chain::{Ends, header_text, walk};
pub(super) use opening::open_to_read;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use rusqlite::{Connection, OptionalExtension as _, params};

use self::opening::{has_column, open_existing, side_files};
use super::error::StoreError;
use super::result::ResultSummary;
use crate::base::Id;
use crate::base::id::SeatId;
use crate::base::{Moment, Span};
use crate::exercise::record::RECORD_FORMAT;
use crate::exercise::{Header, Journal, Link, NotSaved, Record, Stopped};
use crate::world::Entry;

/// Says "this is a Hotwash record" in SQLite's own field for it: "HWSH".
const APPLICATION_ID: i64 = 0x4857_5348;

const TABLES: &str = "
CREATE TABLE header (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) STRICT;
CREATE TABLE entry (
    number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, json TEXT NOT NULL, link TEXT NOT NULL
) STRICT;
CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), entries INTEGER NOT NULL, link TEXT NOT NULL) STRICT;
CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), at_ms INTEGER NOT NULL, session_ms INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE result (id INTEGER PRIMARY KEY CHECK (id = 1), json TEXT NOT NULL) STRICT;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'a record is only added to'); END;
CREATE TRIGGER entry_lasts BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'a record is only added to'); END;
CREATE TRIGGER header_stays BEFORE UPDATE ON header BEGIN SELECT RAISE(ABORT, 'a record is only added to'); END;
CREATE TRIGGER header_lasts BEFORE DELETE ON header BEGIN SELECT RAISE(ABORT, 'a record is only added to'); END;
";

/// Names of people stand beside the chain, so that one can be deleted and the record stays whole.
const NAMES: &str =
    "CREATE TABLE IF NOT EXISTS name (seat TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT";

/// What stands beside the chain because it is written later and may change: one text a kind.
const BESIDE: &str =
    "CREATE TABLE IF NOT EXISTS beside (kind TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT";

/// What is kept beside a record's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// What people wrote of the exercise afterwards.
    AfterAction,
    /// Where this record branches off another.
    Branch,
    /// The corrective actions that it raised, in a record that is carried.
    Actions,
    /// What a record that is carried was called.
    Name,
}

impl Beside {
    const fn key(self) -> &'static str {
        match self {
            Self::AfterAction => "after_action",
            Self::Branch => "branch",
            Self::Actions => "actions",
            Self::Name => "name",
        }
    }
}

/// A record file that is open for writing.
#[derive(Debug)]
pub struct SqliteJournal {
    connection: Connection,
    path: PathBuf,
    entries: i64,
    link: Link,
}

/// A record file, read and checked.
#[derive(Debug)]
pub struct Opened {
    /// What it holds.
    pub record: Record,
    /// How far its clocks were.
    pub stopped: Stopped,
    /// The file, to go on with.
    pub journal: SqliteJournal,
}

impl SqliteJournal {
    /// Makes a new record file.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a file already, or what SQLite says.
    pub fn create(path: &Path, header: &Header) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_path_buf()));
        }
        let json = serde_json::to_string(header).map_err(|cause| StoreError::Json {
            path: path.to_path_buf(),
            cause,
        })?;
        let link = Link::first(&json);
        // The file takes its name only when it is whole, so that a killed program leaves no half record.
        let making = path.with_extension("making");
        if making.exists() {
            std::fs::remove_file(&making).map_err(StoreError::io(&making))?;
        }
        let make = || -> rusqlite::Result<()> {
            let mut connection = Connection::open(&making)?;
            let transaction = connection.transaction()?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", i64::from(RECORD_FORMAT))?;
            transaction.execute_batch(TABLES)?;
            transaction.execute("INSERT INTO header VALUES (1, ?1)", [&json])?;
            transaction.execute("INSERT INTO head VALUES (1, 0, ?1)", [link.as_str()])?;
            transaction.execute("INSERT INTO clock (id, at_ms) VALUES (1, 0)", [])?;
            transaction.commit()?;
            connection.close().map_err(|(_, error)| error)
        };
        make().map_err(StoreError::sqlite(path))?;
        // What an old record of this name left beside itself would be taken for this one's.
        for leftover in side_files(path) {
            if leftover.exists() {
                std::fs::remove_file(&leftover).map_err(StoreError::io(&leftover))?;
            }
        }
        std::fs::rename(&making, path).map_err(StoreError::io(path))?;
        let connection = open_existing(path)?;
        Ok(Self {
            connection,
            path: path.to_path_buf(),
            entries: 0,
            link,
        })
    }

    /// Opens a record file, checks its whole chain, and reads it.
    ///
    /// # Errors
    /// [`StoreError`] that says what is wrong with it, and at which entry.
    pub fn open(path: &Path) -> Result<Opened, StoreError> {
        let connection = open_existing(path)?;
        let mut entries = Vec::new();
        let (header, ends) = walk(&connection, path, |entry, _| entries.push(entry))?;
        let stopped = read_clock(&connection).map_err(StoreError::damaged(path, None))?;
        let journal = Self {
            connection,
            path: path.to_path_buf(),
            entries: ends.entries,
            link: ends.link,
        };
        Ok(Opened {
            record: Record { header, entries },
            stopped,
            journal,
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn try_append(
        &mut self,
        entries: &[Entry],
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let transaction = self.connection.transaction()?;
        let (mut number, mut link) = (self.entries, self.link.clone());
        {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO entry (number, at_ms, json, link) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for entry in entries {
                let json = serde_json::to_string(entry)?;
                number += 1;
                link = link.next(&json);
                insert.execute(params![number, entry.at.as_ms(), json, link.as_str()])?;
            }
        }
        transaction.execute(
            "UPDATE head SET entries = ?1, link = ?2",
            params![number, link.as_str()],
        )?;
        if let Some(last) = entries.last() {
            transaction.execute("UPDATE clock SET at_ms = max(at_ms, ?1)", [last.at.as_ms()])?;
        }
        transaction.commit()?;
        (self.entries, self.link) = (number, link);
        Ok(())
    }
}

impl Journal for SqliteJournal {
    fn append(&mut self, entries: &[Entry]) -> Result<(), NotSaved> {
        self.try_append(entries).map_err(NotSaved)
    }

    fn note_clock(&mut self, stopped: Stopped) -> Result<(), NotSaved> {
        let session = i64::try_from(stopped.session.as_ms()).unwrap_or(i64::MAX);
        let written = self.connection.execute(
            "UPDATE clock SET at_ms = max(at_ms, ?1), session_ms = ?2",
            [stopped.at.as_ms(), session],
        );
        written
            .map(|_| ())
            .map_err(|error| NotSaved(Box::new(error)))
    }
}

/// A record, read and checked without a byte of its file being changed, and how far its clocks were.
///
/// # Errors
/// [`StoreError`] that says what is wrong with it, and at which entry.
pub fn read_record(path: &Path) -> Result<(Record, Stopped), StoreError> {
    let connection = open_to_read(path)?;
    let mut entries = Vec::new();
    let (header, _) = walk(&connection, path, |entry, _| entries.push(entry))?;
    let stopped = read_clock(&connection).map_err(StoreError::damaged(path, None))?;
    Ok((Record { header, entries }, stopped))
}

/// What an exercise's file says without its entries being read: header, clock, result.
pub(super) fn peek(path: &Path) -> Result<(Header, Moment, Option<ResultSummary>), StoreError> {
    let connection = open_to_read(path)?;
    let header = header_text(&connection, path)?;
    let read = || -> rusqlite::Result<(Stopped, Option<String>)> {
        let query = "SELECT json FROM result WHERE id = 1 AND octet_length(json) <= ?1";
        let result = connection
            .query_row(query, [LONGEST_ENTRY], |row| row.get(0))
            .optional()?;
        Ok((read_clock(&connection)?, result))
    };
    let (clock, result) = read().map_err(StoreError::damaged(path, None))?;
    let header = serde_json::from_str(&header).map_err(|_| StoreError::Altered {
        path: path.to_path_buf(),
        entry: 0,
    })?;
    // It can be worked out again at any time.
    let result = result.and_then(|text| serde_json::from_str(&text).ok());
    Ok((header, clock.at, result))
}

/// Keeps the names of those who sit at an exercise beside its record; whoever had one and has none now
/// is forgotten.
///
/// # Errors
/// [`StoreError`] if the file can't be written.
pub fn save_names(path: &Path, names: &BTreeMap<SeatId, String>) -> Result<(), StoreError> {
    let mut connection = open_existing(path)?;
    let mut write = || -> rusqlite::Result<()> {
        let transaction = connection.transaction()?;
        transaction.execute("DELETE FROM name", [])?;
        for (seat, name) in names {
            transaction.execute("INSERT INTO name VALUES (?1, ?2)", [seat.as_str(), name])?;
        }
        transaction.commit()
    };
    write().map_err(StoreError::sqlite(path))
}

/// The names of those who sit at an exercise.
///
/// # Errors
/// [`StoreError`] if the file can't be read.
pub fn read_names(path: &Path) -> Result<BTreeMap<SeatId, String>, StoreError> {
    let connection = open_to_read(path)?;
    let read = || -> rusqlite::Result<Vec<(String, String)>> {
        if !has_column(&connection, "name", "seat")? {
            return Ok(Vec::new());
        }
        let mut rows = connection.prepare("SELECT seat, name FROM name")?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    };
    let names = read().map_err(StoreError::damaged(path, None))?;
    let known = names
        .into_iter()
        .filter_map(|(seat, name)| Some((Id::new(&seat).ok()?.into(), name)));
    Ok(known.collect())
}

/// Keeps a result beside its record, for the library's cards; it can be worked out again at any time.
///
/// # Errors
/// [`StoreError`] if the file can't be written.
pub fn save_result(path: &Path, result: &ResultSummary) -> Result<(), StoreError> {
    let connection = open_existing(path)?;
    let json = serde_json::to_string(result).map_err(|cause| StoreError::Json {
        path: path.to_path_buf(),
        cause,
    })?;
    connection
        .execute("INSERT OR REPLACE INTO result VALUES (1, ?1)", [json])
        .map(|_| ())
        .map_err(StoreError::sqlite(path))
}

/// Keeps something beside a record's chain.
pub(super) fn save_beside<T: Serialize>(
    path: &Path,
    kind: Beside,
    value: &T,
) -> Result<(), StoreError> {
    let connection = open_existing(path)?;
    let json = serde_json::to_string(value).map_err(|cause| StoreError::Json {
        path: path.to_path_buf(),
        cause,
    })?;
    connection
        .execute(
            "INSERT OR REPLACE INTO beside VALUES (?1, ?2)",
            [kind.key(), &json],
        )
        .map(|_| ())
        .map_err(StoreError::sqlite(path))
}

/// What is kept beside a record's chain; none if nobody has kept it.
pub(super) fn read_beside<T: DeserializeOwned>(
    path: &Path,
    kind: Beside,
) -> Result<Option<T>, StoreError> {
    let connection = open_to_read(path)?;
    let read = || -> rusqlite::Result<Option<String>> {
        if !has_column(&connection, "beside", "kind")? {
            return Ok(None);
        }
        let query = "SELECT json FROM beside WHERE kind = ?1 AND octet_length(json) <= ?2";
        connection
            .query_row(query, params![kind.key(), LONGEST_HEADER], |row| row.get(0))
            .optional()
    };
    let json = read().map_err(StoreError::damaged(path, None))?;
    let value = json.map(|json| serde_json::from_str(&json)).transpose();
    value.map_err(|cause| StoreError::Json {
        path: path.to_path_buf(),
        cause,
    })
}

fn read_clock(connection: &Connection) -> rusqlite::Result<Stopped> {
    let query = if has_column(connection, "clock", "session_ms")? {
        "SELECT at_ms, session_ms FROM clock WHERE id = 1"
    } else {
        "SELECT at_ms, 0 FROM clock WHERE id = 1"
    };
    connection.query_row(query, [], |row| {
        let session: i64 = row.get(1)?;
        Ok(Stopped {
            at: Moment::from_ms(row.get(0)?),
            session: Span::from_ms(session.max(0).unsigned_abs()),
        })
    })
}

/// Removes a record, with what SQLite keeps beside it.
///
/// # Errors
/// [`StoreError`] if a file can't be removed.
pub fn remove_record(path: &Path) -> Result<(), StoreError> {
    for file in side_files(path).into_iter().chain([path.to_path_buf()]) {
        match std::fs::remove_file(&file) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::Io { path: file, cause });
            }
            _ => {}
        }
    }
    Ok(())
}
