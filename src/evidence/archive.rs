//! The archive of an exercise: any stretch of any log, on its own and again, byte for byte the same.

use std::sync::Arc;

use super::activity::WebConnection;
use super::format::Viewer;
use super::history::History;
use super::hosts::{Host, hosts};
use super::page::{Page, Slice};
use super::stamp::Stamp;
use crate::base::Moment;
use crate::base::id::TraceId;
use crate::scenario::{Log, Scenario};

/// What a line turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The log has no such line.
    NoSuchLine,
    /// Everyday life.
    Everyday,
    /// A line of this trace.
    Trace(TraceId),
}

/// A line that an act left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceLine {
    /// The trace it belongs to.
    pub trace: TraceId,
    /// Its time.
    pub stamp: Stamp,
    /// Its text, without a line feed.
    pub text: Vec<u8>,
}

/// The logs of one scenario under one seed.
#[derive(Debug, Clone)]
pub struct Archive {
    scenario: Arc<Scenario>,
    seed: u64,
    scale_percent: u32,
    hosts: Vec<Host>,
}

impl Archive {
    /// The logs of a scenario under a seed.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, seed: u64) -> Self {
        let hosts = hosts(&scenario);
        Self {
            scenario,
            seed,
            scale_percent: 100,
            hosts,
        }
    }

    /// The same with so many percent of everyday life.
    #[must_use]
    pub fn with_scale(mut self, percent: u32) -> Self {
        self.scale_percent = percent;
        self
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The stamp of a moment.
    #[must_use]
    pub fn stamp(&self, moment: Moment) -> Stamp {
        Stamp::of(self.scenario.starts, moment)
    }

    /// How a log is written.
    #[must_use]
    pub fn viewer(&self, log: &Log) -> Option<Viewer> {
        Viewer::new(log, &self.hosts)
    }

    /// Ten minutes of a log, everyday life and traces together, in the order of time. What the history does
    /// not hold yet is missing; callers show no line later than now.
    #[must_use]
    pub fn page(&self, _history: &History, _log: &Log, _slice: Slice) -> Page {
        let _ = (self.seed, self.scale_percent);
        Page::default()
    }

    /// The lines that acts left in a log, in the order of time.
    #[must_use]
    pub fn trace_lines(&self, _history: &History, _log: &Log) -> Vec<TraceLine> {
        Vec::new()
    }

    /// The pages of a stretch of a log, one after another; faster than each on its own.
    pub fn pages<'a>(
        &'a self,
        history: &'a History,
        log: &'a Log,
        slices: std::ops::Range<Slice>,
    ) -> impl Iterator<Item = Page> + 'a {
        let numbers = slices.start.0..slices.end.0;
        numbers.map(move |number| self.page(history, log, Slice(number)))
    }

    /// The connections to web servers that acts made, in the order of time.
    #[must_use]
    pub fn trace_connections(&self, _history: &History) -> Vec<WebConnection<'_>> {
        Vec::new()
    }

    /// The first line that a trace left in a log up to a moment.
    #[must_use]
    pub fn first_line(
        &self,
        _history: &History,
        _log: &Log,
        _trace: &TraceId,
        _until: Moment,
    ) -> Option<TraceLine> {
        None
    }

    /// What a line of a log is: whether there is such a line at that time, and which trace it belongs to.
    #[must_use]
    pub fn shown(&self, _history: &History, _log: &Log, _at: Moment, _text: &str) -> Shown {
        Shown::NoSuchLine
    }
}
