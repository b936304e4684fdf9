//! A record as one file, with nothing beside it and nothing left of what was deleted.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::error::StoreError;

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
