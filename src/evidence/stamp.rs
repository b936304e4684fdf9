//! Moments as logs write them: microseconds of UTC.

use crate::base::Moment;
use crate::scenario::StartDate;

/// A point in time, in microseconds since 1970 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Stamp(pub i64);

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a day.
pub const DAY: i64 = 86_400 * SECOND;

impl Stamp {
    /// The stamp of a moment of the story.
    #[must_use]
    pub fn of(starts: StartDate, moment: Moment) -> Self {
        Self::start(starts).later_ms(moment.as_ms())
    }

    /// The stamp of STARTEX.
    #[must_use]
    pub fn start(starts: StartDate) -> Self {
        let seconds = jiff::tz::TimeZone::UTC
            .to_timestamp(starts.at(Moment::START))
            .map_or(0, jiff::Timestamp::as_second);
        Self(seconds.saturating_mul(SECOND))
    }

    /// The moment of the story, in whole milliseconds, rounded down.
    #[must_use]
    pub fn moment(self, starts: StartDate) -> Moment {
        Moment::from_ms(
            self.0
                .saturating_sub(Self::start(starts).0)
                .div_euclid(1_000),
        )
    }

    /// So many milliseconds later.
    #[must_use]
    pub const fn later_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms.saturating_mul(1_000)))
    }

    /// So many microseconds later.
    #[must_use]
    pub const fn later(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// Whole seconds since 1970.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// Microseconds after the full second, below 1,000,000.
    #[must_use]
    pub const fn micros(self) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "below a million")]
        let micros = self.0.rem_euclid(SECOND) as u32;
        micros
    }

    /// Its date and time of day in UTC.
    #[must_use]
    pub fn civil(self) -> Civil {
        Civil::of(self)
    }
}

/// A date and a time of day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
    /// The day of the week, Monday being 0.
    pub weekday: u8,
    /// The hour.
    pub hour: u8,
    /// The minute.
    pub minute: u8,
    /// The second.
    pub second: u8,
    /// Microseconds after the second.
    pub micros: u32,
}

impl Civil {
    /// Days to dates by the algorithm of Howard Hinnant, "chrono-compatible low-level date algorithms"
    /// (2021): a line of a log has no time for a calendar library.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "each figure is within its own small range"
    )]
    fn of(stamp: Stamp) -> Self {
        let days = stamp.0.div_euclid(DAY);
        let in_day = stamp.seconds().rem_euclid(86_400);
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self {
            year: year as i32,
            month: month as u8,
            day: day as u8,
            weekday: (days + 3).rem_euclid(7) as u8,
            hour: (in_day / 3_600) as u8,
            minute: (in_day / 60 % 60) as u8,
            second: (in_day % 60) as u8,
            micros: stamp.micros(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_agree_with_a_calendar() {
        for day in (-20_000..40_000).step_by(37) {
            let stamp = Stamp(day * DAY + 12_345 * SECOND + 678_901);
            let civil = stamp.civil();
            let known = jiff::Timestamp::from_microsecond(stamp.0)
                .unwrap()
                .to_zoned(jiff::tz::TimeZone::UTC);
            assert_eq!(civil.year, i32::from(known.year()));
            assert_eq!(i8::try_from(civil.month).unwrap(), known.month());
            assert_eq!(i8::try_from(civil.day).unwrap(), known.day());
            assert_eq!(
                i8::try_from(civil.weekday).unwrap(),
                known.weekday().to_monday_zero_offset()
            );
            assert_eq!(i8::try_from(civil.hour).unwrap(), known.hour());
            assert_eq!(civil.micros, 678_901);
        }
    }
}
