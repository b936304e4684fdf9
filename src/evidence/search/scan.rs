//! From places in a page to its lines.

use std::ops::Range;

use crate::evidence::page::Page;

/// The lines of a page that are searched, and their bytes.
#[derive(Debug, Clone)]
pub(super) struct Stretch<'p> {
    pub(super) page: &'p Page,
    pub(super) lines: Range<usize>,
    /// Their bytes, the last line feed included.
    pub(super) bytes: Range<usize>,
}

impl<'p> Stretch<'p> {
    /// Nothing if there is no such line.
    pub(super) fn new(page: &'p Page, lines: Range<usize>) -> Option<Self> {
        let lines = lines.start..lines.end.min(page.len());
        let last = lines.end.checked_sub(1)?;
        if lines.is_empty() {
            return None;
        }
        let start = page.range(lines.start)?.start;
        let end = (page.range(last)?.end + 1).min(page.text().len());
        Some(Self {
            page,
            lines,
            bytes: start..end,
        })
    }

    /// Goes from place to place. `next` gives the next place of interest at or after a byte, `holds` looks closer
    /// at the line there: its number and its bytes. After a line was looked at, the search goes on
    /// behind it.
    pub(super) fn walk(
        &self,
        mut next: impl FnMut(usize) -> Option<usize>,
        mut holds: impl FnMut(usize, Range<usize>) -> Seen,
        found: &mut impl FnMut(usize),
    ) -> Option<usize> {
        let mut line = self.lines.start;
        let mut at = self.bytes.start;
        while at < self.bytes.end {
            let byte = next(at)?;
            line = self.line_of(line, byte);
            let range = self.page.range(line)?;
            if byte > range.end || line >= self.lines.end {
                return None;
            }
            at = range.end + 1;
            match holds(line, range) {
                Seen::Match => found(line),
                Seen::Other => {}
                Seen::GiveUp => return Some(line),
            }
            line += 1;
        }
        None
    }

    /// The line in which a byte lies, looked for from a line at or before it on.
    fn line_of(&self, from: usize, byte: usize) -> usize {
        let begins_by = |line: usize| {
            self.page
                .range(line)
                .is_some_and(|range| range.start <= byte)
        };
        let (mut low, mut step) = (from, 1);
        while begins_by(low + step) {
            low += step;
            step *= 2;
        }
        // It begins at `low` or after it and before `low + step`.
        let mut high = low + step;
        while low + 1 < high {
            let middle = low.midpoint(high);
            if begins_by(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// What a closer look at a line showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// It matches.
    Match,
    /// It does not.
    Other,
    /// The place said too little; the line is still to be judged, and another way is to be taken from it on.
    GiveUp,
}
