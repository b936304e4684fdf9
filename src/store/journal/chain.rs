//! Reading a record entry by entry: the chain is checked on the way, and nothing is taken into memory before
//! its size is known.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::exercise::{Header, Link};
use crate::store::StoreError;
use crate::world::Entry;

/// The most entries that are read; a day with a room full of people makes some ten thousand.
pub const MOST_ENTRIES: i64 = 500_000;
/// The longest JSON of one entry, in bytes: 1 MiB.
pub const LONGEST_ENTRY: i64 = 1024 * 1024;
/// The longest JSON of a header, in bytes: 16 MiB. It carries the scenario's file, which may have 4 MiB.
pub const LONGEST_HEADER: i64 = 16 * 1024 * 1024;

/// How a chain ends.
#[derive(Debug)]
pub(in crate::store) struct Ends {
    pub(in crate::store) entries: i64,
    pub(in crate::store) link: Link,
}

/// The header's JSON.
pub(in crate::store) fn header_text(
    connection: &Connection,
    path: &Path,
) -> Result<String, StoreError> {
    let query = "SELECT octet_length(json), CASE WHEN octet_length(json) <= ?1 THEN json END \
                 FROM header WHERE id = 1";
    let read = connection.query_row(query, [LONGEST_HEADER], |row| {
        Ok((row.get::<_, i64>(0)?, text(row, 1)?))
    });
    match read {
        Ok((_, Text::Is(json))) => Ok(json),
        Ok((length, Text::TooLong)) => Err(StoreError::EntryTooLong {
            path: path.to_path_buf(),
            entry: 0,
            length,
            limit: LONGEST_HEADER,
        }),
        Ok((_, Text::Broken)) => Err(altered(path, 0)),
        Err(error) => Err(told(path, 0, error)),
    }
}

/// Reads every entry in order and checks the whole chain; each entry is handed on with its JSON.
pub(in crate::store) fn walk(
    connection: &Connection,
    path: &Path,
    mut take: impl FnMut(Entry, &str),
) -> Result<(Header, Ends), StoreError> {
    let json = header_text(connection, path)?;
    let mut link = Link::first(&json);
    let header: Header = serde_json::from_str(&json).map_err(|_| altered(path, 0))?;
    let mut number = 0;
    let query = "SELECT number, octet_length(json), \
                 CASE WHEN octet_length(json) <= ?1 THEN json END, link, at_ms \
                 FROM entry ORDER BY number";
    let mut statement = connection
        .prepare(query)
        .map_err(|error| told(path, number, error))?;
    let mut rows = statement
        .query([LONGEST_ENTRY])
        .map_err(|error| told(path, number, error))?;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => return Err(told(path, number, error)),
        };
        number += 1;
        if number > MOST_ENTRIES {
            return Err(StoreError::TooManyEntries {
                path: path.to_path_buf(),
                limit: MOST_ENTRIES,
            });
        }
        let (entry, json, next) = read(row, path, number, &link)?;
        link = next;
        take(entry, &json);
    }
    let ends = Ends {
        entries: number,
        link,
    };
    check_head(connection, path, &ends)?;
    Ok((header, ends))
}

fn read(
    row: &Row<'_>,
    path: &Path,
    number: i64,
    link: &Link,
) -> Result<(Entry, String, Link), StoreError> {
    let place: i64 = row.get(0).map_err(|_| altered(path, number))?;
    if place != number {
        return Err(altered(path, number));
    }
    let length: i64 = row.get(1).map_err(|_| altered(path, number))?;
    let json = match text(row, 2).map_err(|error| told(path, number - 1, error))? {
        Text::Is(json) => json,
        Text::Broken => return Err(altered(path, number)),
        Text::TooLong => {
            return Err(StoreError::EntryTooLong {
                path: path.to_path_buf(),
                entry: number,
                length,
                limit: LONGEST_ENTRY,
            });
        }
    };
    let written: String = row.get(3).map_err(|_| altered(path, number))?;
    let at: i64 = row.get(4).map_err(|_| altered(path, number))?;
    let next = link.next(&json);
    if next.as_str() != written {
        return Err(altered(path, number));
    }
    // It fits the chain, so it is as it was written, only not by a program that this one knows.
    let entry: Entry = serde_json::from_str(&json).map_err(|cause| StoreError::UnknownEntry {
        path: path.to_path_buf(),
        entry: number,
        cause,
    })?;
    if entry.at.as_ms() != at {
        return Err(altered(path, number));
    }
    Ok((entry, json, next))
}

/// Compares how the chain ends with what the record says of its end.
fn check_head(connection: &Connection, path: &Path, ends: &Ends) -> Result<(), StoreError> {
    let query = "SELECT entries, link FROM head WHERE id = 1";
    let head: rusqlite::Result<(i64, String)> =
        connection.query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?)));
    let (expected, link) = head.map_err(|error| told(path, ends.entries, error))?;
    if expected != ends.entries {
        return Err(StoreError::Cut {
            path: path.to_path_buf(),
            expected,
            found: ends.entries,
        });
    }
    if link == ends.link.as_str() {
        Ok(())
    } else {
        Err(altered(path, ends.entries))
    }
}

/// A text as it stands in a file that may have been altered.
enum Text {
    Is(String),
    TooLong,
    Broken,
}

fn text(row: &Row<'_>, place: usize) -> rusqlite::Result<Text> {
    Ok(match row.get_ref(place)? {
        ValueRef::Null => Text::TooLong,
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Text::Is(text.to_owned()),
            Err(_) => Text::Broken,
        },
        _ => Text::Broken,
    })
}

fn altered(path: &Path, entry: i64) -> StoreError {
    StoreError::Altered {
        path: path.to_path_buf(),
        entry,
    }
}

/// What SQLite says, with how far the record could be read: of a value of the wrong kind the entry that it
/// belongs to, of all else that the file is damaged behind the last readable entry.
fn told(path: &Path, last: i64, error: rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..)
        | rusqlite::Error::QueryReturnedNoRows => altered(path, last),
        other => StoreError::damaged(path, Some(last))(other),
    }
}
