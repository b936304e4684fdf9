//! The fields of a line, by format: what the evidence desk shows as columns and searches by name.

use std::borrow::Cow;

use crate::scenario::LogFormat;

/// A column of the evidence desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name, as a search for a field writes it: `status`, `src_ip`.
    pub name: &'static str,
    /// What stands over it.
    pub title: &'static str,
    /// Its usual width in characters; 0 takes what is left.
    pub width: u16,
    /// Whether it is of use for "what else did this do?": an address, a file, an account, a flow.
    pub pivot: bool,
}

/// The columns of a format.
#[must_use]
pub fn columns(_format: LogFormat) -> &'static [Column] {
    &[]
}

/// The cells of a line in the order of [`columns`]; empty ones where the line lacks a field.
#[must_use]
pub fn cells(_format: LogFormat, _line: &[u8]) -> Vec<Cow<'_, str>> {
    Vec::new()
}
