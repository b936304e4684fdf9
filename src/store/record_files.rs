//! The files of records: where they are, what they are called, when their exercises were held.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};

use super::carried::carried_name;
use super::data_dir::DataDir;
use super::error::StoreError;

/// The file ending of a record.
pub(super) const RECORD_ENDING: &str = "hotwash";

/// The records in the data folder, in the order of their names.
///
/// # Errors
/// [`StoreError`] if the folder can't be read.
pub fn record_paths(dir: &DataDir) -> Result<Vec<PathBuf>, StoreError> {
    records_in(&dir.exercises())
}

/// The records in a folder, in the order of their names.
pub(super) fn records_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut paths = Vec::new();
    for file in std::fs::read_dir(folder).map_err(StoreError::io(folder))? {
        let path = file.map_err(StoreError::io(folder))?.path();
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

/// The moment at which an exercise began: as the usual name says it, its own or the one under which it was carried,
/// or else when its record was last written. A name that holds only a day says its beginning, in UTC.
#[must_use]
pub fn record_began(path: &Path) -> Option<Timestamp> {
    match named(path) {
        Some(Named::At(at)) => Some(at),
        Some(Named::On(day)) => day.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp()),
        None => written(path),
    }
}

/// The day on which an exercise began, where this program runs: from its name if it has the usual one, which holds
/// the time in UTC, or else from when its record was last written.
#[must_use]
pub fn record_day(path: &Path) -> Option<Date> {
    day_in(path, &TimeZone::system())
}

fn day_in(path: &Path, zone: &TimeZone) -> Option<Date> {
    let at = match named(path) {
        Some(Named::At(at)) => at,
        // Whoever wrote only a day meant the one that it was there.
        Some(Named::On(day)) => return Some(day),
        None => written(path)?,
    };
    Some(at.to_zoned(zone.clone()).date())
}

/// When a name says that an exercise began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    At(Timestamp),
    On(Date),
}

fn named(path: &Path) -> Option<Named> {
    let carried = || in_name(&carried_name(path).ok().flatten()?);
    in_name(&record_name(path)).or_else(carried)
}

/// The last day that a name holds, with the time behind it if there is one: `..-20260701-233000..`.
fn in_name(name: &str) -> Option<Named> {
    let digits =
        |part: &&str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = name.split('-').collect();
    let place = parts.iter().rposition(|part| digits(part, 8))?;
    let day = Date::strptime("%Y%m%d", parts.get(place)?).ok()?;
    let time = parts.get(place + 1).filter(|part| digits(part, 6));
    let at = time.and_then(|time| {
        let text = format!("{}-{time}", parts.get(place)?);
        let at = DateTime::strptime("%Y%m%d-%H%M%S", text).ok()?;
        at.to_zoned(TimeZone::UTC).ok()
    });
    Some(at.map_or(Named::On(day), |at| Named::At(at.timestamp())))
}

fn written(path: &Path) -> Option<Timestamp> {
    let modified = std::fs::metadata(path).and_then(|meta| meta.modified());
    Timestamp::try_from(modified.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_is_the_one_where_the_program_runs() {
        let new_york = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
        let path = Path::new("drill-20260701-233000-2.hotwash");
        assert_eq!(day_in(path, &new_york), Some(date(2026, 7, 1)));
        let late = Path::new("drill-20260702-013000.hotwash");
        assert_eq!(day_in(late, &new_york), Some(date(2026, 7, 1)));
        assert_eq!(day_in(late, &TimeZone::UTC), Some(date(2026, 7, 2)));
        let only_a_day = Path::new("drill-20260702.hotwash");
        assert_eq!(day_in(only_a_day, &new_york), Some(date(2026, 7, 2)));
        let began = record_began(late).unwrap();
        assert_eq!(began.to_string(), "2026-07-02T01:30:00Z");
        assert_eq!(record_began(Path::new("nowhere.hotwash")), None);
    }
}
