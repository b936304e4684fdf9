//! Where everything that lasts is kept.

use std::path::{Path, PathBuf};

use super::error::StoreError;

/// The folder under which everything that lasts is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// The folder that was asked for, or the platform's own for this program; it is made if it is missing.
    ///
    /// # Errors
    /// [`StoreError`] if it can't be made, or the platform names none.
    pub fn open(asked: Option<PathBuf>) -> Result<Self, StoreError> {
        let root = match asked {
            Some(path) => path,
            None => directories::ProjectDirs::from("", "", "hotwash")
                .ok_or(StoreError::NoDataDir)?
                .data_dir()
                .to_path_buf(),
        };
        let dir = Self(root);
        for folder in [dir.0.clone(), dir.exercises()] {
            std::fs::create_dir_all(&folder).map_err(StoreError::io(folder))?;
        }
        Ok(dir)
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.0
    }

    /// Where the records of exercises are.
    #[must_use]
    pub fn exercises(&self) -> PathBuf {
        self.0.join("exercises")
    }

    /// Where a user's own scenarios are.
    #[must_use]
    pub fn scenarios(&self) -> PathBuf {
        self.0.join("scenarios")
    }

    /// Where a user's own playbooks are.
    #[must_use]
    pub fn playbooks(&self) -> PathBuf {
        self.0.join("playbooks")
    }

    /// Where plans for a room are.
    #[must_use]
    pub fn plans(&self) -> PathBuf {
        self.0.join("plans")
    }

    /// The ledger of corrective actions.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.0.join("ledger.json")
    }

    /// The settings file.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.0.join("settings.json")
    }

    /// Where the window's place is remembered.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.0.join("window.ron")
    }
}
