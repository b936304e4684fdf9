//! Lines in bulk: ten minutes of one log.

use std::ops::Range;

use super::stamp::{SECOND, Stamp};

/// Ten minutes, counted from 1970 in UTC: the unit in which logs are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slice(pub i64);

impl Slice {
    /// How long a slice is, in microseconds.
    pub const LENGTH: i64 = 600 * SECOND;

    /// The slice in which a stamp lies.
    #[must_use]
    pub const fn of(stamp: Stamp) -> Self {
        Self(stamp.0.div_euclid(Self::LENGTH))
    }

    /// Its first microsecond.
    #[must_use]
    pub const fn start(self) -> Stamp {
        Stamp(self.0.saturating_mul(Self::LENGTH))
    }

    /// The first microsecond after it.
    #[must_use]
    pub const fn end(self) -> Stamp {
        self.next().start()
    }

    /// The slice after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The slice before it.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0.saturating_sub(1))
    }
}

/// Lines in the order of their stamps, each ending in a line feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    text: Vec<u8>,
    /// Where each line ends, its line feed included.
    ends: Vec<u32>,
    stamps: Vec<Stamp>,
}

impl Page {
    /// All its bytes.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// How many lines it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where a line lies in the text, without its line feed.
    #[must_use]
    pub fn range(&self, line: usize) -> Option<Range<usize>> {
        let end = usize::try_from(*self.ends.get(line)?).ok()?;
        let start = match line.checked_sub(1) {
            Some(before) => usize::try_from(*self.ends.get(before)?).ok()?,
            None => 0,
        };
        Some(start..end.saturating_sub(1))
    }

    /// A line without its line feed.
    #[must_use]
    pub fn line(&self, line: usize) -> Option<&[u8]> {
        self.text.get(self.range(line)?)
    }

    /// The stamp of a line.
    #[must_use]
    pub fn stamp(&self, line: usize) -> Option<Stamp> {
        self.stamps.get(line).copied()
    }

    /// The stamps of all lines.
    #[must_use]
    pub fn stamps(&self) -> &[Stamp] {
        &self.stamps
    }

    /// The line in which a byte of the text lies.
    #[must_use]
    pub fn line_of(&self, byte: usize) -> usize {
        self.ends
            .partition_point(|end| usize::try_from(*end).is_ok_and(|end| end <= byte))
    }

    /// Gives back memory that was set aside for more lines.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.stamps.shrink_to_fit();
    }

    /// Adds a line to the end; `text` has no line feed.
    pub fn push(&mut self, stamp: Stamp, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.text.push(b'\n');
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.stamps.push(stamp);
    }
}

/// Lines as they are made, in whatever order.
#[derive(Debug, Default)]
pub struct Lines {
    text: Vec<u8>,
    made: Vec<Made>,
}

#[derive(Debug, Clone, Copy)]
struct Made {
    stamp: Stamp,
    start: u32,
    end: u32,
}

impl Lines {
    /// Adds a line; `write` puts its text, without a line feed.
    pub fn line(&mut self, stamp: Stamp, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.at();
        write(&mut self.text);
        let end = self.at();
        self.made.push(Made { stamp, start, end });
    }

    fn at(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    /// The lines in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = (Stamp, &[u8])> {
        self.made.iter().filter_map(|made| {
            let range = usize::try_from(made.start).ok()?..usize::try_from(made.end).ok()?;
            Some((made.stamp, self.text.get(range)?))
        })
    }

    /// Moves the lines within `from..to` to a page, in the order of their stamps; what has one stamp
    /// keeps the order in which it was made. Later lines stay for the next page; earlier ones go.
    pub fn take(&mut self, from: Stamp, to: Stamp) -> Page {
        let mut due: Vec<Made> = Vec::with_capacity(self.made.len());
        due.extend(
            self.made
                .iter()
                .filter(|made| (from..to).contains(&made.stamp)),
        );
        due.sort_by_key(|made| made.stamp);
        let mut page = Page {
            text: Vec::with_capacity(self.text.len() + due.len()),
            ends: Vec::with_capacity(due.len()),
            stamps: Vec::with_capacity(due.len()),
        };
        for made in &due {
            let range = (made.start as usize)..(made.end as usize);
            page.push(made.stamp, self.text.get(range).unwrap_or_default());
        }
        let left: Vec<(Stamp, Vec<u8>)> = self
            .iter()
            .filter(|(stamp, _)| *stamp >= to)
            .map(|(stamp, text)| (stamp, text.to_vec()))
            .collect();
        self.text.clear();
        self.made.clear();
        for (stamp, text) in left {
            self.line(stamp, |out| out.extend_from_slice(&text));
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_in_order_and_late_ones_stay() {
        let mut lines = Lines::default();
        for (at, text) in [(5, "c"), (1, "a"), (5, "d"), (12, "later"), (3, "b")] {
            lines.line(Stamp(at), |out| out.extend_from_slice(text.as_bytes()));
        }
        let page = lines.take(Stamp(1), Stamp(10));
        assert_eq!(page.text(), b"a\nb\nc\nd\n");
        assert_eq!(page.line(2), Some(b"c".as_slice()));
        assert_eq!(page.line_of(4), 2);
        assert_eq!(page.line_of(5), 2);
        assert_eq!(page.line_of(6), 3);
        assert_eq!(lines.take(Stamp(10), Stamp(20)).text(), b"later\n");
    }
}
