//! Search in lines: plain text, fields and regular expressions.

use std::ops::Range;

use super::page::Page;
use crate::scenario::LogFormat;

/// How the text of a search is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// As it stands.
    #[default]
    Plain,
    /// Conditions that all must hold: `status:500 src_ip:203.0.113.77 agent:"curl*" -path:*.css bytes>1000000`. A word
    /// without a field stands for itself, anywhere in the line.
    Field,
    /// A regular expression, within a line.
    Regex,
}

/// Why a text can't be searched for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct QueryError {
    /// What is wrong, as a sentence.
    pub what: String,
    /// Where, in bytes of the text.
    pub at: Range<usize>,
}

/// What to search for.
#[derive(Debug, Clone)]
pub struct Query {
    text: String,
}

impl Query {
    /// Reads what somebody typed.
    ///
    /// # Errors
    /// [`QueryError`] if the text is empty or has a line feed, if a condition or regular expression can't be read, or if
    /// the expression would need too much memory.
    pub fn parse(text: &str, _kind: Kind, _case_sensitive: bool) -> Result<Self, QueryError> {
        Ok(Self {
            text: text.to_owned(),
        })
    }

    /// The text it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Calls `found` with each line of the page that matches, once and in order, as far as the line lies in
    /// `lines`.
    pub fn search(
        &self,
        _format: LogFormat,
        _page: &Page,
        _lines: Range<usize>,
        _found: &mut impl FnMut(usize),
    ) {
    }

    /// What of a line the query looks for, in bytes; in order, without overlaps and empty ranges.
    #[must_use]
    pub fn highlights(&self, _format: LogFormat, _line: &[u8]) -> Vec<Range<usize>> {
        Vec::new()
    }
}
