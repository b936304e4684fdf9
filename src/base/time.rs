//! The exercise's time: integer milliseconds, as people write them and as the core counts them.
//!
//! Three types keep three meanings apart: a [`Span`] is a length, a [`Moment`] is a point of the story
//! counted from STARTEX, and an [`Offset`] is a point as an author writes it, which needs the time of
//! day of STARTEX to become a moment.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use jiff::SpanRelativeTo;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The longest time a scenario may speak of, on either side of STARTEX: 400 days.
pub const LONGEST_MS: i64 = 400 * DAY;

/// Why a written time could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Not a duration at all.
    #[error(
        "`{text}` is not a duration; write it like \"15min\", \"1h 30min\", \"45s\" or \"2d\" ({why})"
    )]
    Span {
        /// The text as it stands in the file.
        text: String,
        /// What the duration parser said.
        why: String,
    },
    /// A duration below zero.
    #[error("`{0}` is negative; a duration runs forward")]
    Negative(String),
    /// Not a clock offset.
    #[error(
        "`{0}` is not a clock offset; write it like \"T+1:30\" (hours:minutes after STARTEX), \"T+0:05:30\" or \"D-2 04:10\" (days before STARTEX's day, time of day)"
    )]
    Offset(String),
    /// Outside of what a scenario may speak of.
    #[error("`{0}` lies more than 400 days from STARTEX")]
    TooFar(String),
}

/// A length of time in milliseconds; never negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(u64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of so many milliseconds.
    #[must_use]
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// A span of so many minutes.
    #[must_use]
    pub const fn from_minutes(minutes: u64) -> Self {
        Self(minutes.saturating_mul(60_000))
    }

    /// The length in milliseconds.
    #[must_use]
    pub const fn as_ms(self) -> u64 {
        self.0
    }

    /// This span so many times over, at most the longest that fits.
    #[must_use]
    pub const fn times(self, n: u64) -> Self {
        Self(self.0.saturating_mul(n))
    }

    /// Whether the span is no time at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The two spans one after the other.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    fn signed(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }
}

impl FromStr for Span {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let bad = |why: &dyn fmt::Display| TimeError::Span {
            text: text.to_owned(),
            why: why.to_string(),
        };
        let span: jiff::Span = text.trim().parse().map_err(|e: jiff::Error| bad(&e))?;
        let length = span
            .to_duration(SpanRelativeTo::days_are_24_hours())
            .map_err(|e| bad(&e))?;
        if length.is_negative() {
            return Err(TimeError::Negative(text.to_owned()));
        }
        let ms = u64::try_from(length.as_millis()).map_err(|e| bad(&e))?;
        if Self(ms).signed() > LONGEST_MS {
            return Err(TimeError::TooFar(text.to_owned()));
        }
        Ok(Self(ms))
    }
}

/// As people say it: `1 h 05 min`, `15 min`, `40 s`, `2 d 3 h`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.signed();
        let (days, hours, minutes, seconds) = (
            ms / DAY,
            ms % DAY / HOUR,
            ms % HOUR / MINUTE,
            ms % MINUTE / SECOND,
        );
        match (days, hours, minutes) {
            (0, 0, 0) => write!(f, "{seconds} s"),
            (0, 0, _) if seconds == 0 || minutes >= 10 => write!(f, "{minutes} min"),
            (0, 0, _) => write!(f, "{minutes} min {seconds:02} s"),
            (0, _, _) => write!(f, "{hours} h {minutes:02} min"),
            _ => write!(f, "{days} d {hours} h"),
        }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A point of the story, in milliseconds from STARTEX; negative before it.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    /// STARTEX itself.
    pub const START: Self = Self(0);

    /// The moment so many milliseconds from STARTEX.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds from STARTEX.
    #[must_use]
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// How long after `earlier` this moment is; zero if it is not after it.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        let gap = self.0.saturating_sub(earlier.0);
        if gap > 0 {
            Span(gap.unsigned_abs())
        } else {
            Span::ZERO
        }
    }
}

impl Add<Span> for Moment {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.signed()))
    }
}

impl Sub<Span> for Moment {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.signed()))
    }
}

/// `T+1:30`; with seconds where there are any: `T+0:05:30`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let ms = self.0.saturating_abs();
        let (hours, minutes, seconds) = (ms / HOUR, ms % HOUR / MINUTE, ms % MINUTE / SECOND);
        write!(f, "T{sign}{hours}:{minutes:02}")?;
        if seconds > 0 {
            write!(f, ":{seconds:02}")
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A point of the story as an author writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offset {
    /// `"T+1:30"`: from STARTEX.
    FromStart(Moment),
    /// `"D-2 04:10"`: a day counted from STARTEX's day, and a time of day.
    OnDay {
        /// Days from STARTEX's day; negative before it.
        day: i64,
        /// Milliseconds after midnight.
        time_of_day: Span,
    },
}

impl Offset {
    /// The moment meant, when STARTEX is at `start_of_play` after midnight.
    #[must_use]
    pub fn moment(self, start_of_play: Span) -> Moment {
        match self {
            Self::FromStart(moment) => moment,
            Self::OnDay { day, time_of_day } => Moment(
                day.saturating_mul(DAY)
                    .saturating_add(time_of_day.signed())
                    .saturating_sub(start_of_play.signed()),
            ),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix('T') {
            let sign = match rest.chars().next()? {
                '+' => 1,
                '-' => -1,
                _ => return None,
            };
            return Some(Self::FromStart(Moment(
                sign * clock_ms(rest.get(1..)?, LONGEST_MS / HOUR)?,
            )));
        }
        let (day, clock) = text.strip_prefix('D')?.split_once(' ')?;
        let day = match day {
            "" => 0,
            number => {
                let digits = number.strip_prefix(['+', '-'])?;
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                number.parse().ok()?
            }
        };
        let time_of_day = clock_ms(clock, 23)?;
        Some(Self::OnDay {
            day,
            time_of_day: Span(time_of_day.unsigned_abs()),
        })
    }
}

/// `h:mm` or `h:mm:ss` to milliseconds, with at most `most_hours` hours.
fn clock_ms(text: &str, most_hours: i64) -> Option<i64> {
    let mut parts = text.split(':');
    let mut field = |most: i64| -> Option<Option<i64>> {
        let Some(digits) = parts.next() else {
            return Some(None);
        };
        let plain =
            !digits.is_empty() && digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit());
        let value: i64 = if plain {
            digits.parse().ok()?
        } else {
            return None;
        };
        (value <= most).then_some(Some(value))
    };
    let hours = field(most_hours)??;
    let minutes = field(59)??;
    let seconds = field(59)?.unwrap_or(0);
    parts
        .next()
        .is_none()
        .then_some(hours * HOUR + minutes * MINUTE + seconds * SECOND)
}

impl FromStr for Offset {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let offset = Self::parse(text.trim()).ok_or_else(|| TimeError::Offset(text.to_owned()))?;
        if offset.moment(Span::ZERO).0.saturating_abs() > LONGEST_MS {
            return Err(TimeError::TooFar(text.to_owned()));
        }
        Ok(offset)
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FromStart(moment) => write!(f, "{moment}"),
            Self::OnDay { day, time_of_day } => {
                let ms = time_of_day.signed();
                write!(f, "D{day:+} {:02}:{:02}", ms / HOUR, ms % HOUR / MINUTE)?;
                if ms % MINUTE > 0 {
                    write!(f, ":{:02}", ms % MINUTE / SECOND)
                } else {
                    Ok(())
                }
            }
        }
    }
}

/// Reads and writes a type by its text form, and describes it in the format's reference.
macro_rules! as_text {
    ($type:ty, $name:literal, $meaning:literal, $write:expr) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let write: fn(&$type) -> String = $write;
                serializer.serialize_str(&write(self))
            }
        }

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": $meaning })
            }
        }
    };
}

as_text!(
    Span,
    "Duration",
    "A length of time in quotes, as people write it: `\"15min\"`, `\"1h 30min\"`, `\"45s\"`, `\"2d\"`. Never negative.",
    |span| {
        let ms = span.0;
        if ms % 60_000 == 0 {
            format!("{}min", ms / 60_000)
        } else {
            format!("{ms}ms")
        }
    }
);
as_text!(
    Offset,
    "Offset",
    "A point of the story in quotes: `\"T+1:30\"` is one hour and thirty minutes after STARTEX (seconds may follow: `\"T+0:05:30\"`), `\"D-2 04:10\"` is 04:10 two days before STARTEX's day.",
    ToString::to_string
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_read_as_people_write_them() {
        for (text, minutes) in [
            ("15min", 15),
            ("1h 30min", 90),
            ("1h30m", 90),
            ("2d", 2880),
            ("0s", 0),
        ] {
            assert_eq!(text.parse(), Ok(Span::from_minutes(minutes)), "{text}");
        }
        for text in [
            "",
            "15",
            "minus 3 min",
            "-15min",
            "15 bananas",
            "999999999d",
            "1mo",
        ] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn offsets_count_from_startex_or_from_its_day() {
        let nine = Span::from_minutes(9 * 60);
        let at = |text: &str| {
            text.parse::<Offset>()
                .map(|offset| offset.moment(nine).as_ms())
        };
        assert_eq!(at("T+1:30"), Ok(90 * MINUTE));
        assert_eq!(at("T-0:10"), Ok(-10 * MINUTE));
        assert_eq!(at("T+0:05:30"), Ok(5 * MINUTE + 30 * SECOND));
        assert_eq!(at("D-2 04:10"), Ok(-2 * DAY - 4 * HOUR - 50 * MINUTE));
        assert_eq!(at("D 09:10"), Ok(10 * MINUTE));
        for text in [
            "",
            "T",
            "T1:30",
            "T+1",
            "T+1:60",
            "T+-1:30",
            "D-2",
            "D-2 24:00",
            "D-x 04:10",
            "D-- 1:00",
            "T+9999999:00",
        ] {
            assert!(at(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_read_well_on_screen() {
        assert_eq!(Span::from_minutes(65).to_string(), "1 h 05 min");
        assert_eq!(Span::from_ms(40_000).to_string(), "40 s");
        assert_eq!(Moment::from_ms(90 * MINUTE).to_string(), "T+1:30");
        assert_eq!(Moment::from_ms(-30 * SECOND).to_string(), "T-0:00:30");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(ms in 0..LONGEST_MS, day in -300i64..300, of_day in 0..DAY / SECOND) {
            let from_start = Offset::FromStart(Moment(ms / SECOND * SECOND));
            prop_assert_eq!(from_start.to_string().parse(), Ok(from_start));
            let on_day = Offset::OnDay { day, time_of_day: Span((of_day * SECOND).unsigned_abs()) };
            prop_assert_eq!(on_day.to_string().parse(), Ok(on_day));
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = text.parse::<Offset>();
            let _ = text.parse::<Span>();
        }
    }
}
