//! Documents that people ask for, written where they say: over nothing that they did not mean, and never over a
//! record.

use std::path::Path;

use super::error::StoreError;
use super::journal::is_record;
use super::playbooks::write_whole;

/// Looks whether a document may be written here, before the work of making it is done.
///
/// # Errors
/// [`StoreError`] if a record is there, whatever it is called; a folder; a file that may not be replaced; or if
/// the folder for it is missing.
pub fn check_place(path: &Path, overwrite: bool) -> Result<(), StoreError> {
    if path.is_dir() {
        return Err(StoreError::IsFolder(path.to_path_buf()));
    }
    if path.exists() {
        if is_record(path) {
            return Err(StoreError::IsRecord(path.to_path_buf()));
        }
        if !overwrite {
            return Err(StoreError::Exists(path.to_path_buf()));
        }
    }
    check_folder(path)
}

/// Looks whether the folder for a file is there.
pub(super) fn check_folder(path: &Path) -> Result<(), StoreError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    match folder.filter(|folder| !folder.is_dir()) {
        Some(folder) => Err(StoreError::NoFolder {
            path: path.to_path_buf(),
            folder: folder.to_path_buf(),
        }),
        None => Ok(()),
    }
}

/// Writes a document, whole or not at all.
///
/// # Errors
/// [`StoreError`] as [`check_place`], or if it can't be written.
pub fn write_document(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), StoreError> {
    check_place(path, overwrite)?;
    write_whole(path, bytes)
}
