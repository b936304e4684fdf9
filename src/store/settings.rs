//! A person's settings.

use std::fs;
use std::io::Write as _;

use serde::{Deserialize, Serialize};

use super::data_dir::DataDir;
use super::error::StoreError;
use super::retention::Retention;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A person's settings. Unknown ones are left out, missing ones have their default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// How loud sounds are, in percent.
    pub volume: u8,
    /// Whether sounds are off.
    pub muted: bool,
    /// How many times as fast as the wall a new exercise runs.
    pub speed: u32,
    /// The size of text, in percent.
    pub text_size: u16,
    /// How long names and records are kept; for ever unless somebody says otherwise.
    pub retention: Retention,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            volume: 60,
            muted: false,
            speed: 5,
            text_size: 100,
            retention: Retention::default(),
        }
    }
}

impl Settings {
    /// The settings as they were last saved; the defaults if there are none.
    ///
    /// # Errors
    /// [`StoreError`] if the file is there and can't be read. It is left as it is.
    pub fn load(dir: &DataDir) -> Result<Self, StoreError> {
        let path = dir.settings();
        match fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map_err(|cause| StoreError::Json { path, cause })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(cause) => Err(StoreError::Io { path, cause }),
        }
    }

    /// Saves the settings: all or nothing, by a new file that takes the old one's name.
    ///
    /// # Errors
    /// [`StoreError`]; then the old file is as it was.
    pub fn save(&self, dir: &DataDir) -> Result<(), StoreError> {
        let path = dir.settings();
        let json = serde_json::to_vec_pretty(self).map_err(|cause| StoreError::Json {
            path: path.clone(),
            cause,
        })?;
        let new = path.with_extension("json.new");
        let write = || {
            let mut file = fs::File::create(&new)?;
            file.write_all(&json)?;
            file.sync_all()?;
            fs::rename(&new, &path)
        };
        write().map_err(StoreError::io(path.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_last_and_a_broken_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::open(Some(folder.path().to_path_buf())).unwrap();
        assert_eq!(Settings::load(&dir).unwrap(), Settings::default());
        let settings = Settings {
            volume: 10,
            theme: Theme::Light,
            ..Settings::default()
        };
        settings.save(&dir).unwrap();
        assert_eq!(Settings::load(&dir).unwrap(), settings);
        fs::write(dir.settings(), "{").unwrap();
        assert!(Settings::load(&dir).is_err());
    }
}
