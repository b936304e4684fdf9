//! The evidence desk: the open log as rows that are made when they are looked at, and a search over all logs.
//!
//! A [`Desk`] knows no window. Lines are made in ten-minute pages on threads of its own; the caller asks for rows
//! by their place and gets nothing for those that are still being made.
//!
//! **Order.** Rows are in the order of time, the oldest first, so that lines which come as time passes are added
//! at the end. A log's pages are counted from the place that is looked at outwards, so until
//! [`Desk::progress`] says that it is idle, rows may also be added before the first one, and hits in
//! between. A table that must not jump keeps the [`RowKey`] of its first visible row and asks
//! [`Desk::index_of`] each frame where that row is now; a selection is kept the same way.

use std::ops::Range;
use std::sync::Arc;

use crate::base::Moment;
use crate::base::id::LogId;
use crate::evidence::search::Query;
use crate::evidence::{Archive, History, Readable, Slice, Stamp};

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
    slice: Slice,
    /// Microseconds from the start of the slice, the log's place in the scenario, and the line in its page.
    packed: u64,
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

/// The evidence desk.
pub struct Desk {
    _archive: Arc<Archive>,
    log: Option<LogId>,
    window: Option<(Moment, Moment)>,
}

impl Desk {
    /// A desk over the logs of an archive. Nothing is known and nothing is open.
    #[must_use]
    pub fn new(archive: Arc<Archive>) -> Self {
        Self {
            _archive: archive,
            log: None,
            window: None,
        }
    }

    /// Sets what to call, on a thread of the desk, when work in the background made progress: about twenty times a
    /// second at most, and once when all is done.
    pub fn on_progress(&mut self, _wake: Arc<dyn Fn() + Send + Sync>) {}

    /// Sets which logs the trainees know. Others can't be opened and are not searched.
    pub fn set_known(&mut self, _logs: Vec<LogId>) {}

    /// Takes in what happened, what time it is, and what the background has done. Call it once a frame; it costs next
    /// to nothing when nothing has changed.
    pub fn update(&mut self, _history: &History, _now: Moment) {}

    /// Which part of a log can be read; nothing for a log that is not known.
    #[must_use]
    pub fn readable(&self, _log: &LogId) -> Option<Readable> {
        None
    }

    /// Shows a log, from its newest lines on. A search stays.
    pub fn open(&mut self, log: &LogId) {
        self.log = Some(log.clone());
    }

    /// The log that is shown.
    #[must_use]
    pub fn log(&self) -> Option<&LogId> {
        self.log.as_ref()
    }

    /// Sets the time that is shown and searched, its end not included; `None` is all that can be read. A search that is
    /// on begins anew.
    pub fn set_window(&mut self, window: Option<(Moment, Moment)>) {
        self.window = window;
    }

    /// The time that is shown and searched.
    #[must_use]
    pub fn window(&self) -> Option<(Moment, Moment)> {
        self.window
    }

    /// How many rows the table has now: the hits while a search is on, otherwise the lines of the open log within the
    /// window, as far as they have been counted without a gap around the place that is looked at.
    #[must_use]
    pub fn rows(&self) -> usize {
        0
    }

    /// A row. `None` while its page is being made, or if there is no such row.
    pub fn row(&mut self, _index: usize) -> Option<Row> {
        None
    }

    /// The first row at or after a moment. `None` if there is none, or if the log has not been counted there; then see
    /// [`Desk::look_at`].
    #[must_use]
    pub fn row_near(&self, _at: Moment) -> Option<usize> {
        None
    }

    /// Counts the open log around this moment first, so that [`Desk::row_near`] soon knows it. Rows that don't
    /// reach there yet go and come back.
    pub fn look_at(&mut self, _at: Moment) {}

    /// Where a row is now. Where the table does not show it, the first row after it.
    #[must_use]
    pub fn index_of(&self, _key: RowKey) -> Option<usize> {
        None
    }

    /// The window, or all that can be read, in so many parts of one length.
    #[must_use]
    pub fn histogram(&self, _buckets: usize) -> Vec<Bucket> {
        Vec::new()
    }

    /// How far the background is; `None` when it has nothing to do.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        None
    }

    /// Searches, from the newest lines on, and goes on with the lines that come as time passes. Cancels the search
    /// before.
    pub fn search(&mut self, _query: Query, _scope: Scope) {}

    /// Stops the search where it is; its hits stay.
    pub fn stop(&mut self) {}

    /// Ends the search; the table shows the open log again.
    pub fn clear_search(&mut self) {}

    /// What the search has found; `None` when there is none.
    #[must_use]
    pub fn hits(&self) -> Option<Hits> {
        None
    }
}
