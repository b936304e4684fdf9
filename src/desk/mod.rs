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

mod cache;
mod histogram;
mod hunt;
mod page_key;
mod past;
mod source;
mod table;
mod tally;
mod view;
mod work;

#[cfg(test)]
mod tests;

use std::num::NonZero;
use std::sync::Arc;

use self::cache::Made;
use self::histogram::Histogram;
use self::hunt::Hunt;
use self::page_key::{LineKey, MOST_LOGS, PageKey};
use self::past::Past;
pub use self::source::{Pages, Source};
use self::table::{Bounds, Table};
use self::tally::Counts;
pub use self::view::{Bucket, Hits, MOST_ROWS, Progress, Row, RowKey, Scope};
use self::work::{Outcome, Wanted, Workers};
use crate::base::Moment;
use crate::base::id::LogId;
use crate::evidence::search::Query;
use crate::evidence::{Archive, History, Readable, Slice, Stamp, readable};

/// How much memory pages may take, in bytes.
pub const MEMORY: usize = 768 << 20;

/// The evidence desk.
pub struct Desk {
    source: Arc<dyn Source>,
    workers: Workers,
    past: Arc<Past>,
    now: Moment,
    /// The logs that are known, by place in the scenario, in order.
    known: Vec<usize>,
    counts: Vec<Counts>,
    window: Option<(Moment, Moment)>,
    open: Option<LogId>,
    table: Option<Table>,
    hunt: Option<Hunt>,
    searches: u64,
    /// The page of the row asked for last: the next one is likely on it too.
    last: Option<(PageKey, Made)>,
}

impl Desk {
    /// A desk over the logs of an archive. Nothing is known and nothing is open.
    #[must_use]
    pub fn new(archive: Arc<Archive>) -> Self {
        // The window sleeps most of the time, so the system lets it in between.
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self::with(archive, threads.min(16), MEMORY)
    }

    /// A desk over another source, with so many threads and so many bytes for pages.
    #[must_use]
    pub fn with(source: Arc<dyn Source>, threads: usize, memory: usize) -> Self {
        let scenario = Arc::clone(source.scenario());
        let past = Arc::new(Past::new(&scenario));
        let counts = scenario
            .logs
            .iter()
            .map(|log| Counts::new(Stamp::of(scenario.starts, scenario.moment(log.from))));
        Self {
            workers: Workers::new(Arc::clone(&source), threads, memory, Arc::clone(&past)),
            past,
            now: Moment::START,
            known: Vec::new(),
            counts: counts.collect(),
            window: None,
            open: None,
            table: None,
            hunt: None,
            searches: 0,
            last: None,
            source,
        }
    }

    /// Sets what to call, on a thread of the desk, when work in the background made progress: about twenty times a
    /// second at most, for each page that a row waits for, and once when all is done.
    pub fn on_progress(&mut self, wake: Arc<dyn Fn() + Send + Sync>) {
        self.workers.set_wake(wake);
    }

    /// Sets which logs the trainees know. Others can't be opened and are not searched.
    pub fn set_known(&mut self, logs: Vec<LogId>) {
        let mut known: Vec<usize> = logs
            .into_iter()
            .filter_map(|log| self.place(&log))
            .collect();
        known.retain(|log| *log < MOST_LOGS);
        known.sort_unstable();
        known.dedup();
        if known == self.known {
            return;
        }
        self.known = known;
        if let Some(hunt) = &mut self.hunt
            && hunt.scope == Scope::AllLogs
        {
            for log in &self.known {
                hunt.add(*log);
            }
        }
        self.refresh();
    }

    /// Takes in what happened, what time it is, and what the background has done. Call it once a frame; it costs next
    /// to nothing when nothing has changed.
    pub fn update(&mut self, history: &History, now: Moment) {
        let outcomes = self.workers.outcomes();
        let happened = self.past.differs(history);
        if outcomes.is_empty() && !happened && now == self.now {
            return;
        }
        self.now = now;
        if happened {
            self.past = Arc::new(self.past.next(history, self.source.scenario()));
            self.workers.set_past(Arc::clone(&self.past));
            if let Some(hunt) = &mut self.hunt {
                hunt.check(&self.past);
            }
        }
        // What can be read comes first: hits later than that are kept back.
        self.set_hunt_bounds();
        for outcome in outcomes {
            let Outcome {
                key,
                tally,
                version,
                ..
            } = outcome;
            if let Some(counts) = self.counts.get_mut(key.log) {
                counts.set(key.slice, tally, version);
            }
            if let Some(hunt) = &mut self.hunt {
                hunt.take(&self.past, outcome);
            }
        }
        self.refresh();
    }

    /// Which part of a log can be read; nothing for a log that is not known.
    #[must_use]
    pub fn readable(&self, log: &LogId) -> Option<Readable> {
        let place = self.place(log)?;
        self.known.binary_search(&place).ok()?;
        let scenario = self.source.scenario();
        let log = scenario.logs.get(place)?;
        Some(readable(scenario, &self.past.history, log, self.now))
    }

    /// Shows a log, from its newest lines on. A search stays.
    pub fn open(&mut self, log: &LogId) {
        self.open = Some(log.clone());
        self.table = None;
        self.refresh();
    }

    /// The log that is shown.
    #[must_use]
    pub fn log(&self) -> Option<&LogId> {
        self.open.as_ref()
    }

    /// Sets the time that is shown and searched, its end not included; `None` is all that can be read. A search that is
    /// on begins anew.
    pub fn set_window(&mut self, window: Option<(Moment, Moment)>) {
        if window == self.window {
            return;
        }
        self.window = window;
        self.table = None;
        if let Some(hunt) = self.hunt.take() {
            let (query, scope, logs) = (hunt.wanted.query.clone(), hunt.scope, hunt.logs());
            self.hunt(query, scope, &logs);
        }
        self.refresh();
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
        match (&self.hunt, &self.table) {
            (Some(hunt), _) => hunt.rows(),
            (None, Some(table)) => table.rows(),
            (None, None) => 0,
        }
    }

    /// A row. `None` while its page is being made, or if there is no such row.
    pub fn row(&mut self, index: usize) -> Option<Row> {
        let (log, slice, line) = if let Some(hunt) = &self.hunt {
            let (slice, hit) = hunt.place(index)?;
            (hit.log(), slice, hit.line())
        } else {
            let table = self.table.as_ref()?;
            let (slice, line) = table.place(index)?;
            (table.log, slice, line)
        };
        let key = PageKey { log, slice };
        let stands =
            |(known, made): &(PageKey, Made)| *known == key && self.past.stands(key, made.version);
        if !self.last.as_ref().is_some_and(stands) {
            self.last = Some((key, self.workers.page(key)?));
        }
        let (_, made) = self.last.as_ref()?;
        let stamp = made.page.stamp(line)?;
        if stamp >= self.past.sound_before(log, made.version) {
            return None;
        }
        let scenario = self.source.scenario();
        let shown = scenario.logs.get(log)?;
        let text = made.page.line(line)?;
        Some(Row {
            key: RowKey {
                slice,
                line: LineKey::new(slice, stamp, log, line)?,
            },
            log: shown.id.clone(),
            stamp,
            at: stamp.moment(scenario.starts),
            highlights: self.hunt.as_ref().map_or_else(Vec::new, |hunt| {
                hunt.wanted.query.highlights(shown.format, text)
            }),
            text: text.to_vec(),
        })
    }

    /// The first row at or after a moment, where its page is not in memory to the minute. `None` if there is none, or
    /// if the log has not been counted there; then see [`Desk::look_at`].
    #[must_use]
    pub fn row_near(&self, at: Moment) -> Option<usize> {
        let stamp = self.stamp(at);
        if let Some(hunt) = &self.hunt {
            let slice = Slice::of(stamp);
            return hunt.row_near(slice, LineKey::first(slice, stamp));
        }
        let table = self.table.as_ref()?;
        let counts = self.counts.get(table.log)?;
        table.row_near(stamp, counts, &self.past, &self.workers)
    }

    /// Counts the open log around this moment first, so that [`Desk::row_near`] soon knows it. Rows that don't reach
    /// there yet go and come back.
    pub fn look_at(&mut self, at: Moment) {
        let slice = Slice::of(self.stamp(at));
        if let Some(table) = &mut self.table {
            table.look_at(slice);
            self.refresh();
            if let Some(table) = &self.table {
                self.workers.count(table.plan());
            }
        }
    }

    /// Where a row is now. Where the table does not show it, the first row after it.
    #[must_use]
    pub fn index_of(&self, key: RowKey) -> Option<usize> {
        if let Some(hunt) = &self.hunt {
            return hunt.row_near(key.slice, key.line);
        }
        let table = self.table.as_ref()?;
        if table.log == key.line.log() {
            let row = table.row(key.slice, key.line.line())?;
            return Some(row).filter(|row| *row < table.rows());
        }
        let counts = self.counts.get(table.log)?;
        table.row_near(key.stamp(), counts, &self.past, &self.workers)
    }

    /// The window, or all that can be read of the open log, in so many parts of one length.
    #[must_use]
    pub fn histogram(&self, buckets: usize) -> Vec<Bucket> {
        let bounds = match (self.window, &self.table) {
            (Some((from, to)), _) => (self.stamp(from), self.stamp(to)),
            (None, Some(table)) => table.bounds(),
            (None, None) => return Vec::new(),
        };
        let mut histogram = Histogram::new(bounds, buckets);
        if let Some(table) = &self.table
            && let Some(counts) = self.counts.get(table.log)
        {
            histogram.add_lines(table, counts, &self.past, &self.workers);
        }
        if let Some(hunt) = &self.hunt {
            histogram.add_hits(hunt);
        }
        histogram.buckets(self.source.scenario().starts)
    }

    /// How far the background is: with the search if one is going on, otherwise with the open log. `None` when it has
    /// nothing to do.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        let search = self.hunt.as_ref().filter(|hunt| !hunt.stopped);
        let search = search.map(Hunt::progress);
        let count = self.table.as_ref().map(Table::progress);
        let (done, total) = [search, count]
            .into_iter()
            .flatten()
            .find(|(done, total)| done < total)?;
        Some(Progress { done, total })
    }

    /// Searches, from the newest lines on, and goes on with the lines that come as time passes. Cancels the search
    /// before.
    pub fn search(&mut self, query: Query, scope: Scope) {
        let logs = match (scope, &self.open) {
            (Scope::AllLogs, _) => self.known.clone(),
            (Scope::ThisLog, Some(log)) => self.place(log).into_iter().collect(),
            (Scope::ThisLog, None) => Vec::new(),
        };
        self.hunt(query, scope, &logs);
        self.refresh();
    }

    fn hunt(&mut self, query: Query, scope: Scope, logs: &[usize]) {
        self.searches += 1;
        let wanted = Wanted {
            query,
            number: self.searches,
        };
        let hunt = Hunt::new(wanted, scope, logs);
        let wanted = Arc::clone(&hunt.wanted);
        self.hunt = Some(hunt);
        self.set_hunt_bounds();
        let runs = self.hunt.as_ref().map(Hunt::plan).unwrap_or_default();
        self.workers.search(wanted, runs);
    }

    /// Stops the search where it is; its hits stay.
    pub fn stop(&mut self) {
        if let Some(hunt) = &mut self.hunt {
            hunt.stopped = true;
            self.workers.end_search();
        }
    }

    /// Ends the search; the table shows the open log again.
    pub fn clear_search(&mut self) {
        self.hunt = None;
        self.workers.end_search();
        self.refresh();
    }

    /// What the search has found; `None` when there is none.
    #[must_use]
    pub fn hits(&self) -> Option<Hits> {
        let hunt = self.hunt.as_ref()?;
        let scenario = self.source.scenario();
        let (done, total) = hunt.progress();
        let name = |(log, lines): (usize, u64)| Some((scenario.logs.get(log)?.id.clone(), lines));
        Some(Hits {
            lines: hunt.lines(),
            complete: done == total,
            searched_bytes: hunt.bytes(),
            per_log: hunt.per_log().filter_map(name).collect(),
        })
    }

    fn place(&self, log: &LogId) -> Option<usize> {
        let logs = &self.source.scenario().logs;
        logs.iter().position(|known| known.id == *log)
    }

    fn stamp(&self, at: Moment) -> Stamp {
        Stamp::of(self.source.scenario().starts, at)
    }

    /// What is shown and searched of a log.
    fn bounds(&self, log: usize) -> Option<Bounds> {
        let scenario = self.source.scenario();
        let id = &scenario.logs.get(log)?.id;
        let Some(Readable::Lines { from, until }) = self.readable(id) else {
            return None;
        };
        let (mut from, mut to) = (self.stamp(from), self.stamp(until).later(1));
        if let Some((start, end)) = self.window {
            from = from.max(self.stamp(start));
            to = to.min(self.stamp(end));
        }
        (from < to).then_some((from, to))
    }

    fn set_hunt_bounds(&mut self) {
        let Some(mut hunt) = self.hunt.take() else {
            return;
        };
        for log in hunt.logs() {
            if let Some(run) = hunt.set_bounds(log, self.bounds(log)) {
                self.workers.search_first(run);
            }
        }
        self.hunt = Some(hunt);
    }

    /// Brings rows and hits up to date, and gives the background what is left to do.
    fn refresh(&mut self) {
        self.set_hunt_bounds();
        let open = self.open.as_ref().and_then(|log| self.place(log));
        let shown = open.and_then(|log| Some((log, self.bounds(log)?)));
        match shown {
            None => self.table = None,
            Some((log, bounds)) => {
                let mut table = self
                    .table
                    .take()
                    .filter(|table| table.log == log)
                    .unwrap_or_else(|| Table::new(log, bounds));
                if let Some(counts) = self.counts.get(log) {
                    table.refresh(bounds, counts, &self.past, &self.workers);
                }
                self.table = Some(table);
            }
        }
        if let Some(hunt) = &mut self.hunt {
            hunt.refresh();
        }
        self.plan();
    }

    fn plan(&self) {
        let left = |(done, total): (usize, usize)| done < total;
        let table = self.table.as_ref().filter(|table| left(table.progress()));
        let hunt = self.hunt.as_ref();
        let hunt = hunt.filter(|hunt| !hunt.stopped && left(hunt.progress()));
        if table.is_none() && hunt.is_none() {
            return;
        }
        let (not_counting, not_searching) = self.workers.idle();
        if let Some(table) = table
            && not_counting
        {
            self.workers.count(table.plan());
        }
        if let Some(hunt) = hunt
            && not_searching
        {
            self.workers.search(Arc::clone(&hunt.wanted), hunt.plan());
        }
    }
}
