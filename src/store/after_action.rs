//! What people wrote of an exercise afterwards, kept beside its record's chain.

use std::path::Path;

use super::error::StoreError;
use super::journal::{Beside, read_beside, save_beside};
use crate::review::AfterAction;

/// What people have written of an exercise; none if nobody has yet.
///
/// # Errors
/// [`StoreError`] if the record can't be read.
pub fn read_after_action(path: &Path) -> Result<Option<AfterAction>, StoreError> {
    read_beside(path, Beside::AfterAction)
}

/// Keeps what people have written of an exercise.
///
/// # Errors
/// [`StoreError`] if the record can't be written.
pub fn save_after_action(path: &Path, after: &AfterAction) -> Result<(), StoreError> {
    save_beside(path, Beside::AfterAction, after)
}
