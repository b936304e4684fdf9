//! Names of pages and of lines.

use crate::evidence::{Slice, Stamp};

/// A page: the log's place in the scenario, and the ten minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PageKey {
    pub(super) log: usize,
    pub(super) slice: Slice,
}

/// A line within ten minutes in eight bytes: microseconds from their start, the log's place in the scenario, and the line's
/// number in its page. They compare by time first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LineKey(u64);

const LINE_BITS: u32 = 24;
const LOG_BITS: u32 = 10;
/// The most logs whose lines have keys.
pub(super) const MOST_LOGS: usize = 1 << LOG_BITS;

impl LineKey {
    /// Nothing if the line is not within the slice or its number too high.
    pub(super) fn new(slice: Slice, stamp: Stamp, log: usize, line: usize) -> Option<Self> {
        let micros = u64::try_from(stamp.0.checked_sub(slice.start().0)?).ok()?;
        let (log, line) = (u64::try_from(log).ok()?, u64::try_from(line).ok()?);
        let fits = stamp < slice.end() && log >> LOG_BITS == 0 && line >> LINE_BITS == 0;
        fits.then_some(Self(
            micros << (LOG_BITS + LINE_BITS) | log << LINE_BITS | line,
        ))
    }

    /// The first key of a stamp.
    pub(super) fn first(slice: Slice, stamp: Stamp) -> Self {
        Self::new(slice, stamp.max(slice.start()), 0, 0).unwrap_or(Self(u64::MAX))
    }

    pub(super) fn stamp(self, slice: Slice) -> Stamp {
        let micros = i64::try_from(self.0 >> (LOG_BITS + LINE_BITS)).unwrap_or_default();
        slice.start().later(micros)
    }

    pub(super) fn log(self) -> usize {
        usize::try_from(self.0 >> LINE_BITS & ((1 << LOG_BITS) - 1)).unwrap_or_default()
    }

    pub(super) fn line(self) -> usize {
        usize::try_from(self.0 & ((1 << LINE_BITS) - 1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_key_holds_what_it_was_made_of() {
        let slice = Slice(2_954_000);
        let stamp = slice.end().later(-1);
        let key = LineKey::new(slice, stamp, 1023, 16_777_215).unwrap();
        assert_eq!(
            (key.stamp(slice), key.log(), key.line()),
            (stamp, 1023, 16_777_215)
        );
        assert!(LineKey::new(slice, slice.end(), 0, 0).is_none());
        assert!(LineKey::new(slice, stamp, 1024, 0).is_none());
        assert!(LineKey::first(slice, stamp) < key);
    }
}
