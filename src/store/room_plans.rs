//! What was planned for a room, kept between sittings: who takes part, how long, when and where.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{DataDir, StoreError, read_limited, write_whole};
use crate::base::id::ScenarioId;
use crate::conduct::roster::Roster;
use crate::scenario::{Inject, Mode, Scenario};

/// A plan for a room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomPlan {
    /// Who takes part.
    pub roster: Roster,
    /// How long the session may take, in minutes.
    pub minutes: u64,
    /// Who moves the story.
    pub mode: Mode,
    /// When it begins, as a person wrote it: `2026-12-01 09:00`; may be empty.
    pub starts: String,
    /// Where it takes place; may be empty.
    pub place: String,
    /// The MSEL as an edited sheet said it; the scenario's own if none.
    pub msel: Option<Vec<Inject>>,
}

impl RoomPlan {
    /// The plan as a scenario proposes it.
    #[must_use]
    pub fn proposed(scenario: &Scenario) -> Self {
        Self {
            minutes: (scenario.plays_in.as_ms() / 60_000).max(10),
            ..Self::default()
        }
    }

    /// The plan that was last kept for a scenario; none if there is none.
    ///
    /// # Errors
    /// [`StoreError`] if it is there and can't be read.
    pub fn load(dir: &DataDir, scenario: &ScenarioId) -> Result<Option<Self>, StoreError> {
        let path = place(dir, scenario);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|cause| StoreError::Json { path, cause }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(StoreError::Io { path, cause }),
        }
    }

    /// The plan in a file.
    ///
    /// # Errors
    /// [`StoreError`] if it can't be read.
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let bytes = read_limited(path)?;
        serde_json::from_slice(&bytes).map_err(|cause| StoreError::Json {
            path: path.to_path_buf(),
            cause,
        })
    }

    /// Puts a plan that can't be read out of the way; says where it is now.
    ///
    /// # Errors
    /// [`StoreError`] if it can't be moved.
    pub fn set_aside(dir: &DataDir, scenario: &ScenarioId) -> Result<PathBuf, StoreError> {
        let path = place(dir, scenario);
        let aside = path.with_extension("json.unreadable");
        fs::rename(&path, &aside).map_err(StoreError::io(path))?;
        Ok(aside)
    }

    /// Keeps the plan, all or nothing.
    ///
    /// # Errors
    /// [`StoreError`]; then the plan before is as it was.
    pub fn save(&self, dir: &DataDir, scenario: &ScenarioId) -> Result<(), StoreError> {
        let path = place(dir, scenario);
        let json = serde_json::to_vec_pretty(self).map_err(|cause| StoreError::Json {
            path: path.clone(),
            cause,
        })?;
        write_whole(&path, &json)
    }
}

fn place(dir: &DataDir, scenario: &ScenarioId) -> PathBuf {
    dir.plans().join(format!("{}.json", scenario.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;

    #[test]
    fn a_plan_lasts_and_a_missing_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::open(Some(folder.path().to_path_buf())).unwrap();
        let scenario = ScenarioId::from(Id::new("some-scenario").unwrap());
        assert_eq!(RoomPlan::load(&dir, &scenario).unwrap(), None);
        let plan = RoomPlan {
            minutes: 75,
            place: "Room 4".to_owned(),
            mode: Mode::Discussion,
            ..RoomPlan::default()
        };
        plan.save(&dir, &scenario).unwrap();
        assert_eq!(RoomPlan::load(&dir, &scenario).unwrap(), Some(plan));
        fs::write(dir.plans().join("some-scenario.json"), "{").unwrap();
        assert!(RoomPlan::load(&dir, &scenario).is_err());
        let aside = RoomPlan::set_aside(&dir, &scenario).unwrap();
        assert_eq!(fs::read_to_string(aside).unwrap(), "{");
        assert_eq!(RoomPlan::load(&dir, &scenario).unwrap(), None);
    }
}
