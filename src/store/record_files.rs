//! The files of records: where they are, what they are called, from which day they are.

use std::path::{Path, PathBuf};

use super::data_dir::DataDir;
use super::error::StoreError;

/// The file ending of a record.
pub(super) const RECORD_ENDING: &str = "hotwash";

/// The records in the data folder, in the order of their names.
///
/// # Errors
/// [`StoreError`] if the folder can't be read.
pub fn record_paths(dir: &DataDir) -> Result<Vec<PathBuf>, StoreError> {
    let folder = dir.exercises();
    let mut paths = Vec::new();
    for file in std::fs::read_dir(&folder).map_err(StoreError::io(folder.clone()))? {
        let path = file.map_err(StoreError::io(folder.clone()))?.path();
        if path
            .extension()
            .is_some_and(|ending| ending == RECORD_ENDING)
        {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// What a record is called: its file's name without the ending. The ledger knows exercises by it.
#[must_use]
pub fn record_name(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The day on which an exercise began, in UTC: from its name if it has the usual one, or else from when its
/// record was last written.
#[must_use]
pub fn record_day(path: &Path) -> Option<jiff::civil::Date> {
    let name = record_name(path);
    let mut parts = name.split('-').rev();
    let days = parts.find(|part| part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit()));
    let named = days.and_then(|day| jiff::civil::Date::strptime("%Y%m%d", day).ok());
    named.or_else(|| {
        let modified = std::fs::metadata(path)
            .and_then(|meta| meta.modified())
            .ok()?;
        let at = jiff::Timestamp::try_from(modified).ok()?;
        Some(at.to_zoned(jiff::tz::TimeZone::UTC).date())
    })
}

/// When an exercise began: from its record's name if it has the usual one, or else from when that was last written.
#[must_use]
pub fn record_began(path: &Path) -> Option<jiff::Timestamp> {
    let name = record_name(path);
    let parts: Vec<&str> = name.split('-').collect();
    let stamp = parts.windows(2).rev().find_map(|pair| match pair {
        [day, time] if day.len() == 8 && time.len() == 6 => {
            let written = format!("{day}{time}");
            let stamp = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", written).ok()?;
            stamp
                .to_zoned(jiff::tz::TimeZone::UTC)
                .ok()
                .map(|zoned| zoned.timestamp())
        }
        _ => None,
    });
    stamp.or_else(|| {
        let modified = std::fs::metadata(path)
            .and_then(|meta| meta.modified())
            .ok()?;
        jiff::Timestamp::try_from(modified).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_records_name_says_when_it_began() {
        let began = |name: &str| record_began(Path::new(name)).map(|stamp| stamp.to_string());
        let said = Some("2026-07-03T10:15:00Z".to_owned());
        assert_eq!(began("a-20260703-101500.hotwash"), said);
        assert_eq!(began("b-20260703-101500-2.hotwash"), said);
        assert_eq!(began("blue-team.hotwash"), None, "no such file");
    }
}
