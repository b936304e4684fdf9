//! A record as one file, with nothing beside it and nothing left of what was deleted; made under another name
//! until it is whole.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use super::journal::remove_record;

/// Takes what SQLite keeps beside a record into it, leaves nothing behind of what was deleted, and makes sure
/// that it is on disk.
pub(super) fn one_file(path: &Path) -> Result<(), StoreError> {
    let tidy = || -> rusqlite::Result<()> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.execute_batch("VACUUM")?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        connection.pragma_update(None, "journal_mode", "DELETE")?;
        connection.close().map_err(|(_, error)| error)
    };
    tidy().map_err(StoreError::sqlite(path))?;
    let file = fs::File::open(path).map_err(StoreError::io(path))?;
    file.sync_all().map_err(StoreError::io(path))
}

/// Makes a record that takes its name only when it is whole. `make` gets the name under which it is made; if it
/// fails, nothing of the record is left.
pub(super) fn made_whole<T>(
    path: &Path,
    make: impl FnOnce(&Path) -> Result<T, StoreError>,
    take_name: impl FnOnce(&Path, &Path) -> Result<(), StoreError>,
) -> Result<T, StoreError> {
    let mut making = path.as_os_str().to_owned();
    making.push(".making");
    let making = PathBuf::from(making);
    // A program that was killed may have left one.
    remove_record(&making)?;
    let made = make(&making).and_then(|made| {
        take_name(&making, path)?;
        Ok(made)
    });
    if made.is_err() {
        // What is left of it is of no use; that it can't be removed changes nothing.
        let _ = remove_record(&making);
    }
    made
}

/// Gives a file its name, in the place of what had it.
pub(super) fn replace(making: &Path, path: &Path) -> Result<(), StoreError> {
    fs::rename(making, path).map_err(StoreError::io(path))
}

/// Gives a file its name, unless somebody has taken it meanwhile.
pub(super) fn take_free_name(making: &Path, path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Err(StoreError::Exists(path.to_path_buf()));
    }
    replace(making, path)
}
