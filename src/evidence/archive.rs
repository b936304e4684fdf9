//! The archive of an exercise: any stretch of any log, on its own and again, byte for byte the same.

use std::ops::Range as Stretch;
use std::sync::{Arc, OnceLock};

use super::activity::{Activity, WebConnection};
use super::compiled::Compiled;
use super::everyday::Day;
use super::format::Viewer;
use super::history::History;
use super::hosts::hosts;
use super::network::Range;
use super::page::{Lines, Page, Slice};
use super::stamp::Stamp;
use super::standing::Standing;
use super::traces::{Resolver, occurrences};
use crate::base::Moment;
use crate::base::id::TraceId;
use crate::scenario::{Log, Scenario, Trace};

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

/// The logs of one scenario under one seed. Copies share what was worked out.
#[derive(Debug, Clone)]
pub struct Archive(Arc<Compiled>);

impl Archive {
    /// The logs of a scenario under a seed.
    #[must_use]
    pub fn new(scenario: Arc<Scenario>, seed: u64) -> Self {
        Self::scaled(scenario, seed, 100)
    }

    /// The same with so many percent of everyday life.
    #[must_use]
    pub fn scaled(scenario: Arc<Scenario>, seed: u64, percent: u32) -> Self {
        let start = Stamp::start(scenario.starts);
        let everyday = &scenario.everyday;
        let froms = scenario
            .logs
            .iter()
            .map(|log| log.from)
            .chain(everyday.from);
        let oldest = match everyday.from {
            Some(from) => scenario.moment(from),
            None => froms
                .map(|from| scenario.moment(from))
                .min()
                .unwrap_or(Moment::START),
        };
        let addresses = scenario
            .addresses
            .iter()
            .filter_map(|a| a.value.parse().ok());
        Self(Arc::new(Compiled {
            seed,
            scale_percent: percent,
            everyday_from: start.later_ms(oldest.as_ms()),
            start,
            hosts: hosts(&scenario),
            samples: scenario
                .samples
                .iter()
                .map(|sample| (sample.id.clone(), OnceLock::new()))
                .collect(),
            parts: addresses.collect(),
            resolver: everyday.resolver.clone(),
            scenario,
        }))
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.0.scenario
    }

    /// The stamp of a moment.
    #[must_use]
    pub fn stamp(&self, moment: Moment) -> Stamp {
        self.0.stamp(moment)
    }

    /// The moment of a stamp.
    #[must_use]
    pub fn moment(&self, stamp: Stamp) -> Moment {
        stamp.moment(self.0.scenario.starts)
    }

    /// Opens a log as it stands after a history.
    #[must_use]
    pub fn reader(&self, history: &History, log: &Log) -> Reader {
        // A copy tells nothing of what came after it, with whatever time stamp.
        let saved = log.evidence.as_ref().and_then(|id| history.saved(id));
        let copied = saved
            .filter(|_| log.once_saved)
            .map(|saved| history.up_to(saved));
        let history = copied.as_ref().unwrap_or(history);
        let standing = Standing::new(&self.0.scenario, &self.0.hosts, history);
        let viewer = Viewer::new(log, &self.0.hosts);
        let mut traced = Vec::new();
        if let Some(viewer) = &viewer {
            for (place, trace) in self.0.scenario.traces.iter().enumerate() {
                self.trace(history, &standing, viewer, trace, &mut |stamp, text| {
                    traced.push(Traced {
                        stamp,
                        trace: place,
                        text: text.to_vec(),
                    });
                });
            }
        }
        traced.sort_by_key(|line| line.stamp);
        Reader {
            compiled: Arc::clone(&self.0),
            standing,
            viewer,
            traced,
        }
    }

    /// Tells of the lines that one trace left in a log.
    fn trace(
        &self,
        history: &History,
        standing: &Standing,
        viewer: &Viewer,
        trace: &Trace,
        tell: &mut dyn FnMut(Stamp, &[u8]),
    ) {
        let resolver = Resolver {
            compiled: &self.0,
            standing,
            history,
        };
        let mut lines = Lines::default();
        let moments = occurrences(&self.0.scenario, history, trace);
        for (number, moment) in moments.into_iter().enumerate() {
            resolver.tell(trace, number, moment, &mut |activity| {
                viewer.write(activity, &mut lines);
            });
        }
        for (stamp, text) in lines.iter() {
            tell(stamp, text);
        }
    }

    /// The lines that acts left in a log, in the order of time.
    #[must_use]
    pub fn trace_lines(&self, history: &History, log: &Log) -> Vec<TraceLine> {
        let reader = self.reader(history, log);
        let named = |line: Traced| {
            let trace = self.0.scenario.traces.get(line.trace)?;
            Some(TraceLine {
                trace: trace.id.clone(),
                stamp: line.stamp,
                text: line.text,
            })
        };
        reader.traced.into_iter().filter_map(named).collect()
    }

    /// The connections to web servers that acts made, in the order of time.
    pub fn trace_connections(&self, history: &History, tell: &mut dyn FnMut(&WebConnection<'_>)) {
        let standing = Standing::new(&self.0.scenario, &self.0.hosts, history);
        let resolver = Resolver {
            compiled: &self.0,
            standing: &standing,
            history,
        };
        for trace in &self.0.scenario.traces {
            let moments = occurrences(&self.0.scenario, history, trace);
            for (number, moment) in moments.into_iter().enumerate() {
                resolver.tell(trace, number, moment, &mut |activity| {
                    if let Activity::Web(connection) = activity {
                        tell(connection);
                    }
                });
            }
        }
    }

    /// The first line that a trace left in a log up to a moment.
    #[must_use]
    pub fn first_line(
        &self,
        history: &History,
        log: &Log,
        trace: &TraceId,
        until: Moment,
    ) -> Option<TraceLine> {
        let standing = Standing::new(&self.0.scenario, &self.0.hosts, history);
        let viewer = Viewer::new(log, &self.0.hosts)?;
        let from = self.stamp(self.0.scenario.moment(log.from));
        let until = self.stamp(until);
        let mut first: Option<(Stamp, Vec<u8>)> = None;
        let found = self.0.scenario.trace(trace)?;
        self.trace(history, &standing, &viewer, found, &mut |stamp, text| {
            let earlier = first.as_ref().is_none_or(|(before, _)| stamp < *before);
            if earlier && stamp >= from && stamp <= until {
                first = Some((stamp, text.to_vec()));
            }
        });
        let (stamp, text) = first?;
        Some(TraceLine {
            trace: trace.clone(),
            stamp,
            text,
        })
    }

    /// What a line of a log is: whether there is such a line in that millisecond, and which trace it belongs
    /// to.
    #[must_use]
    pub fn shown(&self, history: &History, log: &Log, at: Moment, text: &str) -> Shown {
        if at < self.0.scenario.moment(log.from) {
            return Shown::NoSuchLine;
        }
        let reader = self.reader(history, log);
        let same = |stamp: Stamp| self.moment(stamp) == at;
        let traced = reader
            .traced
            .iter()
            .find(|line| same(line.stamp) && line.text == text.as_bytes());
        if let Some(trace) = traced.and_then(|line| self.0.scenario.traces.get(line.trace)) {
            return Shown::Trace(trace.id.clone());
        }
        let page = reader.page(Slice::of(self.stamp(at)));
        let there = (0..page.len()).any(|line| {
            page.stamp(line).is_some_and(same) && page.line(line) == Some(text.as_bytes())
        });
        if there {
            Shown::Everyday
        } else {
            Shown::NoSuchLine
        }
    }
}

/// A line that an act left behind, with the trace's place in the scenario.
#[derive(Debug, Clone)]
struct Traced {
    stamp: Stamp,
    trace: usize,
    text: Vec<u8>,
}

/// A log as it stands after a history: makes any of its pages. What the history does not hold yet is not in
/// them; callers show no line later than now.
#[derive(Debug, Clone)]
pub struct Reader {
    compiled: Arc<Compiled>,
    standing: Standing,
    viewer: Option<Viewer>,
    traced: Vec<Traced>,
}

impl Reader {
    /// Ten minutes of the log, everyday life and traces together, in the order of time.
    #[must_use]
    pub fn page(&self, slice: Slice) -> Page {
        let mut lines = Lines::default();
        self.live(slice.previous(), &mut lines);
        self.finish(slice, &mut lines)
    }

    /// Page after page; faster than each on its own.
    pub fn pages(&self, slices: Stretch<Slice>) -> impl Iterator<Item = Page> + '_ {
        let mut lines = Lines::default();
        if slices.start < slices.end {
            self.live(slices.start.previous(), &mut lines);
        }
        (slices.start.0..slices.end.0).map(move |number| self.finish(Slice(number), &mut lines))
    }

    /// Adds what begins in a slice.
    fn live(&self, slice: Slice, lines: &mut Lines) {
        if let Some(viewer) = &self.viewer {
            let day = Day {
                compiled: &self.compiled,
                standing: &self.standing,
                viewer,
                slice,
            };
            day.live(&mut |activity| viewer.write(activity, lines));
        }
    }

    /// The page of a slice, when what began before it is in `lines` already; what ends after it stays there.
    fn finish(&self, slice: Slice, lines: &mut Lines) -> Page {
        self.live(slice, lines);
        let (start, end) = (slice.start(), slice.end());
        let first = self.traced.partition_point(|line| line.stamp < start);
        let here = self.traced.iter().skip(first);
        for line in here.take_while(|line| line.stamp < end) {
            lines.line(line.stamp, |out| out.extend_from_slice(&line.text));
        }
        lines.take(start, end)
    }
}

/// Whether an address lies in a range such as `203.0.113.0/24`; false where either can't be read.
#[must_use]
pub fn lies_in(range: &str, ip: &str) -> bool {
    match (Range::read(range), ip.parse()) {
        (Some(range), Ok(ip)) => range.holds(ip),
        _ => false,
    }
}
