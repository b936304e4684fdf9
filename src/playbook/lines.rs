//! Where the lines of a text begin, and where what stands in them ends.

use std::ops::Range;

/// The beginnings of a text's lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    /// The lines of a text.
    pub(super) fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        Self(std::iter::once(0).chain(ends.map(|at| at + 1)).collect())
    }

    /// The line of a byte, counted from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at).max(1)
    }

    /// Where the line of a byte begins.
    pub(super) fn start(&self, at: usize) -> usize {
        self.0.get(self.line(at) - 1).copied().unwrap_or(0)
    }
}

/// A span without the blanks at its end.
pub(super) fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inside = text.get(span.clone()).unwrap_or_default();
    span.start..span.start + inside.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_from_one() {
        let lines = Lines::new("a\n\nb");
        let found: Vec<_> = (0..5).map(|at| (lines.line(at), lines.start(at))).collect();
        assert_eq!(found, [(1, 0), (1, 0), (2, 2), (3, 3), (3, 3)]);
    }
}
