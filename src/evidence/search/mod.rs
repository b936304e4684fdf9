//! Search in lines: plain text, fields and regular expressions.
//!
//! A page is searched as a whole: something quick looks for a text that every matching line must hold, and only the
//! lines it stops at are looked at more closely.

mod field;
mod glob;
mod literal;
mod pattern;
mod scan;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use self::field::Terms;
use self::literal::Literal;
use self::pattern::Pattern;
use super::page::Page;
use crate::scenario::LogFormat;

/// The longest text of a search, in bytes.
pub const LONGEST_QUERY: usize = 4096;

/// The most places that are highlighted in one line.
pub const MOST_HIGHLIGHTS: usize = 256;

/// How the text of a search is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kind {
    /// As it stands.
    #[default]
    Plain,
    /// Conditions that all must hold: `status:500 src_ip:203.0.113.77 agent:"curl*" -path:*.css bytes>1000000`.
    ///
    /// `name:value` asks for the whole value of a field, `*` in it for anything; `name:500..599` for a number within,
    /// `name:203.0.113.0/24` for an address within. `<`, `<=`, `>` and `>=` compare numbers. A word without a
    /// field, or a text in quotes, may stand anywhere in the line. `-` before a condition turns it round.
    /// A line that lacks a field meets no condition on it, so it meets those turned round.
    Field,
    /// A regular expression, within a line. Where it names a character beyond ASCII it works on characters, otherwise on
    /// bytes.
    Regex,
}

/// Why a text can't be searched for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct QueryError {
    /// What is wrong.
    pub what: String,
    /// Where, in bytes of the text.
    pub at: Range<usize>,
}

impl QueryError {
    fn new(what: impl Into<String>, at: Range<usize>) -> Self {
        Self {
            what: what.into(),
            at,
        }
    }
}

/// What to search for. Copies share what was worked out.
#[derive(Debug, Clone)]
pub struct Query {
    text: Arc<str>,
    kind: Kind,
    matcher: Arc<Matcher>,
}

#[derive(Debug)]
enum Matcher {
    Plain(Literal),
    Field(Terms),
    Regex(Pattern),
}

impl Query {
    /// Reads what somebody typed. Without `case_sensitive`, letters stand for their other case too: those of ASCII in
    /// plain text and fields, all in regular expressions beyond ASCII.
    ///
    /// # Errors
    /// [`QueryError`] if the text is empty, too long or has a line feed, if a condition or regular expression can't be
    /// read, or if the expression would need too much memory or time.
    pub fn parse(text: &str, kind: Kind, case_sensitive: bool) -> Result<Self, QueryError> {
        if text.trim().is_empty() {
            return Err(QueryError::new("there is nothing to search for", 0..0));
        }
        if text.len() > LONGEST_QUERY {
            return Err(QueryError::new(
                format!("a search has at most {LONGEST_QUERY} bytes"),
                text.floor_char_boundary(LONGEST_QUERY)..text.len(),
            ));
        }
        if let Some(at) = text.find('\n') {
            return Err(QueryError::new(
                "a search can't go over the end of a line",
                at..at + 1,
            ));
        }
        let matcher = match kind {
            Kind::Plain => Matcher::Plain(Literal::new(text.as_bytes(), case_sensitive)),
            Kind::Field => Matcher::Field(Terms::read(text, case_sensitive)?),
            Kind::Regex => Matcher::Regex(Pattern::read(text, case_sensitive)?),
        };
        Ok(Self {
            text: text.into(),
            kind,
            matcher: Arc::new(matcher),
        })
    }

    /// The text it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the text is meant.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Calls `found` with each line of a page that matches, once and in order, as far as the line lies in
    /// `lines`. `format` is how the lines are written.
    pub fn search(
        &self,
        format: LogFormat,
        page: &Page,
        lines: Range<usize>,
        found: &mut impl FnMut(usize),
    ) {
        match &*self.matcher {
            Matcher::Plain(literal) => literal.search(page, lines, found),
            Matcher::Field(terms) => terms.search(format, page, lines, found),
            Matcher::Regex(pattern) => pattern.search(page, lines, found),
        }
    }

    /// What of a line the query looks for, in bytes; in order, without overlaps and empty ranges, and no
    /// more than [`MOST_HIGHLIGHTS`].
    #[must_use]
    pub fn highlights(&self, format: LogFormat, line: &[u8]) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        match &*self.matcher {
            Matcher::Plain(literal) => literal.places(line, &mut places),
            Matcher::Field(terms) => terms.places(format, line, &mut places),
            Matcher::Regex(pattern) => pattern.places(line, &mut places),
        }
        joined(places)
    }
}

/// The same places in order, those that touch or overlap as one.
fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut all: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match all.last_mut() {
            _ if place.is_empty() => {}
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => all.push(place),
        }
    }
    all.truncate(MOST_HIGHLIGHTS);
    all
}
