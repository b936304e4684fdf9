//! How long records and names are kept: nothing is removed unless somebody has said so.
//!
//! A record and its branches are one: they are as old as the youngest of them, and go together. A branch without
//! its record could not be looked at where it was made.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::branches::{Origins, read_branch};
use super::error::StoreError;
use super::people::{forget_all_names, forget_in_plan, has_names, plans_with_names};
use super::record_files::record_paths;
use super::{DataDir, remove_record};

/// A day, in seconds.
const DAY: u64 = 24 * 60 * 60;

/// How long things are kept, in days since they were last changed; for ever if none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// The names of those who took part, in records and in plans for a room.
    pub names_days: Option<u32>,
    /// Whole records.
    pub records_days: Option<u32>,
}

/// What is older than it may be.
#[derive(Debug, Default)]
pub struct Expired {
    /// Records whose names are to go.
    pub names: Vec<PathBuf>,
    /// Plans for a room whose names are to go.
    pub plans: Vec<PathBuf>,
    /// Records that are to go.
    pub records: Vec<PathBuf>,
    /// What could not be looked at, or not be removed.
    pub errors: Vec<StoreError>,
}

impl Expired {
    /// Whether there is nothing to remove.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.plans.is_empty() && self.records.is_empty()
    }

    /// What there is, or was, in a sentence: `2 records removed, names removed from 1 record`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let count = |n: usize, one: &str, many: &str| match n {
            1 => format!("1 {one}"),
            n => format!("{n} {many}"),
        };
        let mut parts = Vec::new();
        if !self.records.is_empty() {
            let records = count(self.records.len(), "record", "records");
            parts.push(format!("{records} removed"));
        }
        if !self.names.is_empty() {
            let records = count(self.names.len(), "record", "records");
            parts.push(format!("names removed from {records}"));
        }
        if !self.plans.is_empty() {
            let plans = count(self.plans.len(), "plan for a room", "plans for a room");
            parts.push(format!("names removed from {plans}"));
        }
        parts.join(", ")
    }
}

impl Retention {
    /// Whether anything is ever removed.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.names_days.is_some() || self.records_days.is_some()
    }

    /// What is older than it may be.
    ///
    /// # Errors
    /// [`StoreError`] if the folder itself can't be read.
    pub fn expired(&self, dir: &DataDir, now: SystemTime) -> Result<Expired, StoreError> {
        let mut expired = Expired::default();
        if !self.is_on() {
            return Ok(expired);
        }
        for (path, age) in ages(&record_paths(dir)?, now, &mut expired.errors) {
            if is_over(age, self.records_days) {
                expired.records.push(path);
            } else if is_over(age, self.names_days) {
                match has_names(&path) {
                    Ok(true) => expired.names.push(path),
                    Ok(false) => {}
                    Err(error) => expired.errors.push(error),
                }
            }
        }
        for path in plans_with_names(dir) {
            match age(&path, now) {
                Ok(age) if is_over(age, self.names_days) => expired.plans.push(path),
                Ok(_) => {}
                Err(error) => expired.errors.push(error),
            }
        }
        Ok(expired)
    }

    /// Removes what is older than it may be; returns what was.
    ///
    /// # Errors
    /// [`StoreError`] if the folder itself can't be read.
    pub fn apply(&self, dir: &DataDir, now: SystemTime) -> Result<Expired, StoreError> {
        let expired = self.expired(dir, now)?;
        let mut done = Expired {
            errors: expired.errors,
            ..Expired::default()
        };
        let mut each = |paths: Vec<PathBuf>, remove: &dyn Fn(&Path) -> Result<(), StoreError>| {
            let mut removed = Vec::new();
            for path in paths {
                match remove(&path) {
                    Ok(()) => removed.push(path),
                    Err(error) => done.errors.push(error),
                }
            }
            removed
        };
        let records = each(expired.records, &remove_record);
        let names = each(expired.names, &forget_all_names);
        let plans = each(expired.plans, &|path: &Path| forget_in_plan(path, None));
        (done.records, done.names, done.plans) = (records, names, plans);
        Ok(done)
    }
}

/// The records with how old they are, each as old as the youngest of its family.
fn ages(
    records: &[PathBuf],
    now: SystemTime,
    errors: &mut Vec<StoreError>,
) -> Vec<(PathBuf, Duration)> {
    let mut origins = Origins::new(records);
    let mut roots: BTreeMap<&Path, PathBuf> = BTreeMap::new();
    for path in records {
        // A record that can't be read is no branch of another.
        let mut root = path.clone();
        for _ in records {
            let branch = read_branch(&root).ok().flatten();
            match branch.and_then(|branch| origins.of(&root, &branch)) {
                Some(origin) => root = origin,
                None => break,
            }
        }
        roots.insert(path, root);
    }
    let mut own = Vec::new();
    let mut youngest: BTreeMap<&Path, Duration> = BTreeMap::new();
    for (path, root) in &roots {
        match age(path, now) {
            Ok(age) => {
                let of_all = youngest.entry(root).or_insert(age);
                *of_all = age.min(*of_all);
                own.push((path, root));
            }
            Err(error) => errors.push(error),
        }
    }
    let aged = |(path, root): (&&Path, &PathBuf)| {
        let age = youngest.get(root.as_path()).copied();
        (path.to_path_buf(), age.unwrap_or_default())
    };
    own.into_iter().map(aged).collect()
}

/// How long ago a file was changed.
fn age(path: &Path, now: SystemTime) -> Result<Duration, StoreError> {
    let modified = fs::metadata(path).and_then(|meta| meta.modified());
    let modified = modified.map_err(StoreError::io(path))?;
    // A file from the future is not old.
    Ok(now.duration_since(modified).unwrap_or_default())
}

fn is_over(age: Duration, days: Option<u32>) -> bool {
    days.is_some_and(|days| age > Duration::from_secs(u64::from(days) * DAY))
}
