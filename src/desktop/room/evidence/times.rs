//! Times at the evidence desk: UTC as the logs have it, and story times as people type them.

use crate::base::{Moment, Offset};
use crate::evidence::Stamp;
use crate::scenario::{Scenario, StartDate};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn month(number: u8) -> &'static str {
    MONTHS
        .get(usize::from(number).saturating_sub(1))
        .copied()
        .unwrap_or("???")
}

/// A column's worth: `03 Mar 09:05:12.345`.
pub(super) fn short(stamp: Stamp) -> String {
    let t = stamp.civil();
    format!(
        "{:02} {} {:02}:{:02}:{:02}.{:03}",
        t.day,
        month(t.month),
        t.hour,
        t.minute,
        t.second,
        t.micros / 1_000
    )
}

/// In full: `2026-03-03 09:05:12.345 UTC`.
pub(super) fn full(stamp: Stamp) -> String {
    let t = stamp.civil();
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03} UTC",
        t.year,
        t.month,
        t.day,
        t.hour,
        t.minute,
        t.second,
        t.micros / 1_000
    )
}

/// To the second, of a moment: `2026-03-03 09:05:12`, as a range is typed and shown.
pub(super) fn typed(starts: StartDate, moment: Moment) -> String {
    let t = Stamp::of(starts, moment).civil();
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
        t.year, t.month, t.day, t.hour, t.minute, t.second
    )
}

/// To the minute, of a moment: `03 Mar 09:05`.
pub(super) fn tick(starts: StartDate, moment: Moment) -> String {
    let t = Stamp::of(starts, moment).civil();
    format!(
        "{:02} {} {:02}:{:02}",
        t.day,
        month(t.month),
        t.hour,
        t.minute
    )
}

/// A time as somebody types it: `T-0:30`, `D-2 04:10`, `2026-03-03 09:05`, or `now`.
pub(super) fn read(scenario: &Scenario, text: &str, now: Moment) -> Option<Moment> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("now") {
        return Some(now);
    }
    if let Ok(offset) = text.parse::<Offset>() {
        return Some(scenario.moment(offset));
    }
    let date = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"]
        .iter()
        .find_map(
            |pattern| match jiff::civil::DateTime::strptime(pattern, text) {
                Ok(date) => Some(date),
                Err(_) => jiff::civil::Date::strptime(pattern, text)
                    .ok()
                    .filter(|_| !pattern.contains("%H"))
                    .map(|date| date.at(0, 0, 0, 0)),
            },
        )?;
    let since = date.duration_since(scenario.starts.at(Moment::START));
    i64::try_from(since.as_millis()).ok().map(Moment::from_ms)
}
