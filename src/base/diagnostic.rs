//! What is wrong with a file, where, and what would be right.

use std::fmt;
use std::ops::Range;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The file can't be played.
    Error,
    /// The file can be played, and something in it is probably not meant so.
    Warning,
    /// Worth knowing; nothing need be wrong.
    Note,
}

impl Level {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A problem of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Level,
    /// The kind of problem, stable for tests and searches.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// Where it is: bytes of the source.
    pub span: Option<Range<usize>>,
}

impl Diagnostic {
    /// A problem that keeps the file from being played.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Level::Error,
            code,
            message: message.into(),
            help: None,
            span: None,
        }
    }

    /// A problem that does not keep the file from being played.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Level::Warning,
            ..Self::error(code, message)
        }
    }

    /// Something worth knowing.
    #[must_use]
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Level::Note,
            ..Self::error(code, message)
        }
    }

    /// The same, with its place.
    #[must_use]
    pub fn at(mut self, span: Range<usize>) -> Self {
        self.span = Some(span);
        self
    }

    /// The same, with what would be right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether it keeps the file from being played.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Level::Error
    }

    /// The line it begins on, counted from 1.
    #[must_use]
    pub fn line(&self, source: &str) -> Option<usize> {
        self.span
            .as_ref()
            .map(|span| line_column(source, span.start).0)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The line and column of a byte, both counted from 1; columns count characters.
#[must_use]
pub fn line_column(source: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(source.len());
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let before = source.get(..end).unwrap_or_default();
    let line = 1 + before.bytes().filter(|b| *b == b'\n').count();
    let column = 1 + before.chars().rev().take_while(|c| *c != '\n').count();
    (line, column)
}

/// The byte at a line and column, both counted from 1; the end of the source if it is shorter.
#[must_use]
pub(crate) fn offset_of(source: &str, line: usize, column: usize) -> usize {
    let start: usize = source
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = source.get(start..).unwrap_or_default();
    start
        + rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_from_one_and_in_characters() {
        let source = "ab\nçd\n";
        assert_eq!(line_column(source, 0), (1, 1));
        assert_eq!(line_column(source, 5), (2, 2));
        assert_eq!(offset_of(source, 2, 2), 5);
        assert_eq!(line_column(source, 4), (2, 1), "inside of a character");
        assert_eq!(line_column(source, 99), (3, 1));
        assert_eq!(offset_of(source, 9, 9), source.len());
    }
}
