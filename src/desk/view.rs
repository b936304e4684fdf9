//! What the desk shows.

use std::ops::Range;

use super::page_key::LineKey;
use crate::base::Moment;
use crate::base::id::LogId;
use crate::evidence::{Slice, Stamp};

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which line of all it is.
    pub key: RowKey,
    /// The log it stands in.
    pub log: LogId,
    /// When, in UTC.
    pub stamp: Stamp,
    /// When, in the story; whole milliseconds, rounded down.
    pub at: Moment,
    /// Its text without a line feed.
    pub text: Vec<u8>,
    /// What of the text the search looks for, in bytes; in order, without overlaps.
    pub highlights: Vec<Range<usize>>,
}

/// Which line of all logs, whatever the table shows: it stays the same while rows come and go around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    pub(super) slice: Slice,
    pub(super) line: LineKey,
}

impl RowKey {
    /// When the line was written, in UTC.
    #[must_use]
    pub fn stamp(self) -> Stamp {
        self.line.stamp(self.slice)
    }
}

/// A stretch of the histogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Its first moment.
    pub from: Moment,
    /// The first moment after it.
    pub to: Moment,
    /// Lines of the open log, as far as they have been counted.
    pub lines: u64,
    /// Hits of the search in all the logs it looks at.
    pub hits: u64,
}

/// How far the work in the background is, in pages of ten minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages that are done.
    pub done: usize,
    /// Pages in all.
    pub total: usize,
}

/// Where to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In the log that is open when the search begins.
    ThisLog,
    /// In all known logs that can be read.
    AllLogs,
}

/// What a search has found so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    /// Lines that match. The table shows the first [`MOST_ROWS`] of those found.
    pub lines: u64,
    /// Whether everything up to now has been searched.
    pub complete: bool,
    /// How much text has been searched, in bytes.
    pub searched_bytes: u64,
    /// Lines by log, for each log searched, in the scenario's order.
    pub per_log: Vec<(LogId, u64)>,
}

/// The most hits that the table shows; more are counted.
pub const MOST_ROWS: usize = 2_000_000;
