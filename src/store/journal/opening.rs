//! Opening a record file: what it is, before SQLite sees it; for writing; and for reading, which changes nothing.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::{APPLICATION_ID, BESIDE, NAMES};
use crate::exercise::record::RECORD_FORMAT;
use crate::store::StoreError;

/// The largest record that is opened, in bytes: 256 MiB. An exercise of a day with a room full of people
/// takes some tens of MiB.
pub const MOST_RECORD_BYTES: u64 = 256 * 1024 * 1024;

/// Looks at a file before SQLite opens it: its kind and its size. It is not opened here: closing a file takes
/// away the locks that this program holds on it, and an exercise may be running on it
/// (<https://sqlite.org/howtocorrupt.html>, 2.2).
fn look_at(path: &Path) -> Result<(), StoreError> {
    let meta = std::fs::metadata(path).map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => StoreError::NoFile(path.to_path_buf()),
        _ => StoreError::io(path)(cause),
    })?;
    if !meta.is_file() {
        return Err(StoreError::NotAFile(path.to_path_buf()));
    }
    if meta.len() == 0 {
        return Err(StoreError::Empty(path.to_path_buf()));
    }
    if meta.len() > MOST_RECORD_BYTES {
        return Err(StoreError::TooLarge {
            path: path.to_path_buf(),
            size: meta.len(),
            limit: MOST_RECORD_BYTES,
        });
    }
    Ok(())
}

/// Looks whose a database is, and how new.
fn look_into(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let not_a_record = || StoreError::NotARecord(path.to_path_buf());
    let number = |name| {
        let number = connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        number.map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => not_a_record(),
            _ => StoreError::damaged(path, None)(error),
        })
    };
    if number("application_id")? != APPLICATION_ID {
        return Err(not_a_record());
    }
    let (found, known) = (number("user_version")?, i64::from(RECORD_FORMAT));
    if found > known {
        return Err(StoreError::Newer {
            path: path.to_path_buf(),
            found,
            known,
        });
    }
    Ok(())
}

/// Whether a file is a record by what stands in it: SQLite's, and with Hotwash's own mark.
#[must_use]
pub fn is_record(path: &Path) -> bool {
    // One that is too large or too new may well be a record, and whoever opens it is told so.
    match open_to_read(path) {
        Ok(_) => true,
        Err(error) => !matches!(
            error,
            StoreError::NotARecord(_)
                | StoreError::NoFile(_)
                | StoreError::NotAFile(_)
                | StoreError::Empty(_)
                | StoreError::Io { .. }
        ),
    }
}

/// The files that SQLite keeps beside a database in WAL mode.
pub(super) fn side_files(path: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Opens a record to go on with, and adds what records of earlier programs lack.
pub(super) fn open_existing(path: &Path) -> Result<Connection, StoreError> {
    look_at(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(StoreError::damaged(path, None))?;
    look_into(&connection, path)?;
    prepare(&connection)
        .and_then(|()| add_later_tables(&connection))
        .map_err(StoreError::damaged(path, None))?;
    Ok(connection)
}

/// Opens a record to look at. Nothing is written, neither into it nor beside it, as long as nobody else has
/// it open: then SQLite's own files lie beside it already, and are read along.
pub(in crate::store) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    look_at(path)?;
    let [wal, _] = side_files(path);
    let has_more = std::fs::metadata(wal).is_ok_and(|meta| meta.len() > 0);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(uri(path, !has_more), flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    };
    let connection = open().map_err(StoreError::damaged(path, None))?;
    look_into(&connection, path)?;
    Ok(connection)
}

/// A path as SQLite takes it as a URI; `immutable` says that nobody changes the file meanwhile, so that it
/// needs no files beside it and may lie where nothing can be written.
fn uri(path: &Path, immutable: bool) -> String {
    use std::fmt::Write as _;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file:");
    // A path with a drive's letter needs a slash before it.
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing into a string can't fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri.push_str(if immutable {
        "?mode=ro&immutable=1"
    } else {
        "?mode=ro"
    });
    uri
}

/// Adds what records of earlier programs lack. It stands beside the chain and changes nothing in it.
fn add_later_tables(connection: &Connection) -> rusqlite::Result<()> {
    if !has_column(connection, "clock", "session_ms")? {
        connection
            .execute_batch("ALTER TABLE clock ADD COLUMN session_ms INTEGER NOT NULL DEFAULT 0")?;
    }
    connection.execute_batch(NAMES)?;
    connection.execute_batch(BESIDE)
}

/// Whether a table is there and has a column; records of earlier programs lack some.
pub(super) fn has_column(
    connection: &Connection,
    table: &str,
    column: &str,
) -> rusqlite::Result<bool> {
    let query = "SELECT count(*) FROM pragma_table_info(?1) WHERE name = ?2";
    let there: i64 = connection.query_row(query, [table, column], |row| row.get(0))?;
    Ok(there > 0)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Names are deleted so that nothing of them is left in the file.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "trusted_schema", false)
}
