//! The ledger of corrective actions on disk: one file, written whole, by one program at a time.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::scenarios::read_up_to;
use super::{DataDir, StoreError, write_whole};
use crate::review::lessons::LEDGER_FORMAT;
use crate::review::{Ledger, LedgerChange, LedgerError};

/// The largest ledger that is read, in bytes: 32 MiB.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// How long a writer waits for another, in steps of 20 milliseconds: five seconds.
const TRIES: u32 = 250;

/// The part of the file that every format has.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

/// The ledger; an empty one if there is none yet.
///
/// # Errors
/// [`StoreError`] if it is there and can't be read. It is left as it is.
pub fn read_ledger(dir: &DataDir) -> Result<Ledger, StoreError> {
    let path = dir.ledger();
    let bytes = match read_up_to(&path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(StoreError::Io { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Ledger::default());
        }
        Err(error) => return Err(error),
    };
    let broken = |cause| StoreError::BrokenLedger {
        path: path.clone(),
        cause,
    };
    let version: Version = serde_json::from_slice(&bytes).map_err(broken)?;
    if version.format > LEDGER_FORMAT {
        return Err(StoreError::NewerLedger {
            path,
            found: version.format,
            known: LEDGER_FORMAT,
        });
    }
    let ledger: Ledger = serde_json::from_slice(&bytes).map_err(broken)?;
    // Whatever is written from now on is of this program's format.
    Ok(Ledger {
        format: LEDGER_FORMAT,
        ..ledger
    })
}

/// Does something to the ledger as it is now on disk, whoever wrote it last, and keeps it; returns it.
///
/// # Errors
/// [`StoreError`] if it can't be read or written, or refuses the change; then it is as it was.
pub fn change_ledger(dir: &DataDir, change: LedgerChange) -> Result<Ledger, StoreError> {
    change_ledger_by(dir, |ledger| ledger.apply(change))
}

/// The same, with a change that depends on what the ledger says. A ledger that stays the same is not written.
///
/// # Errors
/// [`StoreError`] if it can't be read or written, or refuses the change; then it is as it was.
pub fn change_ledger_by(
    dir: &DataDir,
    change: impl FnOnce(&mut Ledger) -> Result<(), LedgerError>,
) -> Result<Ledger, StoreError> {
    let _lock = lock(&dir.ledger())?;
    let before = read_ledger(dir)?;
    let mut ledger = before.clone();
    change(&mut ledger)?;
    if ledger != before {
        let path = dir.ledger();
        let json = serde_json::to_vec_pretty(&ledger).map_err(|cause| StoreError::Json {
            path: path.clone(),
            cause,
        })?;
        write_whole(&path, &json)?;
    }
    Ok(ledger)
}

/// Puts a ledger that can't be read out of the way, under a free name; says where it is now.
///
/// # Errors
/// [`StoreError`] if there is none, or it can't be moved.
pub fn set_ledger_aside(dir: &DataDir) -> Result<PathBuf, StoreError> {
    let path = dir.ledger();
    let _lock = lock(&path)?;
    let names = (1_u32..).map(|n| path.with_extension(format!("json.aside-{n}")));
    let aside = names
        .into_iter()
        .find(|name| !name.exists())
        .unwrap_or_else(|| path.with_extension("json.aside"));
    fs::rename(&path, &aside).map_err(StoreError::io(path))?;
    Ok(aside)
}

/// Holds a file beside the ledger, so that two programs change it one after the other.
fn lock(path: &Path) -> Result<File, StoreError> {
    let beside = path.with_extension("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&beside)
        .map_err(StoreError::io(&beside))?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::Error(cause)) => {
                return Err(StoreError::Io {
                    path: beside,
                    cause,
                });
            }
        }
    }
    Err(StoreError::LedgerInUse(path.to_path_buf()))
}
