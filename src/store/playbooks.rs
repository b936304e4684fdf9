//! Playbooks on disk: Markdown files, under any name.

use std::fs;
use std::path::{Path, PathBuf};

use super::StoreError;
use super::scenarios::read_up_to;
use crate::playbook::LARGEST_FILE;

/// The files that a path stands for: itself, or if it is a folder, its files that end in `.md` or
/// `.txt`, in the order of their names.
///
/// # Errors
/// [`StoreError`] if a folder can't be read, or holds no such file.
pub fn playbook_files(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(StoreError::io(path))? {
        let file = entry.map_err(StoreError::io(path))?.path();
        let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase());
        if matches!(ending.as_deref(), Some("md" | "txt")) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        Err(StoreError::NoPlaybook(path.to_path_buf()))
    } else {
        Ok(files)
    }
}

/// A playbook's bytes, unless there are more of them than are read.
///
/// # Errors
/// [`StoreError`] if the file is too large or can't be read.
pub fn read_playbook(path: &Path) -> Result<Vec<u8>, StoreError> {
    read_up_to(path, LARGEST_FILE)
}
